"""After an award: no contract until the standstill is over, whoever asks for it."""

from datetime import date
from functools import reduce

import pytest

from domain.procedure.commands import ReplanProcedure
from domain.procedure.decider import PROCEDURE
from domain.procedure.events import ProcedureEvent, StandstillBegan, StepCompleted
from domain.procedure.parts import Standstill
from tests.domain.procedure_stories import (
    DECIDER,
    a_step,
    after,
    asks,
    done,
    followed,
    opened,
    order,
    planned,
    track,
    when,
)

TENDERED = (
    opened(),
    done("consultatie", "2025-10-20"),
    done("documenten", "2026-01-12"),
    done("aanbesteding", "2026-05-20"),
)


def awarded(day: str, standstill: Standstill | None) -> list[ProcedureEvent]:
    story = DECIDER.given_after(planned(track(standstill=standstill)), *TENDERED)
    return list(story.when(done("gunning", day)).decide())  # type: ignore[arg-type]


@pytest.mark.row("ST-15")
def test_an_award_begins_a_standstill_that_explains_its_last_day() -> None:
    [completed, began] = awarded("2026-06-10", Standstill(days=20, weekend="statutory"))
    assert isinstance(completed, StepCompleted)
    assert isinstance(began, StandstillBegan)
    assert began.dispatched_on == date(2026, 6, 10)
    assert began.until.value == date(2026, 6, 30)
    assert began.until.rule == "standstill/1"
    assert [str(each) for each in began.until.sentences] == [
        "The first day is the day after dispatch, 2026-06-11.",
        "The last of 20 days is 2026-06-30.",
        "2026-06-30 is a working day: no shift (Atw 1(1)).",
        "Whether the law asks for it on this route is not known; it is kept.",
    ]


@pytest.mark.row("ST-15", "ST-16")
@pytest.mark.parametrize(
    ("rule", "until"),
    [
        (Standstill(days=20, weekend="statutory", required=True), date(2026, 6, 29)),
        (Standstill(days=20, weekend="no_shift", required=False), date(2026, 6, 28)),
        (Standstill(days=10, weekend="no_shift"), date(2026, 6, 18)),
    ],
)
def test_length_and_weekend_rule_are_switches_of_the_route(rule: Standstill, until: date) -> None:
    [_, began] = awarded("2026-06-08", rule)
    assert isinstance(began, StandstillBegan)
    assert began.until.value == until


def test_a_route_without_one_has_no_standstill() -> None:
    assert [type(each) for each in awarded("2026-06-08", None)] == [StepCompleted]


@pytest.mark.row("ST-15")
def test_no_contract_is_signed_before_the_day_after_it() -> None:
    story = DECIDER.given_after(planned(), *TENDERED, done("gunning", "2026-06-10"))
    refused = story.when(done("standstill", "2026-06-30")).then_refused("in_standstill")
    assert "2026-06-30" in str(refused.sentence)
    story.when(done("voorbereiding", "2026-06-30")).then_refused("in_standstill")
    story.when(done("standstill", "2026-07-01")).then(StepCompleted)
    waited = (planned(), *TENDERED, done("gunning", "2026-06-10"), done("standstill", "2026-07-01"))
    DECIDER.given_after(*waited).when(done("overeenkomsten", "2026-07-01")).then(StepCompleted)


@pytest.mark.row("ST-15")
def test_without_a_step_of_its_own_it_holds_the_contract_up_as_well() -> None:
    steps = (a_step("gunning", "award", "2026-06"), a_step("gereed", "contract", None, "gunning"))
    awarded_late = (planned(track(*steps)), done("gunning", "2026-06-11"))
    story = DECIDER.given_after(*awarded_late)
    story.when(done("gereed", "2026-07-01")).then_refused("in_standstill")
    # it does not even begin, and wakes up on the day after
    state, acts = followed(after(*awarded_late), "2026-06-11")
    assert acts == []
    assert str(asks(state, "2026-06-11").wake_at).startswith("2026-07-02")
    assert followed(state, "2026-07-02")[1] == ["start gereed"]


def test_preparing_may_begin_in_a_standstill_but_not_be_done() -> None:
    state = after(planned(), *TENDERED, done("gunning", "2026-06-20"))
    moved = order(
        ReplanProcedure,
        "2026-06-20",
        windows={"voorbereiding": when("2026-06/2026-12")},
        reason=".",
    )
    state = reduce(PROCEDURE.evolve, PROCEDURE.decide(moved, state), state)
    assert followed(state, "2026-06-21")[1] == ["start voorbereiding"]
