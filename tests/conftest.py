"""The real servers that the tests run against: started once, empty for whoever asks."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from runtime import embedded_postgres, embedded_temporal

pytest_plugins = ["tests.rows"]

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 6 * 2**30


def _quiet(_: str) -> None:
    pass


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """In memory where there is room: on a disk, making a database takes ten times as long."""
    folder = Path(tempfile.mkdtemp(prefix="inkoopspoor-", dir=_MEMORY if _has_room() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _has_room() -> bool:
    return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES


@pytest.fixture(scope="session")
def postgres_url(session_folder: Path) -> Iterator[str]:
    """The server of this test session; make no tables here, ask for `database_url`."""
    server = embedded_postgres.start(session_folder / "postgres", durable=False, say=_quiet)
    yield server.url
    server.stop()


@pytest.fixture
def database_url(postgres_url: str) -> Iterator[str]:
    """A database of its own for one test, empty, gone afterwards."""
    yield from _database(postgres_url, template="template0")


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> str:
    from eventstore.migrations import migrate  # noqa: PLC0415 (only tests that ask need it)

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated TEMPLATE template0")
    migrate(_beside(postgres_url, "migrated"))
    return "migrated"


@pytest.fixture
def migrated_url(postgres_url: str, migrated_template: str) -> Iterator[str]:
    """A database of its own for one test, with all tables, gone afterwards."""
    yield from _database(postgres_url, template=migrated_template)


@pytest.fixture(scope="session")
def followed_template(postgres_url: str, migrated_template: str) -> str:
    from projections.engine import Engine  # noqa: PLC0415 (as above)
    from projections.registry import MODELS  # noqa: PLC0415 (as above)

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE followed TEMPLATE {migrated_template}")
    Engine(_beside(postgres_url, "followed"), MODELS).catch_up()
    return "followed"


@pytest.fixture
def followed_url(postgres_url: str, followed_template: str) -> Iterator[str]:
    """The same with the tables of every read model, which are slower to make than to copy."""
    yield from _database(postgres_url, template=followed_template)


@pytest.fixture(scope="session")
def published_template(postgres_url: str, followed_template: str) -> str:
    """The four programmes, published on 3 May 2021 and shown by every read model."""
    from tests.programmes.all_four import publish_programmes  # noqa: PLC0415 (as above)

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE published TEMPLATE {followed_template}")
    publish_programmes(_beside(postgres_url, "published"))
    return "published"


@pytest.fixture
def published_url(postgres_url: str, published_template: str) -> Iterator[str]:
    """A database of its own for one test with the four programmes, gone afterwards."""
    yield from _database(postgres_url, template=published_template)


@pytest.fixture(scope="session")
def temporal_address(session_folder: Path) -> Iterator[str]:
    """Temporal's development server of this test session."""
    server = embedded_temporal.start(session_folder / "temporal", say=_quiet)
    yield server.address
    server.stop()


@pytest.fixture(scope="session")
def practice_url(session_folder: Path) -> Iterator[str]:
    """The pages of a running practice copy with the example programme, on 3 May 2021.

    Ordered letters can be recalled for three seconds. What a test does there, later ones find.
    """
    from tests.journeys.practice import practice_copy  # noqa: PLC0415 (few tests ask for it)

    with practice_copy(session_folder / f"practice-{uuid4().hex}", undo_seconds=3) as practice:
        yield practice.url


def _database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _beside(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _beside(server: str, name: str) -> str:
    return server.rpartition("/")[0] + "/" + name
