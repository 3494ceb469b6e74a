"""Whether streams are whole, commands have what followed from them, and events can be read.

No proof is needed for these: they follow from the rows alone (AU-16).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row
from pydantic_core import from_json

from eventstore import tombstones
from eventstore.codec import CODEC
from eventstore.verification.verdicts import Found, Verdict

_GAPS = b"""
SELECT originator_id, max(originator_version), count(*)
FROM eventlog_events GROUP BY originator_id
HAVING min(originator_version) <> 1 OR max(originator_version) <> count(*)
"""
_MISSING = b"""
SELECT number FROM generate_series(1, %(last)s) AS number
WHERE NOT EXISTS (
    SELECT FROM eventlog_events WHERE originator_id = %(stream)s AND originator_version = number
) ORDER BY number LIMIT 10
"""
_DISORDERED = b"""
SELECT e.notification_id, e.originator_id, e.originator_version, e.topic
FROM eventlog_events e WHERE e.notification_id > %s AND EXISTS (
    SELECT FROM eventlog_events o WHERE o.originator_id = e.originator_id
    AND o.originator_version < e.originator_version AND o.notification_id > e.notification_id
) ORDER BY 1
"""
_EMPTY_COMMANDS = b"""
SELECT c.command_id, c.position FROM commands c
LEFT JOIN eventlog_events e ON e.notification_id = c.position
WHERE e.notification_id IS NULL AND c.position <> 0 ORDER BY c.position
"""
_ALL = b"""
SELECT notification_id, originator_id, originator_version, topic, state
FROM eventlog_events ORDER BY notification_id
"""
_KNOWN_COMMANDS = b"SELECT command_id FROM commands WHERE command_id = ANY(%s)"
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Gap:
    """A stream that does not count from 1 without a gap; of what is `missing`, the first ten."""

    stream: UUID
    events: int
    last: int
    missing: tuple[int, ...]


def gaps(connection: Connection[Any]) -> Iterator[Gap]:
    """The streams with a gap in them."""
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    for stream, last, events in cursor.execute(_GAPS).fetchall():
        missing = cursor.execute(_MISSING, {"stream": stream, "last": last})
        yield Gap(stream, events, last, tuple(row[0] for row in missing))


def whole(connection: Connection[Any], found: Found, proved_to: int) -> None:
    """Each stream counts from 1 without a gap, and later versions come later.

    The order of what has a leaf is in the leaves; beyond `proved_to`, a position, it is looked at.
    """
    for gap in gaps(connection):
        more = " ..." if gap.last - gap.events > len(gap.missing) else ""
        numbers = ", ".join(map(str, gap.missing)) + more
        what = (
            f"stream {gap.stream} has {gap.events} events up to version {gap.last};"
            f" it lacks {numbers}"
        )
        version = gap.missing[0] if gap.missing else None
        found.add(Verdict("stream_gap", what, stream=gap.stream, version=version))
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    for position, stream, version, topic in cursor.execute(_DISORDERED, [proved_to]):
        what = f"the event at position {position} stands before an earlier one of its stream"
        found.add(
            Verdict("stream_disordered", what, position, None, stream, version, topic),
        )


def answered(connection: Connection[Any], found: Found) -> None:
    """Each command that was carried out was answered with an event that is there."""
    with connection.cursor("commands", row_factory=tuple_row, binary=True) as cursor:
        cursor.execute(_EMPTY_COMMANDS)
        for command_id, position in cursor:
            what = f"command {command_id} was answered with position {position}: nothing is there"
            found.add(Verdict("command_without_events", what, position, key=str(command_id)))


def readable(connection: Connection[Any], found: Found) -> Iterator[int]:
    """Read each event as this release does, and find its command; yields how many were read."""
    with connection.cursor("readable", row_factory=tuple_row, binary=True) as cursor:
        cursor.execute(_ALL)
        while rows := cursor.fetchmany(_ROWS):
            living = [row for row in rows if not tombstones.is_destroyed(row[4])]
            commands = [_command(row[4]) for row in living]
            known = _known(connection, commands)
            for row, command in zip(living, commands, strict=True):
                found.add(*_of_one(row, command, known))
            yield len(rows)


def _of_one(
    row: tuple[int, UUID, int, str, bytes], command: UUID | None, known: set[UUID]
) -> Iterator[Verdict]:
    position, stream, version, topic, state = row
    try:
        CODEC.decode(topic, state)
    except Exception as error:  # noqa: BLE001 (an upcast may fail in any way)
        why = str(error).splitlines()[0]
        what = f"the event at position {position} cannot be read by this release: {why}"
        yield Verdict("event_unreadable", what, position, None, stream, version, topic)
    if command is not None and command not in known:
        what = f"the event at position {position} follows from command {command}, which is gone"
        yield Verdict("event_without_command", what, position, None, stream, version, topic)


def _known(connection: Connection[Any], commands: Iterable[UUID | None]) -> set[UUID]:
    asked = list({each for each in commands if each is not None})
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    return {row[0] for row in cursor.execute(_KNOWN_COMMANDS, [asked], prepare=True)}


def _command(state: bytes) -> UUID | None:
    try:
        return UUID(from_json(state)["caused_by"])
    except (ValueError, KeyError, TypeError):
        return None
