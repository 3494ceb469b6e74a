"""What a read model is: a name, its rows, and the pure function that folds events into them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.base import Event

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, eq=False)
class ReadModel(Generic[Row]):
    """A table of rows that answers one question, kept up to date by the events it names.

    `keys` names the rows that an event touches; `project` folds the event into one of them and
    must not fail, look anything up or depend on other rows. `None` for a row means that there is
    none (yet), returned it deletes the row.
    """

    name: str
    """The plural of what it lists. Readers' view, tables and position go by it."""
    version: int
    """Raised when rows would read differently than before, which means a rebuild."""
    row: type[Row]
    """A frozen slotted dataclass; what `doc` holds as JSON."""
    events: tuple[type[Event], ...]
    """The only events it reads."""
    keys: Callable[[Event], Iterable[str]]
    project: Callable[[str, Row | None, Event], Row | None]
    indexes: tuple[str | tuple[str, ...], ...] = ()
    """The fields that queries filter or sort by; several together where that saves reading rows.

    Those of several fields need no higher version: they are made where they are missing. Each
    field may be sorted as in a query: `-effective` has the last first.
    """
