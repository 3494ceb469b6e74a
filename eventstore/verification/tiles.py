"""The tiles as they are kept, which proofs are made from: held against the tree (AU-04)."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from eventstore.leaves import HASH_BYTES, TILE, read_tile
from eventstore.verification.verdicts import Found, Verdict
from proofs.tree import complete


class Kept:
    """Hands out the hashes of the lowest kept tiles in their order, one tile in memory."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._number = -1
        self._tile = b""

    def of_block(self, number: int) -> bytes | None:
        """The hash over a block of leaves; none if the tile lacks it."""
        tile, at = divmod(number, TILE)
        if tile != self._number:
            self._number, self._tile = tile, read_tile(self._connection, 1, tile)
        found = self._tile[at * HASH_BYTES : (at + 1) * HASH_BYTES]
        return found if len(found) == HASH_BYTES else None


def above(connection: Connection[Any], found: Found, size: int) -> None:
    """Each tile follows from those below it; they are as many as the tree is large."""
    level, below = 1, size // TILE
    while below:
        _length(connection, found, level, below)
        full = below // TILE
        for number in range(full):
            lower = read_tile(connection, level, number)
            upper = read_tile(connection, level + 1, number // TILE)
            at = number % TILE * HASH_BYTES
            if len(lower) == TILE * HASH_BYTES and upper[at : at + HASH_BYTES] != complete(
                list(_cut(lower))
            ):
                found.add(_differs(level + 1, number // TILE, number % TILE))
        level, below = level + 1, full
    beyond = connection.execute("SELECT count(*) FROM proof_tiles WHERE level >= %s", [level])
    row = beyond.fetchone()
    if row and row[0]:
        found.add(Verdict("tile_rewritten", f"{row[0]} tiles stand above a tree of this size"))


def _length(connection: Connection[Any], found: Found, level: int, hashes: int) -> None:
    row = connection.execute(
        "SELECT coalesce(sum(octet_length(hashes)), 0) FROM proof_tiles WHERE level = %s", [level]
    ).fetchone()
    there = int(row[0]) // HASH_BYTES if row else 0
    if there != hashes:
        what = f"the tiles of level {level} hold {there:,} hashes; the tree has {hashes:,}"
        found.add(Verdict("tile_rewritten", what))


def _differs(level: int, number: int, at: int) -> Verdict:
    what = f"hash {at} of tile {number} at level {level} does not follow from the tile below it"
    return Verdict("tile_rewritten", what)


def _cut(tile: bytes) -> Iterator[bytes]:
    for at in range(0, len(tile), HASH_BYTES):
        yield tile[at : at + HASH_BYTES]
