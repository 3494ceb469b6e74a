"""Programmes over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.identity import World
from api.plan_items import PlanItem
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.shapes import Clause, DatedWindow, Instant, Reckoned, Shape, shown
from domain.base import Source, Standing
from domain.programme.parts import Participation, Perspective, Stage
from projections.plan_items import PLAN_ITEMS
from projections.programmes import PROGRAMMES, ProgrammeRow, TermPart

router = APIRouter(prefix="/programmes", tags=["programmes"])

OF_TERMS = ("ends", "computed", "extended", "end", "ended_at")
"""What the read model adds to a term as it is stated."""


class Cycle(Shape):
    """The years a programme is for, the contracts it follows and those it begets."""

    years: DatedWindow
    predecessors_end: DatedWindow
    successors_start: DatedWindow
    stage: Stage
    standing: Standing
    source: Source


class Withdrawal(Shape):
    """From which day a municipality takes no part any more; no segments named means in any."""

    leaves_on: date
    segments: list[str]
    reason: str


class Body(Shape):
    """Who takes part in governing the programme, with which mandate and for how long."""

    body_id: str
    name: str
    kind: str
    mandate: list[str]
    role: str | None
    municipality: str | None
    segments: list[str]
    term: DatedWindow | None
    standing: Standing
    source: Source


class Scale(Shape):
    """A scale on which more than this region works or buys together."""

    scale_id: str
    name: str
    members: list[str]
    purpose: str | None
    segments: list[str]
    since: DatedWindow | None
    standing: Standing
    source: Source


class Crosswalk(Shape):
    """What an older way of dividing the care becomes in a newer one."""

    crosswalk_id: str
    taxonomy: str
    old: str
    new: list[str]
    segments: list[str]
    since: DatedWindow | None
    standing: Standing
    source: Source


class Term(Shape):
    """How long contracts run: as written, as computed, and the end that holds now."""

    term_id: str
    title: str
    segments: list[str]
    starts: DatedWindow
    written: str
    ends_stated: DatedWindow | None
    ends: DatedWindow
    computed: list[Reckoned]
    extended: DatedWindow | None
    end: DatedWindow
    ended_at: Instant | None
    standing: Standing
    source: Source


class Municipality(Shape):
    """A municipality; no segments named means all."""

    name: str
    subregion: str | None
    participation: Participation
    segments: list[str]
    components: list[str]
    since: DatedWindow | None
    standing: Standing | None
    source: Source | None
    withdrawals: list[Withdrawal]


class Segment(Shape):
    """A segment; one that was split `became` others on a day."""

    segment_id: str
    number: int
    label: str | None
    title: str
    perspective: Perspective | None
    became: list[str]
    split_on: date | None
    aliases: list[str]
    products: list[str]
    standing: Standing | None
    source: Source | None


class ProgrammeClause(Shape):
    """A notice clause of the programme; no segments named means all."""

    notice: Clause
    segments: list[str]
    standing: Standing | None


class Programme(Shape):
    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None
    cycle: Cycle | None
    standing: Standing | None
    source: Source | None
    published_at: Instant
    municipalities: list[Municipality]
    segments: list[Segment]
    clauses: list[ProgrammeClause]
    bodies: list[Body]
    scales: list[Scale]
    crosswalks: list[Crosswalk]
    terms: list[Term]


@router.get("")
def list_programmes(
    request: Request, response: Response, ports: World, query: Annotated[ListQuery, Query()]
) -> Page[Programme]:
    """All programmes, by region and title."""
    found = rows_of(ports, query, PROGRAMMES, {}, ("region", "title"))
    return paged(request, response, query, found, show)


@router.get("/{programme_id}")
def show_programme(
    programme_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Programme:
    """One programme: its municipalities, segments and notice clauses."""
    return show(one(ports, query, PROGRAMMES, programme_id))


@router.get("/{programme_id}/plan-items")
def list_plan_items_of_programme(
    programme_id: UUID,
    request: Request,
    response: Response,
    ports: World,
    query: Annotated[ListQuery, Query()],
) -> Page[PlanItem]:
    """The programme's plan in the order of its days; what has none comes last."""
    one(ports, query, PROGRAMMES, programme_id)
    where = {"programme_id": programme_id}
    found = rows_of(ports, query, PLAN_ITEMS, where, ("due", "first", "item_id"))
    return paged(request, response, query, found, PlanItem.model_validate)


def show(row: ProgrammeRow) -> Programme:
    return shown(Programme, row, terms=[term_of(each) for each in row.terms])


def term_of(part: TermPart) -> Term:
    said = {name: getattr(part, name) for name in OF_TERMS}
    return shown(Term, part.term, **said)
