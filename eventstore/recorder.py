"""Appending in one round trip, without making writers wait for one another."""

from collections.abc import Sequence
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.rows import tuple_row

CHANNEL = "eventlog_events"
TELL_SECONDS = 0.05
"""A process that appends again within this time tells listeners nothing: they still look often."""

_APPEND = "SELECT * FROM eventlog_append(%b, %b, %b, %b, %b, %b, %b)"
_STREAM = r"""
SELECT originator_version, topic,
       CASE WHEN originator_version > %(after)s
                 OR substring(state FOR 13) = '\x7b2264657374726f796564223a'
            THEN state END, notification_id
FROM eventlog_events
WHERE originator_id = %(stream)s AND originator_version >= %(after)s
ORDER BY originator_version
"""
_SEEN = "SELECT fingerprint, position FROM commands WHERE command_id = %s"
_HEAD = "SELECT coalesce(max(notification_id), 0) FROM eventlog_events"


class Seen(NamedTuple):
    """A command that was carried out before: what it asked, and the position it was answered."""

    fingerprint: bytes
    position: int


class CarriedOutBefore(Exception):  # noqa: N818 (says what is the case)
    """Nothing was recorded, for the command had been carried out."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        super().__init__(seen)


class Recorder(PostgresApplicationRecorder):
    """The library's recorder with an append of our own; its tables come from a migration."""

    _told_at = -1.0

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        command_id: UUID | None = None,
        fingerprint: bytes | None = None,
        stands_at: int = 0,
        **_: Any,
    ) -> Sequence[int]:
        """Record what happened to one stream and the command it follows from, or nothing at all.

        Raises `IntegrityError` if a stream has grown meanwhile, `CarriedOutBefore` if the command
        is known. Listeners are told after the commit, and not each time: telling takes a lock of
        the whole server, which in the transaction would be held through the commit.
        """
        first = stored_events[0] if stored_events else None
        assert all(first and each.originator_id == first.originator_id for each in stored_events)
        parameters = (
            first and first.originator_id,
            first and first.originator_version,
            ",".join(stored.topic for stored in stored_events),
            [stored.state for stored in stored_events],
            command_id,
            fingerprint,
            stands_at,
        )
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            row = cursor.execute(_APPEND, parameters, prepare=True).fetchone()
            assert row is not None
            positions, seen = row
            if seen is not None:
                raise CarriedOutBefore(Seen(seen, positions[0]))
            if positions and monotonic() - self._told_at > TELL_SECONDS:
                self._told_at = monotonic()
                cursor.execute(f"NOTIFY {CHANNEL}")
        return list(positions)

    def select_stream(
        self, stream_id: UUID, after: int
    ) -> list[tuple[int, str, bytes | None, int]]:
        """Version, topic, state and position of a stream's events from version `after` on.

        The event at `after` itself comes without its state: it shows that it is still there. What
        stands in the place of a destroyed one comes in any case.
        """
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            return cursor.execute(
                _STREAM, {"stream": stream_id, "after": after}, prepare=True
            ).fetchall()

    def select_seen(self, command_id: UUID) -> Seen | None:
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            row = cursor.execute(_SEEN, (command_id,)).fetchone()
            return None if row is None else Seen(*row)

    def select_head(self) -> int:
        """The last position, once all before it are settled."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            row = cursor.execute(_HEAD).fetchone()
            cursor.execute("SELECT eventlog_await_appends()")
            assert row is not None
            return int(row[0])
