"""Procedures: each segment's own way, step by step, and who else went the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.bodies import bodies_of, told_of_procedure
from api.pages.decisions import segment_titles
from api.pages.forms import Tried
from api.pages.found import programme_of, with_programme
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.timeline import draw
from api.pages.timeline_shapes import Stroke
from api.pages.timeline_view import whole_of
from api.pages.windows import in_words
from domain.dates import local_day
from projections import decisions, history, procedures
from projections.decisions import DecisionRow
from projections.procedures import PROCEDURES, ProcedureRow, StepPart

router = APIRouter()

STORY = 200
"""How many sentences of a procedure's history a page shows at most."""

DRAWN: Mapping[str, str] = {
    "waiting": "planned",
    "started": "open",
    "missed": "missed",
    "unknown": "unknown",
    "done": "realised",
    "skipped": "unknown",
}
"""How the timeline draws a step, by its status."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step with the titles of what it waits for and the decisions that open its gate."""

    part: StepPart
    waits: tuple[str, ...]
    openers: tuple[DecisionRow, ...]


@router.get("/programmas/{programme_id}/procedures")
def list_procedures(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        found = procedures.of_programme(connection, programme_id)
    return render(
        request,
        "procedures.html",
        programme=programme,
        segments=segment_titles(programme),
        procedures=[(each, next_of(each)) for each in found],
        without=[
            each
            for each in programme.segments
            if not any(each.segment_id in row.segments for row in found)
        ],
    )


@router.get("/procedures/{procedure_id}")
def show_procedure(request: Request, procedure_id: UUID) -> HTMLResponse:
    return procedure_page(request, procedure_id)


def procedure_page(
    request: Request, procedure_id: UUID, tried: Tried | None = None
) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        row, programme = with_programme(connection, PROCEDURES, procedure_id)
        openers = decisions.of_programme(connection, row.programme_id)
        told = history.of_subject(connection, procedure_id, STORY)
        others = procedures.same_route(connection, row.route)
    strokes = [_stroke(each, number) for number, each in enumerate(row.steps, 1)]
    titles = titles_of(row)
    return render(
        request,
        "procedure.html",
        tried.status if tried else 200,
        tried=tried,
        procedure=row,
        programme=programme,
        segments=segment_titles(programme),
        bodies=bodies_of(programme),
        steps_of=[_stepped(each, titles, openers) for each in row.steps],
        timeline=draw(strokes, whole_of([each.window for each in strokes], today), today),
        next_step=next_of(row),
        others=len(others) - 1,
        told=told_of_procedure(told, titles),
        names=Names(ports).learn([each.by for each in told]),
    )


def next_of(row: ProcedureRow) -> StepPart | None:
    """What is to be done next: what can be done now, else the first that is to come.

    What became of a step whose day had passed already is not known; it comes last.
    """
    if row.status in ("completed", "withdrawn", "failed"):
        return None
    left = [each for each in row.steps if not each.state.over]
    order = {"started": 0, "missed": 0, "waiting": 1}
    return min(left, key=lambda each: order.get(each.status, 2), default=None)


def titles_of(row: ProcedureRow) -> dict[str, str]:
    """What its steps and branches are called, also those that gave way."""
    branches = row.track.branches
    titles = {each.step_id: each.title for branch in branches for each in branch.steps}
    titles |= {each.step_id: each.state.step.title for each in (*row.gave_way, *row.steps)}
    return titles | {each.branch_id: each.condition for each in branches}


def _stepped(part: StepPart, titles: Mapping[str, str], openers: Sequence[DecisionRow]) -> Stepped:
    gate = part.state.step.gate
    return Stepped(
        part=part,
        waits=tuple(titles.get(each, each) for each in part.waits_for),
        openers=tuple(each for each in openers if gate is not None and gate in each.opens),
    )


def _stroke(part: StepPart, number: int) -> Stroke:
    """A step as the timeline draws it."""
    step = part.state.step
    return Stroke(
        key=part.step_id,
        number=number,
        title=step.title,
        status=DRAWN[part.status],
        window=step.window,
        words=in_words(step.window),
        href=f"#{part.step_id}",
        after=step.after,
    )
