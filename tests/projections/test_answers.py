"""What was answered is given again, and never once it would be another answer."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from projections.answers import Answers, Reader, Source
from projections.engine import Engine
from projections.tables import AtLeast, Contains, OneOf, count, get, keys, select
from tests.projections.registrations import REGISTRATIONS, record, registered

OF_ALL = "update projections.registrations set doc = jsonb_set(doc, '{latest}', '\"behind\"')"
"""What no engine does: so it shows whether somebody looked."""


@pytest.fixture
def pool(url: str) -> Iterator[ConnectionPool[Any]]:
    with ConnectionPool(
        url,
        min_size=1,
        max_size=2,
        kwargs={"autocommit": True},
        connection_class=Reader,
        check=Answers().check,
    ) as pool:
        yield pool


QUESTIONS: tuple[Callable[[Source], object], ...] = (
    lambda source: get(source, REGISTRATIONS, "1"),
    lambda source: select(source, REGISTRATIONS, {"provider": AtLeast(1)}, ("-latest",)),
    lambda source: select(source, REGISTRATIONS, order=("provider",), limit=2, offset=1),
    lambda source: keys(source, REGISTRATIONS, {"numbers": Contains("gone")}),
    lambda source: count(source, REGISTRATIONS, {"provider": OneOf((1, 2))}),
)


def latest(source: Source, key: str = "1") -> str | None:
    row = get(source, REGISTRATIONS, key)
    return row.latest if row else None


def test_the_same_is_asked_once_until_a_row_changes(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    connection.execute(OF_ALL)
    assert latest(connection) == "behind"
    assert latest(pool) == "first", "it was asked again"
    record(url, registered(2, "of another row"))
    engine.catch_up()
    assert latest(pool) == "behind", "a row of the model changed, and it was not asked"
    assert latest(pool, "2") == "of another row"


def test_an_event_that_changes_no_row_lets_answers_stand(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    connection.execute(OF_ALL)
    record(url, registered(7, "gone"))  # there is no such row
    engine.catch_up()
    assert latest(pool) == "first", "it was asked again"


def test_in_a_transaction_all_is_asked_anew(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    connection.execute(OF_ALL)
    with pool.connection() as reader, reader.transaction():
        assert latest(reader) == "behind"
    with pool.connection() as reader:
        assert latest(reader) == "first"


def test_after_a_rebuild_nothing_of_before_is_shown(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    connection.execute(OF_ALL)
    assert latest(pool) == "behind"
    engine.rebuild("registrations")
    assert latest(pool) == "first"


def test_an_older_release_that_follows_meanwhile_has_all_asked_again(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    """It moves the position and says nothing of where rows changed."""
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    position = record(url, registered(1, "second"))
    with connection.transaction():
        connection.execute(OF_ALL)
        connection.execute("update projections.read_models set position = %s", [position])
    assert latest(pool) == "behind"
    record(url, registered(7, "gone"))
    engine.catch_up()
    assert latest(pool) == "behind"
    connection.execute(OF_ALL.replace("behind", "far behind"))
    assert latest(pool) == "behind", "it was asked again"


def test_whatever_happens_whoever_remembers_sees_what_is_so(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    chance = random.Random(6)
    for number in range(120):
        record(url, registered(chance.randrange(4), chance.choice([number, "gone", "poison"])))
        if chance.random() < 0.7:
            engine.catch_up()
        if chance.random() < 0.05:
            engine.rebuild("registrations")
        for ask in QUESTIONS:
            assert ask(pool) == ask(connection)


def test_a_server_that_went_away_is_found_out_before_it_is_asked(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    with pool.connection() as reader:
        gone = reader.info.backend_pid
    connection.execute("select pg_terminate_backend(%s)", [gone])
    assert latest(pool) == "first"


def test_where_the_tables_do_not_say_what_changed_everything_is_asked(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    """As between the start of a new release and its first migration."""
    record(url, registered(1, "first"))
    engine.catch_up()
    connection.execute("alter table projections.read_models drop column changed")
    assert latest(pool) == "first"
    connection.execute(OF_ALL)
    assert latest(pool) == "behind"


def test_of_a_database_that_was_put_back_from_a_backup_everything_is_asked(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    """The same positions may say something else there."""
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    connection.execute(OF_ALL)
    connection.execute("alter table projections.read_models rename to of_before")
    connection.execute(
        "create table projections.read_models as select * from projections.of_before"
    )
    assert latest(pool) == "behind"


def test_what_is_remembered_stays_small_and_the_oldest_makes_room() -> None:
    answers = Answers(most=3_000, most_of_one=1_000)
    asked: list[str] = []

    def ask(question: str, size: int) -> int:
        def now() -> list[tuple[str]]:
            asked.append(question)
            return [("x" * size,)]

        return len(answers.answer(question, "as it stands", now)[0][0])

    for question in "abcde":
        assert ask(question, 600) == 600
    assert ask("e", 0) == 600, "it was not remembered"
    assert ask("a", 5) == 5, "the oldest was remembered"
    assert ask("long", 2_000) == 2_000
    assert ask("long", 2_001) == 2_001, "what is long was remembered"
    assert asked == ["a", "b", "c", "d", "e", "a", "long", "long"]
