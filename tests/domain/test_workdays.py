"""Working days by the Algemene termijnenwet, and the standstill that may use them."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import (
    easter,
    is_working_day,
    next_working_day,
    previous_working_day,
    standstill,
    statutory_holidays,
)

DAY = timedelta(days=1)
YEARS = range(2020, 2035)
days = st.dates(date(2015, 1, 1), date(2060, 12, 31))
free = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20)


@pytest.mark.parametrize(
    ("dispatched", "weekend_rule", "last"),
    [
        ("2020-10-12", True, "2020-11-02"),
        ("2020-10-12", False, "2020-11-01"),
        ("2026-06-10", True, "2026-06-30"),
        ("2026-06-10", False, "2026-06-30"),
    ],
)
def test_standstill_is_twenty_days_from_the_day_after_dispatch(
    *, dispatched: str, weekend_rule: bool, last: str
) -> None:
    found = standstill(date.fromisoformat(dispatched), weekend_rule=weekend_rule)

    assert found.value == date.fromisoformat(last)


def test_standstill_explains_itself() -> None:
    moved = standstill(date(2020, 10, 12), weekend_rule=True)

    assert moved.rule == "standstill/1"
    assert moved.inputs == {"dispatched": "2020-10-12", "days": "20", "weekend_rule": "yes"}
    assert [str(each) for each in moved.sentences] == [
        "The first day is the day after dispatch, 2020-10-13.",
        "The last of 20 days is 2020-11-01.",
        "2020-11-01 is not a working day: the period runs on to 2020-11-02 (Atw 1(1)).",
    ]


def test_standstill_says_when_and_why_nothing_was_moved() -> None:
    contractual = standstill(date(2020, 10, 12), weekend_rule=False)
    working_day = standstill(date(2026, 6, 10), weekend_rule=True)

    assert contractual.inputs["weekend_rule"] == "no"
    assert str(contractual.sentences[-1]) == (
        "The weekend rule does not apply to this period: no shift."
    )
    assert str(working_day.sentences[-1]) == "2026-06-30 is a working day: no shift (Atw 1(1))."


def test_a_route_may_set_another_number_of_days_and_further_free_days() -> None:
    found = standstill(
        date(2026, 5, 1), 15, weekend_rule=True, free_days={date(2026, 5, 18), date(2026, 5, 19)}
    )

    assert found.value == date(2026, 5, 20)


def test_a_standstill_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one is needed"):
        standstill(date(2026, 6, 10), 0, weekend_rule=True)


@given(days, st.integers(1, 60))
def test_the_weekend_rule_only_ever_lengthens_a_standstill(dispatched: date, length: int) -> None:
    plain = standstill(dispatched, length, weekend_rule=False).value
    ruled = standstill(dispatched, length, weekend_rule=True).value

    assert plain == dispatched + length * DAY
    assert ruled >= plain
    assert is_working_day(ruled)


def test_the_statutory_holidays_of_2026_are_those_of_the_law() -> None:
    assert sorted(statutory_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_package_differs_only_in_sundays_and_in_the_fifth_of_may(year: int) -> None:
    """The package frees 5 May once in five years, as employers do; the law names it every year.

    It also lists Easter and Whit Sunday, which the law need not name.
    """
    customary = set(holidays.country_holidays("NL", years=year))
    ours = statutory_holidays(year)

    assert ours - customary == (set() if year % 5 == 0 else {date(year, 5, 5)})
    assert customary - ours == {easter(year), easter(year) + 49 * DAY}


def test_kings_day_moves_to_saturday_when_it_would_fall_on_a_sunday() -> None:
    assert date(2025, 4, 26) in statutory_holidays(2025)
    assert date(2025, 4, 27) not in statutory_holidays(2025)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_easter_is_found_in_early_late_and_exceptional_years(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_holidays_before_kings_day_are_not_known() -> None:
    with pytest.raises(ValueError, match="from 2014 on, not for 2013"):
        statutory_holidays(2013)


def test_a_day_equated_by_royal_decree_is_no_working_day() -> None:
    friday_after_ascension = date(2026, 5, 15)

    assert is_working_day(friday_after_ascension)
    assert not is_working_day(friday_after_ascension, {friday_after_ascension})
    assert next_working_day(date(2026, 5, 14), {friday_after_ascension}) == date(2026, 5, 18)
    assert previous_working_day(friday_after_ascension, {friday_after_ascension}) == date(
        2026, 5, 13
    )


@given(days, free)
def test_the_nearest_working_days_enclose_only_days_off(
    at: date, free_days: frozenset[date]
) -> None:
    before, after = previous_working_day(at, free_days), next_working_day(at, free_days)

    assert before <= at <= after
    assert is_working_day(before, free_days)
    assert is_working_day(after, free_days)
    assert (before == at == after) == is_working_day(at, free_days)
    between = (before + n * DAY for n in range(1, (after - before).days))
    assert not any(is_working_day(each, free_days) for each in between)
