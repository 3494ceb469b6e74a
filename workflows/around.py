"""What is around a decision or a procedure in its programme, as it stands at this moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from domain.base import derived_id
from domain.dates import Window

MOVED = "Het plan van het programma is gewijzigd"
"""Why something is planned anew, as its readers are told."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan item as it stands, and the windows that it was planned in before.

    `realised_on` is when it was done; `dropped` that it will not be.
    """

    window: Window
    earlier: tuple[Window, ...] = ()
    realised_on: Window | None = None
    dropped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may still come."""
        return self.realised_on is None and not self.dropped

    @property
    def done_on(self) -> date | None:
        """The day on which it was done, if it is known to the day."""
        done = self.realised_on
        return done.first if done is not None and done.first == done.last else None

    def left(self, window: Window) -> bool:
        """Whether it once had this window, in whatever words, and now has another one."""
        before = any(window.same_time(each) for each in self.earlier)
        return self.is_open and not window.same_time(self.window) and before


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A municipality that leaves a programme; no segments named means all of them."""

    municipality: str
    segments: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Being:
    """What in a programme some of its plan items are: a step of these procedures, a decision."""

    procedures: tuple[UUID, ...] = ()
    decisions: tuple[UUID, ...] = ()


class Stamps:
    """What is put on commands that are called for: each an id of its own, the same if asked again.

    `own` names the decision or procedure that calls.
    """

    def __init__(self, request: UUID, at: datetime, by: str, **own: UUID) -> None:
        self._ids: Iterator[UUID] = (derived_id("call", request, number) for number in count(1))
        self._circumstances = {"at": at, "by": by}
        self._own = own

    def of_own(self) -> dict[str, Any]:
        """For a command to the one that calls."""
        return self.of(**self._own)

    def of(self, **about: UUID) -> dict[str, Any]:
        """For a command to something else."""
        return {"command_id": next(self._ids), **self._circumstances, **about}
