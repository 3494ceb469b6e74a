"""Tells that what an address names was destroyed, rather than that it never was (AU-15)."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import psycopg
from fastapi import Request
from psycopg_pool import PoolTimeout

from domain.base import Sentence
from domain.dates import local_day
from eventstore.tombstones import Gone, gone


def destroyed(request: Request) -> Sentence | None:
    """By which list and when, if something in the address was destroyed; asked only after a 404."""
    ids = list(_ids(request))
    ports = getattr(request.state, "ports", None)
    if not ids or ports is None:
        return None
    found: Gone | None = None
    with suppress(psycopg.Error, PoolTimeout), ports.pool.connection() as connection:
        found = next(iter(gone(connection, ids)), None)
    if found is None:
        return None
    return Sentence(
        "What stood here was destroyed on %(day)s, by the list %(list_id)s that two people signed.",
        {"day": local_day(found.at).isoformat(), "list_id": str(found.list_id)},
    )


def _ids(request: Request) -> Iterator[UUID]:
    for value in request.path_params.values():
        with suppress(ValueError):
            yield UUID(str(value))
