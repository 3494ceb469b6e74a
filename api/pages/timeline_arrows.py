"""Arrows from what is awaited to what waits for it (ST-07), along the edges of their bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from api.pages.timeline_shapes import BAR, THICK, Bar

Way = Literal["right", "left", "down", "up"]

_CLOSE = 1.5
"""So near to each other, in percent, that there is no room for an arrow between two bars."""


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """Lines and the point of the arrow. `critical` if it is part of what holds up the rest;
    `clash` if what waits ends before what it waits for does.
    """

    lines: tuple[Line, ...]
    x: float
    y: int
    way: Way
    critical: bool
    clash: bool
    first: int
    then: int
    to_day: bool = False


def arrows_of(drawn: Sequence[Bar]) -> tuple[Arrow, ...]:
    """An arrow for each waiting of which both ends are drawn and that has a date to start from."""
    bars = {bar.stroke.key: bar for bar in drawn}
    return tuple(
        _arrow(bars[awaited], bar)
        for bar in drawn
        for awaited in bar.stroke.after
        if awaited in bars and _seen(bars[awaited], bar)
    )


def _seen(awaited: Bar, waiting: Bar) -> bool:
    """Whether there is a day to start from, and a part of the way is in view."""
    there = awaited.outside is None or awaited.outside != waiting.outside
    return there and awaited.piece.shape != "open"


def _clash(awaited: Bar, waiting: Bar) -> bool:
    ends, before = waiting.stroke.window.last, awaited.stroke.window.last
    return ends is not None and before is not None and ends < before


def _arrow(awaited: Bar, waiting: Bar) -> Arrow:
    down = waiting.y > awaited.y
    leaves = awaited.y + BAR + (THICK if down else 0)
    middle = waiting.y + BAR + THICK // 2
    edge = waiting.y + BAR + (0 if down else THICK)
    fro, to = awaited.piece, waiting.piece
    lines: tuple[Line, ...]
    way: Way
    if to.shape != "open" and to.x - fro.end > _CLOSE:
        lines = (Line(fro.end, leaves, fro.end, middle), Line(fro.end, middle, to.x, middle))
        x, y, way = to.x, middle, "right"
    elif to.shape != "open" and to.end < fro.x:
        lines = (Line(fro.x, leaves, fro.x, middle), Line(fro.x, middle, to.end, middle))
        x, y, way = to.end, middle, "left"
    else:
        x = fro.end if to.shape == "open" else min(max(fro.end, to.x), to.end)
        lines, y, way = (Line(x, leaves, x, edge),), edge, "down" if down else "up"
    return Arrow(
        lines=lines,
        x=x,
        y=y,
        way=way,
        critical=awaited.stroke.critical and waiting.stroke.critical,
        clash=_clash(awaited, waiting),
        first=awaited.stroke.number,
        then=waiting.stroke.number,
        to_day=to.shape == "day",
    )
