"""Checkpoints are signed as the log grows, and never one that contradicts another."""

from collections.abc import Iterator, Sequence
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from eventstore import checkpoints, leaves
from eventstore.checkpoints import SIGNING
from eventstore.log import EventLog
from proofs import tree
from proofs.checkpoint import Checkpoint, Signer, new_signer, opened
from runtime import proving
from runtime.checkpoint_keys import Keys
from runtime.proving import CHANGED, NO_KEY, SHORTER, UNKNOWN_KEY, Prover
from tests import make
from tests.eventstore.writers import stored

NAME = "inkoop.example/log"
KEY, NEXT_KEY = new_signer(NAME, b"1" * 32), new_signer(NAME, b"2" * 32)
NEW_NAME = new_signer("inkoop.example/log-2", b"3" * 32)


class Log:
    """A log that grows, and the proofs of it."""

    def __init__(self, url: str, connection: Connection[Any], events: EventLog) -> None:
        self.url = url
        self.connection = connection
        self.events = events

    def append(self, count: int = 3) -> None:
        self.events.recorder.insert_events(stored(uuid4(), 1, count))

    def prover(self, *signers: Signer, older: Sequence[Signer] = (), **more: Any) -> Prover:
        verifiers = tuple(each.verifier for each in (*signers, *older))
        return Prover(self.url, Keys(signers, verifiers), lambda: make.MONDAY, **more)

    def last(self) -> int:
        found = checkpoints.latest(self.connection)
        return found.size if found else 0

    def trouble(self) -> str | None:
        known = {each.target: each.failure for each in checkpoints.deliveries(self.connection)}
        return known.get(SIGNING)

    def touch(self, sql: str) -> None:
        """As somebody who may do anything."""
        with self.connection.transaction():
            self.connection.execute("SET LOCAL session_replication_role = replica")
            assert self.connection.execute(sql.encode()).rowcount == 1


@pytest.fixture
def log(migrated_url: str) -> Iterator[Log]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        with EventLog(migrated_url) as events:
            yield Log(migrated_url, connection, events)


def until(held: Any, seconds: float = 20) -> None:
    deadline = monotonic() + seconds
    while not held():
        assert monotonic() < deadline
        sleep(0.02)


@pytest.mark.row("AU-04")
def test_keys_change_and_the_chain_of_checkpoints_does_not_break(log: Log) -> None:
    log.append()
    assert log.prover().catch_up().size == 3
    assert (log.last(), log.trouble()) == (0, NO_KEY)
    log.prover(KEY).catch_up()
    assert (log.last(), log.trouble()) == (3, None)
    log.append()
    log.prover(NEXT_KEY).catch_up()
    assert (log.last(), log.trouble()) == (3, UNKNOWN_KEY), "nobody takes over unannounced"
    log.prover(NEXT_KEY, KEY).catch_up()
    log.append()
    log.prover(NEXT_KEY, older=[KEY]).catch_up()
    log.append()
    log.prover(NEW_NAME, older=[NEXT_KEY]).catch_up()
    signed = checkpoints.newest(log.connection, 10)
    assert [each.size for each in signed] == [12, 9, 6, 3]
    believed = [NEW_NAME.verifier], [NEXT_KEY.verifier], [NEXT_KEY.verifier], [KEY.verifier]
    roots = [opened(each.note, key).root for each, key in zip(signed, believed, strict=True)]
    node = leaves.nodes(log.connection)
    path = tree.consistency(3, 12, node)
    assert tree.verify_consistency(3, 12, roots[3], roots[0], path)
    opened(signed[2].note, [KEY.verifier])


@pytest.mark.row("AU-04")
def test_no_checkpoint_is_signed_over_a_log_that_was_touched(log: Log) -> None:
    log.append()
    log.prover(KEY).catch_up()
    log.append()
    log.touch("UPDATE proof_leaves SET hash = sha256('x') WHERE index = 1")
    log.prover(KEY).catch_up()
    assert (log.last(), log.trouble()) == (3, CHANGED)
    log.touch("UPDATE proof_checkpoints SET root = sha256('y')")
    log.prover(KEY).catch_up()
    assert (log.last(), log.trouble()) == (3, CHANGED), "the signature counts, not the column"


@pytest.mark.row("AU-04")
def test_no_checkpoint_is_signed_that_contradicts_one_that_others_hold(log: Log) -> None:
    log.append()
    log.prover(KEY).catch_up()
    log.append()
    longer = Checkpoint(NAME, 500, b"r" * 32)
    log.prover(KEY, published=lambda: [longer]).catch_up()
    assert (log.last(), log.trouble()) == (3, SHORTER)
    other = Checkpoint(NAME, 2, b"r" * 32)
    log.prover(KEY, published=lambda: [other]).catch_up()
    assert (log.last(), log.trouble()) == (3, CHANGED)
    log.prover(NEW_NAME, older=[KEY], published=lambda: [longer, other]).catch_up()
    assert (log.last(), log.trouble()) == (6, None), "a log of another name is another log"


@pytest.mark.row("AU-04", "AU-16")
def test_two_provers_outlive_a_database_that_goes_away(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "SIGN_SECONDS", 0.05)
    stop = Flag()
    provers = [Thread(target=log.prover(KEY).run, args=(stop,)) for _ in range(2)]
    for each in provers:
        each.start()
    try:
        for times in range(1, 4):
            log.append(20)
            until(lambda times=times: log.last() == 20 * times)
            gone = log.connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = ''"
                " AND pid <> pg_backend_pid() AND query ~* 'proof|listen|advisory|notification_id'"
            )
            assert gone.rowcount > 0
    finally:
        stop.set()
        for each in provers:
            each.join()
    rows = log.connection.execute("SELECT index, position FROM proof_leaves ORDER BY 1").fetchall()
    assert rows == [(n, n + 1) for n in range(60)]
    assert log.trouble() is None
