"""A log of its own for each test, and moves of a clock to try it with."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from domain.clock.commands import MoveClock
from eventstore.log import EventLog
from tests import make

Count = Callable[[str], int]


@pytest.fixture
def log(migrated_url: str) -> Iterator[EventLog]:
    with EventLog(migrated_url) as log:
        yield log


@pytest.fixture
def count(migrated_url: str) -> Count:
    """How many rows a table has."""

    def rows(table: str) -> int:
        with psycopg.connect(migrated_url) as connection:
            row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        assert row is not None
        return int(row[0])

    return rows


def move(days: int, **fields: Any) -> MoveClock:
    """Moves the clock to so many days from now."""
    fields = {"command_id": uuid4(), "real": make.MONDAY, **fields}
    return make.a(MoveClock, to=make.MONDAY + timedelta(days=days), **fields)
