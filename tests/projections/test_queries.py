"""What pages and workflows ask of the read models, through the log and the engine."""

from datetime import date
from typing import Any

import pytest

from domain.base import derived_id
from domain.change.commands import ProposeChange, WithdrawChange
from domain.dates import Window
from domain.decision.commands import PlanDecision
from domain.document.commands import FileDocument
from domain.programme.arrangements import Figure
from domain.programme.commands import OpenPlanItem, PublishProgramme, RevisePlan, ShiftPlan
from domain.steering.commands import RaiseCommitment, SettleEntry, StateEntries
from domain.steering.parts import Risk
from projections import (
    agenda,
    arrangements,
    changes,
    decisions,
    documents,
    history,
    letters,
    plan_items,
    plan_versions,
    programmes,
    steering,
    tables,
)
from tests import make
from tests.domain import decision_stories as councils_story
from tests.making import programme as made
from tests.making.steering import COMMITMENT
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, LETTER_IDS, Tell, on

OTHER_ID = derived_id("change", "verblijf-2022")
OTHER = make.a(
    ProposeChange,
    change_id=OTHER_ID,
    key="verblijf-2022",
    segment="verblijf",
    effective=date(2022, 3, 1),
)
JULY = Window(edtf="2021-07", written="juli 2021")
AUTUMN = Window(edtf="2021-23", written="najaar 2021")
PUBLISHED = make.a(
    PublishProgramme,
    plan=(
        make.PLAN_ITEM.model_copy(update={"item_id": "later", "window": AUTUMN}),
        make.PLAN_ITEM.model_copy(update={"item_id": "sooner", "window": JULY}),
    ),
)


@pytest.mark.row("AN-23")
def test_the_last_call_names_what_must_be_announced_by_a_day_for_an_effect(after: Tell) -> None:
    source = after(make.a(ProposeChange), OTHER)

    def called(until: date, effect_until: date = date.max) -> list[tuple[str, int]]:
        calls = changes.last_call(source, until, date(2021, 6, 1), effect_until)
        return [(call.change.key, call.days_left) for call in calls]

    assert called(date(2021, 6, 30)) == []
    assert called(date(2021, 7, 1)) == [("wonen-2022", 30)]
    assert called(date(2021, 12, 31)) == [("wonen-2022", 30), ("verblijf-2022", 92)]
    assert called(date(2021, 12, 31), make.NEW_YEAR) == [("wonen-2022", 30)]


@pytest.mark.row("AN-23")
def test_a_change_leaves_the_last_call_when_announced_or_withdrawn_but_not_when_late(
    after: Tell,
) -> None:
    source = after(make.a(ProposeChange), OTHER)
    late = changes.last_call(source, date(2021, 12, 31), date(2021, 7, 2))
    assert [call.days_left for call in late] == [-1, 61]
    after(make.a(WithdrawChange, change_id=OTHER_ID), *story.announced())
    assert changes.last_call(source, date(2021, 12, 31), date(2021, 6, 1)) == []
    assert [row.key for row in changes.of_programme(source, make.PROGRAMME_ID)] == [
        "wonen-2022",
        "verblijf-2022",
    ]


@pytest.mark.row("AN-20")
def test_the_register_of_letters_is_that_of_the_last_draft_in_the_light_of_the_change(
    after: Tell,
) -> None:
    source = after(make.a(ProposeChange))
    assert letters.of_change(source, make.CHANGE_ID) == []
    assert letters.of_change(source, OTHER_ID) == []
    narrower = story.drafted(story.RECIPIENTS[:2], at=on("2021-05-04"))
    after(story.drafted(), narrower)
    assert [row.contract_number for row in letters.of_change(source, make.CHANGE_ID)] == [
        "HR-W-001",
        "HR-W-002",
    ]
    after(make.a(WithdrawChange))
    assert {row.state for row in letters.of_change(source, make.CHANGE_ID)} == {"recalled"}


@pytest.mark.row("AN-20")
def test_the_register_shows_every_letter_in_time(after: Tell) -> None:
    source = after(make.a(ProposeChange), *story.announced("2021-07-01"))
    rows = letters.of_change(source, make.CHANGE_ID)
    assert [(row.letter_id, row.days_to_spare, row.in_time) for row in rows] == [
        (letter_id, 0, True) for letter_id in LETTER_IDS
    ]


def test_what_is_due_is_found_by_day_until_it_is_settled(after: Tell) -> None:
    source = after(PUBLISHED, make.a(ProposeChange))

    def due(until: str, *kinds: agenda.Kind) -> list[tuple[str, str | None]]:
        rows = agenda.due(source, make.PROGRAMME_ID, date.fromisoformat(until), kinds or None)
        return [(row.kind, row.item_id) for row in rows]

    assert due("2021-07-01", "open_item", "miss_item") == [("open_item", "sooner")]
    assert due("2021-04-08") == [("draft", None)]
    assert agenda.next_day(source, make.PROGRAMME_ID) == date(2021, 7, 1)
    after(make.a(OpenPlanItem, item_id="sooner", at=on("2021-07-01")))
    assert due("2021-08-01", "open_item", "miss_item") == [("miss_item", "sooner")]
    assert agenda.next_day(source, make.PROGRAMME_ID) == date(2021, 8, 1)
    july = agenda.between(source, make.PROGRAMME_ID, date(2021, 7, 1), date(2021, 7, 31))
    assert [(row.kind, row.done) for row in july] == [("last_day", False), ("open_item", True)]
    assert agenda.next_day(source, OTHER_ID) is None


def test_programmes_and_their_plans_are_found(after: Tell) -> None:
    source = after(PUBLISHED)
    found = programmes.by_key(source, "holland-rijnland-2021")
    assert found is not None
    assert programmes.every(source) == [found]
    assert programmes.by_key(source, "elders") is None

    def planned() -> list[str]:
        return [row.item_id for row in plan_items.of_programme(source, make.PROGRAMME_ID)]

    assert planned() == ["sooner", "later"]
    assert plan_items.schedule_of(source, make.PROGRAMME_ID).paths == {"wonen": ("later",)}
    after(make.a(RevisePlan, items=(), drop=("sooner",)))
    assert planned() == ["later"]


@pytest.mark.row("ST-08", "SG-09")
def test_the_versions_of_a_plan_and_the_arrangements_of_a_segment_are_found(after: Tell) -> None:
    for_all = made.INSTRUMENT.model_copy(update={"arrangement_id": "for-all", "segments": ()})
    figure = Figure(
        arrangement_id="clients",
        segments=("verblijf",),
        text="Aantal cliënten",
        measure="cliënten",
        written="ruim 400",
        source=make.SOURCE,
    )
    stated = (made.INSTRUMENT, for_all, figure)
    publish = PUBLISHED.model_copy(update={"arrangements": stated, "segments": (make.SEGMENT,)})
    source = after(publish, make.a(ShiftPlan, months=3))
    versions = plan_versions.of_programme(source, make.PROGRAMME_ID)
    assert versions is not None
    assert versions.latest == 2
    assert [each.item_id for each in versions.compare(1, 2).moved] == ["later", "sooner"]
    assert plan_versions.of_programme(source, OTHER_ID) is None

    def found(segment: str | None, kind: Any = None) -> list[str]:
        rows = arrangements.of_programme(source, make.PROGRAMME_ID, segment, kind)
        return [row.arrangement_id for row in rows]

    assert found(None) == ["clients", "for-all", "wonen-financing"]
    assert found("wonen") == ["for-all", "wonen-financing"]
    assert found("verblijf") == ["clients", "for-all"]
    assert found("verblijf", "instrument") == ["for-all"]


def test_the_history_of_a_thing_is_told_from_its_beginning(after: Tell) -> None:
    source = after(make.a(ProposeChange), *story.announced())
    kinds = [row.kind for row in history.of_subject(source, make.CHANGE_ID)]
    assert kinds[:3] == ["ChangeProposed", "ChangeTabled", "ChangeAdopted"]
    assert kinds[-4:] == ["LetterSent", "LetterSent", "LetterSent", "ChangeAnnounced"]
    [first] = history.of_subject(source, make.CHANGE_ID, limit=1, offset=1)
    assert first.kind == "ChangeTabled"
    assert [row.kind for row in history.of_subject(source, CONTRACT_IDS[0])] == ["LetterSent"]


@pytest.mark.row("PG-35")
def test_a_body_sees_what_it_has_to_see_to_until_it_is_settled(after: Tell) -> None:
    risk = Risk(entry_id="niche", title="Verschraling", owner="college-leiden", source=make.SOURCE)
    source = after(make.a(StateEntries, entries=(risk, COMMITMENT)))

    def tasks(owner: str) -> list[str]:
        rows = steering.of_owner(source, make.PROGRAMME_ID, owner)
        return [row.entry_id for row in rows]

    assert tasks("college-leiden") == ["tell-effects", "niche"]
    assert tasks("college-katwijk") == []
    after(make.a(SettleEntry, entry_id="niche", outcome="closed"))
    assert tasks("college-leiden") == ["tell-effects"]
    everything = steering.of_programme(source, make.PROGRAMME_ID)
    assert [(row.kind, row.status) for row in everything] == [
        ("commitment", "open"),
        ("risk", "settled"),
    ]


@pytest.mark.row("PG-19")
def test_a_commitment_waits_for_its_plan_item_and_is_raised_by_it_once(after: Tell) -> None:
    tied = COMMITMENT.model_copy(update={"items": ("sooner", "later")})
    source = after(PUBLISHED, make.a(StateEntries, entries=(tied,)))
    assert steering.to_raise(source, make.PROGRAMME_ID) == []
    after(make.a(OpenPlanItem, item_id="sooner", at=on("2021-07-01")))
    [found] = steering.to_raise(source, make.PROGRAMME_ID)
    assert (found.entry_id, found.item_id) == ("tell-effects", "sooner")
    after(
        make.a(
            RaiseCommitment,
            steering_id=found.steering_id,
            entry_id=found.entry_id,
            item_id=found.item_id,
        )
    )
    assert steering.to_raise(source, make.PROGRAMME_ID) == []


@pytest.mark.row("PG-32")
def test_the_documents_of_a_programme_are_listed_by_date(after: Tell) -> None:
    def filed(code: str, edtf: str | None) -> FileDocument:
        paper = make.a(FileDocument).paper.model_copy(
            update={"document_id": code, "dated": Window(edtf=edtf, written=edtf or "zonder datum")}
        )
        return make.a(FileDocument, document_id=derived_id("document", code), paper=paper)

    source = after(filed("undated", None), filed("late", "2023-05"), filed("early", "2021"))
    found = documents.of_programme(source, make.PROGRAMME_ID)
    assert [row.code for row in found] == ["early", "late", "undated"]


@pytest.mark.row("PG-09")
def test_decisions_are_found_by_day_by_gate_and_by_the_municipality_that_answers(
    after: Tell,
) -> None:
    def asked(key: str, window: Window, *councils: str) -> PlanDecision:
        own = {"decision_id": derived_id("decision", key), "key": key}
        question = councils_story.question(*councils, window=window, opens=(f"na-{key}",))
        return councils_story.plan().model_copy(update={**own, "question": question})

    source = after(
        asked("open", Window(written="niet gegeven"), "raad-delft"),
        asked("late", Window(edtf="2026", written="in 2026"), "raad-delft", "raad-westland"),
        asked("early", councils_story.JUNE, "raad-westland"),
    )
    found = decisions.of_programme(source, make.PROGRAMME_ID)
    assert [row.key for row in found] == ["early", "late", "open"]

    def where(**field: object) -> set[str]:
        return {row.key for row in tables.select(source, decisions.DECISIONS, field)}

    assert where(municipalities=tables.Contains("Delft")) == {"open", "late"}
    assert where(opens=tables.Contains("na-early")) == {"early"}
    assert where(status="planned") == {"open", "late", "early"}
