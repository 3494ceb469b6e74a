"""What is known again without being looked into."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_
from typing import Generic, TypeVar

from domain.base import Event

Thing = TypeVar("Thing")


class Same(Generic[Thing]):
    """Things that equal others only if each is the very same thing.

    What is read again from the same text is (`projections.tables.row_of`). So what follows from
    many rows and nothing else can be remembered by them, without comparing all that they hold;
    whoever remembers it keeps them, so that no other thing can take the place of one.
    """

    __slots__ = ("things",)

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = tuple(things)

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.things)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Same)
            and len(self.things) == len(other.things)
            and all(map(is_, self.things, other.things))
        )


@dataclass(frozen=True, slots=True, eq=False)
class SameStream:
    """All events of a stream as it was read: the same if the very last one is.

    Then so are all before it, without looking at each.
    """

    things: Sequence[Event]

    def __hash__(self) -> int:
        return id(self.things[-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameStream) and self.things[-1] is other.things[-1]
