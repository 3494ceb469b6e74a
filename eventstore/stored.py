"""Events of some streams as they are stored, with their leaves, one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore.tombstones import is_destroyed
from proofs.leaf import content_of, leaf_data

_FETCHED = 500
_OF_STREAMS = """
SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
       l.index, l.salt, l.content
FROM eventlog_events e LEFT JOIN proof_leaves l ON l.position = e.notification_id
WHERE e.originator_id = ANY (%s) ORDER BY e.notification_id
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """An event's bytes and its place. `index` is none until it has a leaf.

    `salt` is none, and `content` is set, if it was destroyed: then `state` says by which list.
    """

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes
    index: int | None
    salt: bytes | None
    content: bytes | None

    @property
    def destroyed(self) -> bool:
        return is_destroyed(self.state)

    @property
    def hashed(self) -> bytes:
        """What its leaf says of its content."""
        if self.content is not None:
            return self.content
        assert self.salt is not None
        return content_of(self.salt, self.state)

    @property
    def data(self) -> bytes:
        """What is hashed as its leaf."""
        return leaf_data(self.hashed, self.position, self.stream, self.topic, self.version)


def of_streams(connection: Connection[Any], streams: Iterable[UUID]) -> Iterator[Stored]:
    """All events of these streams in the order of the log. Must be asked in a transaction."""
    with connection.cursor("of_streams", row_factory=tuple_row) as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_OF_STREAMS, [list(streams)])
        for row in cursor:
            yield Stored(*row)
