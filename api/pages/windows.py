"""A window in words: the source's own, or the date itself where we moved it."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from api.language import spoken
from domain.base import Sentence
from domain.dates import Bound, Window
from domain.edtf import span_of
from projections.language import N_, say, write_date

MOVED = "→"
"""Stands in what a shift writes: the source's words before it, the new date after it."""

_PARTS: Mapping[str, str] = {
    "21": N_("spring %(year)s"),
    "22": N_("summer %(year)s"),
    "23": N_("autumn %(year)s"),
    "24": N_("winter %(year)s"),
    "33": N_("first quarter of %(year)s"),
    "34": N_("second quarter of %(year)s"),
    "35": N_("third quarter of %(year)s"),
    "36": N_("fourth quarter of %(year)s"),
    "40": N_("first half of %(year)s"),
    "41": N_("second half of %(year)s"),
}
_BOUNDS: Mapping[Bound, str] = {
    "about": N_("about %(when)s"),
    "at_latest": N_("%(when)s at the latest"),
    "before": N_("before %(when)s"),
    "well_before": N_("well before %(when)s"),
    "from": N_("from %(when)s on"),
    "after": N_("after %(when)s"),
    "not_before": N_("not before %(when)s"),
}


def in_words(window: Window) -> str:
    """As its source puts it; one that was moved by its date, since its words are of before."""
    if window.edtf is None or MOVED not in window.written:
        return window.written
    first, _, last = window.edtf.partition("/")
    when = _point(first)
    if last:
        when = _say(N_("%(first)s until %(last)s, inclusive"), first=when, last=_point(last))
    return when if window.bound == "in" else _say(_BOUNDS[window.bound], when=when)


def _point(point: str) -> str:
    span, part = span_of(point), point[5:7]
    if span.precision == "day":
        return write_date(span.first, spoken())
    if span.precision == "year":
        return point
    if part in _PARTS:
        return _say(_PARTS[part], year=point[:4])
    return format_date(date(span.first.year, span.first.month, 1), "LLLL y", locale=spoken())


def _say(template: str, **values: str) -> str:
    return say(Sentence(template, values), spoken())
