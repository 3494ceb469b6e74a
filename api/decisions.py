"""Decisions over HTTP: who was asked, what each answered, for whom it waits, what it led to."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.identity import Asking, World
from api.reading import ListQuery, Page, ReadQuery, one, paged, period, rows_of
from api.secret_reading import note_rows
from api.shapes import DatedWindow, Instant, Reckoned, Shape
from domain.base import Source, Standing
from domain.decision.parts import DecisionKind, Rule
from projections.decisions import DECISIONS, Status
from projections.tables import OneOf

router = APIRouter(prefix="/decisions", tags=["decisions"])


class ClosedDoors(Shape):
    """That it was answered behind closed doors: why, under which law, until when."""

    ground: str
    regime: str | None
    until: DatedWindow | None


class Answer(Shape):
    """What a body answered; the day, or the window if that is all that is known."""

    outcome: str
    decided_on: date | None
    decided_in: DatedWindow | None
    reference: str | None
    parts: dict[str, str]
    remark: str | None
    closed: ClosedDoors | None


class EarlierAnswer(Shape):
    """How an answer read until it was corrected."""

    answer: Answer
    corrected_at: Instant
    reason: str


class Answerer(Shape):
    """Whose answer is needed; `released` says why it no longer is."""

    answerer_id: str
    body: str
    municipality: str | None
    answer: Answer | None
    answered_at: Instant | None
    earlier: list[EarlierAnswer]
    added: bool
    released: str | None


class Advice(Shape):
    """Advice, or the reply to one under the same id."""

    advice_id: str
    body: str
    document: str | None
    given: DatedWindow
    summary: str | None


class Part(Shape):
    label: str
    text: str


class Question(Shape):
    """What is asked: its lettered parts, what can be answered and by which rule."""

    parts: list[Part]
    rule: Rule
    outcomes: list[str]
    term: str | None
    extends_until: DatedWindow | None
    ends: DatedWindow | None
    lead_months: int | None
    notice_months: int | None
    proposes: str | None


class Reached(Shape):
    """What it came to; `against` are the bodies that answered otherwise."""

    outcome: str
    decided: DatedWindow
    against: list[str]
    settled_by: str | None
    reason: str | None
    at: Instant


class Ended(Shape):
    """An option that was not used: let go for a reason, or lapsed in silence."""

    at: Instant
    decided_by: str | None
    decided_on: date | None
    reason: str | None


class EarlierWindow(Shape):
    """When it was to be decided before."""

    window: DatedWindow
    replaced_at: Instant
    reason: str | None


class Decision(Shape):
    """One question to many bodies.

    `unnamed` must answer without a name in the source; none if nobody knows how many. `latest` is
    the last day in time, with its reasons; `latestMissing` what is not known to compute it.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    title: str
    kind: DecisionKind
    segments: list[str]
    question: Question
    status: Status
    window: DatedWindow
    latest: Reckoned | None
    latest_missing: list[str]
    opens: list[str]
    evidence: list[str]
    item: str | None
    standing: Standing | None
    source: Source | None
    answerers: list[Answerer]
    expected: int | None
    waiting_for: list[str]
    unnamed: int | None
    advice: list[Advice]
    replies: list[Advice]
    reached: Reached | None
    outcome: str | None
    ended: Ended | None
    planned_at: Instant
    earlier: list[EarlierWindow]


class DecisionQuery(ListQuery):
    programme: UUID | None = None
    status: tuple[Status, ...] = ()
    municipality: str | None = Field(None, description="Whose council or college is asked.")
    due_until: date | None = Field(None, description="Due on this day or before.")


@router.get("")
def list_decisions(
    request: Request,
    response: Response,
    ports: World,
    caller: Asking,
    query: Annotated[DecisionQuery, Query()],
) -> Page[Decision]:
    """Decisions in the order of their days; what has none comes last. Secrets read are noted."""
    where = {
        "programme_id": query.programme,
        "status": OneOf(query.status) if query.status else None,
        "municipalities": query.municipality,
        "due": period(None, query.due_until),
    }
    found = rows_of(ports, query, DECISIONS, where, ("due", "first", "key"))
    note_rows(ports, caller, found[0])
    return paged(request, response, query, found, Decision.model_validate)


@router.get("/{decision_id}")
def show_decision(
    decision_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Decision:
    """One decision, with every answer and every correction."""
    return Decision.model_validate(one(ports, query, DECISIONS, decision_id))
