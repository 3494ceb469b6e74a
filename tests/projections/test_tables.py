"""Asking read models."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from domain.base import derived_id
from projections.generations import ensure, live, store
from projections.read_model import ReadModel
from projections.tables import AtLeast, AtMost, Contains, OneOf, count, get, get_all, select


@dataclass(frozen=True, slots=True)
class MatterRow:
    name: str
    matter_id: UUID
    state: Literal["open", "done"]
    due: date | None
    at: datetime
    amount: Decimal
    days: int
    late: bool
    topics: tuple[str, ...]


MATTERS: ReadModel[MatterRow] = ReadModel(
    "matters",
    1,
    MatterRow,
    (),
    lambda _: (),
    lambda _, row, __: row,
    ("state", "due", "at", "days", "topics"),
)
NOON = datetime(2021, 7, 1, 12, tzinfo=UTC)
HERE = timezone(timedelta(hours=2))


def matter(name: str, number: int, due: date | None, *topics: str) -> MatterRow:
    return MatterRow(
        name=name,
        matter_id=derived_id(name),
        state="done" if number % 2 else "open",
        due=due,
        at=(NOON + timedelta(minutes=number)).astimezone(HERE if number % 2 else UTC),
        amount=Decimal(number) * 5,
        days=number,
        late=number > 8,
        topics=topics,
    )


ROWS = {
    "a": matter("a", 2, date(2021, 7, 1), "wonen"),
    "b": matter("b", 9, None, "wonen", "verblijf"),
    "c": matter("c", 10, date(2021, 12, 31)),
    "d": matter("d", 1, date(2021, 7, 1), "verblijf"),
}


@pytest.fixture
def connection(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        ensure(connection, [MATTERS])
        [generation] = live(connection, [MATTERS])
        store(connection, generation, ROWS)
        yield connection


def test_a_row_is_read_as_it_was_written(connection: psycopg.Connection[Any]) -> None:
    assert get(connection, MATTERS, "b") == ROWS["b"]
    assert get(connection, MATTERS, derived_id("nobody")) is None
    assert get_all(connection, MATTERS, ["a", "c", "z"]) == {"a": ROWS["a"], "c": ROWS["c"]}


def test_a_pool_will_do(url: str, connection: psycopg.Connection[Any]) -> None:
    with ConnectionPool(url, min_size=1) as pool:
        assert get(pool, MATTERS, "a") == ROWS["a"]
        assert count(pool, MATTERS) == 4


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, "abcd"),
        ({"name": "a"}, "a"),
        ({"matter_id": derived_id("c")}, "c"),
        ({"state": "open"}, "ac"),
        ({"state": OneOf(["done", "lost"])}, "bd"),
        ({"due": None}, "b"),
        ({"due": date(2021, 7, 1)}, "ad"),
        ({"due": AtMost(date(2021, 12, 30))}, "ad"),
        ({"due": [AtLeast(date(2021, 7, 2)), AtMost(date(2021, 12, 31))]}, "c"),
        ({"at": AtMost(NOON + timedelta(minutes=2))}, "ad"),
        ({"at": NOON + timedelta(minutes=9)}, "b"),
        ({"days": AtLeast(9)}, "bc"),
        ({"amount": Decimal("10.00")}, "a"),
        ({"amount": OneOf([5, 50])}, "cd"),
        ({"late": True}, "bc"),
        ({"late": False, "state": "done"}, "d"),
        ({"topics": Contains("verblijf")}, "bd"),
        ({"name": "' or true --"}, ""),
    ],
)
def test_rows_are_found_by_their_fields(
    connection: psycopg.Connection[Any], where: dict[str, object], found: str
) -> None:
    rows = select(connection, MATTERS, where, order=["name"])
    assert "".join(row.name for row in rows) == found
    assert count(connection, MATTERS, where) == len(found)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (["days"], "dabc"),
        (["-days"], "cbad"),
        (["due", "-name"], "dacb"),
        (["-due", "name"], "cadb"),
        (["at"], "dabc"),
        (["state"], "bdac"),
    ],
)
def test_rows_are_ordered_as_asked_and_those_without_a_value_come_last(
    connection: psycopg.Connection[Any], order: list[str], found: str
) -> None:
    assert "".join(row.name for row in select(connection, MATTERS, order=order)) == found


def test_rows_come_in_pages(connection: psycopg.Connection[Any]) -> None:
    pages = [select(connection, MATTERS, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert ["".join(row.name for row in page) for page in pages] == ["ab", "cd", ""]


@pytest.mark.parametrize("field", ["nothing", "name; drop table", "doc"])
def test_only_the_fields_of_the_row_can_be_asked_for(
    connection: psycopg.Connection[Any], field: str
) -> None:
    with pytest.raises(KeyError):
        select(connection, MATTERS, {field: "x"})
    with pytest.raises(KeyError):
        select(connection, MATTERS, order=[field])


def test_questions_use_the_indexes(connection: psycopg.Connection[Any]) -> None:
    rows = {f"{n}": matter(f"{n}", n, date(2021, 7, 1), f"t{n}") for n in range(5000)}
    [generation] = live(connection, [MATTERS])
    store(connection, generation, rows)
    connection.execute("analyze projections.matters_1")
    for expression in (
        "(doc ->> 'due') <= '2000'",
        "((doc ->> 'days')::numeric) = 7",
        "projections.instant(doc ->> 'at') <= '2020-01-01Z'",
        """(doc -> 'topics') @> '["t7"]'""",
    ):
        plan = connection.execute(
            f"explain select doc from projections.matters where {expression}"
        ).fetchall()
        assert "Index" in str(plan), expression
