"""What can have happened to a batch. Names and fields are storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.batch.parts import LeftOut, NotDone, Order


class BatchPlanned(Event):
    """The same is to be asked of these contracts, once somebody confirms it.

    Planned again before that, the last word counts.
    """

    batch_id: UUID
    programme_id: UUID
    title: str
    what: Order
    contract_ids: tuple[UUID, ...]
    excepted: tuple[LeftOut, ...] = ()


class BatchConfirmed(Event):
    """It is to be carried out."""

    batch_id: UUID
    programme_id: UUID


class BatchPaused(Event):
    """Nothing more is asked of contracts until it is resumed."""

    batch_id: UUID
    programme_id: UUID
    reason: str


class BatchResumed(Event):
    """It goes on where it was paused."""

    batch_id: UUID
    programme_id: UUID


class BatchStepRecorded(Event):
    """It was done for some of the contracts, and refused for others."""

    batch_id: UUID
    programme_id: UUID
    done: tuple[UUID, ...]
    refused: tuple[NotDone, ...]


class BatchCompleted(Event):
    """Every contract has had its turn."""

    batch_id: UUID
    programme_id: UUID
    done: int
    refused: int
    excepted: int


BatchEvent = (
    BatchPlanned | BatchConfirmed | BatchPaused | BatchResumed | BatchStepRecorded | BatchCompleted
)
