"""What happened to a programme, provider, contract or change, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.identity import World
from api.language import Asked
from api.reading import ListQuery, Page, paged, rows_of
from api.shapes import Instant, Shape, shown
from domain.base import Source, Standing
from projections.history import HISTORY, HistoryRow
from projections.language import say

router = APIRouter(tags=["history"])


class HistoryItem(Shape):
    """Something that happened, in words."""

    event_id: UUID
    subject_id: UUID
    at: Instant
    by: str
    kind: str
    effective: date | None
    text: str
    standing: Standing | None
    source: Source | None


class HistoryQuery(ListQuery):
    subject: UUID


@router.get("/history-items")
def list_history(
    request: Request,
    response: Response,
    ports: World,
    language: Asked,
    query: Annotated[HistoryQuery, Query()],
) -> Page[HistoryItem]:
    """The history of one subject, in the order of recording, in the caller's language."""
    found = rows_of(ports, query, HISTORY, {"subject_id": query.subject}, ("at", "rank"))

    def show(row: HistoryRow) -> HistoryItem:
        return shown(HistoryItem, row, text=say(row.sentence, language))

    return paged(request, response, query, found, show)
