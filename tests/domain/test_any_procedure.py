"""Whatever is asked of a procedure, in whatever order, some things always hold."""

from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.dates import local_day
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    MissStep,
    OpenGate,
    PlanProcedure,
    RemindStep,
    ReplanProcedure,
    SkipStep,
    StartStep,
    TakeBranch,
    WithdrawProcedure,
)
from domain.procedure.decider import PROCEDURE
from domain.procedure.outlook import next_step
from domain.procedure.parts import Standstill, Track
from domain.procedure.state import Procedure
from domain.procedure.steps import BARRED
from tests import make
from tests.domain.procedure_stories import (
    GATE,
    TENDER,
    TOO_LONG,
    TWO_REVISIONS,
    a_step,
    after,
    done,
    on,
    opened,
    planned,
    track,
    when,
)

ANY = track(
    *TENDER,
    branches=(TWO_REVISIONS, TOO_LONG),
    standstill=Standstill(days=20, weekend="statutory"),
)
STEPS = [*(each.step_id for each in TENDER), "eerste-herziening", "tweede-herziening"]
OTHER: Track = track(*TENDER[:-1], a_step("start", "start", "2027-01-01", fixed=True))
STEP = st.sampled_from(STEPS)
CALLS = st.one_of(
    st.tuples(st.just(CompleteStep), STEP.map(lambda name: {"step_id": name})),
    st.tuples(st.sampled_from([StartStep, MissStep]), STEP.map(lambda name: {"step_id": name})),
    st.tuples(st.just(RemindStep), STEP.map(lambda name: {"step_id": name, "days_before": 7})),
    st.tuples(st.just(SkipStep), STEP.map(lambda name: {"step_id": name})),
    st.tuples(
        st.just(ReplanProcedure), STEP.map(lambda name: {"windows": {name: when("2026-08")}})
    ),
    st.tuples(st.just(OpenGate), st.booleans().map(lambda yes: {"gate": GATE, "reached": yes})),
    st.tuples(
        st.just(TakeBranch),
        st.sampled_from(["twee-herzieningen", "te-lang"]).map(lambda name: {"branch_id": name}),
    ),
    st.tuples(st.sampled_from([FailProcedure, WithdrawProcedure]), st.just({})),
    st.tuples(st.just(PlanProcedure), st.sampled_from([{"track": ANY}, {"track": OTHER}])),
)
NEXT: tuple[Any, dict[str, Any]] = (CompleteStep, {})
"""Completing no step in particular is completing the first that is not over."""

EITHER = st.booleans().flatmap(lambda forward: st.just(NEXT) if forward else CALLS)
STORIES = st.lists(st.tuples(EITHER, st.integers(0, 30)), min_size=1, max_size=25)


BEGINNINGS = [
    (after(planned(ANY)), "2025-06-02"),
    (
        after(
            planned(ANY),
            opened(),
            done("consultatie", "2025-10-20"),
            done("documenten", "2026-01-12"),
            done("aanbesteding", "2026-05-20"),
            done("gunning", "2026-06-10"),
        ),
        "2026-06-11",
    ),
]


def carried_out(procedure: Procedure, command: Any) -> Procedure:
    try:
        events = PROCEDURE.decide(command, procedure)
    except Refused:
        return procedure
    return reduce(PROCEDURE.evolve, events, procedure)


def asked(kind: Any, fields: dict[str, Any], procedure: Procedure, at: datetime) -> Any:
    if kind is not CompleteStep:
        return make.a(kind, at=at, **fields)
    first = next((name for name, each in procedure.steps.items() if not each.over), "start")
    said = {"step_id": first, **fields, "done_on": local_day(at), "output": None}
    return make.a(kind, at=at, **said)


def days_of(procedure: Procedure) -> dict[str, Any]:
    return {name: each.done.first for name, each in procedure.steps.items() if each.done}


@pytest.mark.row("ST-06", "ST-15", "PG-10")
@settings(max_examples=80, deadline=None)
@given(st.sampled_from(BEGINNINGS), STORIES)
def test_some_things_always_hold(begun: tuple[Any, str], story: list[Any]) -> None:
    procedure, at = begun[0], on(begun[1])
    for (kind, fields), days in story:
        at += timedelta(days=days)
        command = asked(kind, fields, procedure, at)
        before, procedure = procedure, carried_out(procedure, command)
        # what was done stays done, on the same day
        assert days_of(before).items() <= days_of(procedure).items()
        # the fixed day stays
        assert procedure.steps["start"].step.window == when("2027-01-01")
        newly = days_of(procedure).keys() - days_of(before).keys()
        for name in newly:
            step = before.steps[name].step
            assert not before.behind_closed_gate(step)
            assert not before.waits_for(step)
            barred = before.until is not None and step.kind in BARRED
            assert not barred or days_of(procedure)[name] > before.until.value
        # asking the same again changes nothing
        assert carried_out(procedure, command) == procedure
        assert next_step(procedure, at).kind in ("start", "remind", "miss", "wait", "end")
