"""From events to rows: one batch, one transaction, each event exactly once.

An event that cannot be read or that a model fails on is set aside as a dead letter of that
model. Everything after it goes on, also in the rows it would have changed: those stand as if it
had never happened, until a rebuild takes it in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import psycopg
from psycopg import Connection
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.base import Event
from eventstore.codec import CODEC
from eventstore.follow import Row, settled_rows
from projections.generations import DeadLetter, Generation, advance, set_aside, store
from projections.read_model import ReadModel
from projections.tables import load

UNFIT = (
    psycopg.DataError,  # such as a NUL in a text
    psycopg.errors.ProgramLimitExceeded,  # such as an indexed text of many pages
    PydanticSerializationError,
    ValidationError,
)
"""What it means when a row cannot be kept, or not be read again. All else is not its fault."""


class Entry(NamedTuple):
    """An event in the log."""

    position: int
    topic: str
    event: Event


class Fold:
    """Rows of one model in memory, and the events the model failed on."""

    def __init__(self, model: ReadModel[Any]) -> None:
        self.rows: dict[str, Any] = {}
        self.letters: list[DeadLetter] = []
        self._model = model

    def keys(self, entry: Entry) -> tuple[str, ...]:
        """The rows the event touches, which must be here when it is taken in."""
        try:
            return tuple(self._model.keys(entry.event))
        except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
            self.letters.append(_letter(entry, error))
            return ()

    def take(self, entry: Entry, keys: Iterable[str]) -> None:
        """Fold the event into these rows: into all, or if the model fails on one, into none."""
        project, rows, event = self._model.project, self.rows, entry.event
        try:
            rows.update({key: project(key, rows.get(key), event) for key in keys})
        except Exception as error:  # noqa: BLE001 (as above)
            self.letters.append(_letter(entry, error))


class Overtaken(Exception):  # noqa: N818 (says what is the case)
    """Somebody else moved a generation on, or replaced it; nothing was written."""


def step(
    connection: Connection[Any], generations: Sequence[Generation], limit: int
) -> list[Generation]:
    """Bring the generations that are furthest behind ahead by a batch; all, as they then stand.

    Those at the same position go together, so that each event is decoded once. Answers what it
    was given when there is nothing new. Raises `Overtaken`.
    """
    if not generations:
        return []
    after = min(each.position for each in generations)
    group = [each for each in generations if each.position == after]
    found, position = settled_rows(connection, after, limit, topics(group))
    if position == after:
        return list(generations)
    position = min([position, *(each.position for each in generations if each.position > after)])
    entries, unread = _decoded(row for row in found if row[0] <= position)
    with connection.transaction():
        if not advance(connection, group, position):
            raise Overtaken
        for each in group:
            wanted = set(topics([each]))
            set_aside(connection, each, [letter for letter in unread if letter.topic in wanted])
            _take_in(connection, each, [entry for entry in entries if entry.topic in wanted])
    return [replace(each, position=position) if each in group else each for each in generations]


def topics(generations: Iterable[Generation]) -> list[str]:
    """The names of the events that any of them reads."""
    return sorted({event.__name__ for each in generations for event in each.model.events})


def decode(position: int, topic: str, state: bytes) -> Event | DeadLetter:
    """The event, or why it cannot be read."""
    try:
        return CODEC.decode(topic, state)
    except Exception as error:  # noqa: BLE001 (an upcast may fail in any way)
        return DeadLetter(position, topic, _message(error))


def _decoded(found: Iterable[Row]) -> tuple[list[Entry], list[DeadLetter]]:
    entries, unread = [], []
    for position, _, _, topic, state in found:
        if state is None:
            continue
        event = decode(position, topic, state)
        if isinstance(event, DeadLetter):
            unread.append(event)
        else:
            entries.append(Entry(position, topic, event))
    return entries, unread


def _take_in(connection: Connection[Any], generation: Generation, entries: list[Entry]) -> None:
    """Fold, store, and set aside what fails; halve the batch to find what cannot be stored."""
    if not entries:
        return
    fold = Fold(generation.model)
    try:
        with connection.transaction():
            touched = [(entry, fold.keys(entry)) for entry in entries]
            needed = {key for _, keys in touched for key in keys}
            before = load(connection, generation.model, generation.table, list(needed))
            fold.rows.update(before)
            for entry, keys in touched:
                fold.take(entry, keys)
            changed = {k: row for k, row in fold.rows.items() if row is not before.get(k)}
            store(connection, generation, changed)
            set_aside(connection, generation, fold.letters)
    except UNFIT as error:
        if len(entries) == 1:
            set_aside(connection, generation, [_letter(entries[0], error)])
            return
        half = len(entries) // 2
        _take_in(connection, generation, entries[:half])
        _take_in(connection, generation, entries[half:])


def _letter(entry: Entry, error: Exception) -> DeadLetter:
    return DeadLetter(entry.position, entry.topic, _message(error))


def _message(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "\\0")
