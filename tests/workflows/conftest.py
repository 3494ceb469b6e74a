"""What the tests of letters share: a mail server that does as told, and a journal."""

from collections.abc import Iterator

import pytest
from psycopg_pool import ConnectionPool

from tests.scripted_mail_server import ScriptedMailServer
from workflows import journal


@pytest.fixture
def pool(migrated_url: str) -> Iterator[journal.Pool]:
    with ConnectionPool(migrated_url, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
def mail() -> Iterator[ScriptedMailServer]:
    with ScriptedMailServer() as server:
        yield server
