"""The rules of asking the same of many contracts."""

from functools import reduce
from typing import Any

import pytest

from domain.base import Command, derived_id
from domain.batch.commands import (
    BatchCommand,
    ConfirmBatch,
    PauseBatch,
    PlanBatch,
    RecordBatchStep,
    ResumeBatch,
)
from domain.batch.decider import BATCH
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from domain.batch.outlook import AT_ONCE, command_for, next_step
from domain.batch.parts import EndEach, HandOverEach, Order, SignEach
from domain.batch.state import Batch, evolve
from domain.contract.commands import EndContract, ExtendContract, PlanHandOver, SignContract
from tests import make
from tests.making.batch import BATCH_ID, BRIDGING, CONTRACT_IDS, LEFT_OUT, NOT_DONE
from tests.specification import Specification

BATCHES = Specification(BATCH)
FIRST, SECOND, THIRD = CONTRACT_IDS
PLAN, CONFIRM, STEP = make.whole(PlanBatch), make.a(ConfirmBatch), make.whole(RecordBatchStep)


def standing(*commands: BatchCommand) -> Batch:
    """How a batch stands after these commands."""
    batch = Batch()
    for command in commands:
        batch = reduce(evolve, BATCH.decide(command, batch), batch)
    return batch


@pytest.mark.row("CC-27")
def test_it_is_planned_with_what_is_left_out_and_why() -> None:
    (planned,) = BATCHES.given().when(PLAN).then(BatchPlanned)
    assert planned.contract_ids == CONTRACT_IDS
    assert planned.excepted == (LEFT_OUT,)
    BATCHES.given_after(PLAN).when(PLAN).then_nothing()


def test_before_it_is_confirmed_it_can_be_planned_otherwise_and_not_after() -> None:
    other = make.a(PlanBatch, contract_ids=(FIRST,), excepted=())
    (planned,) = BATCHES.given_after(PLAN).when(other).then(BatchPlanned)
    assert planned.contract_ids == (FIRST,)
    BATCHES.given_after(PLAN, CONFIRM).when(other).then_refused("confirmed")


def test_a_contract_named_twice_has_one_turn() -> None:
    twice = make.a(PlanBatch, contract_ids=(FIRST, SECOND, FIRST))
    (planned,) = BATCHES.given().when(twice).then(BatchPlanned)
    assert planned.contract_ids == (FIRST, SECOND)


def test_all_left_out_is_nothing_to_do() -> None:
    all_out = make.whole(PlanBatch, contract_ids=(THIRD,))
    BATCHES.given().when(all_out).then_refused("nothing_left")


def test_nothing_is_asked_of_contracts_before_it_is_confirmed() -> None:
    assert next_step(standing(PLAN)).kind == "wait"
    BATCHES.given_after(PLAN).when(STEP).then_refused("not_confirmed")
    BATCHES.given_after(PLAN).when(make.a(PauseBatch)).then_refused("not_confirmed")
    BATCHES.given_after(PLAN).when(CONFIRM).then(BatchConfirmed)
    BATCHES.given_after(PLAN, CONFIRM).when(CONFIRM).then_nothing()


@pytest.mark.row("CC-27")
def test_it_goes_on_some_at_a_time_until_each_had_its_turn() -> None:
    many = tuple(derived_id("contract", number) for number in range(AT_ONCE + 1))
    batch = standing(make.a(PlanBatch, contract_ids=many, excepted=()), CONFIRM)
    first = next_step(batch)
    assert (first.kind, first.contract_ids) == ("apply", many[:AT_ONCE])
    batch = reduce(
        evolve,
        BATCH.decide(make.a(RecordBatchStep, done=first.contract_ids, refused=()), batch),
        batch,
    )
    assert next_step(batch).contract_ids == many[AT_ONCE:]


@pytest.mark.row("CC-27")
def test_it_is_complete_when_each_contract_was_done_refused_or_left_out() -> None:
    step, complete = (
        BATCHES.given_after(PLAN, CONFIRM).when(STEP).then(BatchStepRecorded, BatchCompleted)
    )
    assert step.refused == (NOT_DONE,)
    assert (complete.done, complete.refused, complete.excepted) == (1, 1, 1)
    assert next_step(standing(PLAN, CONFIRM, STEP)).kind == "end"
    BATCHES.given_after(PLAN, CONFIRM, STEP).when(make.a(PauseBatch)).then_refused("completed")


def test_what_had_its_turn_keeps_what_it_got() -> None:
    half = make.a(RecordBatchStep, done=(FIRST,), refused=())
    BATCHES.given_after(PLAN, CONFIRM, half).when(half).then_nothing()
    again = make.a(RecordBatchStep, done=(SECOND,), refused=(refused_for(FIRST),))
    step, _ = (
        BATCHES.given_after(PLAN, CONFIRM, half).when(again).then(BatchStepRecorded, BatchCompleted)
    )
    assert (step.done, step.refused) == ((SECOND,), ())


def refused_for(contract_id: Any) -> Any:
    return NOT_DONE.model_copy(update={"contract_id": contract_id})


@pytest.mark.row("CC-27")
def test_a_pause_lets_what_is_under_way_be_recorded_and_nothing_new_begin() -> None:
    paused: list[BatchCommand] = [PLAN, CONFIRM, make.a(PauseBatch)]
    BATCHES.given_after(PLAN, CONFIRM).when(make.a(PauseBatch)).then(BatchPaused)
    assert next_step(standing(*paused)).kind == "wait"
    half = make.a(RecordBatchStep, done=(FIRST,), refused=())
    BATCHES.given_after(*paused).when(half).then(BatchStepRecorded)
    BATCHES.given_after(*paused).when(make.a(ResumeBatch)).then(BatchResumed)
    assert next_step(standing(*paused, make.a(ResumeBatch))).kind == "apply"


def test_what_is_asked_of_a_contract_is_always_the_same_command() -> None:
    asked: dict[str, Any] = {"at": make.MONDAY, "by": make.OFFICER}
    ending = make.a(EndContract)
    signing = make.a(SignContract)
    hand_over = make.a(PlanHandOver)
    orders: dict[type[Command], Order] = {
        ExtendContract: BRIDGING,
        EndContract: EndEach(last_day=ending.last_day, ending=ending.ending),
        PlanHandOver: HandOverEach(
            clients={FIRST: 7}, due=hand_over.due, arrangement=hand_over.arrangement
        ),
        SignContract: SignEach(
            party=signing.party,
            signed_on=signing.signed_on,
            document=signing.document,
            digest=signing.digest,
        ),
    }
    for kind, order in orders.items():
        command = command_for(order, BATCH_ID, FIRST, **asked)
        assert type(command) is kind
        assert command == command_for(order, BATCH_ID, FIRST, **asked)
        assert command.command_id != command_for(order, BATCH_ID, SECOND, **asked).command_id
        assert (command.by, command.correlation) == (make.OFFICER, BATCH_ID)
