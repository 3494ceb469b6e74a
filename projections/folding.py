"""From events to rows: each event exactly once, whatever happens on the way.

An event that cannot be read or that a model fails on is set aside as a dead letter of that
model. Everything after it goes on, also in the rows it would have changed: those stand as if it
had never happened, until a rebuild takes it in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import psycopg
from psycopg import Connection
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.base import Event
from eventstore.codec import CODEC
from eventstore.follow import Row, settled_rows
from eventstore.tombstones import is_destroyed
from projections.generations import DeadLetter, Generation, advance, set_aside, store
from projections.tables import load

ROWS_IN_MEMORY = 50_000
"""Of all models together, some 100 to 250 MB; beyond it all are forgotten and fetched again."""

_DECODED_AT_ONCE = 100
"""To fetch many rows at once, yet few: memory is fastest when used again at once."""

UNFIT = (
    psycopg.DataError,  # such as a NUL in a text
    psycopg.errors.ProgramLimitExceeded,  # such as an indexed text of many pages
    PydanticSerializationError,
    ValidationError,
)
"""What it means when a row cannot be kept, or not be read again. All else is not its fault."""


_Decoded = tuple[int, Event, Sequence["Fold"]]
"""A position, the event there, and who reads it."""


class Overtaken(Exception):  # noqa: N818 (says what is the case)
    """Somebody else moved a generation on, or replaced it; nothing was written."""


class Fold:
    """Rows of a generation in memory, folded from where they are stored up to a position."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.position = generation.position
        self.topics = frozenset(event.__name__ for event in generation.model.events)
        self.rows: dict[str, Any] = {}
        self._keys, self._project = generation.model.keys, generation.model.project
        self._changed: set[str] = set()
        self._letters: list[DeadLetter] = []
        self.complete = generation.position == 0
        """Whether a row that is not in memory is nowhere."""

    def fetch(self, connection: Connection[Any], events: Iterable[Event]) -> None:
        """Have all rows here that these events touch."""
        needed: set[str] = set()
        for event in events:
            with suppress(Exception):  # `take` will meet it again and set the event aside
                needed.update(self._keys(event))
        missing = [*(needed - self.rows.keys())]
        if missing and not self.complete:
            found = load(connection, self.generation.model, self.generation.table, missing)
            self.rows.update({key: found.get(key) for key in missing})

    def take(self, position: int, event: Event) -> None:
        """Fold the event into all rows it touches or, if the model fails on one, into none."""
        rows, project, changed = self.rows, self._project, {}
        try:
            for key in self._keys(event):
                before = rows.get(key)
                after = project(key, before, event)
                if after is not before:
                    changed[key] = after
        except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
            self.set_aside(position, type(event).__name__, error)
        else:
            rows.update(changed)
            self._changed.update(changed)

    def set_aside(self, position: int, topic: str, error: Exception) -> None:
        """The model goes on without this event."""
        self._letters.append(DeadLetter(position, topic, _message(error)))

    @property
    def changed(self) -> dict[str, Any]:
        """The rows that are not stored yet, `None` for one that is to go."""
        return {key: self.rows[key] for key in self._changed}

    @property
    def has_changed(self) -> bool:
        return bool(self._changed)

    def store(self, connection: Connection[Any]) -> None:
        """Write what has changed and what was set aside."""
        store(connection, self.generation, self.changed)
        set_aside(connection, self.generation, self._letters)

    def stored(self) -> None:
        """What was written is there to stay."""
        self.generation = replace(self.generation, position=self.position)
        self._changed.clear()
        self._letters.clear()

    def forget(self) -> None:
        """Go back to what is stored."""
        self.position = self.generation.position
        self.rows.clear()
        self._changed.clear()
        self._letters.clear()
        self.complete = False


def step(connection: Connection[Any], folds: Sequence[Fold], limit: int) -> bool:
    """Bring those that are furthest behind ahead by a batch, in memory and in their tables.

    `False` if there was nothing new. Raises `Overtaken`.
    """
    group = _furthest_behind(folds)
    bound = min((each.position for each in folds if each not in group), default=None)
    try:
        found = read_ahead(connection, group, limit, bound)
        flush(connection, group)
    except UNFIT:
        forget(group)
        _find_unfit(connection, group, limit, bound)
        return True
    except BaseException:
        forget(group)
        raise
    return found


def read_ahead(
    connection: Connection[Any], group: Sequence[Fold], limit: int, bound: int | None = None
) -> bool:
    """Fold the next events into rows in memory; each is decoded once for the whole group."""
    if not group:
        return False
    found, position = _next(connection, group, limit, bound)
    fold_in(connection, group, found)
    moved = position > group[0].position
    for fold in group:
        fold.position = position
    return moved


def flush(connection: Connection[Any], group: Sequence[Fold]) -> None:
    """Write rows and position in one transaction. Raises `Overtaken`."""
    if not group or group[0].position == group[0].generation.position:
        return
    changed = [fold.generation.model.name for fold in group if fold.has_changed]
    with connection.transaction():
        if not advance(connection, [fold.generation for fold in group], group[0].position, changed):
            raise Overtaken
        for fold in group:
            fold.store(connection)
    for fold in group:
        fold.stored()


def forget(group: Iterable[Fold]) -> None:
    """Go back to what is stored, also after a failure in the middle."""
    for fold in group:
        fold.forget()


def rows_in_memory(folds: Iterable[Fold]) -> int:
    return sum(len(fold.rows) for fold in folds)


def _furthest_behind(folds: Sequence[Fold]) -> list[Fold]:
    after = min((fold.position for fold in folds), default=0)
    return [fold for fold in folds if fold.position == after]


def _next(
    connection: Connection[Any], group: Sequence[Fold], limit: int, bound: int | None
) -> tuple[list[Row], int]:
    """The next rows of the log, not beyond where the others are: from there they go together."""
    topics = sorted(frozenset[str]().union(*(fold.topics for fold in group)))
    found, position = settled_rows(connection, group[0].position, limit, topics)
    if bound is not None and bound < position:
        return [row for row in found if row[0] <= bound], bound
    return found, position


def fold_in(connection: Connection[Any], group: Sequence[Fold], found: Sequence[Row]) -> None:
    """Fold these rows of the log into rows in memory; each is decoded once for the whole group."""
    readers = defaultdict(list)
    for fold in group:
        for topic in fold.topics:
            readers[topic].append(fold)
    decoded = _decoded(readers, found)
    if not all(fold.complete for fold in group):
        while some := list(islice(decoded, _DECODED_AT_ONCE)):
            for fold in group:
                fold.fetch(connection, (event for _, event, folds in some if fold in folds))
            _take(some)
    _take(decoded)


def _decoded(readers: Mapping[str, Sequence[Fold]], found: Iterable[Row]) -> Iterator[_Decoded]:
    decode = CODEC.decode
    for position, _, _, topic, state in found:
        if state is None or is_destroyed(state):
            continue
        try:
            event = decode(topic, state)
        except Exception as error:  # noqa: BLE001 (an upcast may fail in any way)
            for fold in readers[topic]:
                fold.set_aside(position, topic, error)
        else:
            yield position, event, readers[topic]


def _take(decoded: Iterable[_Decoded]) -> None:
    for position, event, folds in decoded:
        for fold in folds:
            fold.take(position, event)


def _find_unfit(
    connection: Connection[Any], group: Sequence[Fold], limit: int, bound: int | None
) -> None:
    """The same batch once more, halving it where rows cannot be kept until the event is found."""
    found, position = _next(connection, group, limit, bound)
    perhaps = [fold.generation.model.name for fold in group]
    with connection.transaction():
        if not advance(connection, [fold.generation for fold in group], position, perhaps):
            raise Overtaken
        for fold in group:
            wanted = [row for row in found if row[3] in fold.topics and row[4] is not None]
            _halve(connection, fold.generation, wanted)
    for fold in group:
        fold.position = position
        fold.stored()


def _halve(connection: Connection[Any], generation: Generation, found: Sequence[Row]) -> None:
    fold = Fold(generation)
    fold.forget()
    try:
        with connection.transaction():
            fold_in(connection, [fold], found)
            fold.store(connection)
    except UNFIT as error:
        if len(found) == 1:
            letter = DeadLetter(found[0][0], found[0][3], _message(error))
            set_aside(connection, generation, [letter])
            return
        half = len(found) // 2
        _halve(connection, generation, found[:half])
        _halve(connection, generation, found[half:])


def _message(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "\\0")
