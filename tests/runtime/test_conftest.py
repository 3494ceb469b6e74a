"""The fixtures themselves."""

import asyncio

import psycopg
import pytest
from temporalio.client import Client


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_gets_an_empty_database_of_its_own(database_url: str, time: str) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,), time
        connection.execute("CREATE TABLE only_here (n int)")


async def _connected(address: str) -> str:
    client = await Client.connect(address)
    return client.namespace


def test_temporal_answers(temporal_address: str) -> None:
    assert asyncio.run(_connected(temporal_address)) == "default"
