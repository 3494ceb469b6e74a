"""What happened to a programme, provider, contract or change, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import shapes
from api.identity import World
from api.language import Asked
from api.reading import Page, Paging, paged, rows_of
from projections.history import HISTORY, HistoryRow
from projections.language import say

router = APIRouter(tags=["history"])


class HistoryQuery(Paging):
    subject: UUID


@router.get("/history-items")
def list_history(
    request: Request,
    response: Response,
    ports: World,
    language: Asked,
    query: Annotated[HistoryQuery, Query()],
) -> Page[shapes.HistoryItem]:
    """The history of one subject, in the order of recording, in the caller's language."""
    found = rows_of(ports, query, HISTORY, {"subject_id": query.subject}, ("at", "rank"))

    def show(row: HistoryRow) -> shapes.HistoryItem:
        return shapes.shown(shapes.HistoryItem, row, text=say(row.sentence, language))

    return paged(request, response, query, found, show)
