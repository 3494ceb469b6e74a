"""All parts of the log in their order, read by several processes at one moment (AU-04)."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Literal

from eventstore.verification.part import PART, Compared, blocks, compare, edges
from proofs.checkpoint import Unproven, Verifier, opened

WORTH_A_PROCESS = 4 * PART
"""Leaves below which another process takes longer to start than it saves."""

_BOUNDARY = b"""
SELECT ARRAY(SELECT position FROM proof_leaves WHERE index < %(index)s ORDER BY index DESC LIMIT 2),
       (SELECT position FROM proof_leaves WHERE index >= %(index)s ORDER BY index LIMIT 1)
"""
_SIGNED = b"""
SELECT size, root, note, at FROM proof_checkpoints
WHERE size > %s AND size <= %s ORDER BY size
"""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many leaves there are, and the snapshot of the database in which that is so."""

    size: int
    snapshot: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a process: a part, seen at the given moment.

    `sizes` are those of checkpoints from elsewhere that end in the part.
    """

    url: str
    snapshot: str
    first: int
    count: int
    last: bool
    verifiers: tuple[Verifier, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint of the database; without `root` its note says nothing that can be based on."""

    size: int
    at: datetime
    root: bytes | None
    problem: str | None = None
    """A reason of `Unproven`, or `row_differs`."""
    said: str = ""


@dataclass(slots=True)
class Part:
    """What a part came to. Of `leaves` and `events`: a hash a block, and the edges by tree size."""

    first: int
    count: int
    leaves: list[bytes]
    events: list[bytes]
    leaf_edges: dict[int, list[bytes]]
    event_edges: dict[int, list[bytes]]
    signed: list[Signed]
    compared: Compared = field(default_factory=lambda: Compared([], []))


@contextmanager
def workers(count: int) -> Iterator[Callable[[Iterable[Job]], Iterator[Part]]]:
    """What works off jobs in their order, in so many processes (in this one, if 1).

    Open it before any connection and any thread: the processes are forked where that is safe.
    """
    with ExitStack() as stack:
        if count == 1:
            held = _Held()
            stack.callback(held.close)
            yield lambda jobs: (carry_out(held.connection(job), job) for job in jobs)
            return
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        pool = stack.enter_context(ProcessPoolExecutor(count, mp_context=context))
        pool.submit(int).result()
        yield lambda jobs: _in_order(pool, jobs, 2 * count)


def processes(leaves: int | None = None) -> int:
    """How many processes are worth it."""
    if leaves is not None and leaves < WORTH_A_PROCESS:
        return 1
    return max(1, min(8, len(os.sched_getaffinity(0)) if sys.platform == "linux" else 2))


def jobs(
    url: str, extent: Extent, verifiers: Sequence[Verifier], sizes: Iterable[int]
) -> Iterator[Job]:
    """The parts that the leaves fall into."""
    wanted = sorted(set(sizes))
    for first in range(0, extent.size, PART):
        count = min(PART, extent.size - first)
        inside = tuple(size for size in wanted if first < size <= first + count)
        last = first + count == extent.size
        yield Job(url, extent.snapshot, first, count, last, tuple(verifiers), inside)


def carry_out(connection: Connection[Any], job: Job) -> Part:
    """Read, hash and compare a part."""
    until = job.first + job.count
    after, end = _boundary(connection, job.first), _boundary(connection, until)
    compared = compare(connection, job.first, job.count, after, end)
    signed = _signed(connection, job)
    sizes = sorted({*job.sizes, *(each.size for each in signed), *((until,) if job.last else ())})
    part = Part(job.first, job.count, [], [], {}, {}, signed)
    part.leaves, part.leaf_edges = (
        blocks(compared.leaves),
        edges(compared.leaves, job.first, sizes),
    )
    if compared.events is compared.leaves:
        part.events, part.event_edges = part.leaves, part.leaf_edges
    else:
        part.events = blocks(compared.events)
        part.event_edges = edges(compared.events, job.first, sizes)
    compared.leaves, compared.events = [], []
    part.compared = compared
    return part


def signed_row(row: tuple[int, bytes, str, datetime], verifiers: Sequence[Verifier]) -> Signed:
    """A row of checkpoints, its note verified."""
    size, root, note, at = row
    try:
        checkpoint = opened(note, verifiers)
    except Unproven as error:
        return Signed(size, at, None, error.reason, str(error))
    if (checkpoint.size, checkpoint.root) != (size, root):
        said = f"the note says {checkpoint.size} leaves and root {checkpoint.root.hex()}"
        return Signed(size, at, None, "row_differs", said)
    return Signed(size, at, checkpoint.root)


def _signed(connection: Connection[Any], job: Job) -> list[Signed]:
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    rows = cursor.execute(_SIGNED, [job.first, job.first + job.count], prepare=True)
    return [signed_row(row, job.verifiers) for row in rows]


def _boundary(connection: Connection[Any], index: int) -> int:
    """The position up to which the events belong before this leaf.

    It is that of the leaf before, unless that one's position was tampered with.
    """
    if index == 0:
        return -1
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    row = cursor.execute(_BOUNDARY, {"index": index}, prepare=True).fetchone()
    assert row is not None
    at, before = (*map(int, row[0]), -1, -1)[:2]
    beyond = None if row[1] is None else int(row[1])
    if before < at and (beyond is None or at < beyond):
        return at
    if beyond is not None and before < beyond:
        return beyond - 1
    return max(before, at)


def _in_order(pool: ProcessPoolExecutor, asked: Iterable[Job], ahead: int) -> Iterator[Part]:
    """Not more are under way, or done and not yet taken, than `ahead`."""
    coming = iter(asked)
    under_way: deque[Future[Part]] = deque(
        pool.submit(_elsewhere, job) for job in islice(coming, ahead)
    )
    while under_way:
        yield under_way.popleft().result()
        under_way.extend(pool.submit(_elsewhere, job) for job in islice(coming, 1))


class _Held:
    """One connection, kept from job to job."""

    def __init__(self) -> None:
        self._open: tuple[str, Connection[Any]] | None = None

    def connection(self, job: Job) -> Connection[Any]:
        if self._open is None or self._open[0] != job.snapshot:
            self.close()
            self._open = job.snapshot, at_moment(job.url, job.snapshot)
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


_HELD = _Held()


def _elsewhere(job: Job) -> Part:
    return carry_out(_HELD.connection(job), job)


def at_moment(url: str, snapshot: str | None = None) -> Connection[Any]:
    """A connection that sees one moment and cannot write; the same as another's, if given."""
    connection = psycopg.connect(url, connect_timeout=15)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    if snapshot is not None:
        connection.execute(SQL("SET TRANSACTION SNAPSHOT {}").format(Literal(snapshot)))
    return connection
