"""Every route that there is, and addresses of it: for what must hold of all of them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from api.app import create_v1
from api.pages import create_pages
from api.pages.briefs import create_briefs

NOBODY = UUID("00000000-0000-4000-8000-000000000000")
SAFE = {"GET", "HEAD", "OPTIONS"}


class Way(NamedTuple):
    """One method of one route."""

    method: str
    path: str

    @property
    def address(self) -> str:
        """An address of it; what it is about does not exist."""
        return re.sub(r"\{[^}]*\}", str(NOBODY), self.path)

    @property
    def changes(self) -> bool:
        return self.method not in SAFE


def ways_of(app: ASGIApp) -> list[Way]:
    found = {Way(method, each.path) for each in _routes(app) for method in each.methods or ()}
    return sorted(found)


def pages() -> list[Way]:
    return ways_of(create_pages())


def briefs() -> list[Way]:
    """Behind the links in letters; without the secret that stands before them."""
    return ways_of(create_briefs())


def v1() -> list[Way]:
    return ways_of(create_v1())


def pattern(path: str) -> re.Pattern[str]:
    """What the addresses of a route look like."""
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)))


def _routes(app: Any) -> Iterator[APIRoute]:
    """Also of the routers that an application includes, and of those that they include."""
    while not hasattr(app, "routes"):
        app = app.app
    for each in app.routes:
        if isinstance(each, APIRoute):
            yield each
        elif hasattr(each, "original_router"):
            yield from _routes(each.original_router)
