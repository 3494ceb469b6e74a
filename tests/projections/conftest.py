"""A log of its own for each test of the engine."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any
from uuid import uuid5

import psycopg
import pytest

from domain.base import Command
from eventstore.log import EventLog
from projections.engine import Engine
from projections.progress import dead_letters
from projections.registry import MODELS
from tests import make
from tests.projections.registrations import REGISTRATIONS
from tests.projections.story import Tell


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


@pytest.fixture
def after(followed_url: str) -> Iterator[Tell]:
    """Carries out commands, brings the read models up to date, and answers where to ask."""
    numbers = count()
    with closing(EventLog(followed_url)) as log, psycopg.connect(followed_url) as connection:

        def carry_out(*commands: Command) -> psycopg.Connection[Any]:
            for command in commands:
                command_id = uuid5(make.COMMAND_ID, str(next(numbers)))
                log.handle(command.model_copy(update={"command_id": command_id}))
            Engine(followed_url, MODELS).catch_up()
            assert dead_letters(connection) == []
            return connection

        yield carry_out
