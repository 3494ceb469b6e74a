"""The rules of a batch."""

from typing import assert_never

from domain.base import Decider, Refused, made
from domain.batch.commands import (
    BatchCommand,
    ConfirmBatch,
    PauseBatch,
    PlanBatch,
    RecordBatchStep,
    ResumeBatch,
)
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchEvent,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from domain.batch.state import Batch, evolve


def decide(command: BatchCommand, batch: Batch) -> list[BatchEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    if isinstance(command, PlanBatch):
        return plan(command, batch)
    if batch.planned is None:
        raise Refused("unknown_batch", "there is no such batch")
    stamp = {
        "batch_id": command.batch_id,
        "programme_id": batch.planned.programme_id,
        **made(command),
    }
    match command:
        case ConfirmBatch():
            return [] if batch.confirmed else [BatchConfirmed(**stamp)]
        case PauseBatch():
            refuse_over(batch)
            return [] if batch.paused else [BatchPaused(reason=command.reason, **stamp)]
        case ResumeBatch():
            return [BatchResumed(**stamp)] if batch.paused else []
        case RecordBatchStep():
            return record(command, batch)
        case _:
            assert_never(command)


def plan(command: PlanBatch, batch: Batch) -> list[BatchEvent]:
    """Before it is confirmed it may be planned otherwise; nothing has happened yet."""
    contract_ids = tuple(dict.fromkeys(command.contract_ids))
    excepted = {each.contract_id for each in command.excepted}
    if excepted.issuperset(contract_ids):
        raise Refused("nothing_left", "every contract is left out: there is nothing to carry out")
    known = batch.planned
    if known is not None and (
        known.programme_id,
        known.title,
        known.what,
        known.contract_ids,
        known.excepted,
    ) == (command.programme_id, command.title, command.what, contract_ids, command.excepted):
        return []
    if batch.confirmed is not None:
        raise Refused("confirmed", "the batch is being carried out: plan another one")
    return [
        BatchPlanned(
            batch_id=command.batch_id,
            programme_id=command.programme_id,
            title=command.title,
            what=command.what,
            contract_ids=contract_ids,
            excepted=command.excepted,
            **made(command),
        )
    ]


def refuse_over(batch: Batch) -> None:
    if batch.confirmed is None:
        raise Refused("not_confirmed", "the batch was not confirmed: nothing is being carried out")
    if batch.completed:
        raise Refused("completed", "every contract has had its turn already")


def record(command: RecordBatchStep, batch: Batch) -> list[BatchEvent]:
    """Record what became of contracts; one that has had its turn keeps what it got.

    What was under way when the batch was paused is recorded all the same.
    """
    assert batch.planned is not None
    if batch.confirmed is None:
        raise Refused("not_confirmed", "the batch was not confirmed: nothing is being carried out")
    waiting = set(batch.left)
    done = tuple(each for each in command.done if each in waiting)
    refused = tuple(
        each for each in command.refused if each.contract_id in waiting.difference(done)
    )
    if not done and not refused:
        return []
    about = {
        "batch_id": command.batch_id,
        "programme_id": batch.planned.programme_id,
        **made(command),
    }
    step = BatchStepRecorded(done=done, refused=refused, **about)
    after = evolve(batch, step)
    if after.left:
        return [step]
    return [
        step,
        BatchCompleted(
            done=len(after.done),
            refused=len(after.refused),
            excepted=len(batch.planned.excepted),
            **about,
        ),
    ]


BATCH = Decider(name="batch", identity="batch_id", initial=Batch(), decide=decide, evolve=evolve)
