"""The batches: what is asked of many contracts, and how far that has come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never, get_args
from uuid import UUID

from domain.base import Event
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchEvent,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from domain.batch.parts import LeftOut, NotDone, Order
from projections import tables
from projections.read_model import ReadModel

Status = Literal["planned", "running", "paused", "completed"]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch. `done` counts contracts; `refused` has those that it was refused for, with why."""

    batch_id: UUID
    programme_id: UUID
    title: str
    what: Order
    contract_ids: tuple[UUID, ...]
    excepted: tuple[LeftOut, ...]
    planned_at: datetime
    planned_by: str
    status: Status = "planned"
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None
    done: int = 0
    refused: tuple[NotDone, ...] = ()
    pause_reason: str | None = None
    step_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def total(self) -> int:
        """How many contracts have a turn."""
        left_out = {each.contract_id for each in self.excepted}
        return sum(each not in left_out for each in self.contract_ids)

    @property
    def left(self) -> int:
        """How many contracts have not had their turn yet."""
        return self.total - self.done - len(self.refused)

    @property
    def rate(self) -> float | None:
        """Contracts a second since it was confirmed; none while that says nothing."""
        if self.confirmed_at is None or self.step_at is None:
            return None
        seconds = (self.step_at - self.confirmed_at).total_seconds()
        return (self.done + len(self.refused)) / seconds if seconds > 0 else None


def keys(event: Event) -> Iterable[str]:
    """A batch has one row."""
    return (str(event.batch_id),) if isinstance(event, BatchEvent) else ()


def project(_: str, row: BatchRow | None, event: Event) -> BatchRow | None:
    """Fold one event into the row of its batch."""
    if not isinstance(event, BatchEvent):
        return row
    if isinstance(event, BatchPlanned):
        return BatchRow(
            batch_id=event.batch_id,
            programme_id=event.programme_id,
            title=event.title,
            what=event.what,
            contract_ids=event.contract_ids,
            excepted=event.excepted,
            planned_at=event.at,
            planned_by=event.by,
        )
    if row is None:
        return None
    match event:
        case BatchConfirmed():
            return replace(row, status="running", confirmed_at=event.at, confirmed_by=event.by)
        case BatchPaused():
            return replace(row, status="paused", pause_reason=event.reason)
        case BatchResumed():
            return replace(row, status="running", pause_reason=None)
        case BatchStepRecorded():
            return replace(
                row,
                done=row.done + len(event.done),
                refused=(*row.refused, *event.refused),
                step_at=event.at,
            )
        case BatchCompleted():
            return replace(row, status="completed", pause_reason=None, completed_at=event.at)
        case _:
            assert_never(event)


BATCHES = ReadModel(
    name="batches",
    version=1,
    row=BatchRow,
    events=get_args(BatchEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "status"),
)


def of_programme(source: tables.Source, programme_id: UUID) -> list[BatchRow]:
    """The batches of a programme, the latest first."""
    found = tables.select(source, BATCHES, {"programme_id": programme_id}, order=("planned_at",))
    return found[::-1]
