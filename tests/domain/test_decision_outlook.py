from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Window, start_of_day
from domain.decision.commands import LapseDecision, OpenDecision
from domain.decision.decider import DECISION
from domain.decision.outlook import Step, due_day, next_step
from domain.decision.state import Decision
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, EARLY, answer, plan
from tests.specification import Specification

decision = Specification(DECISION)
OPTION: dict[str, Any] = {
    "kind": "extension",
    "window": Window(written="niet gegeven"),
    "ends": Window(edtf="2030-12-31", written="31 december 2030"),
    "lead_months": 24,
    "notice_months": 6,
}


def command_for(step: Step, now: datetime) -> Any:
    """What a workflow sends for a step; none if it only waits."""
    stamp = {**story.stamp(EARLY), "at": now}
    match step.kind:
        case "open":
            return OpenDecision(**stamp)
        case "remind":
            return story.remind(step.days_before, EARLY).model_copy(update={"at": now})
        case "miss":
            return story.miss(EARLY).model_copy(update={"at": now})
        case "lapse":
            return LapseDecision(**stamp)
        case _:
            return None


def seen_through(state: Decision, now: datetime) -> list[str]:
    """The days and steps of a decision about which nobody says anything more."""
    told: list[str] = []
    for _ in range(40):
        step = next_step(state, now)
        command = command_for(step, now)
        if command is None:
            if step.wake_at is None:
                return told
            assert step.wake_at > now
            now = step.wake_at
            continue
        events = DECISION.decide(command, state)
        assert events, f"{step.kind} decided nothing at {now}"
        state = reduce(DECISION.evolve, events, state)
        days = f" {step.days_before}" if step.kind == "remind" else ""
        told.append(f"{now.date()} {step.kind}{days}")
    raise AssertionError(told)


@pytest.mark.row("PG-09", "ST-12")
def test_a_decision_opens_reminds_and_is_missed_by_itself() -> None:
    asked = decision.given_after(plan()).state
    assert seen_through(asked, story.noon(EARLY)) == [
        "2025-05-05 remind 56",
        "2025-06-01 open",
        "2025-06-02 remind 28",
        "2025-06-16 remind 14",
        "2025-06-23 remind 7",
        "2025-06-29 remind 1",
        "2025-07-01 miss",
    ]


@pytest.mark.row("GO-16")
def test_an_option_reminds_before_its_latest_day_and_lapses_after_it() -> None:
    asked = decision.given_after(plan(**OPTION)).state
    assert due_day(asked) == date(2028, 6, 30)
    assert seen_through(asked, story.noon(EARLY)) == [
        "2028-05-05 remind 56",
        "2028-06-02 remind 28",
        "2028-06-16 remind 14",
        "2028-06-23 remind 7",
        "2028-06-29 remind 1",
        "2028-07-01 lapse",
    ]


@pytest.mark.row("GO-01", "GO-16")
def test_a_go_no_go_of_a_year_reminds_towards_its_end_and_lapses_with_it() -> None:
    year = Window(edtf="2027", written="in 2025 en 2027")
    outcomes = ("go", "go_with_changes", "stop_some", "stop_all")
    asked = decision.given_after(plan(kind="go_no_go", window=year, outcomes=outcomes)).state
    steps = seen_through(asked, story.noon(EARLY))
    assert (steps[0], steps[-1]) == ("2027-01-01 open", "2028-01-01 lapse")
    assert "2027-12-30 remind 1" in steps


@pytest.mark.row("GO-07")
def test_the_latest_day_counts_where_it_comes_before_the_end_of_the_window() -> None:
    window = Window(edtf="2029", written="in 2029")
    asked = decision.given_after(plan(**{**OPTION, "window": window})).state
    assert due_day(asked) == date(2028, 6, 30)
    assert seen_through(asked, story.noon(EARLY))[-3:] == [
        "2028-07-01 miss",
        "2029-01-01 open",
        "2030-01-01 lapse",
    ]


def test_what_was_reached_is_carried_out_and_then_waits_for_a_correction() -> None:
    reached = decision.given_after(plan(), *(answer(each) for each in COUNCILS)).state
    step = next_step(reached, story.noon(story.MAY))
    assert (step.kind, step.wake_at) == ("carry_out", None)
    assert step.consequences is not None
    assert step.consequences.gates == ("raden-akkoord",)
    nothing = plan(opens=(), item=None)
    quiet = decision.given_after(nothing, *(answer(each) for each in COUNCILS)).state
    assert next_step(quiet, story.noon(story.MAY)) == Step(kind="wait")


def test_what_was_taken_back_closes_its_gates_and_reminds_on() -> None:
    told = decision.given_after(plan(), *(answer(each) for each in COUNCILS))
    again = told.given_after(story.name("raad-leiden")).state
    reminded = reduce(
        DECISION.evolve,
        DECISION.decide(story.remind(28, date(2025, 6, 2)), again),
        again,
    )
    step = next_step(reminded, story.noon(date(2025, 6, 2)))
    assert step.consequences is not None
    assert (step.kind, step.consequences.reached) == ("carry_out", False)
    assert step.wake_at == start_of_day(date(2025, 6, 16))


def test_a_disagreement_of_all_reminds_nobody_and_is_late_when_nobody_settles_it() -> None:
    no = [answer(each, "no" if each == "raad-delft" else "yes") for each in COUNCILS]
    told = decision.given_after(plan(), *no).state
    step = next_step(told, story.noon(date(2025, 6, 29)))
    assert step == Step(kind="wait", wake_at=start_of_day(date(2025, 7, 1)))
    assert seen_through(told, story.noon(EARLY)) == ["2025-07-01 miss"]


def test_a_decision_without_a_day_waits_for_people() -> None:
    asked = decision.given_after(plan(window=Window(written="niet gegeven"))).state
    assert next_step(asked, story.noon(EARLY)) == Step(kind="wait")


def test_a_window_that_only_ends_is_open_at_once() -> None:
    window = Window(edtf="2025-07-01", bound="before", written="voor 1 juli 2025")
    asked = decision.given_after(plan(window=window)).state
    assert next_step(asked, story.noon(EARLY)).kind == "open"


WINDOWS = st.sampled_from(
    [
        Window(written="?"),
        Window(edtf="2025", written="2025"),
        Window(edtf="2025-06-15", bound="well_before", written="ruim voor"),
        Window(edtf="2025-06", bound="about", written="rond juni"),
        Window(edtf="2026-01-01", bound="from", written="vanaf 2026"),
        Window(edtf="2025-03/2025-05", written="maart t/m mei"),
    ]
)


@given(
    window=WINDOWS,
    ends=st.none() | WINDOWS,
    kind=st.sampled_from(["adoption", "extension", "go_no_go"]),
    told=st.integers(0, 2),
    begins=st.integers(-100, 900),
)
def test_every_step_that_is_asked_for_is_taken_and_all_come_to_rest(
    window: Window, ends: Window | None, kind: str, told: int, begins: int
) -> None:
    asked = plan(window=window, kind=kind, ends=ends, lead_months=3, notice_months=0)
    answers = [answer(each, on=EARLY) for each in COUNCILS[:told]]
    state = decision.given_after(asked, *answers).state
    steps = seen_through(state, story.noon(EARLY) + timedelta(days=begins))
    assert len(steps) == len(set(steps))
