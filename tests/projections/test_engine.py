"""The engine on a real log: each event exactly once, whatever is killed."""

import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.contract.events import ContractConcluded
from eventstore.migrations import migrate
from projections import folding
from projections.contracts import CONTRACTS, project
from projections.engine import Engine
from projections.folding import Fold, Overtaken, step
from projections.generations import ensure, live
from projections.progress import dead_letters, lag, progress, wait
from projections.tables import get, select
from runtime import embedded_postgres
from tests import make
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


def test_rows_take_in_events_in_the_order_of_the_log(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(number % 3, number) for number in range(30)))
    engine.catch_up()
    engine.catch_up()
    assert numbers(connection, 0) == [str(number) for number in range(0, 30, 3)]
    record(url, registered(0, "later"))
    engine.catch_up()
    assert numbers(connection, 0)[-1] == "later"
    assert len(select(connection, REGISTRATIONS)) == 3


def test_a_row_can_be_deleted_and_come_back(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    record(url, registered(1, "gone"))
    engine.catch_up()
    assert get(connection, REGISTRATIONS, "1") is None
    record(url, registered(1, "again"))
    engine.catch_up()
    assert numbers(connection) == ["again"]


def test_more_rows_than_fit_in_memory_are_followed_all_the_same(
    url: str,
    engine: Engine,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("projections.engine.ROWS_IN_MEMORY", 5)
    monkeypatch.setattr("projections.engine.BATCH", 7)
    record(url, *(registered(number % 20, number) for number in range(200)))
    engine.catch_up()
    for provider in range(20):
        assert numbers(connection, provider) == [str(n) for n in range(provider, 200, 20)]


def test_a_running_engine_shows_what_was_recorded_at_once(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    with running(engine):
        wait(connection, [REGISTRATIONS], record(url, registered(1, "before")), 15)
        started = time.monotonic()
        for number in range(20):
            position = record(url, registered(1, number))
            wait(connection, [REGISTRATIONS], position, 15)
        assert time.monotonic() - started < 4
    assert numbers(connection) == ["before", *texts(20)]


def test_events_that_a_model_does_not_read_move_it_on(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    engine.catch_up()
    position = record(url, make.a(ContractConcluded))
    assert lag(connection) == {"registrations": position}
    engine.catch_up()
    assert lag(connection) == {"registrations": 0}
    wait(connection, [REGISTRATIONS], position, 0)


def test_waiting_in_vain_says_who_is_late_and_how_far_it_is(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    position = record(url, registered(1, 0))
    unknown = replace(REGISTRATIONS, name="unheard_of")
    engine.catch_up()
    with pytest.raises(TimeoutError, match=f"position {position + 1} after 0.01 s") as error:
        wait(connection, [REGISTRATIONS, unknown], position + 1, 0.01)
    assert str(error.value).endswith(f"registrations at {position}, unheard_of at 0")


def test_a_model_that_joins_late_meets_the_others_and_goes_on_with_them(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record(url, *(registered(1, number) for number in range(5)))
    engine.catch_up()
    record(url, *(registered(1, number) for number in range(5, 9)))
    late = replace(REGISTRATIONS, name="late_registrations")
    both = Engine(url, [REGISTRATIONS, late])
    both.catch_up()
    assert numbers(connection) == texts(9)
    assert get(connection, late, "1") == get(connection, REGISTRATIONS, "1")


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_when_a_follower_is_killed_in_the_middle(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    ensure(connection, [REGISTRATIONS])
    expected: dict[int, str] = {}
    for _ in range(6):
        events = [registered(1, "slow") for _ in range(40)]
        last = record(url, *events)
        for position in range(last - len(events) + 1, last + 1):
            expected[position] = "slow"
        follower = start_follower(url)
        try:
            time.sleep(0.6 + random.random())  # starting takes half a second, a batch nearly one
        finally:
            follower.kill()
            follower.communicate()
        [now] = progress(connection)
        assert numbers(connection) == [n for at, n in expected.items() if at <= now.position]
    engine.catch_up()
    assert numbers(connection) == list(expected.values())


def test_one_follower_leads_and_another_takes_over_when_it_dies(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    def leaders() -> list[int]:
        found = connection.execute(
            "select pid from pg_locks where locktype = 'advisory' and objid = 20211203 and granted"
        )
        return [pid for (pid,) in found.fetchall()]

    def waiting() -> int:
        found = connection.execute(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and query like '%pg_try_advisory_lock%'"
        ).fetchone()
        return found[0] if found else 0

    first = start_follower(url)
    try:
        eventually(lambda: len(leaders()) == 1)
        leader = leaders()
        second = start_follower(url)
        try:
            wait(connection, [REGISTRATIONS], record(url, registered(1, 0)), 15)
            eventually(lambda: waiting() >= 1)
            assert leaders() == leader
            first.kill()
            wait(connection, [REGISTRATIONS], record(url, registered(1, 1)), 30)
            assert leaders() != leader
        finally:
            second.kill()
            second.communicate()
    finally:
        first.kill()
        first.communicate()
    assert numbers(connection) == ["0", "1"]


def test_whoever_comes_second_writes_nothing(url: str, connection: psycopg.Connection[Any]) -> None:
    ensure(connection, [REGISTRATIONS])
    record(url, registered(1, 0))
    [generation] = live(connection, [REGISTRATIONS])
    first, second = Fold(generation), Fold(generation)
    step(connection, [first], 10)
    with pytest.raises(Overtaken):
        step(connection, [second], 10)
    assert numbers(connection) == ["0"]


def test_whoever_comes_second_with_a_bad_event_writes_nothing_either(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    ensure(connection, [REGISTRATIONS])
    record(url, registered(1, "a \0 b"), registered(1, 1))
    [generation] = live(connection, [REGISTRATIONS])
    first, second = Fold(generation), Fold(generation)
    step(connection, [first], 10)
    with pytest.raises(Overtaken):
        step(connection, [second], 10)
    with pytest.raises(Overtaken):
        folding._find_unfit(connection, [second], 10, None)
    assert numbers(connection) == ["1"]
    assert len(dead_letters(connection)) == 1


def test_an_engine_that_stands_by_can_be_stopped(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    connection.execute("select pg_advisory_lock(20211203)")
    with running(engine):
        time.sleep(0.5)
    assert progress(connection) == []


def test_each_model_reads_its_own_events_and_may_leave_a_row_as_it_is(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    calm = replace(
        CONTRACTS,
        name="calm_contracts",
        project=lambda key, row, event: row or project(key, row, event),
    )
    both = Engine(url, [REGISTRATIONS, calm])
    contract = make.a(ContractConcluded, event_id=make.EVENT_ID)
    record(url, registered(1, 0), contract, contract.model_copy(update={"number": "other"}))
    both.catch_up()
    row = get(connection, calm, make.CONTRACT_ID)
    assert row is not None
    assert row.number == contract.number
    assert numbers(connection) == ["0"]


def test_an_engine_that_was_overtaken_looks_again(
    url: str,
    engine: Engine,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ensure(connection, [REGISTRATIONS])
    record(url, registered(1, 0))

    def too_late(*_: object) -> bool:
        monkeypatch.undo()
        raise Overtaken

    monkeypatch.setattr("projections.engine.step", too_late)
    engine.catch_up()
    assert numbers(connection) == ["0"]


@pytest.mark.slow
def test_the_engine_outlives_the_database(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    server = embedded_postgres.start(folder, say=lambda _: None)
    migrate(server.url)
    with running(Engine(server.url, [REGISTRATIONS])):
        position = record(server.url, *(registered(1, "slow") for _ in range(20)))
        for _ in range(2):
            time.sleep(0.2)
            os.kill(server.pid, signal.SIGKILL)
            server.stop()
            time.sleep(0.3)
            server = embedded_postgres.start(folder, server.port, say=lambda _: None)
            position = record(server.url, *(registered(1, "slow") for _ in range(20)))
        with psycopg.connect(server.url, autocommit=True) as connection:
            wait(connection, [REGISTRATIONS], position, 30)
            assert numbers(connection) == ["slow"] * 60
    server.stop()
