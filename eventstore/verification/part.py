"""A part of the log and its leaves: read, hashed and compared (AU-04).

Nearly always all is well. So leaves come as a few long strings and are compared as one; only where
that fails are they looked at one by one. Not more than a few thousand rows are ever in memory.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore import tombstones
from proofs.leaf import SALT_BYTES, content_of, leaf_data, leaf_hash, leaf_hashes
from proofs.tree import Frontier, paired

PART = 8192
"""Leaves read together."""
BLOCK = 256
"""Leaves under one hash of the first tile."""
ODD_KEPT = 50
"""Of a part, so many things amiss are kept with their bytes; more are counted."""
LOST = bytes(32)
"""Stands in the tree where a leaf is gone: no hash is ever all zeros."""

_LEVELS = 8
_ROWS = 1024
_TOGETHER = b"""
SELECT count(*), count(content), string_agg(salt, ''), string_agg(hash, ''),
       string_agg(int8send(position), '')
FROM (SELECT * FROM proof_leaves WHERE index >= %s AND index < %s ORDER BY index) leaves
"""
_EACH = b"""
SELECT index, position, salt, hash, content
FROM proof_leaves WHERE index >= %s AND index < %s ORDER BY index
"""
_EVENTS = b"""
SELECT notification_id, originator_id::text, originator_version, topic, state
FROM eventlog_events WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id
"""

Event = tuple[int, str, int, str, bytes]
"""Position, stream, version, topic and stored bytes."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as it is kept."""

    index: int
    position: int
    salt: bytes | None
    hash: bytes
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Odd:
    """A leaf and an event that do not fit, one without the other, or an index without either."""

    index: int | None
    leaf: Leaf | None
    event: Event | None


@dataclass(slots=True)
class Compared:
    """The same leaves by two accounts: as they are kept, and as they follow from the events."""

    leaves: list[bytes]
    events: list[bytes]
    odd: list[Odd] = field(default_factory=list)
    odd_left_out: int = 0
    destroyed: dict[tuple[str, UUID], int] = field(default_factory=dict)
    """How many events gave way, by stream and signed list."""


def compare(
    connection: Connection[Any], first: int, count: int, after: int, until: int
) -> Compared:
    """The leaves from an index on, beside the events in these positions."""
    hashes = _all_well(connection, first, count, after, until)
    if hashes is not None:
        return Compared(hashes, hashes)
    return _one_by_one(connection, first, count, after, until)


def blocks(hashes: Sequence[bytes]) -> list[bytes]:
    """The hash over each block that is whole."""
    whole = hashes[: len(hashes) - len(hashes) % BLOCK]
    for _ in range(_LEVELS):
        whole = paired(whole)
    return list(whole)


def edges(hashes: Sequence[bytes], first: int, sizes: Sequence[int]) -> dict[int, list[bytes]]:
    """For trees of these sizes (ascending): the complete subtrees within their last, open block."""
    found, opened, frontier = {}, -1, Frontier()
    for size in sizes:
        start = size - size % BLOCK
        if start != opened:
            opened, frontier = start, Frontier()
        frontier.extend(hashes[start + frontier.size - first : size - first])
        found[size] = list(frontier.peaks)
    return found


def leaf_of(leaf: Leaf, event: Event, *, position: int | None = None) -> bytes | None:
    """What the leaf's hash would be if the event were the one it was made of; none if unknown."""
    at, stream, version, topic, state = event
    content = leaf.content if leaf.salt is None else content_of(leaf.salt, state)
    if content is None:
        return None
    at = at if position is None else position
    return leaf_hash(leaf_data(content, at, UUID(stream), topic, version))


def _all_well(
    connection: Connection[Any], first: int, count: int, after: int, until: int
) -> list[bytes] | None:
    """The leaves' hashes, if each follows from its event; else nothing."""
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    row = cursor.execute(_TOGETHER, [first, first + count], prepare=True).fetchone()
    assert row is not None
    there, contents, salts, kept, positions = row
    if there != count or contents or len(salts or b"") != count * SALT_BYTES:
        return None
    salted = [salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES)]
    hashes: list[bytes] = []
    found: list[int] = []
    for rows in _events(connection, after, until):
        coming = salted[len(hashes) : len(hashes) + len(rows)]
        if len(coming) != len(rows):
            return None
        hashes += leaf_hashes(coming, rows)
        found += [row[0] for row in rows]
    if struct.pack(f">{len(found)}q", *found) != positions or b"".join(hashes) != kept:
        return None
    return hashes


def _one_by_one(
    connection: Connection[Any], first: int, count: int, after: int, until: int
) -> Compared:
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    found = [Leaf(*row) for row in cursor.execute(_EACH, [first, first + count])]
    kept, by_position = [LOST] * count, {}
    for leaf in found:
        kept[leaf.index - first] = leaf.hash
        by_position[leaf.position] = leaf
    answer = Compared(kept, [])
    computed: dict[int, bytes] = {leaf.index: leaf.hash for leaf in found}
    for rows in _events(connection, after, until):
        for event in rows:
            leaf_there = by_position.pop(event[0], None)
            if leaf_there is None:
                _note(answer, Odd(None, None, event))
                continue
            digest = _digest(answer, leaf_there, event)
            computed[leaf_there.index] = digest or LOST
            if digest != leaf_there.hash:
                _note(answer, Odd(leaf_there.index, leaf_there, event))
    for leaf in by_position.values():
        _note(answer, Odd(leaf.index, leaf, None))
    there = {leaf.index for leaf in found}
    for index in range(first, first + count):
        if index not in there:
            _note(answer, Odd(index, None, None))
    answer.events = _in_order_of_position(found, computed, first, count)
    return answer


def _in_order_of_position(
    found: list[Leaf], computed: dict[int, bytes], first: int, count: int
) -> list[bytes]:
    """As the events have it: leaves that changed places are where their events are."""
    answer = [LOST] * count
    places = sorted(leaf.index for leaf in found)
    for place, leaf in zip(places, sorted(found, key=lambda leaf: leaf.position), strict=True):
        answer[place - first] = computed[leaf.index]
    return answer


def _digest(answer: Compared, leaf: Leaf, event: Event) -> bytes | None:
    """The leaf's hash as the event has it; nothing if the two do not belong together."""
    state = event[4]
    gone = tombstones.is_destroyed(state)
    if gone != (leaf.salt is None):
        return None
    if gone:
        try:
            place = event[1], tombstones.list_of(state)
        except (ValueError, KeyError, TypeError):
            return None
        answer.destroyed[place] = answer.destroyed.get(place, 0) + 1
    elif leaf.content is not None:
        return None
    return leaf_of(leaf, event)


def _note(answer: Compared, odd: Odd) -> None:
    if len(answer.odd) < ODD_KEPT:
        answer.odd.append(odd)
    else:
        answer.odd_left_out += 1


def _events(connection: Connection[Any], after: int, until: int) -> Iterator[list[Event]]:
    with connection.cursor("part", row_factory=tuple_row, binary=True) as cursor:
        cursor.execute(_EVENTS, [after, until])
        while rows := cursor.fetchmany(_ROWS):
            yield rows
