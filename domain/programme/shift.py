"""Moves a window by months without changing how precisely it speaks (ST-03, ST-08)."""

from math import lcm

from domain.dates import Precision, Window, add_months
from domain.edtf import span_of

MONTHS: dict[Precision, int] = {
    "day": 1,
    "month": 1,
    "season": 3,
    "quarter": 3,
    "half_year": 6,
    "year": 12,
}
"""By what a date can move in its own words: "2027" only by whole years."""

_BECAME = " → "


def unit_of(window: Window) -> int:
    """The months of which a shift must be a multiple for this window to follow; 1 if any will."""
    if window.edtf is None:
        return 1
    return lcm(*(MONTHS[span_of(point).precision] for point in window.edtf.split("/")))


def shifted(window: Window, months: int) -> Window:
    """The window so many months later, earlier if negative, with the source's words before it.

    "juli 2021" three months on is written "juli 2021 → 2021-10". An open window stays open.
    Raises `ValueError` for a shift that its precision cannot express (see `unit_of`), and for
    one that leaves the years that are accepted.
    """
    if window.edtf is None or months == 0:
        return window
    if months % unit_of(window):
        raise ValueError(f"{window.edtf} cannot move by {months} months and stay as precise")
    edtf = "/".join(_moved(point, months) for point in window.edtf.split("/"))
    written = f"{window.written.partition(_BECAME)[0]}{_BECAME}{edtf}"
    return Window(edtf=edtf, bound=window.bound, written=written)


def _moved(point: str, months: int) -> str:
    """One end of a window, moved. A part of a year keeps its place among its like."""
    span = span_of(point)
    if span.precision == "day":
        return add_months(span.first, months).isoformat()
    first = add_months(span.first, months)
    match span.precision:
        case "month":
            return f"{first:%Y-%m}"
        case "season":
            return f"{first.year:04}-{20 + first.month // 3}"
        case "quarter":
            return f"{first.year:04}-{33 + first.month // 3}"
        case "half_year":
            return f"{first.year:04}-{40 + first.month // 7}"
        case _:
            return f"{first.year:04}"
