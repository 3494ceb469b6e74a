"""The leaves of the log's tree and the tiles above them: grown with the log, read for proofs.

The tree is kept in the same database as the log it vouches for. That is no weakness: whoever
changes both is given away by the checkpoints that others hold (AU-04).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore.follow import Row, settled_rows
from proofs.leaf import SALT_BYTES, content_of, leaf_data, leaf_hashes
from proofs.tree import Node, complete

TILE = 256
"""How many hashes a tile holds."""
HASH_BYTES = 32

_TILE_LEVELS = 8
_GROWING = 20215001
_LAST = "SELECT index, position FROM proof_leaves ORDER BY index DESC LIMIT 1"
_KEEP_LEAVES = "COPY proof_leaves (index, position, salt, hash) FROM STDIN (FORMAT BINARY)"
_KEEP_TILE = """
INSERT INTO proof_tiles (level, number, hashes) VALUES (%s, %s, %s)
ON CONFLICT (level, number) DO UPDATE SET hashes = proof_tiles.hashes || excluded.hashes
"""
_LEAF = """
SELECT l.index, l.position, l.salt, l.hash, l.content,
       e.originator_id, e.originator_version, e.topic, e.state
FROM proof_leaves l LEFT JOIN eventlog_events e ON e.notification_id = l.position
WHERE {} = %s
"""
_OF_LEVEL_0 = """
SELECT string_agg(hash, ''::bytea ORDER BY index) FROM proof_leaves WHERE index >= %s AND index < %s
"""
_OF_TILES = "SELECT hashes FROM proof_tiles WHERE level = %s AND number = %s"

Draw = Callable[[int], bytes]
"""So many random bytes."""


class NoTreeError(LookupError):
    """The database lacks a part of the tree that its size calls for."""


class NoLeafError(LookupError):
    """No leaf stands there."""


@dataclass(frozen=True, slots=True)
class Grown:
    """How many leaves there are, and the log position of the last."""

    size: int
    position: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """An event's leaf. `content` is what the leaf was made of; the salt is gone with the event.

    `state` are the bytes as they are stored; none if the event was destroyed.
    """

    index: int
    position: int
    stream: UUID
    version: int
    topic: str
    hash: bytes
    content: bytes
    salt: bytes | None
    state: bytes | None

    @property
    def data(self) -> bytes:
        """What is hashed."""
        return leaf_data(self.content, self.position, self.stream, self.topic, self.version)


def grown(connection: Connection[Any]) -> Grown:
    """How far the tree has come."""
    row = connection.cursor(row_factory=tuple_row).execute(_LAST).fetchone()
    return Grown(row[0] + 1, row[1]) if row else Grown(0, 0)


def grow(connection: Connection[Any], draw: Draw, limit: int) -> Grown:
    """Add leaves for the next settled events, `limit` at most, and say how far the tree has come.

    All of it or nothing, whenever the process ends; two that do this at once take turns. The
    connection must be in autocommit mode, and must not let commits be lost (`synchronous_commit`):
    a salt that is lost is drawn anew, and then the tree is another than was vouched for.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_GROWING])
        before = grown(connection)
        rows, position = settled_rows(connection, before.position, limit)
        if not rows:
            return before
        hashes = _keep_leaves(connection, before.size, rows, draw(SALT_BYTES * len(rows)))
        _keep_tiles(connection, before.size, hashes)
        return Grown(before.size + len(rows), position)


def nodes(connection: Connection[Any]) -> Node:
    """Hands out the complete subtrees of the tree; each tile is read once.

    Raises `NoTreeError` where the database lacks one. For one answer only: what is read stays.
    """
    tiles: dict[tuple[int, int], bytes] = {}

    def node(level: int, index: int) -> bytes:
        of_tile, within = divmod(level, _TILE_LEVELS)
        number, first = divmod(index << within, TILE)
        end = first + (1 << within)
        tile = tiles.get((of_tile, number), b"")
        if len(tile) < end * HASH_BYTES:
            tile = tiles[of_tile, number] = read_tile(connection, of_tile, number)
        if len(tile) < end * HASH_BYTES:
            raise NoTreeError(f"tile {number} of level {of_tile} is not there, or not whole")
        return complete(_cut(tile[first * HASH_BYTES : end * HASH_BYTES]))

    return node


def read_tile(connection: Connection[Any], level: int, number: int) -> bytes:
    """The hashes of a tile, one after another, as far as there are any yet (C2SP tlog-tiles)."""
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    if level == 0:
        found = cursor.execute(_OF_LEVEL_0, [number * TILE, (number + 1) * TILE]).fetchone()
    else:
        found = cursor.execute(_OF_TILES, [level, number]).fetchone()
    return bytes(found[0]) if found and found[0] is not None else b""


def leaf_at(connection: Connection[Any], position: int) -> Leaf:
    """The leaf of the event at this position of the log. Raises `NoLeafError`."""
    return _leaf(connection, _LEAF.format("l.position"), position)


def leaf_of(connection: Connection[Any], index: int) -> Leaf:
    """The leaf with this index in the tree. Raises `NoLeafError`."""
    return _leaf(connection, _LEAF.format("l.index"), index)


_FIRST_TRIED = 50
"""How many events of a stream are read first where one of its last is most often asked for."""


def position_of(connection: Connection[Any], stream: UUID, event_id: UUID) -> int | None:
    """Where the event of this stream that goes by this id stands in the log.

    Ids follow from versions and not the other way: they are tried from the last one back, and
    all of a long stream are read only if it is none of the last.
    """
    query = (
        "SELECT originator_version, notification_id FROM eventlog_events WHERE originator_id = %s"
        " ORDER BY originator_version DESC LIMIT %s"
    )
    cursor = connection.cursor(row_factory=tuple_row)
    for most in (_FIRST_TRIED, None):
        for version, at in cursor.execute(query, [stream, most]).fetchall():
            if uuid5(stream, str(version)) == event_id:
                return int(at)
    return None


@contextmanager
def steady(connection: Connection[Any]) -> Iterator[None]:
    """All that is read inside belongs to one moment."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _leaf(connection: Connection[Any], query: str, at: int) -> Leaf:
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    row = cursor.execute(query.encode(), [at]).fetchone()
    if row is None or row[5] is None:
        raise NoLeafError(f"no leaf stands at {at}")
    index, position, salt, digest, content, stream, version, topic, state = row
    if content is None:
        if salt is None or state is None:
            raise NoLeafError(f"the event at position {position} has lost its salt or its bytes")
        content = content_of(salt, state)
    return Leaf(index, position, stream, version, topic, digest, content, salt, state)


def _keep_leaves(
    connection: Connection[Any], size: int, rows: Sequence[Row], salts: bytes
) -> list[bytes]:
    each = [salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES)]
    hashes = leaf_hashes(
        each,
        (
            (position, str(stream), version, topic, _there(state, position))
            for position, stream, version, topic, state in rows
        ),
    )
    with connection.cursor() as cursor, cursor.copy(_KEEP_LEAVES) as copy:
        copy.set_types(["int8", "int8", "bytea", "bytea"])
        for index, (row, salt, digest) in enumerate(zip(rows, each, hashes, strict=True), size):
            copy.write_row((index, row[0], salt, digest))
    return hashes


def _there(state: bytes | None, position: int) -> bytes:
    if state is None:
        raise NoTreeError(f"the event at position {position} lost its bytes too early")
    return state


def _keep_tiles(connection: Connection[Any], size: int, hashes: list[bytes]) -> None:
    """Keep what became complete above these new leaves, level by level.

    A hash goes up when its tile is full; what stood in the tile before is read back for that.
    """
    level = 0
    while hashes:
        number, there = divmod(size, TILE)
        if level:
            _append(connection, level, size, hashes)
        if there + len(hashes) < TILE:
            return
        # Leaves are in the table by now, and so are tiles: the open tile is read back whole.
        opened = _cut(read_tile(connection, level, number))[:there]
        whole = [*opened, *hashes]
        full = len(whole) // TILE
        hashes = [complete(whole[n * TILE : (n + 1) * TILE]) for n in range(full)]
        size, level = number, level + 1


def _append(connection: Connection[Any], level: int, size: int, hashes: Sequence[bytes]) -> None:
    """Put hashes at the end of a level of tiles that has so many."""
    at = 0
    while at < len(hashes):
        number, there = divmod(size + at, TILE)
        part = hashes[at : at + TILE - there]
        connection.execute(_KEEP_TILE, [level, number, b"".join(part)])
        at += len(part)


def _cut(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
