"""Plan versions: each as it was, any two compared, the room there is, and what a move would do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.pages.forms import Form, Tried, afterwards, submit
from api.pages.found import programme_of
from api.pages.plan_shift import MOST, Wanted, programme_after, what_if
from api.pages.rendering import ports_of, render
from api.pages.windows import in_words
from api.recording import Stamp
from domain.programme.commands import ShiftPlan
from domain.programme.schedule import Schedule, schedule
from projections import plan_items, plan_versions
from projections.plan_items import PlanItemRow
from projections.plan_versions import PlanVersionsRow
from projections.programmes import ProgrammeRow

router = APIRouter()

FORM = "verschuiven"


@router.get("/programmas/{programme_id}/planversies")
def list_versions(request: Request, programme_id: UUID) -> HTMLResponse:
    return versions_page(request, programme_id)


@router.get("/programmas/{programme_id}/planversies/verschuiven")
def show_step(programme_id: UUID) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    return RedirectResponse(f"/programmas/{programme_id}/planversies", status_code=303)


@router.post("/programmas/{programme_id}/planversies/verschuiven")
def move(request: Request, programme_id: UUID, sent: Form) -> Response:
    """Move the plan as was shown before; what was said to stay stays."""

    def build(stamp: Stamp) -> ShiftPlan:
        given = {
            "programme_id": programme_id,
            "months": sent.text("maanden"),
            "title": sent.text("title"),
            "reason": sent.text("reason"),
            "decided_by": sent.text("decided_by") or None,
            "segments": [each for each in (sent.text("deel"),) if each],
            "keep": sent.text("keep").split(),
        }
        return ShiftPlan.model_validate({**given, **stamp})

    return submit(
        request,
        sent,
        FORM,
        ("maanden", "title", "reason"),
        build,
        again=lambda tried: versions_page(request, programme_id, tried),
        on=lambda position: afterwards(f"/programmas/{programme_id}/planversies", position, FORM),
    )


def versions_page(request: Request, programme_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        row = plan_versions.of_programme(connection, programme_id)
        items = plan_items.of_programme(connection, programme_id)
    room = schedule(items)
    return render(
        request,
        "plan_versions.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        row=row,
        room=room,
        items={each.item_id: each for each in items},
        segments={each.segment_id: each.title for each in programme.segments},
        words=in_words,
        most=MOST,
        **_compared(request.query_params, row),
        **_supposed(request, programme, items, tried),
        **_ordered(room, items),
    )


def _compared(query: Mapping[str, str], row: PlanVersionsRow | None) -> dict[str, Any]:
    """The two versions asked for: the last and the one before if none is; and one in full."""
    if row is None:
        return {"before": None, "after": None, "comparison": None, "whole": None, "shown": None}
    after = _number(query.get("naar", ""), row) or row.latest
    before = _number(query.get("van", ""), row) or max(1, after - 1)
    shown = _number(query.get("versie", ""), row)
    return {
        "before": before,
        "after": after,
        "comparison": row.compare(before, after) if before != after else None,
        "shown": row.version(shown) if shown else None,
        "whole": list(row.items_at(shown).values()) if shown else None,
    }


def _number(text: str, row: PlanVersionsRow) -> int | None:
    """The version of that number, if there is one."""
    number = int(text) if text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004
    return number if row.version(number) else None


def _supposed(
    request: Request, programme: ProgrammeRow, items: list[PlanItemRow], tried: Tried | None
) -> dict[str, Any]:
    """What moving the plan would do, if that was asked: in the address or in a form sent before."""
    asked = tried.values if tried is not None else request.query_params
    text, segment = asked.get("maanden", "").strip(), asked.get("deel", "")
    known = {each.segment_id for each in programme.segments}
    months = _months(text)
    given = {"months_asked": text, "segment_asked": segment if segment in known else ""}
    if not months or not items:
        return {**given, "supposed": None, "months_wrong": bool(text)}
    ports = ports_of(request)
    wanted = Wanted(months, segment if segment in known else None)
    whole = programme_after(ports.read(programme.programme_id))
    supposed = what_if(whole, items, wanted, ports.clock())
    return {**given, "supposed": supposed, "months_wrong": False}


def _months(text: str) -> int | None:
    """So many months, back if below zero; none for what is no number, nothing or too far."""
    digits = text.removeprefix("-").removeprefix("+")
    if not digits.isdecimal() or len(digits) > 3:  # noqa: PLR2004
        return None
    months = int(text)
    return months if months and abs(months) <= MOST else None


def _ordered(room: Schedule, items: list[PlanItemRow]) -> dict[str, Any]:
    """The room of each item that has a date, the least first, and those without one."""
    titles = {each.item_id: each for each in items}
    slots = [each for each in room.slots if each.slack is not None]
    return {
        "slots": sorted(slots, key=lambda each: (each.slack or 0, each.latest or each.earliest)),
        "one_sided": [
            each for each in room.slots if each.slack is None and each.item_id not in room.undated
        ],
        "undated": [titles[each] for each in room.undated],
    }
