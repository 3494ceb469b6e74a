"""Going on along a declared branch: what is done stays, and the fixed day stays (S0)."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Window
from domain.procedure.branches import in_order
from domain.procedure.commands import FailProcedure, TakeBranch
from domain.procedure.decider import PROCEDURE
from domain.procedure.events import BranchTaken, ProcedurePlanned
from domain.procedure.parts import Branch, Step
from tests import make
from tests.domain.procedure_stories import (
    DECIDER,
    REVISED,
    REVISION,
    TWO_REVISIONS,
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

PRESENTED = (
    planned(REVISED),
    opened(),
    done("consultatie", "2025-10-20"),
    done("tekst", "2026-01-20"),
    done("reacties", "2026-02-20"),
)
TWICE = order(TakeBranch, "2026-02-21", branch_id="twee-herzieningen", reason="Het past niet.")


@pytest.mark.row("ST-05", "ST-06")
def test_two_revisions_and_still_ready_on_1_july() -> None:
    story = DECIDER.given_after(*PRESENTED)
    [event] = story.when(TWICE).then(BranchTaken)
    assert [each.step_id for each in event.steps] == [
        *("consultatie", "tekst", "reacties"),
        *("eerste-herziening", "tweede-herziening"),
        *("gereed", "start"),
    ]
    state = reduce(PROCEDURE.evolve, [event], story.state)
    ready = state.steps["gereed"].step
    assert ready.window == when("2026-07-01")
    assert ready.fixed
    assert ready.after == ("tweede-herziening",)
    assert state.steps["tekst"].status == "done"
    assert followed(state, "2026-03-01")[1] == ["start eerste-herziening"]


@pytest.mark.row("ST-06")
def test_a_branch_that_cannot_end_before_the_fixed_day_is_refused_with_the_computation() -> None:
    too_long = order(TakeBranch, "2026-02-21", branch_id="te-lang", reason="Het past niet.")
    refused = DECIDER.given_after(*PRESENTED).when(too_long).then_refused("branch_too_long")
    said = str(refused.sentence)
    assert "tweede-herziening" in said
    assert "ends on 2026-08-01 at the earliest" in said
    assert "2026-07-01, the last day of gereed, which is fixed" in said


def test_a_branch_whose_window_begins_after_the_fixed_day_is_refused() -> None:
    late = Branch(
        branch_id="najaar",
        condition="Alles in het najaar.",
        steps=(a_step("herziening", "publication", "2026-09"),),
        source=make.SOURCE,
    )
    story = DECIDER.given_after(planned(track(*REVISION, branches=(late,))))
    take = order(TakeBranch, branch_id="najaar", reason="Het past niet.")
    story.when(take).then_refused("branch_too_long")


@pytest.mark.row("ST-06")
def test_steps_of_a_branch_that_follow_the_fixed_day_may_be_later() -> None:
    nazorg = Branch(
        branch_id="nazorg",
        condition="Na de ondertekening is nog een ronde nodig.",
        steps=(
            a_step("publicatie", "publication", "2026-05"),
            a_step("tweede-ronde", "admission", "2026-09", "gereed"),
        ),
        source=make.SOURCE,
    )
    story = DECIDER.given_after(planned(track(*REVISION, branches=(nazorg,))))
    [event] = story.when(order(TakeBranch, branch_id="nazorg", reason="Te weinig.")).then(
        BranchTaken
    )
    named = {each.step_id: each for each in event.steps}
    assert named["gereed"].after == ("publicatie",)
    assert named["tweede-ronde"].after == ("gereed",)


def test_only_a_declared_branch_is_taken_and_only_once() -> None:
    story = DECIDER.given_after(*PRESENTED)
    unknown = order(TakeBranch, branch_id="drie", reason="Het past niet.")
    assert "twee-herzieningen" in str(story.when(unknown).then_refused("unknown_branch").sentence)
    DECIDER.given_after(*PRESENTED, TWICE).when(TWICE).then_nothing()


@pytest.mark.row("ST-05")
def test_one_that_failed_goes_on_along_its_branch() -> None:
    failed = (*PRESENTED, order(FailProcedure, "2026-02-21", reason="Niemand geschikt."))
    assert asks(after(*failed), "2026-02-22").kind == "wait"
    story = DECIDER.given_after(*failed)
    [event] = story.when(TWICE).then(BranchTaken)
    state = reduce(PROCEDURE.evolve, [event], story.state)
    assert followed(state, "2026-03-01")[1] == ["start eerste-herziening"]


def test_a_branch_that_was_taken_stays_taken_when_the_file_is_stated_anew() -> None:
    story = DECIDER.given_after(*PRESENTED, TWICE)
    story.when(planned(REVISED, "2026-03-01")).then_nothing()
    renamed = REVISED.model_copy(update={"title": "Anders"})
    events = story.when(planned(renamed, "2026-03-01")).then(ProcedurePlanned)
    state = reduce(PROCEDURE.evolve, events, story.state)
    assert state.steps.keys() == story.state.steps.keys()
    assert state.steps["gereed"].step.after == ("tweede-herziening",)


def test_a_step_of_a_branch_begins_anew_under_an_old_name() -> None:
    again = Branch(
        branch_id="opnieuw",
        condition="De publicatie moet over.",
        steps=(a_step("publicatie", "publication", "2026-03/2026-06"),),
        source=make.SOURCE,
    )
    story = (planned(track(*REVISION, branches=(again,))), *PRESENTED[1:])
    state, acts = followed(after(*story), "2026-03-01")
    assert "start publicatie" in acts
    take = order(TakeBranch, "2026-03-02", branch_id="opnieuw", reason="Een fout in de tekst.")
    state = reduce(PROCEDURE.evolve, PROCEDURE.decide(take, state), state)
    assert "start publicatie" in followed(state, "2026-03-02")[1]


@given(st.lists(st.sampled_from([each.step_id for each in REVISION]), unique=True))
def test_whatever_was_done_before_it_stays_done_after_a_branch(done_before: list[str]) -> None:
    """Steps done or fixed are all there still, in the same windows."""
    steps = tuple(
        each.model_copy(update={"realised_on": when("2025-05")})
        if each.step_id in done_before
        else each
        for each in REVISION
    )
    state = after(planned(track(*steps, branches=(TWO_REVISIONS,))))
    if state.ending is not None:
        return
    events = PROCEDURE.decide(TWICE, state)
    taken = reduce(PROCEDURE.evolve, events, state)
    stay = [each for each in steps if each.fixed or each.step_id in done_before]
    assert {each.step_id: each.window for each in stay}.items() <= windows(taken.steps).items()
    assert all(taken.steps[each].over for each in done_before)
    assert [each.step_id for each in in_order({n: s.step for n, s in taken.steps.items()})]


def windows(steps: object) -> dict[str, Window]:
    assert isinstance(steps, dict)
    found: dict[str, Step] = {name: state.step for name, state in steps.items()}
    return {name: step.window for name, step in found.items()}
