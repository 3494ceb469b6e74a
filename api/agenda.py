"""The agenda and the last-call board over HTTP: what is due, and what must be announced."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.changes import Change
from api.identity import World
from api.language import Asked
from api.reading import ListQuery, Page, catch_up, paged, period, rows_of
from api.shapes import Instant, Shape
from domain.dates import local_day
from domain.notice import latest_announcement
from projections import changes
from projections.agenda import AGENDA, Kind, Outcome
from projections.changes import CHANGES, ChangeRow
from projections.language import Language, say
from projections.tables import OneOf

router = APIRouter(tags=["agenda"])


class AgendaItem(Shape):
    """Something due on a day; what is settled stays, with its outcome."""

    key: str
    kind: Kind
    programme_id: UUID
    segment: str | None
    title: str
    due_on: date | None
    due_at: Instant | None
    item_id: str | None
    change_id: UUID | None
    days_before: int | None
    done: bool
    outcome: Outcome | None
    settled_at: Instant | None


class LastCall(Shape):
    """A change that providers must still be told of; below zero days it is too late.

    `reasons` say how the last lawful day follows from the clause.
    """

    change: Change
    days_left: int
    reasons: list[str]


class AgendaQuery(ListQuery):
    programme: UUID | None = None
    change: UUID | None = None
    kind: tuple[Kind, ...] = ()
    due_from: date | None = None
    due_until: date | None = None
    done: bool | None = Field(None, description="Settled (true), still due (false), or both.")


class LastCallQuery(ListQuery):
    until: date = Field(description="What must be announced on this day at the latest.")
    effect_until: date = Field(date.max, description="For an effect on this day or before.")
    programme: UUID | None = None


@router.get("/agenda-items")
def list_agenda(
    request: Request, response: Response, ports: World, query: Annotated[AgendaQuery, Query()]
) -> Page[AgendaItem]:
    """What is due, in the order of days; what has no day yet comes last."""
    where = {
        "programme_id": query.programme,
        "change_id": query.change,
        "kind": OneOf(query.kind) if query.kind else None,
        "due_on": period(query.due_from, query.due_until),
        "done": query.done,
    }
    found = rows_of(ports, query, AGENDA, where, ("due_on", "key"))
    return paged(request, response, query, found, AgendaItem.model_validate)


@router.get("/last-call")
def list_last_call(
    request: Request,
    response: Response,
    ports: World,
    language: Asked,
    query: Annotated[LastCallQuery, Query()],
) -> Page[LastCall]:
    """What must be announced by one day for an effect by another, the most urgent first.

    A change that was not announced in time stays here until somebody postpones or withdraws it.
    """
    catch_up(ports, query, CHANGES)
    today = local_day(ports.clock())
    calls = [
        call
        for call in changes.last_call(ports.pool, query.until, today, query.effect_until)
        if query.programme in (None, call.change.programme_id)
    ]
    shown = calls[query.offset : query.offset + query.page_size]

    def show(call: changes.LastCall) -> LastCall:
        return LastCall(
            change=Change.model_validate(call.change),
            days_left=call.days_left,
            reasons=reasons(call.change, language),
        )

    return paged(request, response, query, (shown, len(calls)), show)


def reasons(change: ChangeRow, language: Language) -> list[str]:
    """How the last lawful day follows from the strictest clause among the contracts in scope."""
    computed = [
        latest_announcement(change.effective, clause)
        for clause in change.clauses or (change.clause,)
    ]
    strictest = min(computed, key=lambda each: each.value)
    return [say(sentence, language) for sentence in strictest.sentences]
