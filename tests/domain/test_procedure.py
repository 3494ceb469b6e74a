"""One segment along one route: steps, gates, and what happens by itself."""

from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.dates import Window, start_of_day
from domain.procedure.commands import (
    FailProcedure,
    OpenGate,
    ReplanProcedure,
    SkipStep,
    StartStep,
    WithdrawProcedure,
)
from domain.procedure.decider import PROCEDURE
from domain.procedure.events import (
    GateClosed,
    GateOpened,
    ProcedureCompleted,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StandstillBegan,
    StepCompleted,
    StepSkipped,
    StepStarted,
)
from domain.procedure.parts import Step
from domain.procedure.state import Procedure
from tests.domain.procedure_stories import (
    DECIDER,
    GATE,
    PLANNED_ON,
    TENDER,
    a_step,
    after,
    asks,
    done,
    followed,
    on,
    opened,
    order,
    planned,
    track,
    when,
)

CONSULTED = (planned(), opened(), done("consultatie", "2025-10-20"))
TENDERED = (*CONSULTED, done("documenten", "2026-01-12"), done("aanbesteding", "2026-05-20"))


@pytest.mark.row("ST-02", "ST-31")
def test_a_segment_is_planned_along_a_route_with_the_reason_for_it() -> None:
    reasoned = track(reason="Er zijn te veel aanbieders voor partnerschap.")
    [event] = DECIDER.given().when(planned(reasoned)).then(ProcedurePlanned)
    assert event.track.route == "nieuwe-aanbesteding-sas"
    assert event.track.reason == "Er zijn te veel aanbieders voor partnerschap."
    DECIDER.given(event).when(planned(reasoned, "2025-07-01")).then_nothing()


def test_what_is_done_stays_done_when_the_procedure_is_stated_anew() -> None:
    renamed = track(*(each.model_copy(update={"title": "anders"}) for each in TENDER))
    events = DECIDER.given_after(*CONSULTED).when(planned(renamed)).then(ProcedurePlanned)
    state = reduce(PROCEDURE.evolve, events, after(*CONSULTED))
    assert state.steps["consultatie"].status == "done"
    assert state.steps["consultatie"].step.title == "anders"
    without = track(*TENDER[1:], title="Zonder consultatie")
    with pytest.raises(Refused, match="no step of"):
        PROCEDURE.decide(planned(without), state)


def test_a_replanned_window_stays_until_the_file_states_another_one() -> None:
    moved = order(ReplanProcedure, windows={"documenten": when("2026-02")}, reason="Later.")
    state = after(planned(), moved, planned(track(title="Anders genoemd")))
    assert state.steps["documenten"].step.window == when("2026-02")
    other = [
        each.model_copy(update={"window": when("2026-03")}) if each.kind == "documents" else each
        for each in TENDER
    ]
    state = after(planned(), moved, planned(track(*other)))
    assert state.steps["documenten"].step.window == when("2026-03")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ((a_step("a", "other", None, "b"), a_step("b", "other", None, "a")), "waits_for_itself"),
        ((a_step("a", "other", None, "c"),), "unknown_step"),
        ((a_step("a", "other"), a_step("a", "start")), "step_twice"),
    ],
)
def test_steps_that_cannot_be_put_in_order_are_refused(
    steps: tuple[Step, ...], reason: str
) -> None:
    DECIDER.given().when(planned(track(*steps))).then_refused(reason)


@pytest.mark.row("PG-10")
def test_no_word_to_providers_before_every_council_has_decided() -> None:
    refused = DECIDER.given_after(planned()).when(done("consultatie", "2025-10-20"))
    sentence = str(refused.then_refused("gate_closed").sentence)
    assert GATE in sentence
    assert "opens when its decision is reached" in sentence
    assert followed(after(planned()), "2025-10-01")[1] == []
    assert followed(after(planned(), opened()), "2025-10-01")[1] == ["start consultatie"]
    DECIDER.given_after(planned(), opened()).when(done("consultatie", "2025-10-20")).then(
        StepCompleted
    )


@pytest.mark.row("PG-10")
def test_a_decision_taken_back_closes_the_gate_again() -> None:
    story = DECIDER.given_after(
        planned(), opened(), order(StartStep, "2025-09-22", step_id="consultatie")
    )
    back = order(OpenGate, "2025-09-23", gate=GATE, reached=False)
    events = story.when(back).then(GateClosed)
    state = reduce(PROCEDURE.evolve, events, story.state)
    assert state.steps["consultatie"].status == "waiting"
    again = PROCEDURE.decide(order(OpenGate, "2025-09-24", gate=GATE), state)
    assert [type(each) for each in again] == [GateOpened]


def test_a_gate_that_nothing_stands_behind_is_no_news() -> None:
    DECIDER.given_after(planned()).when(order(OpenGate, gate="ander-besluit")).then_nothing()
    DECIDER.given_after(planned(), opened()).when(opened("2025-09-02")).then_nothing()


@pytest.mark.row("ST-01")
def test_a_step_starts_on_its_first_day_when_what_it_waits_for_is_done() -> None:
    early = after(planned(), opened(), done("consultatie", "2025-10-20"))
    assert followed(early, "2025-12-31")[1] == []
    assert followed(early, "2026-01-01")[1] == ["start documenten"]
    assert followed(after(planned(), opened()), "2026-01-10")[1] == [
        "start consultatie",
        "miss consultatie",
        "remind documenten",
    ]


def test_an_open_window_starts_as_soon_as_what_it_waits_for_is_done() -> None:
    state = after(planned(track(a_step("a", "other", "2025-09"), a_step("b", "other", None, "a"))))
    assert followed(state, "2025-09-20")[1] == ["start a", "remind a"]
    state = after(
        planned(track(a_step("a", "other", "2025-09"), a_step("b", "other", None, "a"))),
        done("a", "2025-09-10"),
    )
    assert followed(state, "2025-09-10")[1] == ["start b"]
    assert asks(followed(state, "2025-09-10")[0], "2025-09-10").wake_at is None


def test_reminders_come_28_7_and_1_days_before_the_last_day() -> None:
    state = after(planned(track(a_step("a", "other", "2026-01"), a_step("b", "other", "2027"))))
    told = {}
    day = date(2025, 12, 1)
    while day < date(2026, 2, 3):
        state, acts = followed(state, day.isoformat())
        if acts:
            told[day.isoformat()] = acts
        day += timedelta(days=1)
    assert told == {
        "2026-01-01": ["start a"],
        "2026-01-03": ["remind a"],
        "2026-01-24": ["remind a"],
        "2026-01-30": ["remind a"],
        "2026-02-01": ["miss a"],
    }


def test_it_sleeps_until_the_next_moment_at_which_something_can_be_due() -> None:
    state, _ = followed(after(*CONSULTED), "2025-10-20")
    assert asks(state, "2025-10-20").wake_at == start_of_day(date(2026, 1, 1))
    state, _ = followed(state, "2026-01-01")
    assert asks(state, "2026-01-01").wake_at == start_of_day(date(2026, 1, 3))


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.integers(0, 400))
def test_nothing_becomes_due_before_the_moment_it_sleeps_until(day: date, later: int) -> None:
    """However long it is left alone, waking at `wake_at` comes first."""
    state, _ = followed(after(*CONSULTED), day.isoformat())
    asked = asks(state, day.isoformat())
    other = day + timedelta(days=later)
    if asked.kind == "wait" and (asked.wake_at is None or on(other.isoformat()) < asked.wake_at):
        assert asks(state, other.isoformat()).kind == "wait"


@pytest.mark.parametrize(
    ("day", "timing"),
    [("2025-12-29", "early"), ("2026-01-12", "in_time"), ("2026-02-02", "late")],
)
def test_a_step_is_done_early_in_time_or_late(day: str, timing: str) -> None:
    [event] = DECIDER.given_after(*CONSULTED).when(done("documenten", day)).then(StepCompleted)
    assert event.timing == timing


def test_a_step_without_a_date_is_neither_early_nor_late() -> None:
    story = DECIDER.given_after(planned(track(a_step("a", "other"), a_step("b", "other"))))
    [event] = story.when(done("a", "2025-06-10")).then(StepCompleted)
    assert event.timing == "undated"


def test_a_step_is_not_done_in_the_future_nor_before_what_it_waits_for() -> None:
    story = DECIDER.given_after(*CONSULTED)
    story.when(done("documenten", "2026-01-12", "2026-01-11")).then_refused("not_yet_done")
    refused = story.when(done("gunning", "2026-06-08")).then_refused("waits_for_others")
    assert "aanbesteding" in str(refused.sentence)
    refused = story.when(done("documenten", "2025-10-19", "2026-01-12")).then_refused(
        "done_before_others"
    )
    assert "2025-10-20" in str(refused.sentence)


def test_a_completed_step_says_which_plan_item_it_is() -> None:
    events = DECIDER.given_after(*TENDERED).when(done("gunning", "2026-06-08")).decide()
    completed = events[0]
    assert isinstance(completed, StepCompleted)
    assert completed.item == "gunning-2026"


@pytest.mark.row("ST-32")
def test_a_past_step_is_recorded_afterwards_with_its_own_day() -> None:
    told_late = done("documenten", "2026-01-12", told_on="2026-04-01")
    [event] = DECIDER.given_after(*CONSULTED).when(told_late).then(StepCompleted)
    assert (event.done_on, event.at, event.timing) == (
        date(2026, 1, 12),
        on("2026-04-01"),
        "in_time",
    )


@pytest.mark.row("ST-32")
def test_steps_that_the_source_calls_done_are_done_when_it_is_planned() -> None:
    past = a_step("uitgangspunten", "adoption", "2024-11-14", realised_on=when("2024-11-14"))
    rough = a_step("werksessies", "council_session", "2025-01/2025-03", "uitgangspunten")
    state = after(
        planned(track(past, rough, a_step("raden", "adoption", "2025-06", "werksessies")))
    )
    assert state.steps["uitgangspunten"].status == "done"
    assert state.steps["uitgangspunten"].done == when("2024-11-14")
    # of what the source does not say that it was done, nobody may say that it is late
    assert state.steps["werksessies"].status == "unknown"
    assert followed(state, "2025-06-10")[1] == ["remind raden"]


def test_saying_again_in_other_words_when_a_step_was_done_is_no_news() -> None:
    written = Window(edtf="2024-11-14", written="14 november 2024")
    past = a_step("uitgangspunten", "adoption", "2024-11-14", realised_on=written)
    stated = DECIDER.given_after(planned(track(past, a_step("raden", "adoption", "2025-06"))))
    stated.when(done("uitgangspunten", "2024-11-14", PLANNED_ON)).then_nothing()
    stated.when(done("uitgangspunten", "2024-11-15", PLANNED_ON)).then_refused("step_over")


def test_an_optional_step_may_be_left_out_others_only_for_a_reason_and_fixed_ones_never() -> None:
    optional = a_step("advies", "other", optional=True)
    story = DECIDER.given_after(
        planned(track(optional, a_step("b", "other"), a_step("c", "start", fixed=True)))
    )
    story.when(order(SkipStep, step_id="advies", reason="nee")).then(StepSkipped)
    refused = story.when(order(SkipStep, step_id="b", reason="nee"))
    assert "15" in str(refused.then_refused("reason_needed").sentence)
    story.when(order(SkipStep, step_id="b", reason="De raad heeft dit al besloten.")).then(
        StepSkipped
    )
    story.when(order(SkipStep, step_id="c", reason="De raad heeft dit al besloten.")).then_refused(
        "step_fixed"
    )
    story.when(order(SkipStep, step_id="d", reason="De raad heeft dit al besloten.")).then_refused(
        "unknown_step"
    )


def test_what_waits_for_a_step_goes_on_when_it_is_left_out() -> None:
    steps = (a_step("a", "other", optional=True), a_step("b", "other", None, "a"))
    state = after(planned(track(*steps)), order(SkipStep, step_id="a", reason="niet nodig"))
    assert followed(state, PLANNED_ON)[1] == ["start b"]


def test_it_is_completed_with_its_last_step() -> None:
    steps = (a_step("a", "other"), a_step("b", "other", None, "a"))
    story = DECIDER.given_after(planned(track(*steps)), done("a", "2025-06-10"))
    events = story.when(done("b", "2025-06-20", "2025-07-01")).then(
        StepCompleted, ProcedureCompleted
    )
    assert events[1].completed_on == date(2025, 6, 20)
    over = reduce(PROCEDURE.evolve, events, story.state)
    assert asks(over, "2025-07-02").kind == "end"
    with pytest.raises(Refused, match="completed"):
        PROCEDURE.decide(order(WithdrawProcedure, reason="Te laat."), over)


@pytest.mark.row("ST-09")
def test_every_step_keeps_who_decides_it() -> None:
    assert after(planned()).steps["documenten"].step.body == "colleges"


def test_one_that_is_withdrawn_asks_for_nothing_and_allows_nothing() -> None:
    story = DECIDER.given_after(
        planned(), order(WithdrawProcedure, reason="De regio koopt met een ander.")
    )
    assert asks(story.state, "2026-01-01").kind == "end"
    story.when(done("consultatie", "2025-10-20")).then_refused("procedure_over")
    story.when(order(WithdrawProcedure, reason="Nogmaals.")).then_nothing()
    DECIDER.given_after(planned()).when(order(WithdrawProcedure)).then(ProcedureWithdrawn)


def test_one_that_failed_goes_on_only_along_a_branch() -> None:
    story = DECIDER.given_after(planned(), order(FailProcedure))
    story.when(done("consultatie", "2025-10-20")).then_refused("procedure_failed")
    story.when(order(FailProcedure)).then_nothing()
    assert asks(story.state, "2026-01-01").kind == "end"
    DECIDER.given_after(planned()).when(order(FailProcedure)).then(ProcedureFailed)


def test_other_windows_are_news_only_where_they_differ_and_never_for_fixed_steps() -> None:
    story = DECIDER.given_after(*CONSULTED)
    moved = {"documenten": when("2026-02"), "gunning": when("2026-06")}
    [event] = story.when(order(ReplanProcedure, windows=moved, reason="Later.")).then(
        ProcedureReplanned
    )
    assert event.windows == {"documenten": when("2026-02")}
    assert event.previous == {"documenten": when("2026-01")}
    same = {"gunning": when("2026-06"), "consultatie": when("2027")}
    story.when(order(ReplanProcedure, windows=same, reason="Niets.")).then_nothing()
    fixed = order(ReplanProcedure, windows={"start": when("2028-01-01")}, reason="Een jaar later.")
    assert "2027-01-01" in str(story.when(fixed).then_refused("step_fixed").sentence)
    unknown = order(ReplanProcedure, windows={"niets": when("2028")}, reason="Een jaar later.")
    story.when(unknown).then_refused("unknown_step")


def test_a_missed_step_that_moves_is_waited_for_again() -> None:
    state, acts = followed(after(*CONSULTED), "2026-02-10")
    assert "miss documenten" in acts
    events = PROCEDURE.decide(
        order(ReplanProcedure, "2026-02-10", windows={"documenten": when("2026-04")}, reason="."),
        state,
    )
    moved = reduce(PROCEDURE.evolve, events, state)
    assert followed(moved, "2026-05-02")[1] == ["miss documenten"]


def test_there_is_nothing_to_do_in_a_procedure_that_is_not_there() -> None:
    DECIDER.given().when(done("consultatie", "2025-10-20")).then_refused("unknown_procedure")
    assert asks(Procedure(), "2026-01-01").kind == "end"


@pytest.mark.parametrize("story", [TENDERED, CONSULTED])
def test_a_command_that_was_carried_out_decides_nothing_again(story: tuple[Any, ...]) -> None:
    state = after(*story)
    assert [PROCEDURE.decide(command, state) for command in story] == [[] for _ in story]
    events = PROCEDURE.decide(done("gunning", "2026-06-08"), after(*TENDERED))
    assert [type(each) for each in events] == [StepCompleted, StandstillBegan]
    assert StepStarted not in map(type, events)
