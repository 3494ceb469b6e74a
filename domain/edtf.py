"""Reads the part of EDTF (ISO 8601-2) that programmes need: which days does a text cover?"""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

Precision = Literal[
    "day",
    "days",
    "month",
    "months",
    "season",
    "quarter",
    "half_year",
    "year",
    "years",
    "range",
    "open",
]
"""The unit of a window. The plurals are ranges of that unit, `range` is any other range."""

_RANGES: dict[Precision, Precision] = {"day": "days", "month": "months", "year": "years"}

_PARTS: dict[str, tuple[Precision, int, int]] = {
    "21": ("season", 3, 3),
    "22": ("season", 6, 3),
    "23": ("season", 9, 3),
    "24": ("season", 12, 3),
    "33": ("quarter", 1, 3),
    "34": ("quarter", 4, 3),
    "35": ("quarter", 7, 3),
    "36": ("quarter", 10, 3),
    "40": ("half_year", 1, 6),
    "41": ("half_year", 7, 6),
}
"""EDTF's parts of a year: unit, first month, number of months.

EDTF does not say when a season starts. They are read as whole months, as meteorologists do:
autumn is September to November; winter belongs to the year in which it starts.
"""

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

_ACCEPTED = (
    "accepted are a day 2021-07-01, a month 2026-01, a season 2025-21 to 2025-24, "
    "a quarter 2022-33 to 2022-36, a half-year 2020-40 or 2020-41, a year 2030, "
    "two of these with a slash between them, or nothing for an open date; "
    "words such as before or about belong in `bound`"
)


class Span(NamedTuple):
    """The days a text covers, both included, and the unit in which it names them."""

    precision: Precision
    first: date
    last: date


@lru_cache(maxsize=4096)
def span_of(edtf: str) -> Span:
    """The days that `edtf` covers. Raises `ValueError`, which says what would be accepted."""
    start_text, slash, end_text = edtf.partition("/")
    start = _point(start_text, edtf)
    if not slash:
        return start
    end = _point(end_text, edtf)
    if end.first < start.first or end.last < start.last:
        raise ValueError(f'"{edtf}" ends before it starts: {end_text} is not after {start_text}')
    alike = start.precision == end.precision
    precision = _RANGES.get(start.precision, "range") if alike else "range"
    return Span(precision, start.first, end.last)


def _point(text: str, whole: str) -> Span:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(f'"{whole}" is not a date we can read; {_ACCEPTED}')
    year, part, day = int(found[1]), found[2], found[3]
    if not 1900 <= year <= 2999:  # noqa: PLR2004 (outside it, a typing error)
        raise ValueError(f'"{whole}" has the year {found[1]}; accepted are 1900 to 2999')
    if part is None:
        return Span("year", date(year, 1, 1), date(year, 12, 31))
    if day is not None:
        return _day(text, whole)
    if part in _PARTS:
        precision, month, months = _PARTS[part]
        return _months(precision, year, month, months)
    if not 1 <= int(part) <= 12:  # noqa: PLR2004 (months of a year)
        raise ValueError(f'"{whole}" has no month or part of a year "{part}"; {_ACCEPTED}')
    return _months("month", year, int(part), 1)


def _day(text: str, whole: str) -> Span:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{whole}": {text} is not in the calendar ({error})') from error
    return Span("day", day, day)


def _months(precision: Precision, year: int, month: int, months: int) -> Span:
    years, end = divmod(month + months - 2, 12)
    last = date(year + years, end + 1, calendar.monthrange(year + years, end + 1)[1])
    return Span(precision, date(year, month, 1), last)
