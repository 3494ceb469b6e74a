"""Plan versions: each as it was, any two compared, and the room there is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.found import programme_of
from api.pages.rendering import ports_of, render
from api.pages.windows import in_words
from domain.programme.schedule import Schedule, schedule
from projections import plan_items, plan_versions
from projections.plan_items import PlanItemRow
from projections.plan_versions import PlanVersionsRow

router = APIRouter()


@router.get("/programmas/{programme_id}/planversies")
def list_versions(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        row = plan_versions.of_programme(connection, programme_id)
        items = plan_items.of_programme(connection, programme_id)
    room = schedule(items)
    return render(
        request,
        "plan_versions.html",
        programme=programme,
        row=row,
        room=room,
        items={each.item_id: each for each in items},
        segments={each.segment_id: each.title for each in programme.segments},
        words=in_words,
        **_compared(request.query_params, row),
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
