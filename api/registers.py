"""A programme's registers and arrangements over HTTP: what is watched, and what holds."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, one, paged, period, rows_of
from api.shapes import DatedWindow, Instant, Shape, details, shown
from domain.base import Source, Standing
from domain.programme.arrangements import Figure
from domain.steering.parts import Goal, Outcome
from projections.arrangements import ARRANGEMENTS, ArrangementRow, Kind
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow, Status, key_of
from projections.tables import OneOf

entries = APIRouter(prefix="/register-entries", tags=["register-entries"])
arrangements = APIRouter(prefix="/arrangements", tags=["arrangements"])

EntryId = Annotated[str, Path(pattern=r"^[a-z0-9-]+$")]


def own_fields(sort: type) -> frozenset[str]:
    """The fields that this sort of part adds to what all of its kin have."""
    return frozenset(sort.__annotations__) - {"kind"}


OF_ENTRIES = frozenset(Goal.model_fields) - own_fields(Goal)
OF_ARRANGEMENTS = frozenset(Figure.model_fields) - own_fields(Figure)


class Settlement(Shape):
    """What became of an entry, and what that changes."""

    outcome: Outcome
    text: str
    settled_on: date
    effect: str | None


class RegisterEntry(Shape):
    """Something to be watched. `details` is what only entries of its kind say."""

    programme_id: UUID
    entry_id: str
    kind: str
    title: str
    segments: list[str]
    links: list[str]
    owner: str | None
    window: DatedWindow | None
    status: Status
    outcome: Outcome | None
    details: dict[str, Any]
    standing: Standing
    source: Source
    stated_at: Instant
    raised_by: list[str]
    missed_at: Instant | None
    settlements: list[Settlement]


class Arrangement(Shape):
    """How the care in a segment is arranged; no segments named means all.

    `details` is what only arrangements of its kind say.
    """

    programme_id: UUID
    arrangement_id: str
    kind: Kind
    segments: list[str]
    about: str | None
    state: str | None
    text: str
    details: dict[str, Any]
    since: DatedWindow | None
    until: DatedWindow | None
    standing: Standing
    source: Source
    stated_at: Instant


class EntryQuery(ListQuery):
    programme: UUID | None = None
    kind: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    due_until: date | None = Field(None, description="Due on this day or before.")


class ArrangementQuery(ListQuery):
    programme: UUID | None = None
    kind: Kind | None = None
    about: str | None = None
    state: str | None = None


@entries.get("")
def list_entries(
    request: Request, response: Response, ports: World, query: Annotated[EntryQuery, Query()]
) -> Page[RegisterEntry]:
    """Entries of registers by kind and day; what has no day comes last."""
    where = {
        "programme_id": query.programme,
        "kind": one_of(query.kind),
        "status": one_of(query.status),
        "due": period(None, query.due_until),
    }
    order = ("kind", "due", "programme_id", "entry_id")
    found = rows_of(ports, query, REGISTER_ENTRIES, where, order)
    return paged(request, response, query, found, show_row)


@entries.get("/{programme_id}/{entry_id}")
def show_entry(
    programme_id: UUID, entry_id: EntryId, ports: World, query: Annotated[ReadQuery, Query()]
) -> RegisterEntry:
    """One entry, and what became of it."""
    return show_row(one(ports, query, REGISTER_ENTRIES, key_of(programme_id, entry_id)))


@arrangements.get("")
def list_arrangements(
    request: Request,
    response: Response,
    ports: World,
    query: Annotated[ArrangementQuery, Query()],
) -> Page[Arrangement]:
    """How the care is arranged, by kind: instruments, target groups, figures, rules, relations."""
    where = {
        "programme_id": query.programme,
        "kind": query.kind,
        "about": query.about,
        "state": query.state,
    }
    order = ("kind", "about", "programme_id", "arrangement_id")
    found = rows_of(ports, query, ARRANGEMENTS, where, order)
    return paged(request, response, query, found, show_arrangement)


def one_of(choices: Iterable[str]) -> OneOf | None:
    named = tuple(choices)
    return OneOf(named) if named else None


def show_row(row: RegisterEntryRow) -> RegisterEntry:
    return shown(RegisterEntry, row, details=details(row.entry, OF_ENTRIES | {"kind"}))


def show_arrangement(row: ArrangementRow) -> Arrangement:
    said = row.arrangement
    return shown(
        Arrangement,
        row,
        since=said.since,
        until=said.until,
        details=details(said, OF_ARRANGEMENTS | {"kind"}),
    )
