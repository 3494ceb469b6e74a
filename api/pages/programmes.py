"""Programmes: who buys together, for what, under which clause, and the plan with its windows."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from api.language import spoken
from api.pages.forms import Form, Sent, Tried, afterwards, submit
from api.pages.found import programme_of
from api.pages.plan_drawing import basis_of, plan_of
from api.pages.plan_groups import WHOLE, grouped, windows_of
from api.pages.rendering import ports_of, render
from api.pages.timeline_view import whole_of
from api.pages.timeline_zoom import zoom_of
from api.recording import Stamp
from domain.dates import Window, local_day
from domain.notice import latest_announcement
from domain.programme.commands import RealisePlanItem
from projections import changes, decisions, plan_items, plan_versions, procedures, tables
from projections.language import write_date
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.programmes import MunicipalityPart, ProgrammeRow, every

router = APIRouter()


@router.get("/programmas")
def list_programmes(request: Request) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programmes = every(connection)
        planned = {
            each.programme_id: tables.count(
                connection, PLAN_ITEMS, {"programme_id": each.programme_id}
            )
            for each in programmes
        }
    return render(request, "programmes.html", programmes=programmes, planned=planned)


@router.get("/programmas/{programme_id}")
def show_programme(request: Request, programme_id: UUID) -> HTMLResponse:
    return _programme(request, programme_id)


@router.post("/programmas/{programme_id}/onderdelen/{item_id}/gereed")
def realise(request: Request, programme_id: UUID, item_id: str, sent: Form) -> Response:
    """Say that a part of the plan was done, on a day."""

    def build(stamp: Stamp) -> RealisePlanItem:
        return RealisePlanItem(
            programme_id=programme_id, item_id=item_id, realised_on=_done_on(sent), **stamp
        )

    return submit(
        request,
        sent,
        f"gereed-{item_id}",
        ["realised_on"],
        build,
        again=lambda tried: _programme(request, programme_id, tried),
        on=lambda position: afterwards(
            f"/programmas/{programme_id}", position, "gereed", f"#{item_id}"
        ),
    )


def _done_on(sent: Sent) -> Window:
    """The day as a window, written as a person would."""
    day = sent.text("realised_on")
    try:
        window = Window(edtf=day, written=day)
    except ValidationError:
        return Window.model_validate({"edtf": day, "written": day})
    if window.first is not None and window.first == window.last:
        return window.model_copy(update={"written": write_date(window.first, spoken())})
    return window


def _programme(request: Request, programme_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        row = programme_of(connection, programme_id)
        items = plan_items.of_programme(connection, programme_id)
        versions = plan_versions.of_programme(connection, programme_id)
        decided = {each.item: each for each in decisions.of_programme(connection, programme_id)}
        ways = procedures.of_programme(connection, programme_id)
        named = [each.segment_id for each in row.segments]
        of_segment = changes.next_of_segments(connection, programme_id, named)
    basis = basis_of(request.query_params.getlist("basis"), versions)
    plan = plan_of(items, named, versions, basis)
    zoom = zoom_of(request, f"/programmas/{programme_id}", whole_of(windows_of(plan), today), today)
    groups = {each.key: each for each in grouped(plan.rows, row, plan, zoom, today)}
    plans = [
        {
            "segment": segment,
            "group": groups.get(segment.segment_id),
            "change": of_segment.get(segment.segment_id),
        }
        for segment in row.segments
    ]
    return render(
        request,
        "programme.html",
        tried.status if tried else 200,
        tried=tried,
        programme=row,
        subregions=by_subregion(row),
        plans=plans,
        whole=groups.get(WHOLE),
        zoom=zoom,
        basis=basis,
        decided=decided,
        ways={part.state.step.item: way for way in ways for part in way.steps},
        waits=_waits(items),
        counts=_counts(items),
        **_example(row),
    )


def by_subregion(row: ProgrammeRow) -> list[tuple[str | None, list[MunicipalityPart]]]:
    """Municipalities by sub-region in the order of the source; those outside come last."""
    groups: dict[str | None, list[MunicipalityPart]] = {}
    for part in row.municipalities:
        groups.setdefault(part.subregion, []).append(part)
    return sorted(groups.items(), key=lambda group: group[0] is None)


def _waits(items: list[PlanItemRow]) -> dict[str, list[str]]:
    """By item the titles of what it waits for."""
    titles = {item.item_id: item.title for item in items}
    return {item.item_id: [titles.get(each, each) for each in item.after] for item in items}


def _counts(items: list[PlanItemRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.status] = counts.get(item.status, 0) + 1
    return counts


def _example(row: ProgrammeRow) -> dict[str, Any]:
    """What each clause means for an effect on the first day of the programme's second year."""
    if row.cycle is None or row.cycle.years.first is None:
        return {"effect": None, "explained": {}}
    first = row.cycle.years.first
    effect = first.replace(year=first.year + 1)
    return {
        "effect": effect,
        "explained": {
            part.notice.clause_id: latest_announcement(effect, part.notice) for part in row.clauses
        },
    }
