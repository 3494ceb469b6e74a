"""Nobody who follows the log misses an event, or sees one twice or out of order."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from eventstore.follow import Wake, settled
from eventstore.log import EventLog
from eventstore.recorder import TELL_SECONDS
from tests.eventstore.conftest import move
from tests.eventstore.writers import APPEND, STATE, TOPIC, stored, watch, write

WRITERS = 8
APART = get_context("forkserver")
"""Processes that share nothing with this one; what they need is loaded once for all of them."""
APART.set_forkserver_preload(["tests.eventstore.writers"])


@pytest.fixture
def reader(migrated_url: str) -> Iterator[Connection[Any]]:
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def overtaken(migrated_url: str) -> Iterator[Connection[Any]]:
    """A transaction that has appended position 1 and not ended yet."""
    with psycopg.connect(migrated_url) as connection:
        connection.execute(APPEND, (uuid4(), 1, TOPIC, [STATE]))
        yield connection


def append(log: EventLog, count: int = 1) -> int:
    return log.recorder.insert_events(stored(uuid4(), 1, count))[-1]  # type: ignore[index]


def positions(connection: Connection[Any], after: int = 0, limit: int = 100) -> list[int]:
    return [event.position for event in settled(connection, after, limit).events]


@pytest.mark.parametrize("limit", [1, 100], ids=["far behind", "at the end"])
@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_a_gap_is_not_passed_before_it_is_known_what_comes_of_it(
    log: EventLog, reader: Connection[Any], overtaken: Connection[Any], ends: str, limit: int
) -> None:
    assert append(log) == 2
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(positions, reader, 0, limit)
        time.sleep(0.2)
        assert not reading.done()
        getattr(overtaken, ends)()
        expected = [1, 2] if ends == "commit" else [2]
        assert reading.result() == expected[:limit]


def test_what_stands_before_a_gap_is_answered_without_waiting(
    log: EventLog, reader: Connection[Any], migrated_url: str
) -> None:
    append(log)
    with psycopg.connect(migrated_url) as overtaken:
        overtaken.execute(APPEND, (uuid4(), 1, TOPIC, [STATE]))
        append(log)
        assert positions(reader) == [1]


def test_old_gaps_are_passed_a_whole_batch_at_a_time(
    log: EventLog, reader: Connection[Any]
) -> None:
    for _ in range(10):
        append(log)
        reader.execute("SELECT nextval('eventlog_events_notification_id_seq')")
    batch = settled(reader, 0, limit=8)
    assert [event.position for event in batch.events] == [1, 3, 5, 7, 9, 11, 13, 15]
    assert positions(reader, batch.position) in ([17], [17, 19])


def test_a_gap_settled_within_a_transaction_does_not_stop_writers(
    log: EventLog, reader: Connection[Any], overtaken: Connection[Any]
) -> None:
    append(log)
    overtaken.rollback()
    with reader.transaction():
        assert positions(reader) == [2]
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(append, log).result(timeout=5) == 3


def test_a_reader_that_looks_at_the_past_is_refused(
    log: EventLog, migrated_url: str, overtaken: Connection[Any]
) -> None:
    append(log)
    overtaken.rollback()
    with psycopg.connect(migrated_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.RaiseException, match="READ COMMITTED"):
            positions(connection)


def test_topics_left_out_are_passed(log: EventLog, reader: Connection[Any]) -> None:
    append(log, 3)
    moved = log.handle(move(1))
    append(log, 3)
    batch = settled(reader, 0, 100, ["ClockMoved"])
    assert [event.position for event in batch.events] == [moved]
    assert batch.position == 7
    assert settled(reader, 7, 100).position == 7


def test_the_head_is_a_position_before_which_nothing_more_appears(
    log: EventLog, overtaken: Connection[Any]
) -> None:
    append(log)
    with ThreadPoolExecutor(1) as pool:
        head = pool.submit(log.head)
        time.sleep(0.2)
        assert not head.done()
        overtaken.commit()
        assert head.result() == 2


def test_listeners_are_woken(log: EventLog, migrated_url: str) -> None:
    with Wake(migrated_url) as wake:
        time.sleep(2 * TELL_SECONDS)
        before = time.monotonic()
        assert not wake.wait(0.3)
        assert time.monotonic() - before >= 0.3
        append(log)
        assert wake.wait(30)


def test_listeners_look_often_for_a_while_since_busy_writers_call_seldom(
    log: EventLog, migrated_url: str
) -> None:
    with Wake(migrated_url) as wake:
        time.sleep(2 * TELL_SECONDS)
        append(log)
        assert wake.wait(30)
        append(log)
        before = time.monotonic()
        wake.wait(30)
        assert time.monotonic() - before < 5


@contextmanager
def eight_writers(url: str, times: int) -> Iterator[Callable[[], bool]]:
    """Writers at work; the function says whether any still is. All must end well."""
    writers = [
        APART.Process(target=write, args=(url, seed, times), daemon=True) for seed in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    yield lambda: any(writer.is_alive() for writer in writers)
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS


@pytest.fixture
def noted(migrated_url: str) -> Iterator[Connection[Any]]:
    """A connection to where the follower notes what it sees, in the order in which it saw it."""
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE progress AS SELECT 0::bigint AS position")
        connection.execute(
            "CREATE TABLE seen (nth bigserial, position bigint UNIQUE, stream uuid, version bigint)"
        )
        yield connection


def all_seen(noted: Connection[Any]) -> bool:
    row = noted.execute(
        "SELECT (SELECT max(notification_id) FROM eventlog_events) = position FROM progress"
    ).fetchone()
    return row == (True,)


def assert_nothing_is_wrong(noted: Connection[Any]) -> None:
    seen = noted.execute("SELECT position, stream, version FROM seen ORDER BY nth").fetchall()
    recorded = noted.execute(
        "SELECT notification_id, originator_id, originator_version FROM eventlog_events "
        "ORDER BY notification_id"
    ).fetchall()
    assert seen == recorded
    versions: dict[Any, int] = {}
    for _, stream, version in seen:
        assert version == versions.get(stream, 0) + 1
        versions[stream] = version
    gaps = recorded[-1][0] - len(recorded)
    assert gaps > 0, "nothing was rolled back: this shows nothing"


@pytest.mark.slow
@pytest.mark.parametrize("killed", [False, True], ids=["undisturbed", "killed again and again"])
def test_eight_writers_and_a_follower_agree(
    migrated_url: str, noted: Connection[Any], *, killed: bool
) -> None:
    with ExitStack() as stack:
        writing = stack.enter_context(eight_writers(migrated_url, times=60))
        watchers = 0
        while writing() or not all_seen(noted):
            watcher = APART.Process(target=watch, args=(migrated_url, 50), daemon=True)
            watcher.start()
            watchers += 1
            until = time.monotonic() + 0.5
            while (time.monotonic() < until or not killed) and (writing() or not all_seen(noted)):
                assert watcher.is_alive()
                time.sleep(0.05)
            watcher.kill()
            watcher.join()
    assert watchers > 1 or not killed
    assert_nothing_is_wrong(noted)
