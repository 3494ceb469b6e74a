"""Hearing that something changed, for pages that keep themselves up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Told:
    """Up to this log position these topics have changed; `*` is anything.

    A topic is the noun of a stream, as in `change`, or the id of something that is told of.
    """

    position: int
    topics: frozenset[str] = frozenset()


Tell = Callable[[Told | None], None]
"""Is called from another thread; with nothing when no more will come."""


class Tidings(Protocol):
    """What this process hears of what was recorded, also by others, once pages can show it."""

    def position(self) -> int | None:
        """Up to where pages show what was recorded, at the least; none while that is not known."""
        ...

    def listen(self, tell: Tell) -> Callable[[], None] | None:
        """Be told from now on, until the answer is called. None: no room, or nothing is heard."""
        ...

    def since(self, position: int) -> Told:
        """What has changed since then, up to now."""
        ...


class NoTidings:
    """Where nobody tells: pages stay as they are until they are asked for anew."""

    def position(self) -> int | None:
        return None

    def listen(self, _: Tell) -> None:
        return None

    def since(self, position: int) -> Told:
        return Told(position)
