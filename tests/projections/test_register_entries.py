from datetime import date
from typing import Any

import pytest

from domain.base import Event, Source
from domain.dates import Window
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    PublishProgramme,
    RealisePlanItem,
)
from domain.programme.decider import PROGRAMME
from domain.programme.events import SegmentDefined
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
    SteeringCommand,
)
from domain.steering.decider import STEERING
from domain.steering.events import EntrySettled
from domain.steering.parts import (
    Choice,
    Commitment,
    Condition,
    Consultation,
    CouncilQuestion,
    Dependency,
    Development,
    Entry,
    Exclusion,
    GlossaryTerm,
    Goal,
    LocalProgramme,
    Ordinance,
    Pilot,
    Precondition,
    Principle,
    ResearchQuestion,
    Risk,
    Stakeholder,
    Sunset,
)
from projections.plan_items import PLAN_ITEMS
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow, key_of, raised_now
from tests import make
from tests.making.steering import COMMITMENT
from tests.projections import story
from tests.projections.story import on

JULY = Window(edtf="2021-07", written="juli 2021")
AUTUMN = Window(edtf="2021-23", written="najaar 2021")


def an(cls: type[Any], title: str, **fields: Any) -> Any:
    return cls(entry_id="one", title=title, source=make.SOURCE, **fields)


def stated(*entries: Entry, day: str = "2021-05-03") -> StateEntries:
    return make.a(StateEntries, entries=entries, at=on(day))


def settled(outcome: str, day: str = "2021-06-01", **more: Any) -> SettleEntry:
    fields = {"entry_id": "one", "text": "Gedaan.", "settled_on": on(day).date(), **more}
    return make.a(SettleEntry, outcome=outcome, at=on(day), **fields)


def row_after(*commands: SteeringCommand) -> RegisterEntryRow:
    return story.only(REGISTER_ENTRIES, story.happened(STEERING, *commands))


QUESTION = an(ResearchQuestion, "Op welke schaal?", due=AUTUMN, segments=("verblijf",))


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        pytest.param(
            an(
                Choice,
                "Financieringsvorm",
                state="provisional",
                body="college-delft",
                within="strategie",
            ),
            {"state": "provisional", "body": "college-delft", "within": "strategie"},
            marks=pytest.mark.row("PG-13", "PG-14"),
        ),
        pytest.param(
            an(Goal, "Minder verblijf", level="goal", above="normaal-opgroeien"),
            {"level": "goal", "above": "normaal-opgroeien"},
            marks=pytest.mark.row("SG-06"),
        ),
        pytest.param(
            an(Risk, "Prikkels", response="Risicoprogramma", reported="bij de volgende stappen"),
            {"response": "Risicoprogramma", "reported": "bij de volgende stappen"},
            marks=pytest.mark.row("PG-20"),
        ),
        pytest.param(
            an(Precondition, "Lokale teams", on="gemeenten", unlocks=("loslaten",)),
            {"on": "gemeenten", "unlocks": ("loslaten",)},
            marks=pytest.mark.row("PG-21", "GO-09"),
        ),
        pytest.param(
            an(Precondition, "Woningen", on="Rijk", third_party=True),
            {"on": "Rijk", "third_party": True},
            marks=pytest.mark.row("PG-37"),
        ),
        pytest.param(
            an(Condition, "Ruimte", when="kosten dalen", then="innovatie stijgt"),
            {"when": "kosten dalen", "then": "innovatie stijgt"},
            marks=pytest.mark.row("GO-09"),
        ),
        pytest.param(
            an(ResearchQuestion, "Schaal?", partners=("aanbieders",)),
            {"partners": ("aanbieders",)},
            marks=pytest.mark.row("PG-22"),
        ),
        pytest.param(
            an(Commitment, "Effecten melden", to="raad", trigger="bij iedere fase"),
            {"to": "raad", "trigger": "bij iedere fase", "due": None},
            marks=pytest.mark.row("PG-19"),
        ),
        pytest.param(
            an(Stakeholder, "Jongerenraad", lived_experience=True, segments=("verblijf",)),
            {"lived_experience": True, "segments": ("verblijf",)},
            marks=pytest.mark.row("PG-23", "PG-25"),
        ),
        pytest.param(
            an(Consultation, "Marktconsultatie", held=AUTUMN, follow_up="Verwerkt in de nota"),
            {"held": AUTUMN, "follow_up": "Verwerkt in de nota"},
            marks=pytest.mark.row("PG-24"),
        ),
        pytest.param(
            an(Development, "Hervormingsagenda", happened=AUTUMN, links=("wonen",)),
            {"happened": AUTUMN, "links": ("wonen",)},
            marks=pytest.mark.row("PG-26"),
        ),
        pytest.param(
            an(Exclusion, "Veilig Thuis"),
            {"title": "Veilig Thuis"},
            marks=pytest.mark.row("PG-27"),
        ),
        pytest.param(
            an(Dependency, "Toegang in Katwijk", municipality="Katwijk", due=JULY),
            {"municipality": "Katwijk", "due": JULY},
            marks=pytest.mark.row("PG-28"),
        ),
        pytest.param(
            an(Pilot, "Tijdelijk Fonds", outcome="Voortgezet", segments=("verblijf",)),
            {"outcome": "Voortgezet", "segments": ("verblijf",)},
            marks=pytest.mark.row("PG-29"),
        ),
        pytest.param(
            an(Principle, "Liefdevol", decision="strategie-vaststellen"),
            {"decision": "strategie-vaststellen"},
            marks=pytest.mark.row("PG-30"),
        ),
        pytest.param(
            an(GlossaryTerm, "Verblijf", definition="Wonen buiten het gezin", same_as=("Wonen",)),
            {"definition": "Wonen buiten het gezin", "same_as": ("Wonen",)},
            marks=pytest.mark.row("PG-31"),
        ),
        pytest.param(
            an(LocalProgramme, "Kostenbeheersing", municipality="Rijswijk"),
            {"municipality": "Rijswijk"},
            marks=pytest.mark.row("PG-34"),
        ),
        pytest.param(
            an(Ordinance, "Verordening", municipality="Leiden", links=("pgb",)),
            {"municipality": "Leiden", "links": ("pgb",)},
            marks=pytest.mark.row("PG-36"),
        ),
        pytest.param(
            an(CouncilQuestion, "Wachttijden?", asked_by="raad-delft", concerns=make.SOURCE),
            {"asked_by": "raad-delft", "concerns": make.SOURCE},
            marks=pytest.mark.row("PG-16"),
        ),
        pytest.param(
            an(Sunset, "Garantie", ends=AUTUMN),
            {"ends": AUTUMN},
            marks=pytest.mark.row("GO-10"),
        ),
    ],
)
def test_a_register_shows_what_its_source_says_of_an_entry(
    entry: Entry, shown: dict[str, Any]
) -> None:
    row = row_after(stated(entry))
    assert (row.kind, row.title, row.status) == (entry.kind, entry.title, "open")
    assert (row.segments, row.links, row.window) == (entry.segments, entry.links, entry.due)
    assert (row.source, row.standing) == (make.SOURCE, "stated")
    assert {name: getattr(row.entry, name) for name in shown} == shown


@pytest.mark.row("PG-33")
def test_a_doubt_keeps_what_stands_where_and_what_it_was_taken_for() -> None:
    places = [("2.2", "zes percelen"), ("4", "zeven percelen")]
    doubt = {
        "kind": "anomaly",
        "id": "six",
        "title": "Zes of zeven?",
        "mentions": [
            {"says": says, "source": {"document": "S3", "section": section, "quote": says}}
            for section, says in places
        ],
        "reading": "zeven",
        "source": make.SOURCE.model_dump(),
    }
    command = StateEntries.model_validate({**dict(stated()), "entries": [doubt]})
    entry = row_after(command).entry
    assert entry.kind == "anomaly"
    assert [(each.source.section, each.source.quote) for each in entry.mentions] == places
    assert entry.reading == "zeven"


def test_an_entry_shows_its_window_as_written_and_the_days_it_means() -> None:
    row = row_after(stated(QUESTION))
    assert row.window == AUTUMN
    assert (row.first, row.last, row.due) == (
        date(2021, 9, 1),
        date(2021, 11, 30),
        date(2021, 11, 30),
    )


@pytest.mark.row("PG-22")
def test_what_became_of_an_entry_is_shown_and_kept_when_it_is_reopened() -> None:
    source = Source(document="S3", section="5", quote="regionaal")
    answered = settled("answered", effect="Een perceel minder", source=source)
    row = row_after(stated(QUESTION), answered)
    assert (row.status, row.outcome) == ("settled", "answered")
    reopened = row_after(stated(QUESTION), answered, make.a(ReopenEntry, entry_id="one"))
    assert (reopened.status, reopened.outcome) == ("reopened", None)
    [settlement] = reopened.settlements
    assert (settlement.text, settlement.settled_on) == ("Gedaan.", date(2021, 6, 1))
    assert (settlement.effect, settlement.source) == ("Een perceel minder", source)


@pytest.mark.row("PG-35")
def test_an_assigned_entry_is_of_its_new_owner_until_its_source_names_another() -> None:
    assigned = make.a(AssignEntries, entry_ids=("one",))
    mine = QUESTION.model_copy(update={"owner": "college-leiden"})
    assert row_after(stated(mine), assigned).owner == "college-katwijk"
    words = mine.model_copy(update={"title": "Welke schaal?"})
    assert row_after(stated(mine), assigned, stated(words)).owner == "college-katwijk"
    other = mine.model_copy(update={"owner": "college-delft"})
    assert row_after(stated(mine), assigned, stated(other)).owner == "college-delft"


def test_an_entry_that_is_missed_says_since_when_and_can_still_be_answered() -> None:
    missed = make.a(MissEntry, entry_id="one", at=on("2021-12-01"))
    row = row_after(stated(QUESTION), missed)
    assert (row.status, row.missed_at) == ("missed", on("2021-12-01"))
    row = row_after(stated(QUESTION), missed, settled("answered", "2021-12-02"))
    assert (row.status, row.missed_at) == ("settled", on("2021-12-01"))


@pytest.mark.row("ST-32")
def test_what_had_passed_when_it_was_stated_is_unknown_and_not_late() -> None:
    assert row_after(stated(QUESTION, day="2021-12-01")).status == "unknown"
    assert row_after(stated(QUESTION, day="2021-11-30")).status == "open"


@pytest.mark.row("PG-31")
def test_how_an_entry_was_stated_before_is_never_lost() -> None:
    words = QUESTION.model_copy(update={"title": "Op welke schaal kopen wij in?"})
    anew = words.model_copy(update={"segments": ()})
    said = stated(QUESTION), settled("answered"), stated(words, day="2021-06-02")
    row = row_after(*said)
    assert (row.status, row.outcome, row.title) == ("settled", "answered", words.title)
    row = row_after(*said, stated(anew, day="2021-06-03"))
    assert (row.status, row.outcome) == ("open", None)
    assert [(each.entry, each.replaced_at) for each in row.earlier] == [
        (QUESTION, on("2021-06-02")),
        (words, on("2021-06-03")),
    ]
    assert len(row.settlements) == 1


@pytest.mark.row("PG-13")
def test_a_choice_becomes_definitive_apart_from_the_document_it_stands_in() -> None:
    provisional = an(Choice, "Richting", state="provisional", within="strategie")
    definitive = provisional.model_copy(update={"state": "definitive", "chosen": "populatie"})
    row = row_after(stated(provisional), stated(definitive, day="2026-05-03"))
    assert isinstance(row.entry, Choice)
    assert (row.entry.state, row.entry.chosen, row.entry.within) == (
        "definitive",
        "populatie",
        "strategie",
    )
    assert [each.entry for each in row.earlier] == [provisional]


def test_events_of_an_entry_that_was_never_stated_make_no_row() -> None:
    assert story.table(REGISTER_ENTRIES, [make.a(EntrySettled)]) == {}
    row = row_after(stated(QUESTION))
    assert REGISTER_ENTRIES.project("", row, make.a(SegmentDefined)) == row
    assert list(REGISTER_ENTRIES.keys(make.a(EntrySettled))) == [
        key_of(make.PROGRAMME_ID, "tell-effects")
    ]


PUBLISHED = make.a(
    PublishProgramme,
    plan=(make.PLAN_ITEM.model_copy(update={"window": JULY}),),
    at=on("2021-05-03"),
)
OPENED = make.a(OpenPlanItem, at=on("2021-07-01"))
MISSED = make.a(MissPlanItem, at=on("2021-08-01"))
REALISED = make.a(RealisePlanItem, at=on("2021-07-05"), realised_on=JULY)
RAISE = make.a(RaiseCommitment)
KEPT = settled("kept", entry_id="tell-effects")
LAPSED = settled("lapsed", entry_id="tell-effects")


@pytest.mark.row("PG-19")
@pytest.mark.parametrize(
    ("plan", "said", "raises"),
    [
        ((), (), []),
        ((OPENED,), (), ["announce-wonen"]),
        ((REALISED,), (), ["announce-wonen"]),
        ((OPENED, REALISED), (), ["announce-wonen"]),
        ((OPENED, MISSED), (), ["announce-wonen"]),
        ((MISSED,), (), []),
        ((OPENED,), (RAISE,), []),
        ((OPENED,), (KEPT,), ["announce-wonen"]),
        ((OPENED,), (RAISE, KEPT), []),
        ((OPENED,), (LAPSED,), []),
    ],
)
def test_a_commitment_is_to_be_kept_when_its_plan_item_opens_or_is_done(
    plan: tuple[Any, ...], said: tuple[SteeringCommand, ...], raises: list[str]
) -> None:
    row = row_after(stated(COMMITMENT), *said)
    items = story.table(PLAN_ITEMS, story.happened(PROGRAMME, PUBLISHED, *plan))
    found = raised_now(row, {each.item_id: each for each in items.values()})
    assert [each.item_id for each in found] == raises


def test_what_was_done_before_a_commitment_was_made_raises_nothing_and_what_is_open_does() -> None:
    late = row_after(stated(COMMITMENT, day="2021-07-20"))

    def raised_by(*commands: Any) -> int:
        events: list[Event] = story.happened(PROGRAMME, PUBLISHED, *commands)
        items = story.table(PLAN_ITEMS, events)
        return len(raised_now(late, {each.item_id: each for each in items.values()}))

    assert raised_by(OPENED, REALISED) == 0
    assert raised_by(OPENED) == 1
    assert raised_now(late, {}) == []
    question = row_after(stated(QUESTION))
    assert raised_now(question, {}) == []
