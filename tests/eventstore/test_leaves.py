"""The tree grows with the log: each event once, in order, whatever gaps and kills there are."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any
from uuid import uuid4, uuid5

import psycopg
import pytest
from psycopg import Connection
from tlog_scales import signing, tlog, writer

from eventstore import leaves
from eventstore.leaves import Grown, grow, grown, leaf_at, leaf_of, nodes, position_of
from eventstore.log import EventLog
from proofs import tree
from proofs.checkpoint import Checkpoint, new_signer, signed
from proofs.leaf import content_of, leaf_data, leaf_hash
from tests.eventstore.writers import APPEND, STATE, TOPIC, stored


@pytest.fixture
def connection(migrated_url: str) -> Iterator[Connection[Any]]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        yield connection


def append(log: EventLog, count: int) -> None:
    log.recorder.insert_events(stored(uuid4(), 1, count))


def roll_back(url: str) -> None:
    """Leave a gap in the positions."""
    with psycopg.connect(url) as connection:
        connection.execute(APPEND, (uuid4(), 1, TOPIC, [STATE]))
        connection.rollback()


def grow_until_cut_off(url: str) -> None:
    """In small batches, until the server ends the connection."""
    with suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
        while True:
            grow(connection, os.urandom, 7)


def cut_off(connection: Connection[Any]) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND query NOT LIKE '%eventlog_append%'"
    )


def cutting(connection: Connection[Any], count: int) -> bytes:
    """Salts, drawn just as the connection that asked for them is lost."""
    cut_off(connection)
    return os.urandom(count)


def whole(connection: Connection[Any]) -> None:
    """The tree holds every event once, in order, and its tiles are those of its leaves."""
    rows = connection.execute(
        "SELECT index, position, salt, hash, notification_id, originator_id, topic,"
        " originator_version, state FROM proof_leaves FULL JOIN eventlog_events"
        " ON notification_id = position ORDER BY notification_id"
    ).fetchall()
    hashes = []
    for nth, (index, position, salt, digest, at, stream, topic, version, state) in enumerate(rows):
        assert (index, position) == (nth, at)
        data = leaf_data(content_of(salt, state), position, stream, topic, version)
        assert digest == leaf_hash(data)
        hashes.append(digest)
    assert leaf_of(connection, len(rows) - 1).data == data
    assert len({row[2] for row in rows}) == len(rows), "each event has a salt of its own"
    assert tree.frontier(len(rows), nodes(connection)).root() == tree.root(hashes)


@pytest.mark.row("AU-04", "AU-16")
def test_events_become_leaves_in_their_order_past_gaps_that_are_settled(
    log: EventLog, connection: Connection[Any], migrated_url: str
) -> None:
    assert grow(connection, os.urandom, 100) == Grown(0, 0)
    append(log, 3)
    roll_back(migrated_url)
    append(log, 2)
    assert grow(connection, os.urandom, 2) == Grown(2, 2)
    assert grow(connection, os.urandom, 100) == Grown(3, 3), "up to the gap without waiting"
    assert grow(connection, os.urandom, 100) == grow(connection, os.urandom, 100) == Grown(5, 6)
    assert leaf_at(connection, 5).index == 3
    whole(connection)
    connection.execute("ALTER FUNCTION eventlog_await_appends() SET lock_timeout = '50ms'")
    with psycopg.connect(migrated_url) as slow:
        slow.execute(APPEND, (uuid4(), 1, TOPIC, [STATE]))
        append(log, 1)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            grow(connection, os.urandom, 100)
        assert grown(connection) == Grown(5, 6), "an event that may still come is waited for"
    assert grow(connection, os.urandom, 100) == Grown(7, 8)
    whole(connection)


@pytest.mark.row("AU-04")
def test_a_tree_that_is_cut_off_again_and_again_has_each_event_once(
    log: EventLog, connection: Connection[Any], migrated_url: str
) -> None:
    for _ in range(15):
        append(log, 40)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            size = grown(connection).size
            growing = [pool.submit(grow_until_cut_off, migrated_url) for _ in range(2)]
            while grown(connection).size < size + 50:
                sleep(0.001)
            while not all(each.done() for each in growing):
                cut_off(connection)
            for each in growing:
                each.result()

    before = grown(connection)
    with psycopg.connect(migrated_url, autocommit=True) as doomed:
        with pytest.raises(psycopg.OperationalError):
            grow(doomed, lambda count: cutting(connection, count), 100)
    assert grown(connection) == before
    while grow(connection, os.urandom, 100).size < 600:
        pass
    whole(connection)


@pytest.mark.row("AU-04")
def test_another_library_builds_the_same_tree_from_our_leaves_and_accepts_our_checkpoint(
    log: EventLog, connection: Connection[Any], tmp_path: Path
) -> None:
    key = new_signer("inkoop.example/log", b"1" * 32)
    theirs = writer.TilesWriter.create(tmp_path / "log", key.name)
    signer = signing.PlainEd25519Signer(key.name, b"1" * 32)
    size = 0
    for count, limit in ((200, 60), (320, 512), (1, 10)):
        append(log, count)
        while grown(connection).size < size + count:
            grow(connection, os.urandom, limit)
        for index in range(size, size + count):
            theirs.add_leaf(leaf_of(connection, index).data)
        size += count
        theirs.commit([signer])
        root = tree.frontier(size, nodes(connection)).root()
        their_note = (tmp_path / "log" / "checkpoint").read_text()
        assert signed(Checkpoint(key.name, size, root), [key]) == their_note
        tlog.Checkpoint.from_text(their_note).verify(signing.Vkey.from_string(str(key.verifier)))
    node = nodes(connection)
    for index in (0, 199, 200, 255, 256, 520):
        path = tree.inclusion(index, size, node)
        assert path == theirs.reader.get_inclusion_proof(index, size).node_hashes
    for old in (1, 200, 256, 520):
        path = tree.consistency(old, size, node)
        assert path == theirs.reader.get_consistency_proof(old, size).node_hashes
    assert leaves.read_tile(connection, 1, 0) == (tmp_path / "log/tile/1/000.p/2").read_bytes()


@pytest.mark.row("AU-04")
def test_an_event_is_found_in_its_stream_whether_it_is_one_of_the_last_or_not(
    log: EventLog, connection: Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, other = uuid4(), uuid4()
    log.recorder.insert_events(stored(stream, 1, 3))
    log.recorder.insert_events(stored(other, 1, 4))
    log.recorder.insert_events(stored(stream, 4, 3))
    monkeypatch.setattr(leaves, "_FIRST_TRIED", 2)
    ids = [uuid5(stream, str(version)) for version in range(1, 8)]
    found = [position_of(connection, stream, each) for each in ids]
    assert found == [1, 2, 3, 8, 9, 10, None]
    assert position_of(connection, other, ids[0]) is None
