"""The whole log recomputed at one moment, in bounded memory: what stands, what does not (AU-04).

From the rows of events to their contents, leaves, tree and roots, and from there to every signed
checkpoint; nothing that is kept beside the events is taken on trust.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection

from eventstore.verification import signed, streams, tiles
from eventstore.verification.accounts import Account, Accounts, add_block, go_by, right_about
from eventstore.verification.destruction import unsigned
from eventstore.verification.naming import in_order, named
from eventstore.verification.part import BLOCK, Odd
from eventstore.verification.verdicts import Found, Verdict
from eventstore.verification.walk import Extent, Part, at_moment, jobs, processes, workers
from proofs.checkpoint import Verifier

ODD_KEPT = 300
"""So many things amiss are kept with their bytes and named one by one; more are counted."""

_LOST_AT_MOST = 100_000
"""More leaves than that cannot be missing one by one: then a number is made up."""

Tick = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much."""

_SIZE = b"SELECT coalesce(max(index) + 1, 0) FROM proof_leaves"
_EXTENT = b"""
SELECT coalesce(max(index) + 1, 0), count(*), pg_export_snapshot() FROM proof_leaves
"""
_LAST = b"SELECT index + 1, position FROM proof_leaves WHERE index < %s ORDER BY index DESC LIMIT 1"
_WAITING = b"SELECT count(*) FROM eventlog_events WHERE notification_id > %s"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to verify: by which keys, and with which checkpoints that somebody else kept."""

    url: str
    verifiers: tuple[Verifier, ...]
    outside: tuple[signed.Outside, ...] = ()
    readable: bool = False
    processes: int | None = None


@dataclass(slots=True)
class Verified:
    """What was recomputed. `waiting` events have no leaf yet; `proved` leaves are under a signed
    root that the tree comes to, of which the last was signed at `proved_at`.
    """

    leaves: int = 0
    waiting: int = 0
    destroyed: int = 0
    proved: int = 0
    proved_at: datetime | None = None
    root: bytes = b""
    checkpoints: int = 0
    agreed: list[str] = field(default_factory=list)
    read: int | None = None
    found: Found = field(default_factory=Found)

    @property
    def unsigned(self) -> int:
        """Leaves that are under no checkpoint yet."""
        return self.leaves - self.proved


@dataclass(slots=True)
class _Walk:
    """What is carried from part to part."""

    accounts: Accounts = field(default_factory=Accounts)
    odd: list[Odd] = field(default_factory=list)
    left_out: int = 0
    destroyed: dict[tuple[str, UUID], int] = field(default_factory=dict)
    agreed: int = 0
    """The size of the last checkpoint from outside that the tree comes to."""


def verify(asked: Asked, tick: Tick = lambda *_: None) -> Verified:
    """Recompute everything. Raises `psycopg.errors.UndefinedTable` if the tables are not there."""
    with psycopg.connect(asked.url, connect_timeout=15) as connection:
        row = connection.execute(_SIZE).fetchone()
    count = asked.processes or processes(row[0] if row else 0)
    with workers(count) as work, at_moment(asked.url) as connection:
        return _verified(asked, connection, work, tick)


def _verified(
    asked: Asked,
    connection: Connection[Any],
    work: Callable[[Iterable[Any]], Iterable[Part]],
    tick: Tick,
) -> Verified:
    row = connection.execute(_EXTENT, binary=True).fetchone()
    assert row is not None
    said, count, snapshot = row
    size, position = connection.execute(_LAST, [count + _LOST_AT_MOST]).fetchone() or (0, 0)
    answer, walk = Verified(leaves=size), _Walk()
    if said > size:
        what = f"the last leaf says that it is leaf {said - 1}, but there are {count} in all"
        answer.found.add(Verdict("leaf_rewritten", what, index=said - 1))
    outside = signed.admitted(asked.outside, asked.verifiers, size, answer.found)
    kept = tiles.Kept(connection)
    asked_for = jobs(asked.url, Extent(size, snapshot), asked.verifiers, [o.size for o in outside])
    for part in work(asked_for):
        _take(walk, answer, part, outside, kept)
        tick("log", part.first + part.count, size)
    _judge(connection, walk, answer)
    tiles.above(connection, answer.found, size)
    signed.beyond(connection, asked.verifiers, size, answer.found)
    streams.whole(connection, answer.found, position)
    streams.answered(connection, answer.found)
    waiting = connection.execute(_WAITING, [position]).fetchone()
    answer.waiting = waiting[0] if waiting else 0
    answer.checkpoints = signed.count(connection)
    if asked.readable:
        answer.read = 0
        for read in streams.readable(connection, answer.found):
            answer.read += read
            tick("events read", answer.read, size + answer.waiting)
    answer.found.verdicts = in_order(answer.found.verdicts)
    return answer


def _take(
    walk: _Walk,
    answer: Verified,
    part: Part,
    outside: Sequence[signed.Admitted],
    kept: tiles.Kept,
) -> None:
    """Go on to the end of a part, by every signed root on the way."""
    accounts = walk.accounts
    room = ODD_KEPT - len(walk.odd)
    walk.odd += part.compared.odd[:room]
    walk.left_out += part.compared.odd_left_out + len(part.compared.odd[room:])
    for place, count in part.compared.destroyed.items():
        walk.destroyed[place] = walk.destroyed.get(place, 0) + count
    stops: list[signed.Signed | signed.Admitted] = [*part.signed]
    stops += [each for each in outside if part.first < each.size <= part.first + part.count]
    for stop in sorted(stops, key=lambda each: each.size):
        _blocks_up_to(accounts, part, stop.size, kept)
        _stop(walk, answer, part, stop)
    end = part.first + part.count
    _blocks_up_to(accounts, part, end, kept)
    if end == answer.leaves:
        answer.root = accounts.root("leaves", part.leaf_edges[end], end)


def _blocks_up_to(accounts: Accounts, part: Part, size: int, kept: tiles.Kept) -> None:
    while accounts.size + BLOCK <= size:
        at = (accounts.size - part.first) // BLOCK
        tile = kept.of_block(accounts.size // BLOCK)
        leaves, events = part.leaves[at], part.events[at]
        add_block(accounts, {"leaves": leaves, "events": events, "tiles": tile or leaves})


def _stop(walk: _Walk, answer: Verified, part: Part, stop: signed.Signed | signed.Admitted) -> None:
    accounts = walk.accounts
    if stop.root is None:
        assert isinstance(stop, signed.Signed)
        answer.found.add(signed.unproven(stop))
        return
    edges: dict[Account, list[bytes]] = {
        "leaves": part.leaf_edges[stop.size],
        "events": part.event_edges[stop.size],
    }
    agrees = go_by(accounts, stop.size, stop.root, edges)
    if agrees:
        answer.proved = stop.size
    if isinstance(stop, signed.Signed):
        answer.proved_at = stop.at if agrees else answer.proved_at
    elif agrees:
        answer.agreed.append(stop.name)
        walk.agreed = stop.size
    else:
        accounts.unmatched.remove(stop.size)
        answer.found.add(signed.disagreeing(stop, walk.agreed))


def _judge(connection: Connection[Any], walk: _Walk, answer: Verified) -> None:
    """Name what was found on the way, now that it is known which account to believe."""
    accounts, found = walk.accounts, answer.found
    between = signed.Between(connection)
    found.add(*named(walk.odd, lambda index: right_about(accounts, index), between))
    found.more("event_altered", walk.left_out)
    answer.destroyed = sum(walk.destroyed.values())
    found.add(*unsigned(connection, walk.destroyed))
    found.add(*_of_blocks(walk, between))
    found.add(*signed.unmatched(connection, accounts))


def _of_blocks(walk: _Walk, between: signed.Between) -> Iterator[Verdict]:
    """Where the accounts of a whole block differ and no leaf by itself says why."""
    accounts = walk.accounts
    amiss = {each.index // BLOCK for each in walk.odd if each.index is not None}
    lost = {each.index // BLOCK for each in walk.odd if each.index is not None and not each.leaf}
    for number, doubt in accounts.doubted.items():
        right = accounts.right.get(number)
        first = number * BLOCK
        last, where = first + BLOCK - 1, between(first)
        if (
            right is None
            and doubt.hashes["tiles"] != doubt.hashes["leaves"]
            and number not in amiss
        ):
            what = f"leaves {first} to {last} and the tile above them do not agree"
            yield Verdict("tile_rewritten", what, index=first, between=where)
        elif right is not None and "tiles" not in right:
            what = f"the tile over leaves {first} to {last} is not what was signed"
            yield Verdict("tile_rewritten", what, index=first, between=where)
        if right == frozenset[Account](["tiles"]) and number not in lost:
            what = f"among leaves {first} to {last}, events and their leaves were both rewritten"
            yield Verdict("leaf_rewritten", what, index=first, between=where)
        elif right is not None and "leaves" not in right and number not in amiss:
            what = f"leaves {first} to {last} are not in the order that was signed"
            yield Verdict("leaf_rewritten", what, index=first, between=where)
