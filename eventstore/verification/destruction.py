"""Whether what was destroyed stands on a list that two people signed (AU-15)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row
from pydantic_core import from_json

from domain.retention.parts import RETENTION_ID
from eventstore.verification.verdicts import Verdict

SIGNERS = 2
_LISTS = b"""
SELECT topic, state FROM eventlog_events
WHERE originator_id = %s AND topic IN ('DestructionStarted', 'DestructionSigned')
ORDER BY originator_version
"""


def unsigned(
    connection: Connection[Any], destroyed: Mapping[tuple[str, UUID], int]
) -> Iterator[Verdict]:
    """Streams that were destroyed without such a list; the events that say so have leaves."""
    if not destroyed:
        return
    started: dict[UUID, set[str]] = defaultdict(set)
    signed: dict[UUID, set[str]] = defaultdict(set)
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    for topic, state in cursor.execute(_LISTS, [RETENTION_ID]):
        event = from_json(state)
        if topic == "DestructionStarted":
            started[UUID(event["list_id"])].update(event["stream_ids"])
        else:
            signed[UUID(event["list_id"])].add(event["by"])
    for (stream, listed), count in destroyed.items():
        if stream not in started[listed] or len(signed[listed]) < SIGNERS:
            yield Verdict(
                "event_destroyed_unsigned",
                f"{count} events of stream {stream} were destroyed under list {listed}, which"
                " does not name it, was not signed by two people, or was never started",
                stream=UUID(stream),
                key=str(listed),
            )
