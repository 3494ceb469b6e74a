"""From events to rows: each event exactly once, whatever happens on the way.

An event that cannot be read or that a model fails on is set aside as a dead letter of that
model. Everything after it goes on, also in the rows it would have changed: those stand as if it
had never happened, until a rebuild takes it in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.base import Event
from eventstore.codec import CODEC
from eventstore.follow import Row, settled_rows
from projections.generations import DeadLetter, Generation, advance, set_aside, store
from projections.tables import load

_DECODED_AT_ONCE = 100
"""To fetch many rows at once, yet few: memory is fastest when used again at once."""

UNFIT = (
    psycopg.DataError,  # such as a NUL in a text
    psycopg.errors.ProgramLimitExceeded,  # such as an indexed text of many pages
    PydanticSerializationError,
    ValidationError,
)
"""What it means when a row cannot be kept, or not be read again. All else is not its fault."""


class Overtaken(Exception):  # noqa: N818 (says what is the case)
    """Somebody else moved a generation on, or replaced it; nothing was written."""


class Entry(NamedTuple):
    """An event in the log."""

    position: int
    topic: str
    event: Event


class Fold:
    """Rows of a generation in memory, folded from where they are stored up to a position."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.position = generation.position
        self.topics = frozenset(event.__name__ for event in generation.model.events)
        self.rows: dict[str, Any] = {}
        self._changed: set[str] = set()
        self._letters: list[DeadLetter] = []
        self.complete = generation.position == 0
        """Whether a row that is not in memory is nowhere."""

    def take(self, entry: Entry | DeadLetter) -> None:
        """Fold one event, if this model reads it; the rows it touches must be here."""
        if entry.topic not in self.topics:
            return
        if isinstance(entry, DeadLetter):
            self._letters.append(entry)
        else:
            self._take(entry, self._keys(entry))

    def fetch_and_take(
        self, connection: Connection[Any], entries: Iterable[Entry | DeadLetter]
    ) -> None:
        """Fold these events; fetch first what they touch and is not here."""
        wanted = [entry for entry in entries if entry.topic in self.topics]
        self._letters += [entry for entry in wanted if isinstance(entry, DeadLetter)]
        touched = [(entry, self._keys(entry)) for entry in wanted if isinstance(entry, Entry)]
        missing = {key for _, keys in touched for key in keys} - self.rows.keys()
        if missing and not self.complete:
            found = load(connection, self.generation.model, self.generation.table, [*missing])
            self.rows.update({key: found.get(key) for key in missing})
        for entry, keys in touched:
            self._take(entry, keys)

    def store(self, connection: Connection[Any]) -> None:
        """Write what has changed and what was set aside."""
        store(connection, self.generation, {key: self.rows[key] for key in self._changed})
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

    def _keys(self, entry: Entry) -> tuple[str, ...]:
        try:
            return tuple(self.generation.model.keys(entry.event))
        except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
            self._letters.append(_letter(entry, error))
            return ()

    def _take(self, entry: Entry, keys: Iterable[str]) -> None:
        """Into all of these rows or, if the model fails on one, into none."""
        project, rows, changed = self.generation.model.project, self.rows, {}
        try:
            for key in keys:
                before = rows.get(key)
                after = project(key, before, entry.event)
                if after is not before:
                    changed[key] = after
        except Exception as error:  # noqa: BLE001 (as above)
            self._letters.append(_letter(entry, error))
        else:
            rows.update(changed)
            self._changed.update(changed)


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
    _fold(connection, group, found)
    moved = position > group[0].position
    for fold in group:
        fold.position = position
    return moved


def flush(connection: Connection[Any], group: Sequence[Fold]) -> None:
    """Write rows and position in one transaction. Raises `Overtaken`."""
    if not group or group[0].position == group[0].generation.position:
        return
    with connection.transaction():
        if not advance(connection, [fold.generation for fold in group], group[0].position):
            raise Overtaken
        for fold in group:
            fold.store(connection)
    for fold in group:
        fold.stored()


def forget(group: Iterable[Fold]) -> None:
    """Go back to what is stored, also after a failure in the middle."""
    for fold in group:
        fold.forget()


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


def _fold(connection: Connection[Any], group: Sequence[Fold], found: Sequence[Row]) -> None:
    entries = (
        _decoded(position, topic, state)
        for position, _, _, topic, state in found
        if state is not None
    )
    if all(fold.complete for fold in group):
        for entry in entries:
            for fold in group:
                fold.take(entry)
    while some := list(islice(entries, _DECODED_AT_ONCE)):
        for fold in group:
            fold.fetch_and_take(connection, some)


def _decoded(position: int, topic: str, state: bytes) -> Entry | DeadLetter:
    try:
        return Entry(position, topic, CODEC.decode(topic, state))
    except Exception as error:  # noqa: BLE001 (an upcast may fail in any way)
        return DeadLetter(position, topic, _message(error))


def _find_unfit(
    connection: Connection[Any], group: Sequence[Fold], limit: int, bound: int | None
) -> None:
    """The same batch once more, halving it where rows cannot be kept until the event is found."""
    found, position = _next(connection, group, limit, bound)
    with connection.transaction():
        if not advance(connection, [fold.generation for fold in group], position):
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
            _fold(connection, [fold], found)
            fold.store(connection)
    except UNFIT as error:
        if len(found) == 1:
            letter = DeadLetter(found[0][0], found[0][3], _message(error))
            set_aside(connection, generation, [letter])
            return
        half = len(found) // 2
        _halve(connection, generation, found[:half])
        _halve(connection, generation, found[half:])


def _letter(entry: Entry, error: Exception) -> DeadLetter:
    return DeadLetter(entry.position, entry.topic, _message(error))


def _message(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "\\0")
