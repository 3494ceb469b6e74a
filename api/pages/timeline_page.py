"""A page of its own for the timeline of a programme: all of its plan, or a part, or a stretch."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import timeline_labels
from api.pages.found import programme_of
from api.pages.plan_drawing import Plan, Row, basis_of, plan_of
from api.pages.plan_groups import WHOLE, grouped, windows_of
from api.pages.rendering import ports_of, render
from api.pages.timeline_view import View, whole_of
from api.pages.timeline_zoom import zoom_of
from domain.dates import Window, local_day
from projections import plan_items, plan_versions
from projections.programmes import ProgrammeRow

router = APIRouter()

STATUSES = ("planned", "reserved", "unknown", "open", "realised", "missed")


@router.get("/programmas/{programme_id}/tijdlijn")
def show_timeline(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        items = plan_items.of_programme(connection, programme_id)
        versions = plan_versions.of_programme(connection, programme_id)
    segments = [each.segment_id for each in programme.segments]
    basis = basis_of(request.query_params.getlist("basis"), versions)
    plan = plan_of(items, segments, versions, basis)
    asked = _asked(request.query_params, programme)
    zoom = zoom_of(request, request.url.path, whole_of(windows_of(plan), today), today)
    view = zoom.asked.view
    rows = [row for row in plan.rows if _chosen(row, asked, view)]
    known = {row.item.item_id: row for row in plan.rows}
    return render(
        request,
        "timeline_page.html",
        programme=programme,
        asked=asked,
        zoom=zoom,
        plan=plan,
        groups=grouped(rows, programme, plan, zoom, today),
        shown={row.item.item_id for row in rows},
        path_of=[known[each] for each in _path(plan, asked["segment"])],
        versions=versions.versions[:-1] if versions else (),
        titles={each.segment_id: each.title for each in programme.segments},
        kinds=timeline_labels.LABELS["item_kind"],
        statuses=STATUSES,
        whole_programme=WHOLE,
    )


def _asked(query: Mapping[str, str], programme: ProgrammeRow) -> dict[str, str]:
    """The filters of the address; what is not known there is no filter."""
    known = {
        "segment": {WHOLE, *(each.segment_id for each in programme.segments)},
        "soort": set(timeline_labels.LABELS["item_kind"]),
        "status": set(STATUSES),
        "beeld": {"1"},
    }
    given = {name: query.get(name, "") for name in known}
    return {name: value if value in known[name] else "" for name, value in given.items()}


def _chosen(row: Row, asked: Mapping[str, str], view: View) -> bool:
    item = row.item
    return (
        asked["segment"] in ("", item.segment or WHOLE)
        and asked["soort"] in ("", item.kind)
        and asked["status"] in ("", item.status)
        and (not asked["beeld"] or _in_view(row, view))
    )


def _in_view(row: Row, view: View) -> bool:
    """Whether it can fall in this stretch of time, did, or was to in a version beside it."""
    windows = [row.item.window, row.item.realised_on, *(each.window for each in row.before)]
    return any(_can_fall(window, view) for window in windows if window is not None)


def _can_fall(window: Window, view: View) -> bool:
    """What has one bound can be at any time on its other side; of what has no date nobody knows."""
    if window.edtf is None:
        return False
    first, last = window.first or date.min, window.last or date.max
    return first < view.end and last >= view.first


def _path(plan: Plan, segment: str) -> tuple[str, ...]:
    """What holds up the rest: of that segment, or of the programme."""
    return plan.room.paths.get(segment, ()) if segment not in ("", WHOLE) else plan.room.path
