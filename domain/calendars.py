"""What else goes on when something is planned: holidays, recess, school years, elections (ST-28).

Holidays and recesses are data that somebody gives, each for the region it holds for. Nothing is
made up: where they are not known, the remark says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from pydantic import BaseModel, model_validator

from domain.base import Sentence
from domain.dates import Window, add_months

_DAY = timedelta(days=1)
_AUGUST = 8
_MARCH = 3
_COUNCIL_YEARS = 4
ELECTIONS_HELD = {2022: date(2022, 3, 16), 2026: date(2026, 3, 18)}
"""The days of the elections of municipal councils that are known."""

FIRST_MONTHS = 3
"""How many months after an election a council is called new: our reading, no rule gives one."""


class Break(BaseModel, frozen=True, extra="forbid"):
    """A school holiday or a recess of councils, with both its days. `where` it holds."""

    name: str
    where: str
    first: date
    last: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Break":
        if self.last < self.first:
            raise ValueError(f"{self.name} ends before it begins")
        return self


class SchoolYear(BaseModel, frozen=True):
    """From 1 August up to and including 31 July."""

    first: date
    last: date

    @property
    def name(self) -> str:
        return f"{self.first.year}-{self.last.year}"


def school_year(day: date) -> SchoolYear:
    """The school year of a day (ST-22)."""
    begins = day.year if day.month >= _AUGUST else day.year - 1
    return SchoolYear(first=date(begins, _AUGUST, 1), last=date(begins + 1, _AUGUST, 1) - _DAY)


def council_election(year: int) -> Window | None:
    """When councils are elected in this year: every four years in March (Kieswet).

    Only the days of elections that are known are given; of a later one only the month.
    """
    if (year - min(ELECTIONS_HELD)) % _COUNCIL_YEARS or year < min(ELECTIONS_HELD):
        return None
    day = ELECTIONS_HELD.get(year)
    if day is not None:
        return Window.on(day)
    return Window(edtf=f"{year}-{_MARCH:02}", written=f"maart {year}")


def remarks(
    window: Window, breaks: Sequence[Break] = (), *, schools: bool = False
) -> tuple[Sentence, ...]:
    """What is worth knowing of the time in which something is planned.

    `schools` says that it follows school years. An open window, or one without an end or a
    beginning, gets a remark only where it is certain.
    """
    if window.first is None and window.last is None:
        return (Sentence("It has no date, so nothing can be said of its time."),)
    return (
        *in_breaks(window, breaks),
        *around_elections(window),
        *(around_school_years(window) if schools else ()),
    )


def in_breaks(window: Window, breaks: Sequence[Break]) -> Iterator[Sentence]:
    """The holidays and recesses in which it falls, and where they are not known."""
    first, last = _days(window)
    if first is None or last is None:
        return
    for each in breaks:
        values = {
            "name": each.name,
            "where": each.where,
            "first": each.first.isoformat(),
            "last": each.last.isoformat(),
        }
        if each.first <= first and last <= each.last:
            yield Sentence(
                "It falls within %(name)s (%(where)s), from %(first)s up to and including "
                "%(last)s.",
                values,
            )
        elif each.first <= last <= each.last:
            yield Sentence(
                "Its last day falls within %(name)s (%(where)s), from %(first)s up to and "
                "including %(last)s.",
                values,
            )
    yield from _unknown(last, breaks)


def _unknown(last: date, breaks: Iterable[Break]) -> Iterator[Sentence]:
    """By place, that holidays or recesses are not known for a time that is so far ahead."""
    known: dict[str, date] = {}
    for each in breaks:
        known[each.where] = max(known.get(each.where, each.last), each.last)
    if not known:
        yield Sentence("Holidays and recesses are not known here.")
    for where, until in known.items():
        if until < last:
            yield Sentence(
                "Holidays and recesses of %(where)s are known up to %(until)s only.",
                {"where": where, "until": until.isoformat()},
            )


def around_elections(window: Window) -> Iterator[Sentence]:
    """The elections of councils that it falls in, or shortly after."""
    first, last = _days(window)
    if first is None or last is None:
        return
    for year in range(first.year - 1, last.year + 1):
        held = council_election(year)
        if held is None or held.first is None or held.last is None:
            continue
        values = {"when": held.written}
        if first <= held.last and held.first <= last:
            yield Sentence("Councils are elected in this time: %(when)s.", values)
        elif held.last < first <= add_months(held.last, FIRST_MONTHS):
            yield Sentence(
                "Councils are newly elected then (%(when)s): their members may know nothing of it "
                "yet.",
                values,
            )


def around_school_years(window: Window) -> Iterator[Sentence]:
    """The school year it falls in, or that it crosses the turn of one."""
    first, last = _days(window)
    if first is None or last is None:
        return
    begins, ends = school_year(first), school_year(last)
    if begins == ends:
        yield Sentence("It falls in school year %(name)s.", {"name": begins.name})
    else:
        yield Sentence(
            "It crosses the turn of a school year, on %(day)s.", {"day": ends.first.isoformat()}
        )


def _days(window: Window) -> tuple[date | None, date | None]:
    """Its first and last day; where it has but one of the two, that one for both."""
    return window.first or window.last, window.last or window.first
