"""A log with leaves, tiles and signed checkpoints, for tests that then touch it as superuser."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from uuid import UUID

import psycopg

from domain.base import derived_id
from domain.clock.events import ClockMoved
from eventstore import checkpoints
from eventstore.checkpoints import Signed
from eventstore.codec import CODEC, Recorded
from eventstore.leaves import grow, nodes
from eventstore.log import EventLog
from proofs.checkpoint import Checkpoint, Signer, new_signer, signed
from proofs.tree import frontier
from tests import make

SIGNER = new_signer("example.org/log", bytes(range(32)))
FALSE_SIGNER = new_signer("example.org/log", bytes(32))
STREAMS = 14
SIZES = (100, 300, 512, 650)
LEAVES, EVENTS, GAP = 690, 700, 690
"""The last leaf's position is 691: an append was rolled back at 690."""
TABLES = (
    "eventlog_events",
    "commands",
    "proof_leaves",
    "proof_tiles",
    "proof_checkpoints",
    "proof_deliveries",
)


def stream(number: int) -> UUID:
    return derived_id("stream", number)


def record(log: EventLog) -> None:
    """Streams take turns; each event follows from a command of its own."""
    for turn in range(EVENTS):
        if turn == GAP - 1:
            with log.connection() as connection:
                connection.execute("SELECT nextval('eventlog_events_notification_id_seq')")
        number, version, command = turn % STREAMS, turn // STREAMS + 1, derived_id("command", turn)
        event = make.a(ClockMoved, clock_id=stream(number), by=f"officer-{turn}", caused_by=command)
        stored = CODEC.to_stored_event(Recorded(stream(number), version, event))
        log._recorder.insert_events([stored], command_id=command, fingerprint=b"asked")


def sign(connection: psycopg.Connection[object], size: int, by: Signer = SIGNER) -> Signed:
    """A checkpoint over so many leaves as the tiles have them, kept."""
    root = frontier(size, nodes(connection)).root()
    note = signed(Checkpoint(by.name, size, root), [by])
    kept = Signed(size, root, make.MONDAY + timedelta(minutes=size), note)
    checkpoints.keep(connection, kept)
    return kept


def build(url: str) -> None:
    """All of it: events, leaves for most, checkpoints over some of these."""
    random = Random(1)
    with EventLog(url) as log:
        record(log)
    with psycopg.connect(url, autocommit=True) as connection:
        size = 0
        while size < LEAVES:
            size = grow(connection, random.randbytes, min(100, LEAVES - size)).size
        for size in SIZES:
            sign(connection, size)
        for table in TABLES:
            connection.execute(f"CREATE TABLE saved_{table} AS TABLE {table}".encode())


@contextmanager
def superuser(url: str) -> Iterator[psycopg.Connection[object]]:
    """Somebody for whom no guard holds; all is as before when it is over."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        try:
            yield connection
        finally:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}".encode())
                connection.execute(f"INSERT INTO {table} SELECT * FROM saved_{table}".encode())
