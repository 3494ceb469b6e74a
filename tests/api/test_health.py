"""Whether the process lives and can serve."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.house import House, publish


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(create_app(house.ports()))


@pytest.fixture
def unreachable() -> Iterator[ConnectionPool[Any]]:
    pool = ConnectionPool[Any]("host=127.0.0.1 port=1", open=False, timeout=0.1)
    pool.open()
    yield pool
    pool.close()


def test_a_process_that_answers_lives(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_a_process_is_ready_when_the_database_answers(house: House, client: TestClient) -> None:
    publish(house)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["lag"]["contracts"] == 0


def test_a_process_without_a_database_lives_and_is_not_ready(
    house: House, unreachable: ConnectionPool[Any]
) -> None:
    client = TestClient(create_app(replace(house.ports(), pool=unreachable)))
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
