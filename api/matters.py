"""What waits for somebody's move, over HTTP: what is late, at risk, due soon or going on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.identity import Asking, World
from api.language import Asked, speaking
from api.pages.matters import Matter, Urgency, View, Who, gather, move_of
from api.reading import PATIENCE_SECONDS, ListQuery, Page, paged
from api.shapes import Shape, shown
from domain.dates import local_day
from projections.changes import underway
from projections.language import say
from projections.programmes import every

router = APIRouter(tags=["agenda"])


class MatterItem(Shape):
    """Something that waits for a move.

    `written` is its day in the words of its source, `who` has the move, `by` does the thing itself
    where a source names somebody. `risks` say why it is at risk. `mine`: whether the person for
    whom the program asks can make the move, by their role. `address` is that of its page,
    `why` that of the reasons of its day.
    """

    key: str
    kind: str
    title: str
    programme_id: UUID
    segments: list[str]
    urgency: Urgency
    who: Who
    mine: bool
    step: str
    day: date | None
    written: str | None
    by: str | None
    risks: list[str]
    notes: list[str]
    count: int
    address: str
    why: str | None


class MatterQuery(ListQuery):
    programme: UUID | None = None
    who: Who | None = None
    urgency: Urgency | None = None
    mine: bool = Field(default=False, description="Only what the person who asks can bring on.")


@router.get("/matters")
def list_matters(
    request: Request,
    response: Response,
    ports: World,
    caller: Asking,
    language: Asked,
    query: Annotated[MatterQuery, Query()],
) -> Page[MatterItem]:
    """What waits for somebody's move, the most urgent first (PG-35)."""
    if query.position:
        ports.wait(query.position, (), PATIENCE_SECONDS)
    now = ports.clock()
    with speaking(language), ports.pool.connection() as connection:
        view = View(local_day(now), caller)
        found = gather(connection, view, now, every(connection), underway(connection))
    fitting = [
        each
        for each in found
        if query.programme in (None, each.programme_id)
        and query.who in (None, each.who)
        and query.urgency in (None, each.urgency)
        and (not query.mine or move_of(caller, each))
    ]

    def show(each: Matter) -> MatterItem:
        return shown(
            MatterItem,
            each,
            step=say(each.step, language),
            mine=move_of(caller, each),
        )

    part = fitting[query.offset : query.offset + query.page_size]
    return paged(request, response, query, (part, len(fitting)), show)
