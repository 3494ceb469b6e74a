"""Draws windows on a scale of years: a season as long as a season, a day as narrow as a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

Shape = Literal["day", "span", "until", "since", "open"]

WIDTH = 960
LEFT = 34
ROW = 24
HEAD = 24

_DAY_WIDTH = 7.0
_TAIL = 46.0


class Drawn(Protocol):
    """What there must be of something to draw it: a plan item has it, and a step."""

    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One window: `until` and `since` have no other edge, so they fade out on that side."""

    number: int
    title: str
    shape: Shape
    status: str
    x: float
    width: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    bars: tuple[Bar, ...]
    years: tuple[Mark, ...]
    quarters: tuple[float, ...]
    today: float | None
    height: float
    width: int = WIDTH
    left: int = LEFT
    row: int = ROW


@dataclass(frozen=True, slots=True)
class Scale:
    """From days to places; the same for every drawing of a programme."""

    first: date
    last: date

    def x(self, day: date) -> float:
        days = (self.last - self.first).days
        return round(LEFT + (WIDTH - LEFT) * (day - self.first).days / days, 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def scale_of(items: Sequence[Drawn], today: date) -> Scale:
    """Whole years around everything that has a day, today with them."""
    days = [day for item in items for day in (item.first, item.last) if day] or [today]
    first, last = min(*days, today), max(*days, today)
    return Scale(date(first.year, 1, 1), date(last.year + 1, 1, 1))


def draw(items: Sequence[Drawn], scale: Scale, today: date) -> Timeline:
    """A row for each item, numbered as in the table beside it."""
    years = range(scale.first.year, scale.last.year)
    return Timeline(
        bars=tuple(_bar(number, item, scale) for number, item in enumerate(items, 1)),
        years=tuple(Mark(str(year), scale.x(date(year, 1, 1))) for year in years),
        quarters=tuple(scale.x(date(year, month, 1)) for year in years for month in (4, 7, 10)),
        today=scale.x(today) if scale.holds(today) else None,
        height=HEAD + ROW * len(items) + 4,
    )


def _bar(number: int, item: Drawn, scale: Scale) -> Bar:
    shape, x, width = _extent(item, scale)
    y = HEAD + ROW * (number - 1)
    return Bar(number, item.title, shape, item.status, x, width, y)


def _extent(item: Drawn, scale: Scale) -> tuple[Shape, float, float]:
    """The kind of bar and where it begins; the last day of a window belongs to it."""
    if item.first and item.last:
        x, end = scale.x(item.first), scale.x(item.last)
        if item.first == item.last:
            return "day", x, _DAY_WIDTH
        return "span", x, max(round(end - x, 1), _DAY_WIDTH)
    if item.last:
        x = scale.x(item.last)
        return "until", max(x - _TAIL, float(LEFT)), min(_TAIL, x - LEFT)
    if item.first:
        x = scale.x(item.first)
        return "since", x, min(_TAIL, WIDTH - x)
    return "open", float(LEFT), 0.0
