"""What may be asked of a batch."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command
from domain.batch.parts import LeftOut, NotDone, Order

Reason = Annotated[str, Field(min_length=3)]


class PlanBatch(Command):
    """Ask the same of many contracts. Nothing happens to them until it is confirmed.

    `excepted` are contracts of the same selection that are left alone, each with why (CC-27).
    """

    kind: Literal["PlanBatch"] = "PlanBatch"
    batch_id: UUID
    programme_id: UUID
    title: Annotated[str, Field(min_length=3)]
    what: Order
    contract_ids: Annotated[tuple[UUID, ...], Field(min_length=1)]
    excepted: tuple[LeftOut, ...] = ()


class ConfirmBatch(Command):
    """Have it carried out, contract by contract."""

    kind: Literal["ConfirmBatch"] = "ConfirmBatch"
    batch_id: UUID


class PauseBatch(Command):
    """Stop after the contracts under way, until it is resumed."""

    kind: Literal["PauseBatch"] = "PauseBatch"
    batch_id: UUID
    reason: Reason


class ResumeBatch(Command):
    """Go on where it was paused."""

    kind: Literal["ResumeBatch"] = "ResumeBatch"
    batch_id: UUID


class RecordBatchStep(Command):
    """Record for which contracts it was done, and for which it was refused."""

    kind: Literal["RecordBatchStep"] = "RecordBatchStep"
    batch_id: UUID
    done: tuple[UUID, ...] = ()
    refused: tuple[NotDone, ...] = ()


BatchCommand = Annotated[
    PlanBatch | ConfirmBatch | PauseBatch | ResumeBatch | RecordBatchStep,
    Field(discriminator="kind"),
]
