"""The PostgreSQL that all benchmarks of a run share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo

from eventstore.migrations import migrate

VARIABLE = "BENCH_DATABASE_URL"
"""Names the server; `python -m benchmarks` sets it to one of its own if nobody has."""


QUICK = "BENCH_QUICK"
"""Set it to measure less, to see that all runs: such numbers say little."""


def quick() -> bool:
    return QUICK in os.environ


@contextmanager
def database() -> Iterator[str]:
    """A new database with all tables; its URL. Gone afterwards."""
    server = os.environ[VARIABLE]
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    url = make_conninfo(server, dbname=name)
    migrate(url)
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
