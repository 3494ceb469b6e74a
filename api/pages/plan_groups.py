"""The plan of a programme by segment: drawn, and in the rows of the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from api.language import spoken
from api.pages.plan_drawing import Plan, Row, stroke_of
from api.pages.rendering import macro
from api.pages.timeline import draw
from api.pages.timeline_view import View
from api.pages.timeline_zoom import Place, Zoom
from domain.dates import Window
from projections.language import N_, Language, translate
from projections.programmes import ProgrammeRow
from projections.same import Same

WHOLE = "geheel"
"""Stands in the address for what is planned for the programme as a whole."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is planned for a segment, or for the whole programme, drawn and in rows.

    `path` is what holds up the rest of it, as far as it is among these rows.
    """

    key: str
    title: str | None
    drawing: Markup
    rows: tuple[Row, ...]
    path: tuple[Row, ...]


def windows_of(plan: Plan) -> list[Window]:
    """Every window of a plan and of the versions set beside it, and when it was done."""
    planned = [window for row in plan.rows for window in (row.item.window, row.item.realised_on)]
    then = [each.window for row in plan.rows for each in row.before]
    return [window for window in (*planned, *then) if window is not None]


def grouped(
    rows: Sequence[Row], programme: ProgrammeRow, plan: Plan, zoom: Zoom, today: date
) -> list[Group]:
    """These rows by segment, in the order of the source; those of the whole programme last."""
    titles: dict[str | None, str] = {each.segment_id: each.title for each in programme.segments}
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        segment = row.item.segment if row.item.segment in titles else None
        found.setdefault(segment, []).append(row)
    around = (zoom.place, zoom.asked.view, today, spoken())
    return [
        Group(
            key=segment or WHOLE,
            title=titles.get(segment),
            drawing=_drawing(Same(mine), Same([plan]), segment, titles.get(segment), *around),
            rows=tuple(mine),
            path=_among(mine, plan.room.paths[segment] if segment else plan.room.path),
        )
        for segment, mine in found.items()
    ]


@lru_cache(maxsize=200)
def _drawing(
    rows: Same[Row],
    plan: Same[Plan],
    segment: str | None,
    title: str | None,
    place: Place,
    view: View,
    today: date,
    language: Language,
) -> Markup:
    """A drawing takes a third of the time of its page, and changes with the plan and the day."""
    timeline = draw([stroke_of(row) for row in rows.things], view, today, plan.things[0].numbers)
    named = title or translate(language).gettext(N_("Whole programme"))
    drawn = macro("timeline.html", "drawing", language)
    return drawn(timeline, named, segment or WHOLE, lambda window: place.around(view, window))


def _among(rows: Sequence[Row], path: Sequence[str]) -> tuple[Row, ...]:
    known = {row.item.item_id: row for row in rows}
    return tuple(known[each] for each in path if each in known)
