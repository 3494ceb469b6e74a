"""Routes: which programmes went the same way, their steps and dates side by side (ST-30)."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.rendering import ports_of, render
from projections import procedures, tables
from projections.procedures import PROCEDURES, ProcedureRow, StepPart
from projections.programmes import ProgrammeRow, every

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Way:
    """A procedure along the route, with the programme it is of."""

    procedure: ProcedureRow
    programme: ProgrammeRow | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One step of the route as each procedure planned it; none where it has no such step."""

    step_id: str
    title: str
    parts: tuple[StepPart | None, ...]


@router.get("/routes")
def list_routes(request: Request) -> HTMLResponse:
    """Every route that a procedure goes along, the most used first."""
    with ports_of(request).pool.connection() as connection:
        found = tables.select(connection, PROCEDURES, order=("route", "programme_id", "key"))
        programmes = {each.programme_id: each for each in every(connection)}
    ways: dict[str, list[Way]] = {}
    for row in found:
        ways.setdefault(row.route, []).append(Way(row, programmes.get(row.programme_id)))
    order = sorted(ways.items(), key=lambda each: (-len(each[1]), each[0]))
    return render(request, "routes.html", routes=order)


@router.get("/routes/{route}")
def show_route(request: Request, route: str) -> HTMLResponse:
    with ports_of(request).pool.connection() as connection:
        found = procedures.same_route(connection, route)
        programmes = {each.programme_id: each for each in every(connection)}
    if not found:
        raise not_found()
    ways = [Way(each, programmes.get(each.programme_id)) for each in found]
    ways.sort(key=lambda each: each.programme.region if each.programme else "")
    return render(
        request,
        "route.html",
        route=route,
        ways=ways,
        rows=side_by_side([each.procedure for each in ways]),
    )


def side_by_side(rows: Sequence[ProcedureRow]) -> list[SideBySide]:
    """The steps in the order of the procedure that has most of them; those of others after."""
    longest = sorted(rows, key=lambda row: -len(row.steps))
    titles: dict[str, str] = {}
    for row in longest:
        for part in row.steps:
            titles.setdefault(part.step_id, part.state.step.title)
    return [
        SideBySide(step_id, title, tuple(row.step(step_id) for row in rows))
        for step_id, title in titles.items()
    ]
