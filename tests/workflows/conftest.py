"""What the tests of workflows and letters share: a stage, a mail server, and a journal."""

from collections.abc import AsyncIterator, Iterator

import pytest
from psycopg_pool import ConnectionPool

from tests.scripted_mail_server import ScriptedMailServer
from tests.workflows import stage as stages
from tests.workflows.recorded import keep
from workflows import journal

HISTORIES = "histories(announcement=None, agenda=None): the names under which its run is recorded"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-histories",
        action="store_true",
        help="write the histories that are not there yet: pytest tests/workflows ...",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", HISTORIES)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[stages.Stage]:
    """A stage whose time skips; what was played is recorded when asked for."""
    async with stages.skipping() as stage:
        yield stage
        mark = request.node.get_closest_marker("histories")
        if mark and request.config.getoption("--record-histories", default=False):
            for role, name in mark.kwargs.items():
                await keep(name, getattr(stage, role))


@pytest.fixture
def pool(migrated_url: str) -> Iterator[journal.Pool]:
    with ConnectionPool(migrated_url, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
def mail() -> Iterator[ScriptedMailServer]:
    with ScriptedMailServer() as server:
        yield server
