"""What an auditor asks for: two people, powers, in time, the legality file, done by proxy."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.change.assessment import Assessment, Publication
from domain.change.commands import ApproveAnnouncement
from domain.change.parts import Consent, Mandate, Override
from domain.contract.events import ContractConcluded
from domain.contract.parts import Decided, Principal
from domain.dates import Window
from domain.decision.events import AnswerRecorded, DecisionPlanned
from domain.document.events import DocumentFiled
from domain.document.parts import Publication as Handed
from domain.document.state import Given
from domain.procedure.events import ProcedurePlanned
from domain.programme.events import (
    MunicipalityEnrolled,
    PlanItemPlanned,
    ProgrammePublished,
)
from domain.programme.parts import Body
from projections.audit import four_eyes, mandates, proxies, told_in_time
from projections.audit.legality import legality_file
from projections.changes import CHANGES, ChangeRow
from projections.contract_keeping import Signed
from projections.contracts import CONTRACTS, ContractRow, Extension
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.history import HISTORY
from projections.letters import LETTERS
from projections.plan_items import PLAN_ITEMS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES, ProgrammeRow
from projections.trail.model import AUDIT_TRAIL
from tests import make
from tests.making.decision import YES
from tests.projections import story

TWO = "TWO Jeugdhulp Holland Rijnland"
TODAY = date(2021, 9, 1)
BOARD = Body.model_validate(
    {
        "id": "bestuur",
        "name": "Regionaal bestuur",
        "kind": "administrative",
        "mandate": ("decides",),
        "role": "Besluit over wijzigingen",
        "source": make.SOURCE,
    }
)
COUNCIL = Body.model_validate(
    {
        "id": "raad-leiden",
        "name": "Gemeenteraad van Leiden",
        "kind": "council",
        "mandate": ("adopts",),
        "municipality": "Leiden",
        "source": make.SOURCE,
    }
)
OTHER = COUNCIL.model_copy(
    update={"body_id": "raad-alphen", "name": "Raad van Alphen", "municipality": "Alphen"}
)
PARTY = COUNCIL.model_copy(update={"body_id": "d66-leiden", "name": "D66 Leiden", "mandate": ()})
MANDATE = Mandate(
    announced_by=TWO,
    on_behalf_of=("Leiden", "Alphen"),
    power="Mandaatbesluit 2020, artikel 3",
    needed=("Leiden", "Alphen"),
    consents=(Consent(municipality="Leiden", decided_on=date(2021, 5, 1)),),
    source=make.SOURCE,
)


def programme(*bodies: Body) -> ProgrammeRow:
    row = story.only(PROGRAMMES, [make.a(ProgrammePublished)])
    return replace(row, bodies=bodies)


def taking_part(row: ProgrammeRow, *names: str) -> ProgrammeRow:
    enrolled = [make.a(ProgrammePublished), *(make.a(MunicipalityEnrolled, name=n) for n in names)]
    return replace(row, municipalities=story.only(PROGRAMMES, enrolled).municipalities)


def change(**fields: object) -> ChangeRow:
    row = story.only(CHANGES, story.change(*story.announced()))
    return replace(row, **fields)  # type: ignore[arg-type]


def contract(**fields: object) -> ContractRow:
    row = story.only(CONTRACTS, [make.a(ContractConcluded, event_id=make.EVENT_ID)])
    return replace(row, **fields)  # type: ignore[arg-type]


def acts(*events: object) -> tuple[four_eyes.Act, ...]:
    rows = story.table(HISTORY, events).values()  # type: ignore[arg-type]
    fitting = (row for row in rows if row.kind in four_eyes.ROLES)
    return tuple(four_eyes.act_of(r) for r in fitting if r.subject_id == make.CHANGE_ID)


@pytest.mark.row("AU-13")
def test_whoever_approved_is_held_against_whoever_proposed_and_drafted() -> None:
    found = four_eyes.eyes(make.CHANGE_ID, acts(*story.change(*story.ordered())))
    pairs = [(each.act.role, each.against.role, each.kept) for each in found.checks]
    assert pairs == [("approved", "proposed", True), ("approved", "drafted", True)]
    assert found.broken == ()


@pytest.mark.row("AU-13")
def test_one_person_who_did_what_two_should_do_is_found_although_the_rules_forbid_it() -> None:
    events = story.change(*story.adopted(), story.drafted(), make.a(ApproveAnnouncement))
    around = [each.model_copy(update={"by": make.OFFICER}) for each in events]
    [first, second] = four_eyes.eyes(make.CHANGE_ID, acts(*around)).broken
    assert (first.act.by, first.against.role, second.against.role) == (
        make.OFFICER,
        "proposed",
        "drafted",
    )


def test_an_approval_is_held_against_the_draft_that_stood_then() -> None:
    proposed = four_eyes.Act("proposed", "anna", make.MONDAY, make.EVENT_ID)
    hours = [make.MONDAY + timedelta(hours=each) for each in (1, 2, 3)]
    first = four_eyes.Act("drafted", "bram", hours[0], make.EVENT_ID)
    second = four_eyes.Act("drafted", "carla", hours[1], make.EVENT_ID)
    approved = four_eyes.Act("approved", "bram", hours[2], make.EVENT_ID)
    found = four_eyes.eyes(make.CHANGE_ID, [approved, second, first, proposed])
    assert [each.against.by for each in found.checks] == ["anna", "carla"]
    assert found.broken == ()


@pytest.mark.row("AU-08")
def test_a_change_names_who_adopted_it_and_who_announces_it_for_whom_by_which_power() -> None:
    adopted, announced = mandates.of_change(change(mandate=MANDATE), programme(BOARD))
    assert (adopted.body, adopted.decided_on) == ("Regionaal bestuur", date(2021, 4, 21))
    assert (adopted.mandates, adopted.reference, adopted.gaps) == (("decides",), "RB 2021/17", ())
    assert announced.municipalities == ("Leiden", "Alphen")
    assert (announced.body, announced.power) == (TWO, "Mandaatbesluit 2020, artikel 3")
    assert [each.values for each in announced.gaps] == [{"name": "Alphen"}]


@pytest.mark.row("AU-08")
def test_what_nobody_recorded_of_a_power_is_a_gap() -> None:
    bare = change(adoption=None, mandate=None)
    adopted, announced = mandates.of_change(bare, programme())
    assert [len(each.gaps) for each in (adopted, announced)] == [1, 1]
    override = Override(
        decided_by="Wethouder", decided_on=date(2021, 8, 1), reason="Aanbieder stemde in."
    )
    [_, _, overridden] = mandates.of_change(replace(bare, override=override), programme(BOARD))
    assert len(overridden.gaps) == 2  # no number, and not in the list of bodies
    assert mandates.gaps((adopted, announced, overridden)) == 4


def test_a_body_that_the_list_does_not_let_decide_is_a_gap() -> None:
    advisory = BOARD.model_copy(update={"mandate": ("advises",)})
    adopted, _ = mandates.of_change(change(), programme(advisory))
    assert [str(each) for each in adopted.gaps] == [
        "The programme's list of bodies does not say that it decides."
    ]


@pytest.mark.row("AU-08")
def test_a_decision_names_each_answer_with_its_municipality_and_who_has_still_to_answer() -> None:
    answered = YES.model_copy(update={"reference": "RV 2021.0042"})
    events = [make.a(DecisionPlanned), make.a(AnswerRecorded, answer=answered)]
    first, second, *rest = mandates.of_decision(
        story.only(DECISIONS, events), programme(COUNCIL, OTHER)
    )
    assert (first.body, first.municipalities) == ("Gemeenteraad van Leiden", ("Leiden",))
    assert (first.reference, first.mandates, first.gaps) == ("RV 2021.0042", ("adopts",), ())
    assert "It has not answered." in [str(each) for each in second.gaps]
    assert all(each.gaps for each in rest)


@pytest.mark.row("AU-08")
def test_a_contract_names_on_whose_account_it_is_and_who_signed_for_them() -> None:
    principals = (
        Principal(municipality="Leiden", by_proxy_of=TWO),
        Principal(municipality="Alphen"),
    )
    row = contract(principals=principals)
    signed = Signed("municipality", ("Leiden",), date(2021, 1, 4), "overeenkomst", "1", "sha256:a")
    keeping = replace(row.keeping, signatures=(signed,))
    found = mandates.of_contract(replace(row, keeping=keeping), programme())
    said = [(each.what, each.body, each.municipalities, len(each.gaps)) for each in found]
    assert said == [
        ("principal", TWO, ("Leiden",), 1),
        ("principal", "Alphen", ("Alphen",), 0),
        ("signed", "municipality", ("Leiden",), 0),
        ("signed", "provider", (), 1),
        ("signed", "Alphen", (), 1),
    ]
    assert next(each.gaps for each in mandates.of_contract(contract(), None))


@pytest.mark.row("AU-09")
def test_each_letter_shows_its_last_day_by_rule_its_day_and_its_event() -> None:
    events = story.change(*story.announced())
    row, letters = story.only(CHANGES, events), story.table(LETTERS, events).values()
    sent = {
        UUID(given.rpartition(":")[2]): each.event_id
        for each in story.table(AUDIT_TRAIL, events).values()
        for given in each.gives
        if given.startswith("told:")
    }
    found = told_in_time.providers_told(row, letters, sent)
    assert {each.latest.rule for each in found} == {"notice-back/1"}
    assert [(each.timing, each.days_to_spare) for each in found] == [("in_time", 30)] * 3
    assert {each.event_id for each in found} == {
        each.event_id for each in events if type(each).__name__ == "LetterSent"
    }
    assert len(told_in_time.providers_told(row, letters, {})[0].gaps) == 1


def moment(**fields: object) -> dict[str, object]:
    return {"window": make.SUMMER, "kind": "information", "audience": "gemeenteraden", **fields}


@pytest.mark.row("AU-09", "PG-17")
def test_each_council_shows_when_it_was_to_be_informed_and_what_shows_that_it_was() -> None:
    item = story.only(PLAN_ITEMS, [make.a(PlanItemPlanned, **moment())])
    done = replace(item, realised_on=Window.on(date(2021, 6, 21)), status="realised")
    filed = story.only(DOCUMENTS, [make.a(DocumentFiled)])
    handed = Handed(audience=("council_member",), channel="raadsinformatiesysteem")
    paper = replace(filed, municipality="Leiden", given=(Given(handed, date(2021, 6, 22)),))
    events = {item.item_id: make.EVENT_ID}
    both = taking_part(programme(COUNCIL, PARTY, BOARD), "Leiden", "Alphen")
    leiden, alphen = told_in_time.councils_informed(both, [done], [paper], events, TODAY)
    assert (leiden.council, leiden.days_to_spare, leiden.standing) == (
        "Gemeenteraad van Leiden",
        10,
        "in_time",
    )
    assert leiden.latest is not None
    assert (leiden.latest.rule, leiden.event_id) == ("window-due/1", make.EVENT_ID)
    assert [each.on for each in leiden.handed] == [date(2021, 6, 22)]
    assert (alphen.council, alphen.municipality) == (None, "Alphen")
    assert (leiden.gaps, len(alphen.gaps)) == ((), 1)


def test_a_moment_that_passed_in_silence_is_overdue_and_one_without_a_day_is_undated() -> None:
    item = story.only(PLAN_ITEMS, [make.a(PlanItemPlanned, **moment(audience="raad-leiden"))])
    some_day = replace(item, window=Window(written="te zijner tijd"))
    late = replace(item, realised_on=Window.on(date(2021, 7, 5)))
    found = told_in_time.councils_informed(
        programme(COUNCIL, OTHER), [item, some_day, late], [], {}, TODAY
    )
    assert [each.standing for each in found] == ["overdue", "undated", "late"]
    assert {each.council for each in found} == {"Gemeenteraad van Leiden"}
    assert [each.days_to_spare for each in found] == [None, None, -4]


@pytest.mark.row("AU-14")
def test_the_legality_file_says_what_is_there_and_what_is_missing() -> None:
    way = story.only(PROCEDURES, [make.a(ProcedurePlanned)])
    way = replace(way, segments=("wonen",))
    assessed = Assessment(
        regime="tendered",
        rules="regime-nl/1",
        answers=(),
        ground="2.163b",
        verdict="allowed",
        publish=True,
    )
    tested = change(assessment=assessed)
    found = legality_file(contract(segment="wonen"), [way], [], [tested, change()])
    by_part = {each.part: each for each in found.papers}
    assert list(by_part) == ["estimate", "threshold", "route", "ground", "notice", "change"]
    assert by_part["route"].refers == way.procedure_id
    of_changes = [each for each in found.papers if each.part == "change"]
    assert [len(each.gaps) for each in of_changes] == [2, 1]  # value and publication; no test
    published = Publication(place="TED", number="2021/S 1", published_on=date(2021, 7, 1))
    mended = replace(
        tested,
        assessment=assessed.model_copy(update={"value": "1000"}),
        publications=(published,),
    )
    again = legality_file(contract(segment="wonen"), [way], [], [mended])
    assert [each.gaps for each in again.papers if each.part == "change"] == [()]
    assert again.missing < found.missing


def test_a_contract_of_which_nothing_is_recorded_has_a_file_of_gaps() -> None:
    found = legality_file(contract(), [], [], [])
    assert found.missing == 3


@pytest.mark.row("AU-18")
def test_an_organisation_accounts_for_what_it_did_for_each_municipality_in_a_period() -> None:
    announced = change(mandate=MANDATE)
    by_proxy = Principal(municipality="Leiden", by_proxy_of=TWO)
    decided = Decided(decided_by=TWO, decided_on=date(2021, 6, 30), reason="Naar behoefte verlengd")
    extension = Extension(
        how="option",
        option_id="een",
        count=1,
        until=date(2025, 12, 31),
        previous=Window.on(date(2024, 12, 31)),
        told_on=None,
        latest=None,
        decision=decided,
    )
    row = contract(principals=(by_proxy,), starts=date(2021, 1, 1), extensions=(extension,))
    assert proxies.organisations([row], [announced]) == [TWO]
    year = (date(2021, 1, 1), date(2021, 12, 31))
    alphen, leiden = proxies.accounts(TWO, [row], [announced], *year)
    assert (alphen.municipality, alphen.count("announced"), alphen.gaps) == ("Alphen", 1, 1)
    assert [(each.what, each.on) for each in leiden.deeds] == [
        ("concluded", date(2021, 1, 1)),
        ("announced", date(2021, 6, 1)),
        ("extended", date(2021, 6, 30)),
    ]
    assert leiden.deeds[1].letters == 3
    half = (date(2021, 6, 1), date(2021, 6, 30))
    assert [len(each.deeds) for each in proxies.accounts(TWO, [row], [announced], *half)] == [1, 2]
    alone = contract(extensions=(extension,))
    [nobody] = proxies.accounts(TWO, [alone], [], *year)
    assert (nobody.municipality, nobody.gaps) == (None, 1)
