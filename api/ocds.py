"""Open data: releases and records of the Open Contracting Data Standard 1.1 (IN-08, TP-07).

What is here is what everybody may know, so it is served twice: as a part of the API, and at
`/ocds` for anybody, without a token.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field, NonNegativeInt

from api.errors import not_found
from api.identity import World
from api.ports import OpenData, Ports
from api.shapes import Input
from domain.base import Refused
from projections.ocds.book import Entry
from projections.ocds.packages import Page, record, record_package, release_package

router = APIRouter(prefix="/ocds", tags=["ocds"])

LINES = "application/jsonl"
LONGEST_ID = 300

Id = Annotated[str, Path(max_length=LONGEST_ID)]
_AS_LINES: dict[int | str, dict[str, Any]] = {
    200: {"content": {LINES: {"schema": {"type": "string"}}}, "description": "A release a line."}
}


class ReleaseQuery(Input):
    """Which releases: those that came out after a position of the log, in that order."""

    after: NonNegativeInt = Field(
        0, description="The position at which the last one that you have came out."
    )
    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    ocid: Annotated[str | None, Field(max_length=LONGEST_ID)] = None


class RecordQuery(Input):
    """Which records: so many, after the first so many."""

    skip: NonNegativeInt = 0
    limit: Annotated[int, Field(ge=1, le=100)] = 10


@router.get("/releases", response_class=Response, responses=_AS_LINES)
def stream_releases(
    request: Request, ports: World, query: Annotated[ReleaseQuery, Query()]
) -> Response:
    """A release a line, in the order in which they came out. Empty when there is no more yet.

    `Log-Position` is what to ask the next ones `after`; ask again later to follow what comes.
    """
    found = open_data(ports).book.after(query.after, query.limit, query.ocid)
    position = found[-1].position if found else query.after
    headers = {"Log-Position": str(position)}
    if found:
        headers["Link"] = f'<{request.url.path}?{_next(query, position)}>; rel="next"'
    text = "".join(f"{each.text}\n" for each in found)
    return Response(text.encode(), media_type=LINES, headers=headers)


@router.get("/releases/{release_id}", response_class=JSONResponse)
def show_release(release_id: Id, ports: World) -> Response:
    """One release as it was published; it never changes."""
    found = open_data(ports).book.release(release_id)
    if found is None:
        raise not_found()
    return Response(found.text.encode(), media_type="application/json")


@router.get("/release-packages", response_class=JSONResponse)
def show_release_package(
    request: Request, ports: World, query: Annotated[ReleaseQuery, Query()]
) -> JSONResponse:
    """A package of releases, with a link to the next one. Not found when there is no more yet."""
    data = open_data(ports)
    found = data.book.after(query.after, query.limit, query.ocid)
    if not found:
        raise not_found()
    more = bool(data.book.after(found[-1].position, 1, query.ocid))
    page = Page(
        uri=_uri(data, request, request.url.query),
        next_uri=_uri(data, request, _next(query, found[-1].position)) if more else None,
    )
    return JSONResponse(release_package(page, data.publisher, _bodies(found)))


@router.get("/records/{ocid}", response_class=JSONResponse)
def show_record(ocid: Id, ports: World) -> JSONResponse:
    """A process: its releases, how it stands, and all that was ever said of it."""
    found = open_data(ports).book.of(ocid)
    if not found:
        raise not_found()
    return JSONResponse(record(_bodies(found)))


@router.get("/record-packages", response_class=JSONResponse)
def show_record_package(
    request: Request, ports: World, query: Annotated[RecordQuery, Query()]
) -> JSONResponse:
    """A package of records, with a link to the next one. Not found when there are no more."""
    data = open_data(ports)
    ocids = data.book.ocids()
    end = query.skip + query.limit
    records = [record(_bodies(data.book.of(each))) for each in ocids[query.skip : end]]
    if not records:
        raise not_found()
    following = urlencode({"skip": end, "limit": query.limit})
    page = Page(
        uri=_uri(data, request, request.url.query),
        next_uri=_uri(data, request, following) if end < len(ocids) else None,
    )
    return JSONResponse(record_package(page, data.publisher, records))


def open_data(ports: Ports) -> OpenData:
    if ports.open_data is None:
        raise Refused("no_open_data", "open data is not given out here")
    return ports.open_data


def _bodies(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [each.body for each in entries]


def _next(query: ReleaseQuery, position: int) -> str:
    asked = {"after": position, "limit": query.limit, "ocid": query.ocid}
    return urlencode({name: each for name, each in asked.items() if each is not None})


def _uri(data: OpenData, request: Request, asked: str) -> str:
    return f"{data.base_url.rstrip('/')}{request.url.path}{'?' if asked else ''}{asked}"
