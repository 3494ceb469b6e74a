"""The shape of a window: as precise as its source speaks and no more (ST-03).

A day is a diamond, a month a pill, a season has soft edges, a quarter shows its months, a year
is a frame in which it will be somewhere; what has one bound fades out on the other side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.pages.timeline_view import View
from domain.dates import Precision, Window, add_months

Shape = Literal[
    "day",
    "days",
    "month",
    "season",
    "quarter",
    "half_year",
    "year",
    "about",
    "until",
    "since",
    "open",
]

HEAD = 60
"""Room above the rows, for today and two lines of words."""
ROW = 48
BAR = 29
"""Where in its row the bar begins, under the name."""
THICK = 12
LANE = 8
"""How much lower each earlier plan is drawn under the bar."""

_SHAPES: dict[Precision, Shape] = {
    "day": "day",
    "days": "days",
    "range": "days",
    "month": "month",
    "months": "month",
    "season": "season",
    "quarter": "quarter",
    "half_year": "half_year",
    "year": "year",
    "years": "year",
    "open": "open",
}
_PARTS: dict[Shape, int] = {"quarter": 1, "half_year": 3, "year": 12}
"""Of how many months the parts are that a shape shows of itself."""
_THINNEST = 0.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ghost:
    """The window it has in another plan: an earlier version, or one that is only supposed.

    There is no window if that plan has not got it.
    """

    label: str
    window: Window | None


@dataclass(frozen=True, slots=True)
class Stroke:
    """What is drawn. `words` put its window into words, `href` leads to its row in the table."""

    key: str
    number: int
    title: str
    status: str
    window: Window
    words: str
    href: str = ""
    after: tuple[str, ...] = ()
    critical: bool = False
    realised_on: Window | None = None
    ghosts: tuple[Ghost, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A shape and its place; `inner` are the places of the lines that divide it."""

    shape: Shape
    x: float
    width: float
    inner: tuple[float, ...] = ()
    lane: int = 0

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Name:
    """Where its words go: from `x` on, or up to the end of their room."""

    x: float
    width: float
    to_end: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `outside` says on which side of the view all of it is, `elsewhere` are the numbers
    of what it waits for that is not in this drawing.
    """

    stroke: Stroke
    piece: Piece
    name: Name
    y: int
    done: Piece | None
    ghosts: tuple[Piece, ...]
    outside: Literal["before", "after"] | None
    elsewhere: tuple[int, ...]


def shape_of(window: Window) -> Shape:
    """How a window looks: by the unit in which its source speaks, and by its bound."""
    match window.bound:
        case "about":
            return "about"
        case "at_latest" | "before" | "well_before":
            return "until"
        case "from" | "not_before" | "after":
            return "since"
        case _:
            return _SHAPES[window.precision]


def piece_of(window: Window, view: View, lane: int = 0) -> Piece:
    """The shape of a window in its place. A day is placed at its middle."""
    shape, first, last = shape_of(window), window.first, window.last
    if first and last:
        if shape == "day":
            return Piece(shape, round((view.x(first) + view.after(first)) / 2, 2), 0, lane=lane)
        x = view.x(first)
        width = max(round(view.after(last) - x, 2), _THINNEST)
        return Piece(shape, x, width, _inner(shape, first, last, view), lane)
    if last:
        return Piece("until", view.after(last), 0, lane=lane)
    if first:
        return Piece("since", view.x(first), 0, lane=lane)
    return Piece("open", 0, 100, lane=lane)


def _inner(shape: Shape, first: date, last: date, view: View) -> tuple[float, ...]:
    """The places of the months of a quarter, the quarters of half a year, the years of years."""
    if shape not in _PARTS:
        return ()
    by, end = _PARTS[shape], last + _DAY
    months = (end.year - first.year) * 12 + end.month - first.month
    return tuple(view.x(add_months(first, each)) for each in range(by, months, by))


def bar_of(stroke: Stroke, y: int, view: View, others: Mapping[str, int]) -> Bar:
    piece = piece_of(stroke.window, view)
    outside = _outside(piece)
    return Bar(
        stroke=stroke,
        piece=piece,
        name=_name(piece, outside),
        y=y,
        done=_done(stroke, view),
        ghosts=tuple(
            piece_of(each.window, view, lane)
            for lane, each in enumerate(stroke.ghosts)
            if each.window is not None
        ),
        outside=outside,
        elsewhere=tuple(others[each] for each in stroke.after if each in others),
    )


def _done(stroke: Stroke, view: View) -> Piece | None:
    """When it was done, if that is another time than was planned."""
    done = stroke.realised_on
    if done is None or done.edtf is None or done.same_time(stroke.window):
        return None
    return piece_of(done, view)


def _outside(piece: Piece) -> Literal["before", "after"] | None:
    """On which side nothing of it can be seen; how far one bound reaches is not drawn."""
    if piece.end < 0 or (piece.end == 0 and piece.shape != "since"):
        return "before"
    if piece.x > 100 or (piece.x == 100 and piece.shape != "until"):  # noqa: PLR2004
        return "after"
    return None


def _name(piece: Piece, outside: str | None) -> Name:
    """Over the bar: from its beginning, or up to its end if it begins in the second half."""
    start, end = (min(max(each, 0.0), 100.0) for each in (piece.x, piece.end))
    if outside == "after" or (outside is None and start > 50):  # noqa: PLR2004
        return Name(0, end, to_end=True)
    return Name(start, 100 - start, to_end=False)
