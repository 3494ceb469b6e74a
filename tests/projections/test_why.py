"""Why a day is what it is: by which rule and clause, from which events, as known at a moment."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid5

import pytest

from domain.base import Event
from domain.change.events import AnnouncementDrafted, ChangePostponed, ChangeProposed
from domain.contract.events import ContractAmended, ContractConcluded, ContractExtended
from domain.contract.parts import Option, Term
from domain.dates import Window
from domain.decision.events import DecisionPlanned, DecisionReplanned
from domain.decision.latest import latest_decision
from domain.procedure.events import ProcedurePlanned, StandstillBegan
from domain.programme.events import PlanItemPlanned
from domain.provisions import Duty
from domain.workdays import standstill
from projections import why
from projections.why import What, Why, reasons
from tests import make
from tests.making.contract import DECIDED
from tests.making.decision import QUESTION

YEARS = make.CLAUSE.model_copy(update={"clause_id": "three-months", "months": 3})
PROPOSED = make.a(ChangeProposed, effective=make.NEW_YEAR)
LATER = make.MONDAY + timedelta(days=30)


def log(*events: Event) -> list[Event]:
    """Recorded a day apart, each under an id."""
    numbers = count()
    return [
        each.model_copy(
            update={
                "event_id": uuid5(make.EVENT_ID, str(number := next(numbers))),
                "at": make.MONDAY + timedelta(days=number),
            }
        )
        for each in events
    ]


def only(found: tuple[Why, ...], what: What) -> Why:
    [why] = [each for each in found if each.what == what]
    return why


@pytest.mark.row("AU-06")
def test_the_last_day_to_announce_says_its_rule_clause_and_the_events_that_gave_them() -> None:
    proposed, drafted = log(PROPOSED, make.a(AnnouncementDrafted))
    why = only(reasons([proposed, drafted], LATER), "announce")
    assert (why.day, why.explained.rule) == (date(2021, 7, 1), "notice-back/1")
    assert why.rule.law == "Atw 1(2)"
    assert why.clause == make.CLAUSE
    assert why.given_by == (proposed.event_id, drafted.event_id)
    assert why.source is not None
    assert why.source.quote == "zes maanden voor de ingangsdatum"


def test_each_clause_in_scope_has_a_last_day_of_its_own() -> None:
    recipients = (make.RECIPIENT, make.RECIPIENT.model_copy(update={"clause": YEARS}))
    events = log(PROPOSED, make.a(AnnouncementDrafted, recipients=recipients))
    days = {e.day for e in reasons(events, LATER) if e.what == "announce"}
    assert days == {date(2021, 7, 1), date(2021, 10, 1)}


@pytest.mark.row("AU-06")
def test_a_day_is_explained_as_it_was_known_then() -> None:
    postponed = make.a(ChangePostponed, effective=date(2022, 4, 1))
    events = log(PROPOSED, make.a(AnnouncementDrafted), postponed)
    then = only(reasons(events, events[1].at), "announce")
    now = only(reasons(events, LATER), "announce")
    assert (then.day, now.day) == (date(2021, 7, 1), date(2021, 10, 1))
    assert events[2].event_id in now.given_by
    assert reasons(events, make.MONDAY - timedelta(days=1)) == ()


def test_of_a_long_stream_the_same_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    postponed = make.a(ChangePostponed, effective=date(2022, 4, 1))
    events = log(PROPOSED, make.a(AnnouncementDrafted), postponed)
    asked = (make.MONDAY - timedelta(days=1), events[1].at, LATER, LATER)
    each_time = [reasons(events, known) for known in asked]
    monkeypatch.setattr("projections.why.LONG", 1)
    before = why._remembered.cache_info().hits
    assert [reasons(events, known) for known in asked] == each_time
    assert why._remembered.cache_info().hits > before
    assert len({found[0].day for found in each_time if found}) > 1


def test_only_what_falls_on_the_day_that_was_asked_for_is_explained() -> None:
    events = log(
        make.a(ChangeProposed, effective=make.NEW_YEAR, draft_days=84, remind_days=(28, 1))
    )
    asked = reasons(events, LATER, date(2021, 6, 3))
    assert [(each.what, each.explained.rule) for each in asked] == [("remind", "days-before/1")]
    assert reasons(events, LATER, date(2021, 6, 4)) == ()


def test_the_days_of_a_contract_name_the_events_that_gave_them() -> None:
    duty = Duty(party="provider", what="Jaarverslag", due=make.SUMMER)
    option = Option(option_id="een", months=12, times=1, notice_months=6, written="een jaar")
    concluded = make.a(
        ContractConcluded,
        starts=date(2021, 1, 1),
        ends=Window.on(date(2024, 12, 31)),
        term=Term(at_least=48, at_most=48, written="vier jaar"),
        options=(option,),
        terms={"verslag": "Uiterlijk 1 juli een jaarverslag."},
        provisions={"verslag": duty},
    )
    amended = make.a(ContractAmended, effective=make.NEW_YEAR, latest=make.LATEST)
    events = log(concluded, amended)
    found = reasons(events, LATER)
    said = {each.what: (each.day, each.explained.rule) for each in found}
    assert said == {
        "amended": (date(2021, 7, 1), "notice-back/1"),
        "contract_end": (date(2024, 12, 31), "term/1"),
        "option": (date(2024, 7, 1), "option-notice/1"),
        "duty": (date(2021, 7, 1), "window-due/1"),
    }
    assert only(found, "amended").given_by == (events[1].event_id, events[0].event_id)
    assert only(found, "duty").given_by == (events[0].event_id,)


def test_a_last_day_that_no_clause_gives_is_said_to_be_set() -> None:
    amended = make.a(ContractAmended, effective=make.NEW_YEAR, latest=date(2021, 6, 12))
    extended = make.a(
        ContractExtended,
        how="bridging",
        until=date(2025, 12, 31),
        previous=Window.on(date(2024, 12, 31)),
        latest=date(2024, 6, 30),
        decision=DECIDED,
    )
    found = reasons(log(make.a(ContractConcluded), amended, extended), LATER)
    assert only(found, "amended").explained.rule == "stated/1"
    assert only(found, "extended").explained.rule == "stated/1"
    assert only(found, "contract_end").day == date(2025, 12, 31)


def test_what_was_recorded_with_its_reasons_is_told_as_it_was_recorded() -> None:
    until = standstill(date(2021, 6, 4), 20, weekend_rule=True)
    events = log(make.a(ProcedurePlanned), make.a(StandstillBegan, until=until))
    why = only(reasons(events, LATER), "standstill")
    assert (why.recorded, why.explained, why.given_by) == (True, until, (events[1].event_id,))


def test_a_decision_says_by_when_and_what_is_the_last_day_in_time() -> None:
    asked = QUESTION.model_copy(
        update={"ends": Window.on(date(2026, 12, 31)), "lead_months": 12, "notice_months": 6}
    )
    latest = latest_decision(asked)
    planned = make.a(DecisionPlanned, question=asked, latest=latest)
    moved = make.a(DecisionReplanned, window=make.SUMMER)
    events = log(planned, moved)
    found = reasons(events, LATER)
    assert only(found, "latest_decision").explained == latest
    assert only(found, "decide").given_by == (events[1].event_id,)


def test_a_plan_item_says_how_its_window_became_a_day() -> None:
    [planned] = log(make.a(PlanItemPlanned, window=make.SUMMER))
    why = only(reasons([planned], LATER), "plan_item")
    assert (why.day, why.explained.rule) == (date(2021, 7, 1), "window-due/1")
    assert why.explained.inputs["written"] == "uiterlijk 1 juli 2021"


def test_a_stream_without_days_has_no_reasons() -> None:
    assert reasons([], LATER) == ()
