"""A procedure seen through on skipped time: each step on its day, along with the plan."""

from datetime import date

import pytest
from temporalio.client import WorkflowExecutionStatus

from domain.dates import Window
from domain.procedure.commands import WithdrawProcedure
from domain.procedure.events import (
    GateOpened,
    ProcedureCompleted,
    ProcedureReplanned,
    StepCompleted,
    StepMissed,
    StepReminded,
    StepStarted,
)
from domain.programme.commands import RealisePlanItem, ShiftPlan
from domain.programme.events import PlanItemRealised
from tests import make
from tests.making.procedure import PROCEDURE_ID
from tests.workflows.programme import (
    GATE,
    asked,
    completes,
    day,
    item,
    laid_out,
    published,
    says,
    step,
)
from tests.workflows.stage import Stage

pytestmark = pytest.mark.anyio

LATER = {"months": 12, "title": "Een jaar later", "reason": "De raden vragen meer tijd."}


@pytest.mark.row("ST-29")
@pytest.mark.histories(procedure="procedure-run")
async def test_steps_start_on_their_day_and_are_reminded_of_and_missed(stage: Stage) -> None:
    await stage.ask(
        published(item("tender", "2021-09/2021-10")),
        laid_out(
            step("documents", "2021-06"),
            step("tender", "2021-09/2021-10", after=("documents",), item="tender"),
        ),
    )
    await stage.until("2021-06-20")
    await stage.ask(completes("documents", "2021-06-18"))
    await stage.until("2021-11-05")
    started = [(each.step_id, day(each)) for each in stage.log.all(StepStarted)]
    assert started == [("documents", "2021-06-01"), ("tender", "2021-09-01")]
    reminded = [(each.step_id, each.days_before) for each in stage.log.all(StepReminded)]
    assert reminded == [("documents", 28), ("tender", 28), ("tender", 7), ("tender", 1)]
    missed = [(each.step_id, day(each)) for each in stage.log.all(StepMissed)]
    assert missed == [("tender", "2021-11-01")]
    await stage.ask(completes("tender", "2021-11-04"))
    await stage.until("2021-11-06")
    (realised,) = stage.log.all(PlanItemRealised)
    assert (realised.item_id, realised.realised_on.edtf) == ("tender", "2021-11-04")
    assert len(stage.log.all(ProcedureCompleted)) == 1
    assert not stage.log.refused
    assert stage.world.asked < 40


@pytest.mark.row("ST-06")
@pytest.mark.histories(procedure="procedure-shifted")
async def test_when_the_plan_moves_a_year_its_steps_move_along_but_not_a_fixed_one(
    stage: Stage,
) -> None:
    await stage.ask(
        published(item("tender", "2021-09"), item("start", "2022-01-01", fixed=True)),
        laid_out(
            step("tender", "2021-09", item="tender"),
            step("own", "2021-08"),
            step("start", "2022-01-01", item="start", after=("tender",), fixed=True),
        ),
    )
    await stage.until("2021-07-10")
    await stage.ask(make.a(ShiftPlan, **LATER))
    await stage.until("2021-07-11")
    (replanned,) = stage.log.all(ProcedureReplanned)
    assert {key: each.edtf for key, each in replanned.windows.items()} == {"tender": "2022-09"}
    await stage.until("2022-09-02")
    started = [(each.step_id, day(each)) for each in stage.log.all(StepStarted)]
    assert started == [("own", "2021-08-01"), ("tender", "2022-09-01")]


async def test_a_step_with_a_window_of_its_own_keeps_that(stage: Stage) -> None:
    await stage.ask(
        published(item("tender", "2021-09")), laid_out(step("tender", "2021-10", item="tender"))
    )
    await stage.until("2021-07-10")
    await stage.ask(make.a(ShiftPlan, **LATER))
    await stage.until("2021-10-02")
    assert stage.log.all(ProcedureReplanned) == []
    assert [day(each) for each in stage.log.all(StepStarted)] == ["2021-10-01"]


async def test_what_the_plan_says_was_done_that_day_was_done_here_too(stage: Stage) -> None:
    await stage.ask(
        published(item("tender", "2021-05"), item("award", "2021-06")),
        laid_out(
            step("tender", "2021-05", item="tender"),
            step("award", "2021-06", item="award", kind="award", after=("tender",)),
        ),
    )
    await stage.until("2021-06-20")
    for name, edtf in (("tender", "2021-05-20"), ("award", "2021-06-18")):
        realised_on = Window(edtf=edtf, written=edtf)
        await stage.ask(make.a(RealisePlanItem, item_id=name, realised_on=realised_on))
    await stage.until("2021-06-21")
    (completed,) = stage.log.all(StepCompleted)
    assert (completed.step_id, completed.done_on) == ("tender", date(2021, 5, 20))
    assert len(stage.log.all(PlanItemRealised)) == 2
    assert not stage.log.refused


async def test_an_item_done_in_a_month_says_no_day_on_which_the_step_was_done(
    stage: Stage,
) -> None:
    await stage.ask(
        published(item("tender", "2021-05")), laid_out(step("tender", "2021-05", item="tender"))
    )
    await stage.until("2021-06-20")
    may = Window(edtf="2021-05", written="mei 2021")
    await stage.ask(make.a(RealisePlanItem, item_id="tender", realised_on=may))
    await stage.until("2021-06-21")
    assert stage.log.all(StepCompleted) == []


async def test_an_item_is_not_done_while_the_decision_that_it_is_was_not_taken(
    stage: Stage,
) -> None:
    await stage.ask(
        published(item("vaststellen", "2021-05")),
        asked("2021-05", item="vaststellen"),
        laid_out(step("adopt", "2021-05", item="vaststellen"), step("tender", "2021-09")),
    )
    await stage.until("2021-05-10")
    await stage.ask(completes("adopt", "2021-05-10"))
    await stage.until("2021-05-11")
    assert stage.log.all(PlanItemRealised) == []
    await stage.ask(says("Leiden", "2021-05-11"), says("Katwijk", "2021-05-11"))
    await stage.until("2021-05-12")
    assert len(stage.log.all(PlanItemRealised)) == 1


@pytest.mark.row("PG-10")
async def test_a_gate_that_was_opened_before_the_procedure_was_known_is_open(
    stage: Stage,
) -> None:
    await stage.ask(published(), asked("2021-05"))
    await stage.ask(says("Leiden", "2021-04-01"), says("Katwijk", "2021-04-01"))
    await stage.until("2021-05-10")
    await stage.ask(laid_out(step("tell-providers", "2021-05", gate=GATE)))
    await stage.until("2021-05-11")
    assert len(stage.log.all(GateOpened)) == 1
    assert [day(each) for each in stage.log.all(StepStarted)] == ["2021-05-10"]


async def test_one_that_was_completed_can_be_stated_anew_with_more_to_do(stage: Stage) -> None:
    await stage.ask(published(), laid_out(step("tender", "2021-04")))
    await stage.ask(completes("tender", "2021-04-01"))
    await stage.until("2021-05-10")
    assert len(stage.log.all(ProcedureCompleted)) == 1
    await stage.ask(laid_out(step("tender", "2021-04"), step("award", "2021-06")))
    await stage.until("2021-06-02")
    assert stage.log.all(StepStarted)[-1].step_id == "award"


async def test_one_that_was_given_up_is_seen_to_no_longer(stage: Stage) -> None:
    await stage.ask(published(), laid_out(step("tender", "2021-09")))
    await stage.ask(
        make.a(WithdrawProcedure, procedure_id=PROCEDURE_ID, reason="Wij kopen samen in.")
    )
    await stage.procedure.result()
    assert (await stage.procedure.describe()).status is WorkflowExecutionStatus.COMPLETED
    assert stage.log.all(StepStarted) == []
