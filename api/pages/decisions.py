"""Decisions: in the order of their days, and each with who was asked and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.bodies import Bodies, bodies_of, outcome_label, told_of_decision
from api.pages.forms import Tried
from api.pages.found import programme_of, with_programme
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.secret_reading import secrets_of
from domain.dates import local_day
from domain.decision.answerer import MunicipalBody, answerer_of
from domain.decision.outlook import OPTIONS
from domain.decision.parts import Advice, AdviceReply, Answerer
from projections import decisions, history, procedures, tables
from projections.decisions import DECISIONS, AnswererRow, DecisionRow
from projections.evidence import pack_of
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.procedures import ProcedureRow, StepPart
from projections.programmes import ProgrammeRow

router = APIRouter()

STORY = 200
"""How many sentences of a decision's history a page shows at most."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that the decision opens, and the steps that stand behind it."""

    gate: str
    behind: tuple[tuple[ProcedureRow, StepPart], ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """Advice with what was said back to it (PG-15)."""

    advice: Advice
    replies: tuple[AdviceReply, ...]


@router.get("/programmas/{programme_id}/besluiten")
def list_decisions(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        found = decisions.of_programme(connection, programme_id)
    return render(
        request,
        "decisions.html",
        programme=programme,
        decisions=found,
        segments=segment_titles(programme),
        outcome=outcome_label,
    )


@router.get("/besluiten/{decision_id}")
def show_decision(request: Request, decision_id: UUID) -> HTMLResponse:
    return decision_page(request, decision_id)


def decision_page(request: Request, decision_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        row, programme = with_programme(connection, DECISIONS, decision_id)
        item = _item(connection, row)
        pack = pack_of(connection, row)
        ways = procedures.of_programme(connection, row.programme_id) if row.opens else []
        told = history.of_subject(connection, decision_id, STORY)
    bodies = bodies_of(programme)
    secrets = secrets_of(row, local_day(ports.clock()))
    return render(
        request,
        "decision.html",
        tried.status if tried else 200,
        tried=tried,
        decision=row,
        secret=any(True for _ in secrets),
        programme=programme,
        segments=segment_titles(programme),
        bodies=bodies,
        outcome=outcome_label,
        gates=[Gate(each, _behind(each, ways)) for each in row.opens],
        advised=_advised(row),
        pack=pack,
        item=item,
        told=told_of_decision(told, row, bodies),
        names=Names(ports).learn([each.by for each in told]),
        correcting=_correcting(request, row, tried),
        is_option=row.kind in OPTIONS and row.status not in ("reached", "forgone", "lapsed"),
        **_choices(row, programme, bodies),
    )


def _item(source: tables.Source, row: DecisionRow) -> PlanItemRow | None:
    """The part of the plan that the decision is, unless it was dropped from it."""
    where = {"programme_id": row.programme_id, "item_id": row.item}
    found = tables.select(source, PLAN_ITEMS, where) if row.item else []
    return next((each for each in found if each.status != "dropped"), None)


def segment_titles(programme: ProgrammeRow) -> dict[str, str]:
    return {each.segment_id: each.title for each in programme.segments}


def nameable(row: DecisionRow, programme: ProgrammeRow) -> list[Answerer]:
    """Who could be named as well: councils, colleges and bodies that are not asked yet.

    Those of the kind that is asked already come first.
    """
    places = [each.name for each in programme.municipalities]
    kinds: list[MunicipalBody] = ["council", "college"]
    asked = {each.body for each in decisions.asked(row)}
    kinds.sort(key=lambda each: each not in asked)
    known = {each.answerer_id for each in decisions.asked(row)}
    found = [answerer_of(kind, place) for kind in kinds for place in places]
    found += [
        Answerer(answerer_id=each.body_id, body=each.body_id, municipality=each.municipality)
        for each in programme.bodies
        if each.kind in ("administrative", "executive", "council", "college")
    ]
    return [each for each in found if each.answerer_id not in known]


def _choices(row: DecisionRow, programme: ProgrammeRow, bodies: Bodies) -> dict[str, Any]:
    asked = decisions.asked(row)
    return {
        "asked": asked,
        "released": [each for each in row.answerers if each.released is not None],
        "waiting": [(each.answerer_id, bodies.of(each)) for each in asked if each.answer is None],
        "outcomes": [(each, outcome_label(each)) for each in row.question.outcomes],
        "nameable": [(each.answerer_id, _named(each, bodies)) for each in nameable(row, programme)],
    }


def _named(answerer: Answerer, bodies: Bodies) -> str:
    own = answerer.answerer_id in bodies.names
    return bodies(answerer.answerer_id) if own else bodies.of(answerer)


def _behind(gate: str, ways: Sequence[ProcedureRow]) -> tuple[tuple[ProcedureRow, StepPart], ...]:
    return tuple((way, step) for way in ways for step in way.steps if step.state.step.gate == gate)


def _advised(row: DecisionRow) -> list[Advised]:
    return [
        Advised(each, tuple(reply for reply in row.replies if reply.advice_id == each.advice_id))
        for each in row.advice
    ]


def _correcting(request: Request, row: DecisionRow, tried: Tried | None) -> AnswererRow | None:
    """Whose answer is being corrected: asked for in the address, or in a form sent before."""
    wanted = request.query_params.get("verbeter", "")
    if tried is not None and tried.form == "verbeteren":
        wanted = tried.values.get("answerer_id", "")
    answered = (each for each in decisions.asked(row) if each.answer is not None)
    return next((each for each in answered if each.answerer_id == wanted), None)
