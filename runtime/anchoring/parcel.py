"""What a target is given, and what a target is (AU-04)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from eventstore.checkpoints import Signed


class Undelivered(Exception):  # noqa: N818 (says what is the case)
    """The target did not take it; the text says why, without secrets."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The checkpoints that a target has not had yet, the smallest first, never none of them.

    `previous` is the size it was last given, 0 if none; `path` shows that the tree of that size
    begins that of the last checkpoint.
    """

    previous: int
    checkpoints: Sequence[Signed]
    path: Sequence[bytes]

    @property
    def last(self) -> Signed:
        return self.checkpoints[-1]


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere checkpoints go. The name is what it is remembered and shown by.

    It is given the last checkpoint, or `every` one. `pause` is how long it is left alone after it
    was given something. `send` raises `Undelivered`.
    """

    name: str
    send: Callable[[Parcel], None]
    pause: timedelta = timedelta(0)
    every: bool = False
