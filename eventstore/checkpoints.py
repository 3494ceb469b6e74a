"""The checkpoints that were signed, what witnesses added, and where they went (AU-04)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, tuple_row

SIGNING = "signing"
"""Where it is kept, as of a target, why no checkpoint is signed."""

_ONE = """
SELECT c.size, c.root, c.at, c.note,
       coalesce(string_agg(w.line, '' ORDER BY w.witness), '') AS added
FROM proof_checkpoints c LEFT JOIN proof_cosignatures w USING (size)
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it was signed; `added` are the lines of witnesses."""

    size: int
    root: bytes
    at: datetime
    note: str
    added: str = ""

    @property
    def text(self) -> str:
        """The note with all signatures."""
        return self.note + self.added


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a target has come: the size it was last given, and what went wrong since."""

    target: str
    size: int
    delivered_at: datetime | None
    failures: int
    failed_at: datetime | None
    failure: str | None


def keep(connection: Connection[Any], checkpoint: Signed) -> None:
    """Keep a checkpoint. One that is there for its size stays as it is."""
    connection.execute(
        "INSERT INTO proof_checkpoints (size, root, note, at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        [checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.at],
    )


def latest(connection: Connection[Any]) -> Signed | None:
    """The last one that was signed."""
    found = _select(connection, "GROUP BY c.size ORDER BY c.size DESC LIMIT 1")
    return found[0] if found else None


def of_size(connection: Connection[Any], size: int) -> Signed | None:
    """The one for a log of this size."""
    found = _select(connection, "WHERE c.size = %s GROUP BY c.size", size)
    return found[0] if found else None


def covering(connection: Connection[Any], index: int) -> Signed | None:
    """The first one that the leaf with this index is in."""
    found = _select(connection, "WHERE c.size > %s GROUP BY c.size ORDER BY c.size LIMIT 1", index)
    return found[0] if found else None


def after(connection: Connection[Any], size: int, limit: int) -> list[Signed]:
    """Those beyond a size, the smallest first."""
    return _select(
        connection, "WHERE c.size > %s GROUP BY c.size ORDER BY c.size LIMIT %s", size, limit
    )


def newest(connection: Connection[Any], limit: int, offset: int = 0) -> list[Signed]:
    """A page of all of them, the last first."""
    return _select(
        connection, "GROUP BY c.size ORDER BY c.size DESC LIMIT %s OFFSET %s", limit, offset
    )


def count(connection: Connection[Any]) -> int:
    found = connection.cursor(row_factory=tuple_row).execute(
        "SELECT count(*) FROM proof_checkpoints"
    )
    row = found.fetchone()
    return int(row[0]) if row else 0


def cosign(connection: Connection[Any], size: int, witness: str, line: str, at: datetime) -> None:
    """Keep what a witness added to a checkpoint; its last word stands."""
    connection.execute(
        "INSERT INTO proof_cosignatures (size, witness, line, at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, at = excluded.at",
        [size, witness, line, at],
    )


def deliveries(connection: Connection[Any]) -> list[Delivery]:
    """What is known of every target there ever was."""
    cursor = connection.cursor(row_factory=class_row(Delivery))
    return cursor.execute(
        "SELECT target, size, delivered_at, failures, failed_at, failure"
        " FROM proof_deliveries ORDER BY target"
    ).fetchall()


def delivered(connection: Connection[Any], target: str, size: int, at: datetime) -> None:
    """The target has this checkpoint; what went wrong before is over."""
    connection.execute(
        "INSERT INTO proof_deliveries (target, size, delivered_at) VALUES (%s, %s, %s)"
        " ON CONFLICT (target) DO UPDATE SET size = excluded.size,"
        " delivered_at = excluded.delivered_at, failures = 0, failed_at = NULL, failure = NULL",
        [target, size, at],
    )


def failed(connection: Connection[Any], target: str, failure: str, at: datetime) -> None:
    """It did not work, once more. What it was given before stays known."""
    connection.execute(
        "INSERT INTO proof_deliveries (target, failures, failed_at, failure) VALUES (%s, 1, %s, %s)"
        " ON CONFLICT (target) DO UPDATE SET failures = proof_deliveries.failures + 1,"
        " failed_at = excluded.failed_at, failure = excluded.failure",
        [target, at, failure],
    )


def _select(connection: Connection[Any], rest: str, *values: object) -> list[Signed]:
    cursor = connection.cursor(row_factory=class_row(Signed))
    return cursor.execute(f"{_ONE} {rest}".encode(), values).fetchall()
