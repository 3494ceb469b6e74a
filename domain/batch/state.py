"""How a batch stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never
from uuid import UUID

from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchEvent,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from domain.batch.parts import NotDone


@dataclass(frozen=True)
class Batch:
    """A batch: what was planned, who confirmed it, and which contracts have had their turn."""

    planned: BatchPlanned | None = None
    confirmed: BatchConfirmed | None = None
    paused: bool = False
    done: frozenset[UUID] = frozenset()
    refused: Mapping[UUID, NotDone] = field(default_factory=dict)
    completed: bool = False

    @property
    def left(self) -> tuple[UUID, ...]:
        """The contracts whose turn is still to come, in the order in which they were given."""
        if self.planned is None:
            return ()
        over = (
            self.done | self.refused.keys() | {each.contract_id for each in self.planned.excepted}
        )
        return tuple(each for each in self.planned.contract_ids if each not in over)


def evolve(batch: Batch, event: BatchEvent) -> Batch:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case BatchPlanned():
            return replace(batch, planned=event)
        case BatchConfirmed():
            return replace(batch, confirmed=event)
        case BatchPaused():
            return replace(batch, paused=True)
        case BatchResumed():
            return replace(batch, paused=False)
        case BatchStepRecorded():
            return replace(
                batch,
                done=batch.done | set(event.done),
                refused={**batch.refused, **{each.contract_id: each for each in event.refused}},
            )
        case BatchCompleted():
            return replace(batch, completed=True)
        case _:
            assert_never(event)
