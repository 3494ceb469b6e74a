"""A log of its own for each test of the engine."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from projections.engine import Engine
from tests.projections.registrations import REGISTRATIONS


@pytest.fixture
def url(migrated_url: str) -> str:
    return migrated_url


@pytest.fixture
def engine(url: str) -> Engine:
    return Engine(url, [REGISTRATIONS])


@pytest.fixture
def connection(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
