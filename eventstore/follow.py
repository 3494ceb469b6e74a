"""Reading the log in order, from where one left off, without missing anything.

Appends do not wait for one another, so a later position may be visible before an earlier one.
A reader must not pass such a gap. Why `settled` never does:

1. Positions are drawn one by one from a sequence, each only while its transaction holds the
   log's lock (shared), which is let go after the commit is visible. As long as no number is
   missing, nothing can be: every position up to there is in sight.
2. When a number is missing, we note the highest position in sight and then take the lock alone
   for a moment. By then every transaction that held it has ended; among them each that drew a
   lower position. We read again: what is still missing up to the noted position was rolled back.
3. The noted position is that of a committed event, so the sequence's own record of it is on disk
   (unless somebody turns `synchronous_commit` off) and no lower number is given out again, not
   even after a crash. That is why we do not note the sequence's `last_value`: it may be lost.
4. Within a stream, version n+1 is appended by someone who has read version n, or in the same
   statement after it; so it is drawn later and has the higher position. The same holds for
   everything decided upon an event that was read. Reading by position keeps that order.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore.codec import CODEC, Recorded
from eventstore.recorder import CHANNEL, TELL_SECONDS
from eventstore.tombstones import is_destroyed

POLL_SECONDS = 0.25
"""How long a follower sleeps at most: a process may die between its commit and its call."""

_SOON_SECONDS = 0.01
_PATIENCE_SECONDS = (0.001, 0.002, 0.004)
_READ = """
SELECT notification_id, originator_id, originator_version, topic,
       CASE WHEN %(topics)s::text[] IS NULL OR topic = ANY(%(topics)s) THEN state END
FROM eventlog_events
WHERE notification_id > %(after)s
ORDER BY notification_id
LIMIT %(limit)s
"""

Row = tuple[int, UUID, int, str, bytes | None]
"""Position, stream, version in it, topic and state as they are stored."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Events in order, and the position up to which there are no others.

    The position may lie beyond the last event when the topics asked for left some out.
    """

    events: list[Recorded]
    position: int


def settled(
    connection: Connection[Any], after: int, limit: int, topics: Sequence[str] | None = None
) -> Batch:
    """The next events after a position, up to the first gap that may still be filled.

    What was destroyed is left out, and passed.
    Looks at `limit` events at most and answers those with the given topics; an answer whose
    position is `after` means that there is nothing yet. Works inside a transaction too, but
    only under READ COMMITTED.
    """
    rows, position = settled_rows(connection, after, limit, topics)
    events = [
        Recorded(stream, version, CODEC.decode(topic, state), at)
        for at, stream, version, topic, state in rows
        if state is not None and not is_destroyed(state)
    ]
    return Batch(events, position)


def settled_rows(
    connection: Connection[Any], after: int, limit: int, topics: Sequence[str] | None = None
) -> tuple[list[Row], int]:
    """As `settled`, but not yet decoded: for who cannot hold that many events at once.

    Rows of other topics are among them, without state.
    """
    rows = _read(connection, after, limit, topics)
    whole = _without_gap(rows, after)
    if whole == 0 and 0 < len(rows) < limit:
        for pause in _PATIENCE_SECONDS:
            sleep(pause)
            rows = _read(connection, after, limit, topics)
            whole = _without_gap(rows, after)
            if whole:
                break
    if whole < len(rows) and (whole == 0 or len(rows) == limit):
        # At the end of the log a gap is mostly an append under way; elsewhere it is an old one.
        seen = rows[-1][0]
        connection.execute("SELECT eventlog_await_appends()")
        rows = [row for row in _read(connection, after, limit, topics) if row[0] <= seen]
        whole = len(rows)
    return rows[:whole], rows[whole - 1][0] if whole else after


class Wake(AbstractContextManager["Wake"]):
    """A connection that hears when something was recorded.

    Open it before the first read, or what is recorded in between is noticed one poll later.
    """

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")
        self._heard_at = monotonic()

    def wait(self, timeout: float) -> bool:
        """Return when it is time to look again: `timeout` at the latest; whether there was a call.

        Who writes much does not call each time. So for a while after a call this returns soon,
        called or not.
        """
        if monotonic() - self._heard_at < 2 * TELL_SECONDS:
            timeout = min(timeout, _SOON_SECONDS)
        heard = False
        for _ in self._connection.notifies(timeout=timeout, stop_after=1):
            heard = True
            self._heard_at = monotonic()
        return heard

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _read(
    connection: Connection[Any], after: int, limit: int, topics: Sequence[str] | None
) -> list[Row]:
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    wanted = None if topics is None else list(topics)
    parameters = {"after": after, "limit": limit, "topics": wanted}
    return cursor.execute(_READ, parameters, prepare=True).fetchall()


def _without_gap(rows: Sequence[Row], after: int) -> int:
    """How many rows follow on without a missing number."""
    if not rows or rows[-1][0] == after + len(rows):
        return len(rows)
    return next(n for n, row in enumerate(rows) if row[0] != after + n + 1)
