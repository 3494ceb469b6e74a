"""Reading changes over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import shapes
from api.identity import World
from api.reading import Page, Paging, Reading, one, paged, period, rows_of
from projections.changes import CHANGES, Announcement, Status
from projections.tables import OneOf

router = APIRouter(prefix="/changes", tags=["changes"])


class ChangeQuery(Paging):
    programme: UUID | None = None
    segment: str | None = None
    status: tuple[Status, ...] = ()
    announcement: tuple[Announcement, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None


@router.get("")
def list_changes(
    request: Request, response: Response, ports: World, query: Annotated[ChangeQuery, Query()]
) -> Page[shapes.Change]:
    """Changes in the order in which they take effect."""
    where = {
        "programme_id": query.programme,
        "segment": query.segment,
        "status": OneOf(query.status) if query.status else None,
        "announcement": OneOf(query.announcement) if query.announcement else None,
        "effective": period(query.effective_from, query.effective_until),
    }
    found = rows_of(ports, query, CHANGES, where, ("effective", "key"))
    return paged(request, response, query, found, shapes.Change.model_validate)


@router.get("/{change_id}")
def show_change(change_id: UUID, ports: World, query: Annotated[Reading, Query()]) -> shapes.Change:
    """One change: how far it has come, and by when it must be announced."""
    return shapes.Change.model_validate(one(ports, query, CHANGES, change_id))
