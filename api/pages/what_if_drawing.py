"""Draws what moves in a what-if: where it is in the plan in force, and where it would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates import Window
from domain.whatif.outcome import Move

WIDTH, LEFT, ROW, HEAD = 960, 34, 34, 24
_LEAST, _TAIL = 7.0, 40.0


@dataclass(frozen=True, slots=True)
class Bar:
    """From one place to another; without the edge at `open_start` or `open_end`; or one `day`."""

    x: float
    width: float
    day: bool = False
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its number in the table, its bar as it is and as it would be; none if undated."""

    number: int
    title: str
    y: float
    before: Bar | None
    after: Bar | None


@dataclass(frozen=True, slots=True)
class Drawing:
    lines: tuple[Line, ...]
    years: tuple[tuple[str, float], ...]
    today: float | None
    height: float
    width: int = WIDTH
    left: int = LEFT


def draw(moves: Sequence[Move], today: date) -> Drawing | None:
    """All that moves on one scale of whole years; none if nothing that moves has a date."""
    windows = [window for each in moves for window in (each.before, each.after)]
    days = [day for each in windows for day in (each.first, each.last) if day]
    if not days:
        return None
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    whole = (last - first).days

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT) * (day - first).days / whole, 1)

    def bar(window: Window) -> Bar | None:
        start, end = window.first, window.last
        if start and start == end:
            return Bar(x(start), _LEAST, day=True)
        if start and end:
            return Bar(x(start), max(round(x(end) - x(start), 1), _LEAST))
        if end:
            from_x = max(x(end) - _TAIL, float(LEFT))
            return Bar(from_x, max(round(x(end) - from_x, 1), _LEAST), open_start=True)
        if start:
            return Bar(x(start), min(_TAIL, max(WIDTH - x(start), _LEAST)), open_end=True)
        return None

    lines = tuple(
        Line(number, each.title, HEAD + ROW * (number - 1), bar(each.before), bar(each.after))
        for number, each in enumerate(moves, 1)
    )
    years = tuple((str(year), x(date(year, 1, 1))) for year in range(first.year, last.year))
    now = x(today) if first <= today < last else None
    return Drawing(lines, years, now, HEAD + ROW * len(moves) + 4)
