"""Decisions against municipalities: who answered what, who is waited for, who is not asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.bodies import Bodies, bodies_of, outcome_label
from api.pages.decisions import segment_titles
from api.pages.found import programme_of
from api.pages.rendering import ports_of, render
from projections import decisions
from projections.decisions import AnswererRow, DecisionRow, asked
from projections.programmes import ProgrammeRow

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """A decision, and those who answer in each municipality, in the order of the columns.

    `others` answer for no municipality in particular.
    """

    decision: DecisionRow
    cells: tuple[tuple[AnswererRow, ...], ...]
    others: tuple[AnswererRow, ...]


@router.get("/programmas/{programme_id}/besluiten/overzicht")
def show_matrix(request: Request, programme_id: UUID) -> HTMLResponse:
    """Each decision that somebody answers, with the municipalities of the programme beside it."""
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        found = decisions.of_programme(connection, programme_id)
    places = _places(programme, found)
    bodies: Bodies = bodies_of(programme)
    return render(
        request,
        "decision_matrix.html",
        programme=programme,
        places=places,
        lines=[_line(each, places) for each in found],
        segments=segment_titles(programme),
        bodies=bodies,
        outcome=outcome_label,
    )


def _places(programme: ProgrammeRow, found: Sequence[DecisionRow]) -> tuple[str, ...]:
    """The municipalities of the programme, then those that only a decision names."""
    asked_there = [
        each.municipality for row in found for each in asked(row) if each.municipality is not None
    ]
    named = [each.name for each in programme.municipalities]
    return tuple(dict.fromkeys([*named, *sorted(asked_there)]))


def _line(row: DecisionRow, places: Sequence[str]) -> Line:
    needed = asked(row)
    return Line(
        decision=row,
        cells=tuple(tuple(each for each in needed if each.municipality == one) for one in places),
        others=tuple(each for each in needed if each.municipality is None),
    )
