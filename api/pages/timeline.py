"""Draws windows on a stretch of time, with what waits for what (ST-03, ST-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.pages.timeline_arrows import Arrow, arrows_of
from api.pages.timeline_shapes import HEAD, LANE, ROW, Bar, Stroke, bar_of
from api.pages.timeline_view import Tick, View, ticks_of


@dataclass(frozen=True, slots=True)
class Timeline:
    """Places across are percentages of the width, places down are pixels."""

    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    height: int


def draw(
    strokes: Sequence[Stroke], view: View, today: date, numbers: Mapping[str, int] | None = None
) -> Timeline:
    """A row for each. `numbers` are those of what is not in this drawing and may be waited for."""
    here = {each.key for each in strokes}
    others = {key: each for key, each in (numbers or {}).items() if key not in here}
    row = ROW + LANE * max((len(each.ghosts) for each in strokes), default=0)
    bars = tuple(
        bar_of(stroke, HEAD + row * place, view, others) for place, stroke in enumerate(strokes)
    )
    return Timeline(
        bars=bars,
        arrows=arrows_of(bars),
        ticks=ticks_of(view),
        today=round((view.x(today) + view.after(today)) / 2, 2) if view.holds(today) else None,
        height=HEAD + row * len(strokes) + 6,
    )
