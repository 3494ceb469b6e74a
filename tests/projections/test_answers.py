"""What was answered is given again, and never once it would be another answer."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from projections.answers import Answers, Reader, Source, ask
from projections.engine import Engine
from projections.progress import wait
from projections.tables import AtLeast, Contains, OneOf, count, get, keys, select, view
from tests.projections.registrations import REGISTRATIONS, record, registered

OF_ALL = "update projections.registrations set doc = jsonb_set(doc, '{latest}', '\"behind\"')"
"""What no engine does: so it shows whether somebody looked."""


def remembering(url: str, answers: Answers, options: str = "") -> ConnectionPool[Any]:
    return ConnectionPool(
        url,
        min_size=1,
        max_size=4,
        kwargs={"autocommit": True, "options": options},
        connection_class=Reader,
        check=answers.check,
        open=False,
    )


@pytest.fixture
def pool(url: str) -> Iterator[ConnectionPool[Any]]:
    with remembering(url, Answers()) as pool:
        yield pool


QUESTIONS: tuple[Callable[[Source], object], ...] = (
    lambda source: get(source, REGISTRATIONS, "1"),
    lambda source: select(source, REGISTRATIONS, {"provider": AtLeast(1)}, ("-latest",)),
    lambda source: select(source, REGISTRATIONS, order=("provider",), limit=2, offset=1),
    lambda source: keys(source, REGISTRATIONS, {"numbers": Contains("gone")}),
    lambda source: count(source, REGISTRATIONS, {"provider": OneOf((1, 2))}),
)


@pytest.fixture
def asked(url: str, engine: Engine, pool: ConnectionPool[Any]) -> ConnectionPool[Any]:
    """What is there was asked for once, so that it is remembered."""
    record(url, registered(1, "first"))
    engine.catch_up()
    assert latest(pool) == "first"
    return pool


def latest(source: Source, key: str = "1") -> str | None:
    row = get(source, REGISTRATIONS, key)
    return row.latest if row else None


def test_the_same_is_asked_once_until_a_row_changes(
    url: str, engine: Engine, connection: psycopg.Connection[Any], asked: ConnectionPool[Any]
) -> None:
    connection.execute(OF_ALL)
    assert latest(connection) == "behind"
    assert latest(asked) == "first", "it was asked again"
    record(url, registered(2, "of another row"))
    engine.catch_up()
    assert latest(asked) == "behind", "a row of the model changed, and it was not asked"
    assert latest(asked, "2") == "of another row"


def test_an_event_that_changes_no_row_lets_answers_stand(
    url: str, engine: Engine, connection: psycopg.Connection[Any], asked: ConnectionPool[Any]
) -> None:
    connection.execute(OF_ALL)
    record(url, registered(7, "gone"))  # there is no such row
    engine.catch_up()
    assert latest(asked) == "first", "it was asked again"


def test_in_a_transaction_all_is_asked_anew(
    connection: psycopg.Connection[Any], asked: ConnectionPool[Any]
) -> None:
    connection.execute(OF_ALL)
    with asked.connection() as reader, reader.transaction():
        assert latest(reader) == "behind"
    with asked.connection() as reader:
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


def test_what_an_older_release_took_in_meanwhile_is_shown(
    url: str, connection: psycopg.Connection[Any], asked: ConnectionPool[Any]
) -> None:
    """It moves the position and says nothing of where rows changed."""
    older_release(connection, record(url, registered(1, "second")))
    assert latest(asked) == "behind"


def test_so_it_is_once_this_release_goes_on_where_an_older_one_stopped(
    url: str, engine: Engine, connection: psycopg.Connection[Any], asked: ConnectionPool[Any]
) -> None:
    older_release(connection, record(url, registered(1, "second")))
    record(url, registered(7, "gone"))
    engine.catch_up()
    assert latest(asked) == "behind"
    connection.execute(OF_ALL.replace("behind", "far behind"))
    assert latest(asked) == "behind", "it was asked again"


def older_release(connection: psycopg.Connection[Any], position: int) -> None:
    with connection.transaction():
        connection.execute(OF_ALL)
        connection.execute("update projections.read_models set position = %s", [position])


def test_whatever_happens_whoever_remembers_sees_what_is_so(
    url: str, engine: Engine, connection: psycopg.Connection[Any], pool: ConnectionPool[Any]
) -> None:
    chance = random.Random(6)
    for number in range(120):
        what = chance.choice([number, number, "gone", "poison", "\0"])
        record(url, registered(chance.randrange(4), what), registered(chance.randrange(4), number))
        if chance.random() < 0.7:
            engine.catch_up()
        if chance.random() < 0.05:
            engine.rebuild("registrations")
        for question in QUESTIONS:
            assert question(pool) == question(connection)


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


@pytest.mark.parametrize(
    "put_back",
    [
        "create table projections.read_models as select * from projections.of_before",
        (
            "create table projections.read_models (like projections.of_before);"
            " insert into projections.read_models select * from projections.of_before"
        ),
        (
            "alter table projections.of_before rename to read_models;"
            " create temporary table backup as select * from projections.read_models;"
            " truncate projections.read_models cascade;"
            " insert into projections.read_models select * from backup"
        ),
    ],
    ids=["as a copy", "made and filled", "emptied and filled"],
)
def test_where_a_backup_was_put_back_everything_is_asked(
    connection: psycopg.Connection[Any], asked: ConnectionPool[Any], put_back: LiteralString
) -> None:
    """The same positions may say something else there."""
    connection.execute(OF_ALL)
    connection.execute("alter table projections.read_models rename to of_before")
    connection.execute(put_back)
    assert latest(asked) == "behind"


def test_another_copy_of_a_database_is_another_database(
    url: str, engine: Engine, connection: psycopg.Connection[Any], postgres_url: str
) -> None:
    """Also for whoever has the answers of both: all of it is the same, byte by byte."""
    record(url, registered(1, "first"))
    engine.catch_up()
    connection.close()
    name = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(SQL("create database copied template {}").format(Identifier(str(name))))
        copied = make_conninfo(url, dbname="copied")
        with psycopg.connect(copied, autocommit=True) as there:
            there.execute(OF_ALL)
        answers = Answers()
        for place, what in ((url, "first"), (copied, "behind")):
            with remembering(place, answers) as pool:
                assert latest(pool) == what
        server.execute("drop database copied")


def test_a_server_that_does_not_say_how_models_stand_is_asked_everything(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    """And the pool does not go on trying: the server is there."""
    record(url, registered(1, "first"))
    engine.catch_up()
    with remembering(url, Answers(), "-c statement_timeout=200") as pool:
        assert latest(pool) == "first"
        connection.execute(OF_ALL)
        assert latest(pool) == "first"
        with connection.transaction():
            connection.execute("lock table projections.read_models in access exclusive mode")
            with pool.connection(timeout=2) as reader:
                assert latest(reader) == "behind"


def test_whoever_waits_for_something_is_shown_it_by_the_same_connection(
    url: str, engine: Engine, pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"))
    engine.catch_up()
    with pool.connection() as reader:
        assert latest(reader) == "first"
        position = record(url, registered(1, "second"))
        engine.catch_up()
        wait(reader, [REGISTRATIONS], position, 5)
        assert latest(reader) == "second"


def test_questions_that_differ_in_a_named_value_are_two(
    url: str, engine: Engine, pool: ConnectionPool[Any]
) -> None:
    record(url, registered(1, "first"), registered(2, "other"))
    engine.catch_up()
    question = SQL("select doc ->> 'latest' from {} where key = %(key)s").format(
        view(REGISTRATIONS)
    )
    for _ in range(2):
        for key, what in (("1", "first"), ("2", "other")):
            assert ask(pool, [REGISTRATIONS], question, {"key": key}) == [(what,)]


def test_several_at_once_are_each_answered_what_they_asked(
    url: str, engine: Engine, pool: ConnectionPool[Any]
) -> None:
    record(url, *(registered(number, f"of {number}") for number in range(40)))
    engine.catch_up()
    with ThreadPoolExecutor(4) as several:
        keys = [str(number % 40) for number in range(400)]
        found = several.map(lambda key: latest(pool, key), keys)
        assert list(found) == [f"of {key}" for key in keys]


def test_what_is_remembered_stays_small_and_what_nobody_asks_for_makes_room() -> None:
    answers = Answers(most=10_000, most_of_one=4_000)
    asked: list[str] = []

    def size_of(question: str, size: int) -> int:
        def now() -> list[tuple[str]]:
            asked.append(question)
            return [("x" * size,)]

        return len(answers.answer(question, "as it stands", now)[0][0])

    for question in "abcd":
        assert size_of(question, 1_500) == 1_500
    assert size_of("a", 0) == 1_500, "it was not remembered"
    assert size_of("e", 1_500) == 1_500
    assert size_of("a", 0) == 1_500, "what was just asked for made room"
    assert size_of("b", 5) == 5, "what was not asked for longest was remembered"
    assert size_of("long", 5_000) == 5_000
    assert size_of("long", 5_001) == 5_001, "what is long was remembered"
    assert asked == [*"abcde", "b", "long", "long"]


def test_long_questions_count_as_long_answers_do() -> None:
    answers = Answers(most=100_000, most_of_one=20_000)
    for number in range(1_000):
        question = (b"select", (f"{number}" * 1_000, (str(number),)))
        assert answers.answer(question, "as it stands", list) == []
    assert len(answers) < 60
