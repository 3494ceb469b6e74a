"""Working days and the standstill, by the Algemene termijnenwet (Atw) and the Aanbestedingswet."""

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

from domain.dates import Explained, Step, step

_DAY = timedelta(days=1)
_SATURDAY = 5
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leaps - correction + 15) % 30
    sunday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache
def statutory_holidays(year: int) -> frozenset[date]:
    """The days that Atw art. 3 names, with Good Friday, which it equates with them.

    5 May counts every year, whatever is customary at work. Easter and Whit Sunday are not
    named: they are Sundays. Days equated by royal decree are not here: they are an argument.
    Raises `ValueError` before 2014, the first year of King's Day.
    """
    if year < 2014:  # noqa: PLR2004 (named in the docstring)
        raise ValueError(f"holidays are known from 2014 on, not for {year}")
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - 2 * _DAY,
            sunday + _DAY,
            kings_day - _DAY if kings_day.weekday() == _SUNDAY else kings_day,
            date(year, 5, 5),
            sunday + 39 * _DAY,
            sunday + 50 * _DAY,
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date, free_days: Container[date] = ()) -> bool:
    """Whether this is no Saturday, Sunday or statutory holiday, nor one of `free_days`."""
    return (
        day.weekday() < _SATURDAY
        and day not in statutory_holidays(day.year)
        and day not in free_days
    )


def next_working_day(day: date, free_days: Container[date] = ()) -> date:
    """This day, or else the first working day after it."""
    while not is_working_day(day, free_days):
        day += _DAY
    return day


def previous_working_day(day: date, free_days: Container[date] = ()) -> date:
    """This day, or else the last working day before it."""
    while not is_working_day(day, free_days):
        day -= _DAY
    return day


def standstill(
    dispatched: date, days: int = 20, *, weekend_rule: bool, free_days: Container[date] = ()
) -> Explained:
    """The last day on which the contract may not yet be signed (D8, D9; Aw 2012 art. 2.127).

    The first day is the day after dispatch of the award decision. `weekend_rule` is Atw
    art. 1(1): a statutory period that would end on a Saturday, Sunday or holiday ends on the
    next working day. It does not lengthen a period set in tender documents. Which of the two
    a route has is for the route to say.
    """
    if days < 1:
        raise ValueError(f"a standstill of {days} days is none: at least one is needed")
    counted = dispatched + days * _DAY
    last = next_working_day(counted, free_days) if weekend_rule else counted
    return Explained(
        value=last,
        rule="standstill/1",
        inputs={
            "dispatched": dispatched.isoformat(),
            "days": str(days),
            "weekend_rule": "yes" if weekend_rule else "no",
        },
        steps=(
            step(
                "The first day is the day after dispatch, %(first)s.",
                first=dispatched + _DAY,
            ),
            step("The last of %(days)s days is %(counted)s.", days=days, counted=counted),
            _ending(counted, last, weekend_rule=weekend_rule),
        ),
    )


def _ending(counted: date, last: date, *, weekend_rule: bool) -> Step:
    if not weekend_rule:
        return step("The weekend rule does not apply to this period: no shift.")
    if last == counted:
        return step("%(counted)s is a working day: no shift (Atw 1(1)).", counted=counted)
    return step(
        "%(counted)s is not a working day: the period runs on to %(last)s (Atw 1(1)).",
        counted=counted,
        last=last,
    )
