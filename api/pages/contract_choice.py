"""Which contracts a list shows: the filters of its address."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from psycopg import Connection

from projections import providers, tables

FILTERS = ("programma", "segment", "aanbieder", "nummer")


def filters_of(request: Request) -> dict[str, str]:
    """What each filter asks for; nothing where it is not filled in."""
    return {name: request.query_params.get(name, "").strip() for name in FILTERS}


def where_of(connection: Connection[Any], asked: Mapping[str, str]) -> dict[str, object]:
    """The filters that are filled in; a provider by a part of its name, a number whole."""
    given = {
        "programme_id": asked["programma"],
        "segment": asked["segment"],
        "number": asked["nummer"].upper(),
    }
    where: dict[str, object] = {name: value for name, value in given.items() if value}
    if asked["aanbieder"]:
        where["provider_id"] = tables.OneOf(sorted(providers.named(connection, asked["aanbieder"])))
    return where
