"""From events to rows: one batch, one transaction, each event exactly once.

An event that cannot be read or that a model fails on is set aside as a dead letter of that
model. Everything after it goes on, also in the rows it would have changed: those stand as if it
had never happened, until a rebuild takes it in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import Connection
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.base import Event
from eventstore.codec import Recorded, Unreadable
from eventstore.follow import settled
from projections.generations import DeadLetter, Generation, advance, set_aside, store
from projections.read_model import ReadModel
from projections.tables import cursor, load

_UNFIT = (
    psycopg.DataError,  # such as a NUL in a text
    psycopg.errors.ProgramLimitExceeded,  # such as an indexed text of many pages
    PydanticSerializationError,
    ValidationError,
)
"""What it means when a row cannot be kept, or not be read again. All else is not its fault."""


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
    topics = {event.__name__ for each in group for event in each.model.events}
    recorded, position, unread = _read(connection, after, limit, sorted(topics))
    if position == after:
        return list(generations)
    bound = min((each.position for each in generations if each.position > after), default=position)
    if bound < position:
        position = bound
        recorded = [each for each in recorded if each.position <= bound]
    with connection.transaction():
        if not advance(connection, group, position):
            raise Overtaken
        for each in group:
            _take_in(connection, each, _wanted(each.model, recorded))
            set_aside(connection, each, _letters(each.model, unread))
    return [replace(each, position=position) if each in group else each for each in generations]


def _read(
    connection: Connection[Any], after: int, limit: int, topics: Sequence[str]
) -> tuple[list[Recorded], int, list[DeadLetter]]:
    """The next events, up to which position, and the first of them if it cannot be read."""
    try:
        batch = settled(connection, after, limit, topics)
    except (Unreadable, ValidationError) as error:
        if limit > 1:
            return _read(connection, after, limit // 2, topics)
        position, topic = _next(connection, after)
        return [], position, [DeadLetter(position, topic, _message(error))]
    return batch.events, batch.position, []


def _next(connection: Connection[Any], after: int) -> tuple[int, str]:
    found = (
        cursor(connection)
        .execute(
            "select notification_id, topic from eventlog_events"
            " where notification_id > %s order by notification_id limit 1",
            [after],
        )
        .fetchone()
    )
    assert found is not None
    return found[0], found[1]


def _take_in(
    connection: Connection[Any], generation: Generation, recorded: Sequence[Recorded]
) -> None:
    """Fold, store, and set aside what fails; halve the batch to find what cannot be stored."""
    if not recorded:
        return
    try:
        with connection.transaction():
            changed, letters = _fold(connection, generation, recorded)
            store(connection, generation, changed)
            set_aside(connection, generation, letters)
    except _UNFIT as error:
        if len(recorded) == 1:
            set_aside(connection, generation, [_letter(recorded[0], error)])
            return
        half = len(recorded) // 2
        _take_in(connection, generation, recorded[:half])
        _take_in(connection, generation, recorded[half:])


def _fold(
    connection: Connection[Any], generation: Generation, recorded: Iterable[Recorded]
) -> tuple[dict[str, Any], list[DeadLetter]]:
    """The rows that come out different, and the events the model failed on."""
    model = generation.model
    touched: list[tuple[Recorded, tuple[str, ...]]] = []
    letters: list[DeadLetter] = []
    for each in recorded:
        try:
            touched.append((each, tuple(model.keys(each.event))))
        except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
            letters.append(_letter(each, error))
    stored = load(
        connection, model, generation.table, list({key for _, keys in touched for key in keys})
    )
    rows: dict[str, Any] = dict(stored)
    for each, keys in touched:
        try:
            rows.update({key: model.project(key, rows.get(key), each.event) for key in keys})
        except Exception as error:  # noqa: BLE001 (as above; no row has part of the event)
            letters.append(_letter(each, error))
    return {key: row for key, row in rows.items() if row is not stored.get(key)}, letters


def _wanted(model: ReadModel[Any], recorded: Iterable[Recorded]) -> list[Recorded]:
    events: frozenset[type[Event]] = frozenset(model.events)
    return [each for each in recorded if type(each.event) in events]


def _letters(model: ReadModel[Any], unread: Iterable[DeadLetter]) -> list[DeadLetter]:
    topics = {event.__name__ for event in model.events}
    return [letter for letter in unread if letter.topic in topics]


def _letter(recorded: Recorded, error: Exception) -> DeadLetter:
    return DeadLetter(recorded.position, type(recorded.event).__name__, _message(error))


def _message(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "\\0")
