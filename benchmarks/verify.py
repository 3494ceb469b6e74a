"""Verify: a log recomputed up to its signed checkpoints, against plain SHA-256 of the same bytes.

100,000 contracts of ten events each, a checkpoint every 1,000. *Read* is the whole of
`audit verify` beside a loop that reads the events and hashes their bytes, nothing else; *in memory*
is hashing alone, on a part of the log, with nothing read and nothing compared.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from multiprocessing import get_context
from random import Random
from statistics import median
from subprocess import run as run_process
from uuid import UUID

import psycopg
from psycopg.rows import tuple_row

from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import derived_id
from domain.contract.events import ContractAmended, ContractConcluded
from eventstore import checkpoints
from eventstore.checkpoints import Signed
from eventstore.codec import CODEC
from eventstore.leaves import grow, nodes
from eventstore.verification.log import Asked, verify
from eventstore.verification.part import BLOCK, Event, blocks
from eventstore.verification.walk import processes
from proofs.checkpoint import Checkpoint, new_signer, signed
from proofs.leaf import leaf_hashes
from proofs.tree import Frontier, frontier
from tests import make

EVENTS = 20_000 if quick() else 1_000_000
SAMPLE = 10_000 if quick() else 200_000
REPEATS = 1 if quick() else 3
A_CONTRACT = 10
EVERY = 1_000

_SIGNER = new_signer("bench.example/log", bytes(range(32)))
_ID = "00000000-0000-4000-8000-0000000000aa"
_COPY = (
    "COPY eventlog_events (originator_id, originator_version, topic, state) FROM STDIN"
    " (FORMAT BINARY)"
)
_READ = """
SELECT notification_id, originator_id::text, originator_version, topic, state
FROM eventlog_events ORDER BY notification_id
"""


def run() -> list[Row]:
    with database() as url:
        _build(url, EVENTS // 10)
        tenth = _memory(url)
    with database() as url:
        _build(url, EVENTS)
        whole = _memory(url)
        asked = Asked(url, (_SIGNER.verifier,))
        found, plain = [], []
        for _ in range(REPEATS):
            plain.append(_rate(EVENTS, lambda: _read_and_hash(url)))
            found.append(_rate(EVENTS, lambda: _sound(asked)))
        alone = [_rate(EVENTS, lambda: _sound(Asked(url, asked.verifiers, processes=1)))]
        rows = _sample(url)
    hashing: dict[str, list[float]] = {"plain": [], "one": [], "several": []}
    salts, several = [sha256(row[4]).digest()[:16] for row in rows], processes()
    for _ in range(REPEATS):
        hashing["plain"].append(_rate(SAMPLE, lambda: _plain(rows)))
        hashing["one"].append(_rate(SAMPLE, lambda: _tree(salts, rows)))
        hashing["several"].append(_rate(SAMPLE, lambda: _shared(salts, rows, several)))
    unit, limit, in_memory = "events/s", median(plain), median(hashing["plain"])
    count = f"{EVENTS:,} events"
    return [
        against(
            f"{count}, read: verified by {several} processes", median(found), unit, limit, ">= 0.5"
        ),
        against(f"{count}, read: verified by 1 process", median(alone), unit, limit),
        against(
            f"in memory: leaves and tree by {several} processes",
            median(hashing["several"]),
            unit,
            in_memory,
            ">= 0.5",
        ),
        against("in memory: leaves and tree by 1 process", median(hashing["one"]), unit, in_memory),
        against(
            f"most memory of all processes, against {EVENTS // 10:,} events",
            whole,
            "MB",
            tenth,
            "<= 1.25",
        ),
    ]


def _build(url: str, events: int) -> None:
    """As the log would hold them, with leaves, tiles and checkpoints."""
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.set_types(["uuid", "int8", "text", "bytea"])
            for row in _history(events // A_CONTRACT):
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE eventlog_events")
        random = Random(1)
        while (size := grow(connection, random.randbytes, 10_000).size) < events:
            pass
        node = nodes(connection)
        for size in range(EVERY, events + 1, EVERY):
            root = frontier(size, node).root()
            note = signed(Checkpoint(_SIGNER.name, size, root), [_SIGNER])
            checkpoints.keep(connection, Signed(size, root, make.MONDAY, note))
        connection.execute("VACUUM ANALYZE proof_leaves")


def _history(contracts: int) -> Iterator[tuple[UUID, int, str, bytes]]:
    """All contracts are concluded, then all are amended again and again."""
    templates = [CODEC.encode(make.a(ContractConcluded, contract_id=UUID(_ID)))]
    templates += [CODEC.encode(make.a(ContractAmended, contract_id=UUID(_ID)))] * (A_CONTRACT - 1)
    ids = [derived_id("contract", number) for number in range(contracts)]
    for version, template in enumerate(templates, 1):
        topic = "ContractConcluded" if version == 1 else "ContractAmended"
        for contract_id in ids:
            yield (
                contract_id,
                version,
                topic,
                template.replace(_ID.encode(), str(contract_id).encode()),
            )


def _read_and_hash(url: str) -> None:
    """The limit: each row once in Python's hands, its bytes hashed."""
    with psycopg.connect(url) as connection:
        with connection.cursor("plain", row_factory=tuple_row, binary=True) as cursor:
            cursor.execute(_READ)
            while rows := cursor.fetchmany(1024):
                for row in rows:
                    sha256(row[4]).digest()


def _sound(asked: Asked) -> None:
    """A benchmark of a log that is not sound would be worth nothing."""
    verified = verify(asked)
    assert verified.proved == verified.leaves == EVENTS
    assert not verified.found.verdicts


def _sample(url: str) -> list[Event]:
    with psycopg.connect(url) as connection:
        cursor = connection.cursor(row_factory=tuple_row, binary=True)
        return cursor.execute(f"{_READ} LIMIT {SAMPLE}".encode()).fetchall()


def _plain(rows: Sequence[Event]) -> list[bytes]:
    return [sha256(row[4]).digest() for row in rows]


def _tree(salts: Sequence[bytes], rows: Sequence[Event]) -> bytes:
    hashes = leaf_hashes(salts, rows)
    tree = Frontier()
    for block in blocks(hashes):
        tree.append(block, 8)
    tree.extend(hashes[tree.size :])
    return tree.root()


def _shared(salts: Sequence[bytes], rows: Sequence[Event], several: int) -> None:
    """The same by several processes that have the rows already, each its share."""
    share = -(-len(rows) // several // BLOCK) * BLOCK
    context = get_context("fork")
    shares = [
        context.Process(target=_tree, args=(salts[at : at + share], rows[at : at + share]))
        for at in range(0, len(rows), share)
    ]
    for each in shares:
        each.start()
    for each in shares:
        each.join()


def _rate(events: int, work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return events / (time.perf_counter() - started)


def _memory(url: str) -> float:
    """The most memory that verifying took, in MB: of the first process and all others together."""
    done = run_process(
        [sys.executable, "-m", "benchmarks.verify", url], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    verify(Asked(sys.argv[1], (_SIGNER.verifier,)))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print((own + processes() * others) / 1024)
