"""The stretch of time that a timeline shows, from its address; and the lines and words over it.

A place is a percentage of the width, so that a drawing is as wide as its reader's screen without
its words growing or shrinking with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from urllib.parse import urlencode

from babel.dates import format_date

from api.language import spoken
from domain.dates import Window, add_months
from projections.language import Language

SCALES: Mapping[str, int] = {"vijfjaar": 60, "jaar": 12, "halfjaar": 6, "kwartaal": 3, "maand": 1}
"""Stretches that an address can name, in months."""

SHORTEST = 14
"""The days that a timeline shows at least."""
LONGEST = 100 * 366

_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)
_DAY, _SOME = timedelta(days=1), timedelta(days=60)
_ROUNDED_FROM = 120
"""From so many days on a stretch begins and ends with a month."""


@dataclass(frozen=True, slots=True)
class View:
    """From `first` up to `end`, the day after the last."""

    first: date
    end: date

    @property
    def last(self) -> date:
        return self.end - _DAY

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    def x(self, day: date) -> float:
        """Where a day begins: below 0 before the view, above 100 after it."""
        return round(100 * (day - self.first).days / self.days, 2)

    def after(self, day: date) -> float:
        """Where a day ends."""
        return round(100 * ((day - self.first).days + 1) / self.days, 2)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.end


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to see. `wrong` if it named days that make no stretch of time."""

    view: View
    whole: View
    wrong: bool = False

    @property
    def all(self) -> bool:
        return self.view == self.whole


@dataclass(frozen=True, slots=True)
class Tick:
    """A line down the drawing. `row` is the line of words above it, 0 the upper, none without
    words; a `fine` one is left out where there is little room.
    """

    x: float
    text: str = ""
    row: int | None = None
    fine: bool = False


def whole_of(windows: Iterable[Window], today: date) -> View:
    """Whole years around everything that has a day, today with them.

    What has one bound gets room on its other side, to be seen to go on.
    """
    days = [today]
    for window in windows:
        days += [day for day in (window.first, window.last) if day]
        if window.first is None and window.last and window.last > _EARLIEST + _SOME:
            days.append(window.last - _SOME)
        if window.last is None and window.first and window.first < _LATEST - _SOME:
            days.append(window.first + _SOME)
    first, last = min(days), max(days)
    end = date(last.year + 1, 1, 1) if last.year < _LATEST.year else _LATEST
    return View(date(first.year, 1, 1), end)


def asked_of(query: Mapping[str, str], whole: View, today: date) -> Asked:
    """`van` and `tot` (days, both included), or `schaal` from `van` or around today."""
    van, tot, scale = (query.get(name, "").strip() for name in ("van", "tot", "schaal"))
    first, last = _day(van), _day(tot)
    wrong = bool(van and first is None) or bool(tot and last is None)
    wrong = wrong or bool(scale and scale not in SCALES)
    if scale in SCALES:
        months = SCALES[scale]
        anchor = first or min(max(today, whole.first), whole.last)
        start = add_months(date(anchor.year, 1, 1), (anchor.month - 1) // months * months)
        return Asked(_within(start, add_months(start, months)), whole, wrong)
    if first is None and last is None:
        return Asked(whole, whole, wrong)
    start, end = first or whole.first, (last or whole.last) + _DAY
    if end <= start:
        return Asked(whole, whole, wrong=True)
    return Asked(_long_enough(start, end), whole, wrong)


def closer(view: View) -> View:
    """The middle half."""
    return _around(view, view.days // 2)


def wider(view: View, whole: View) -> View:
    """Twice as much; all of the plan once nothing of it would be left out."""
    twice = _around(view, view.days * 2)
    return whole if twice.first <= whole.first and twice.end >= whole.end else twice


def earlier(view: View) -> View:
    return _moved(view, -1)


def later(view: View) -> View:
    return _moved(view, 1)


def around(view: View, window: Window) -> View:
    """As long a stretch, so that the window is in the middle of it."""
    days = [day for day in (window.first, window.last) if day]
    if not days:
        return view
    middle = min(days) + (max(days) - min(days)) // 2
    return _within(middle - timedelta(days=view.days // 2), None, view.days)


def address_of(path: str, query: Iterable[tuple[str, str]], view: View | None) -> str:
    """The address of this page with another stretch of time; none is all of the plan."""
    kept = [(name, value) for name, value in query if name not in ("van", "tot", "schaal")]
    if view is not None:
        kept += [("van", view.first.isoformat()), ("tot", view.last.isoformat())]
    return f"{path}?{urlencode(kept)}" if kept else path


def ticks_of(view: View) -> tuple[Tick, ...]:
    """Lines as near to each other as can be read: years first, days last."""
    return _ticks(view, spoken())


@lru_cache(maxsize=100)
def _ticks(view: View, language: Language) -> tuple[Tick, ...]:
    """All drawings of a page have the same, and the next page mostly as well."""
    return (*_lower(view, language), *_upper(view, language))


def _upper(view: View, language: Language) -> Iterator[Tick]:
    """The upper line of words: years, or months where less than some months are shown."""
    by_month = view.days < 270  # noqa: PLR2004
    years = view.days // 365
    step = 1 if by_month else max(1, years // 12)
    starts = _starts(view, 1 if by_month else 12 * step)
    first = next(iter(starts), view.end)
    if view.x(first) > 8:  # noqa: PLR2004 (else there is no room for the words)
        narrow = view.x(first) < 20  # noqa: PLR2004
        yield Tick(0.0, _named(view.first, language, by_month=by_month), 0, fine=narrow)
    many = len(starts) > 6  # noqa: PLR2004
    for place, start in enumerate(starts):
        fine = many and place % 2 == 1
        yield Tick(view.x(start), _named(start, language, by_month=by_month), 0, fine)


def _lower(view: View, language: Language) -> Iterator[Tick]:
    """The lower line: quarters, months, weeks or days, with words where they fit."""
    if view.days > 12 * 366:
        return
    if view.days > 4 * 366:
        yield from (Tick(view.x(each)) for each in _starts(view, 3))
    elif view.days > 2 * 366:
        yield from _worded(view, _starts(view, 3), partial(_quarter, language=language))
    elif view.days >= 270:  # noqa: PLR2004
        yield from _worded(view, _starts(view, 1), partial(_month, language=language))
    else:
        step = 7 if view.days > 31 else 1  # noqa: PLR2004
        days = (view.first + timedelta(days=each) for each in range(view.days))
        chosen = [day for day in days if step == 1 or day.weekday() == 0]
        yield from _worded(view, chosen, lambda day: str(day.day))


def _worded(view: View, days: list[date], words: Callable[[date], str]) -> Iterator[Tick]:
    sparse = max(1, -(-len(days) // 6))
    for place, day in enumerate(days):
        yield Tick(view.x(day), words(day), 1, fine=place % sparse != 0)


def _starts(view: View, months: int) -> list[date]:
    """The first days of so many months that are in the view; of a year if there are twelve."""
    years = max(1, months // 12)
    at = date(view.first.year - view.first.year % years, 1, 1)
    found = []
    while at < view.end:
        if at >= view.first:
            found.append(at)
        at = add_months(at, months)
    return found


def _named(day: date, language: Language, *, by_month: bool) -> str:
    return format_date(day, "LLLL y" if by_month else "y", locale=language)


def _quarter(day: date, language: Language) -> str:
    return format_date(day, "QQQ", locale=language)


def _month(day: date, language: Language) -> str:
    return format_date(day, "LLL", locale=language).rstrip(".")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day < _LATEST else None


def _around(view: View, days: int) -> View:
    days = min(max(days, SHORTEST), LONGEST)
    start = view.first + (view.end - view.first) // 2 - timedelta(days=days // 2)
    return _within(start, None, days)


def _moved(view: View, way: int) -> View:
    """Half a screen earlier or later; by whole months if it shows whole months."""
    if view.first.day == 1 and view.end.day == 1:
        months = (view.end.year - view.first.year) * 12 + view.end.month - view.first.month
        by = way * max(1, months // 2)
        return _within(add_months(view.first, by), add_months(view.end, by))
    return _within(view.first + way * timedelta(days=view.days // 2), None, view.days)


def _within(start: date, end: date | None, days: int = 0) -> View:
    """The stretch, with whole months if it is long, never too short or out of the calendar."""
    start = min(max(start, _EARLIEST), _LATEST - timedelta(days=SHORTEST))
    end = end or start + timedelta(days=days)
    if end - start >= timedelta(days=_ROUNDED_FROM):
        start = start.replace(day=1)
        end = end if end.day == 1 else add_months(end.replace(day=1), 1)
    return _long_enough(start, end)


def _long_enough(start: date, end: date) -> View:
    """Never too short to be seen, too long to be drawn, or past the end of the calendar."""
    start = min(start, _LATEST - timedelta(days=SHORTEST))
    end = min(max(end, start + timedelta(days=SHORTEST)), _LATEST)
    return View(start, min(end, start + timedelta(days=LONGEST)))
