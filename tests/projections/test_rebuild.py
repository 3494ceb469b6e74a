"""Filling a read model anew beside the one that readers see."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Thread
from typing import Any

import psycopg
import pytest

from domain.base import Event
from domain.provider.events import ProviderRegistered
from projections import rebuild as rebuilding
from projections.engine import Engine, ReadModel
from projections.generations import ensure, versions
from projections.progress import progress, wait
from projections.tables import get, select
from tests.projections.registrations import (
    REGISTRATIONS,
    eventually,
    numbers,
    record,
    registered,
    running,
    start_follower,
    texts,
)


@dataclass(frozen=True, slots=True)
class CountedRow:
    count: int


def count(key: str, row: CountedRow | None, event: Event) -> CountedRow:
    return CountedRow(row.count + 1 if row else 1)


COUNTED: ReadModel[CountedRow] = ReadModel(
    "registrations", 2, CountedRow, (ProviderRegistered,), REGISTRATIONS.keys, count
)


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(
        "select tablename from pg_tables"
        " where schemaname = 'projections' and tablename like 'registrations%' order by 1"
    )
    return [name for (name,) in found.fetchall()]


@contextmanager
def recording(url: str, every_seconds: float) -> Iterator[list[int]]:
    """Somebody who goes on recording; the last position."""
    stop, positions = Flag(), [0]

    def go_on() -> None:
        number = 0
        while not stop.wait(every_seconds):
            positions[0] = record(url, registered(number % 5, number))
            number += 1

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield positions
    finally:
        stop.set()
        thread.join()


def test_a_rebuild_comes_to_the_same_as_following_while_events_keep_coming(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(number % 7, number) for number in range(3000)))
    twin = replace(REGISTRATIONS, name="twins")
    with running(Engine(url, [REGISTRATIONS, twin])), recording(url, 0.005) as positions:
        for _ in range(4):
            engine.rebuild("registrations")
            seen = positions[0]
            wait(connection, [REGISTRATIONS, twin], seen, 15)
        before = positions[0]
    assert before > 3000
    with running(Engine(url, [REGISTRATIONS, twin])):
        wait(connection, [REGISTRATIONS, twin], positions[0], 15)
    rows = select(connection, REGISTRATIONS, order=["provider"])
    assert rows == select(connection, twin, order=["provider"])
    assert len(rows) == 7
    assert tables(connection) == ["registrations_5"]


def test_readers_see_the_live_rows_until_the_new_ones_are_complete(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(1, "slow") for _ in range(20)))
    engine.catch_up()
    rebuilder = Thread(target=engine.rebuild, args=["registrations"])
    rebuilder.start()
    seen, positions = set(), set()
    while rebuilder.is_alive():
        seen.add(tuple(numbers(connection)))
        positions.add(progress(connection)[0].rebuilt_to)
    assert seen == {("slow",) * 20}
    assert 0 in positions
    assert progress(connection)[0].rebuilt_to is None


def test_a_model_of_a_higher_version_is_rebuilt_by_itself(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(1, number) for number in range(9)))
    engine.catch_up()
    with running(Engine(url, [COUNTED])):
        eventually(lambda: versions(connection) == {"registrations": 2})
        wait(connection, [COUNTED], record(url, registered(1, "later")), 15)
    assert get(connection, COUNTED, "1") == CountedRow(10)
    record(url, registered(1, "even later"))
    engine.catch_up()  # the release before, still running somewhere
    assert get(connection, COUNTED, "1") == CountedRow(10)
    Engine(url, [COUNTED]).catch_up()
    assert get(connection, COUNTED, "1") == CountedRow(11)


def test_a_rebuild_that_is_killed_changes_nothing_and_is_swept_up(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(1, "slow") for _ in range(30)))
    engine.catch_up()
    for _ in range(3):
        rebuilder = start_follower(url, "rebuild")
        try:
            eventually(lambda: len(tables(connection)) == 2)
            time.sleep(random.random() / 2)
        finally:
            rebuilder.kill()
            rebuilder.communicate()
        assert numbers(connection) == ["slow"] * 30
    with running(engine):
        eventually(lambda: len(tables(connection)) == 1)
        wait(connection, [REGISTRATIONS], record(url, registered(1, "after")), 15)
    assert numbers(connection) == [*["slow"] * 30, "after"]
    engine.rebuild("registrations")
    assert numbers(connection) == [*["slow"] * 30, "after"]


def test_stopping_an_engine_breaks_its_rebuild_off(
    url: str,
    engine: Engine,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 50)

    def slow(key: str, row: CountedRow | None, event: Event) -> CountedRow:
        time.sleep(0.01)
        return count(key, row, event)

    record(url, *(registered(1, number) for number in range(500)))
    engine.catch_up()
    with running(Engine(url, [replace(COUNTED, project=slow)])):
        eventually(lambda: len(tables(connection)) == 2)
    assert versions(connection) == {"registrations": 1}
    assert len(numbers(connection)) == 500


def test_a_rebuild_waits_for_another_and_can_be_told_not_to(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    ensure(connection, [REGISTRATIONS])
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("select pg_advisory_lock(20211202)")
        stop = Flag()
        waiting = Thread(target=rebuilding.rebuild, args=[connection, [REGISTRATIONS], stop])
        waiting.start()
        time.sleep(0.4)
        assert waiting.is_alive()
        stop.set()
        waiting.join()
        rebuilding.sweep(connection, [REGISTRATIONS])
    assert tables(connection) == ["registrations_1"]


def test_more_rows_than_fit_in_memory_are_rebuilt_all_the_same(
    url: str,
    engine: Engine,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "ROWS_IN_MEMORY", 10)
    monkeypatch.setattr(rebuilding, "BATCH", 30)
    record(url, *(registered(number % 20, number) for number in range(200)))
    engine.catch_up()
    before = select(connection, REGISTRATIONS, order=["provider"])
    engine.rebuild("registrations")
    assert select(connection, REGISTRATIONS, order=["provider"]) == before
    assert len(before) == 20


def test_deleted_rows_stay_deleted_in_a_rebuild(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, registered(1, 0), registered(1, "gone"), registered(2, 0))
    engine.rebuild("registrations")
    assert [row.provider for row in select(connection, REGISTRATIONS)] == [2]


def test_a_model_that_nobody_knows_is_not_rebuilt(engine: Engine) -> None:
    with pytest.raises(KeyError):
        engine.rebuild("unheard_of")


def test_a_rebuild_uses_the_rows_of_its_own_model(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(number % 2, number) for number in range(10)))
    other: ReadModel[CountedRow] = replace(COUNTED, name="counts", version=1)
    engine = Engine(url, [REGISTRATIONS, other])
    engine.rebuild("registrations", "counts")
    assert get(connection, other, "0") == CountedRow(5)
    assert numbers(connection, 1) == [n for n in texts(10) if int(n) % 2]


def test_an_index_of_several_fields_that_a_release_adds_is_made_without_a_rebuild(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    together = replace(REGISTRATIONS, indexes=(*REGISTRATIONS.indexes, ("-provider", "at")))
    ensure(connection, [REGISTRATIONS])
    for _ in range(2):
        Engine(url, [together]).catch_up()
        assert indexes(connection).count("registrations_1_-provider_at") == 1
    Engine(url, [together]).rebuild("registrations")
    assert "registrations_2_-provider_at" in indexes(connection)


def test_a_model_that_a_release_adds_is_not_there_until_it_is_filled(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(number % 2, number) for number in range(10)))
    Engine(url, [REGISTRATIONS]).catch_up()
    added: ReadModel[CountedRow] = replace(COUNTED, name="counts", version=1)
    ensure(connection, [REGISTRATIONS, added])
    with pytest.raises(psycopg.errors.UndefinedTable, match=r'"projections\.counts"'):
        get(connection, added, "0")
    with running(Engine(url, [REGISTRATIONS, added])):
        eventually(lambda: "counts" in versions(connection))
        assert get(connection, added, "0") == CountedRow(5)
        at = record(url, registered(0, "later"))
        wait(connection, [REGISTRATIONS, added], at, 5)
        assert get(connection, added, "0") == CountedRow(6)


def indexes(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute("select indexname from pg_indexes where schemaname = 'projections'")
    return [name for (name,) in found.fetchall()]
