"""Dates as their sources give them: windows with a precision of their own, and terms.

A window is never turned into a day that its source does not name (ST-03). What is computed
from it says which rule, which inputs and which steps led there.
"""

import calendar
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, NamedTuple, Self, assert_never
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, field_validator, model_validator

from domain.base import Sentence
from domain.edtf import Precision, Span, span_of

__all__ = [
    "AMSTERDAM",
    "Bound",
    "Day",
    "Explained",
    "Precision",
    "Step",
    "Window",
    "add_months",
    "day_after_term",
    "end_of_term",
    "last_day_of_term",
    "local_day",
    "start_of_day",
    "step",
]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
"""A day that somebody asks for; outside of these two centuries it is a slip of the pen."""

Bound = Literal["in", "about", "at_latest", "before", "well_before", "from", "after", "not_before"]
"""How the words around a date limit it.

`in` and `about` ("medio augustus") name the time itself. `at_latest` includes what it names,
`before` and `well_before` ("ruim voor") stop the day before it. `from` and `not_before` start
on its first day, `after` on the day after it. `from` promises a start, `not_before` and `after`
only rule out an earlier one.
"""

WELL_BEFORE_MONTHS = 6
"""What "well before" is taken to mean when an alert needs a day.

S3 4.7 asks for one and the same decision "well before 1 January 2021" and "before 1 July 2020".
"""

_DAY = timedelta(days=1)


class Step(BaseModel, frozen=True, extra="forbid"):
    """One step of a computation: a `Sentence` that can be kept and sent."""

    template: str
    values: dict[str, str] = {}


def step(template: str, /, **values: object) -> Step:
    """A step in words; `template` is English and the key of its translation."""
    return Step(template=template, values={name: str(value) for name, value in values.items()})


class Explained(BaseModel, frozen=True, extra="forbid"):
    """A computed day with its reasons. `rule` names a rule and its version: `notice-back/1`.

    A rule that comes to give another day for the same inputs gets the next version.
    """

    value: date
    rule: str
    inputs: dict[str, str]
    steps: tuple[Step, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The steps in order, to be shown to people."""
        return tuple(Sentence(each.template, each.values) for each in self.steps)


class Window(BaseModel, frozen=True, extra="forbid"):
    """When something happens, as precisely as its source says and no more (ST-03, D13).

    `edtf` is EDTF (ISO 8601-2): `2021-07-01`, `2026-01`, `2026-02/2026-05`, `2025-23` (autumn),
    `2022-35` (third quarter), `2020-41` (second half), `2030`; none when the source gives no
    date. `written` is how the source puts it. The words around the date are the `bound`, never
    an EDTF qualifier. Anything else is refused with a `ValueError`.
    """

    edtf: str | None = None
    bound: Bound = "in"
    written: str

    @field_validator("written")
    @classmethod
    def _written_says_something(cls, written: str) -> str:
        if not written.strip():
            raise ValueError("a window needs the words of its source in `written`")
        return written

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.edtf is not None:
            span_of(self.edtf)
        elif self.bound != "in":
            raise ValueError(
                f'the bound "{self.bound}" needs a date: a window without one is open, bound "in"'
            )
        return self

    @property
    def precision(self) -> Precision:
        """The unit in which the source speaks, whatever the bound."""
        return "open" if self.edtf is None else span_of(self.edtf).precision

    @property
    def first(self) -> date | None:
        """The first day the window allows; none if it has no beginning.

        Whoever counts back from a window (a notice term, a preparation) counts from this day.
        """
        return self._edges.first

    @property
    def last(self) -> date | None:
        """The last day the window allows; none if it has no end. After it, it is too late."""
        return self._edges.last

    @classmethod
    def on(cls, day: date) -> Self:
        """A day that is known, written as such."""
        return cls(edtf=day.isoformat(), written=day.isoformat())

    def same_time(self, other: Self) -> bool:
        """Whether it is the same time, in whatever words."""
        return (self.edtf, self.bound) == (other.edtf, other.bound)

    def allows(self, day: date) -> bool:
        """Whether the window can be said to hold on this day: too early and too late do not.

        "At the latest 1 July" allows every earlier day and no later one (AN-10).
        """
        first, last = self._edges
        return (first is None or first <= day) and (last is None or day <= last)

    @property
    def due(self) -> date | None:
        """The day an alert must use: the earliest day after which it could be too late.

        A window with an end gives its last day in the strictest usual reading, an approximate
        one and a promised start give their first day. None if nothing can be late. Being missed
        is another matter: that is certain only after `last`.
        """
        alert = self.alert
        return None if alert is None else alert.value

    @property
    def alert(self) -> Explained | None:
        """`due` with its reasons."""
        found = _cautious(self)
        if found is None:
            return None
        day, reason = found
        return Explained(
            value=day,
            rule="window-due/1",
            inputs={"edtf": self.edtf or "", "bound": self.bound, "written": self.written},
            steps=(step("The source says “%(written)s”.", written=self.written), reason),
        )

    @property
    def _edges(self) -> "_Edges":
        if self.edtf is None:
            return _Edges(None, None)
        return _edges(self.bound, span_of(self.edtf))


class _Edges(NamedTuple):
    first: date | None
    last: date | None


def _edges(bound: Bound, span: Span) -> _Edges:
    match bound:
        case "in" | "about":
            return _Edges(span.first, span.last)
        case "at_latest":
            return _Edges(None, span.last)
        case "before" | "well_before":
            return _Edges(None, span.first - _DAY)
        case "from" | "not_before":
            return _Edges(span.first, None)
        case "after":
            return _Edges(span.last + _DAY, None)
        case never:
            assert_never(never)


def _cautious(window: Window) -> tuple[date, Step] | None:
    first, last = window.first, window.last
    if window.bound == "about" and first:
        return first, step(
            "That is approximate; an alert uses the first day it can mean, %(day)s.", day=first
        )
    if window.bound == "from" and first:
        return first, step("It is to start by %(day)s; an alert uses that day.", day=first)
    if window.bound == "well_before" and last:
        day = add_months(last + _DAY, -WELL_BEFORE_MONTHS) - _DAY
        return day, step(
            "How long before is not said; an alert takes %(months)s months and uses %(day)s.",
            months=WELL_BEFORE_MONTHS,
            day=day,
        )
    if last is None:
        return None
    if window.precision in ("day", "days"):
        return last, step("An alert uses the last day in time, %(day)s.", day=last)
    return last, step(
        "It names no day; an alert uses the last day in time in the strictest usual reading, "
        "%(day)s.",
        day=last,
    )


def local_day(at: datetime) -> date:
    """The calendar day in the Netherlands at this instant. Refuses one without a time zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone: it is not an instant")
    return at.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """Midnight in the Netherlands, at which this day begins."""
    return datetime.combine(day, time.min, AMSTERDAM)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day if it is too short (AN-03)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def day_after_term(start: date, months: int) -> date:
    """The first day on which so many whole months have passed since the start of `start`.

    A month that lacks the day is passed at its end: six months from 31 August end with February.
    It is the earliest day from which subtracting the months does not lead back before `start`.
    """
    end = add_months(start, months)
    return end + _DAY if add_months(end, -months) < start else end


def last_day_of_term(start: date, years: int, months: int = 0) -> Explained:
    """The last day of a term that begins with `start` (D10, D11; GO-06)."""
    length = years * 12 + months
    if years < 0 or months < 0 or length == 0:
        raise ValueError(f"a term of {years} years and {months} months is no term")
    after = day_after_term(start, length)
    return Explained(
        value=after - _DAY,
        rule="term/1",
        inputs={"start": start.isoformat(), "years": str(years), "months": str(months)},
        steps=(
            step(
                "A term of %(months)s months that begins on %(start)s has passed on %(after)s.",
                months=length,
                start=start,
                after=after,
            ),
            step("Its last day is the day before, %(last)s.", last=after - _DAY),
        ),
    )


def end_of_term(start: date, *, at_least: int | None, at_most: int | None, written: str) -> Window:
    """The window of the last day of a term, given in months (D12; CC-01).

    The same figure twice is an exact term, two figures are a range ("7-10 years"); only
    `at_least` gives a day before which the term does not end, only `at_most` the latest end.
    """
    least = None if at_least is None else last_day_of_term(start, 0, at_least).value.isoformat()
    most = None if at_most is None else last_day_of_term(start, 0, at_most).value.isoformat()
    if least is None:
        return Window(edtf=most, bound="at_latest" if most else "in", written=written)
    if most is None:
        return Window(edtf=least, bound="not_before", written=written)
    edtf = least if least == most else f"{least}/{most}"
    return Window(edtf=edtf, written=written)
