"""The fixtures themselves."""

import asyncio

import psycopg
from temporalio.client import Client


def test_every_test_gets_an_empty_database(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE only_here (n int)")


def test_and_the_next_test_another(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE only_here (n int)")


async def _connected(address: str) -> str:
    client = await Client.connect(address)
    return client.namespace


def test_temporal_answers(temporal_address: str) -> None:
    assert asyncio.run(_connected(temporal_address)) == "default"
