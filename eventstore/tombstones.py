"""What stands in the place of an event that was destroyed (AU-15).

Its row stays where it was, so that the order and the count of events can still be shown; its bytes
are `{"destroyed":"<id of the signed list>"}`. Its leaf keeps the hash of what was there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

PREFIX = b'{"destroyed":'


def is_destroyed(state: bytes) -> bool:
    """Whether these stored bytes stand in the place of an event."""
    return state.startswith(PREFIX)


def list_of(state: bytes) -> UUID:
    """The signed list under which the event was destroyed."""
    return UUID(json.loads(state)["destroyed"])


@dataclass(frozen=True, slots=True)
class Gone:
    """A stream that was destroyed, by which list, of how many events, and when."""

    stream_id: UUID
    list_id: UUID
    events: int
    at: datetime


def gone(
    connection: Connection[Any],
    stream_ids: Sequence[UUID] | None = None,
    list_id: UUID | None = None,
) -> list[Gone]:
    """The streams that were destroyed: of these, or by this list; all if neither is asked."""
    cursor = connection.cursor(row_factory=class_row(Gone))
    return cursor.execute(
        "SELECT stream_id, list_id, events, at FROM destroyed_streams"
        " WHERE (%(streams)s::uuid[] IS NULL OR stream_id = ANY (%(streams)s))"
        " AND (%(list)s::uuid IS NULL OR list_id = %(list)s) ORDER BY at, stream_id",
        {"streams": None if stream_ids is None else list(stream_ids), "list": list_id},
    ).fetchall()
