"""Terms end on the right day, and say why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    Bound,
    Window,
    add_months,
    day_after_term,
    end_of_term,
    last_day_of_term,
)
from tests.domain.test_dates import days, window

DAY = timedelta(days=1)
months = st.integers(1, 240)


@pytest.mark.row("GO-06")
@pytest.mark.parametrize(
    ("start", "years", "last", "stated"),
    [
        ("2023-01-01", 8, "2030-12-31", window("2030-12-31", written="tot en met 2030")),
        ("2027-01-01", 3, "2029-12-31", window("2029", written="fase 1 tot en met 2029")),
        ("2027-01-01", 8, "2034-12-31", window("2034-12-31")),
        ("2027-01-01", 6, "2032-12-31", window("2032-12-31", "not_before")),
    ],
)
def test_the_end_of_a_term_is_computed_and_checked_against_the_text(
    start: str, years: int, last: str, stated: Window
) -> None:
    computed = last_day_of_term(date.fromisoformat(start), years)

    assert computed.value == date.fromisoformat(last)
    assert stated.allows(computed.value)
    assert not window("2026-12-31", written="een ander einde").allows(computed.value)


def test_the_end_of_a_term_explains_itself() -> None:
    explained = last_day_of_term(date(2023, 1, 1), 8)

    assert explained.rule == "term/1"
    assert explained.inputs == {"start": "2023-01-01", "years": "8", "months": "0"}
    assert [str(each) for each in explained.sentences] == [
        "A term of 96 months that begins on 2023-01-01 has passed on 2031-01-01.",
        "Its last day is the day before, 2030-12-31.",
    ]


def test_three_years_and_then_five_end_where_eight_years_end() -> None:
    phase_one = last_day_of_term(date(2027, 1, 1), 3).value
    phase_two = last_day_of_term(phase_one + DAY, 5).value

    assert phase_two == last_day_of_term(date(2027, 1, 1), 8).value == date(2034, 12, 31)


@pytest.mark.parametrize(
    ("start", "term_months", "last"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2021, 8, 28), 6, date(2022, 2, 27)),
        (date(2021, 9, 1), 6, date(2022, 2, 28)),
    ],
)
def test_a_term_that_begins_on_a_day_its_last_month_lacks_ends_with_that_month(
    start: date, term_months: int, last: date
) -> None:
    assert last_day_of_term(start, 0, term_months).value == last


@pytest.mark.parametrize(("years", "term_months"), [(0, 0), (-1, 0), (1, -1)])
def test_a_term_without_length_is_refused(years: int, term_months: int) -> None:
    with pytest.raises(ValueError, match="is no term"):
        last_day_of_term(date(2023, 1, 1), years, term_months)


@given(days, months)
def test_a_term_has_passed_on_the_first_day_that_leads_back_to_its_start(
    start: date, term_months: int
) -> None:
    after = day_after_term(start, term_months)

    assert add_months(after, -term_months) >= start
    assert add_months(after - DAY, -term_months) < start


@pytest.mark.row("CC-01")
@pytest.mark.parametrize(
    ("at_least", "at_most", "edtf", "bound"),
    [
        (96, 96, "2034-12-31", "in"),
        (72, None, "2032-12-31", "not_before"),
        (None, 36, "2029-12-31", "at_latest"),
        (84, 120, "2033-12-31/2036-12-31", "in"),
        (None, None, None, "in"),
    ],
)
def test_a_term_is_exact_a_minimum_a_maximum_a_range_or_open(
    at_least: int | None, at_most: int | None, edtf: str | None, bound: Bound
) -> None:
    end = end_of_term(
        date(2027, 1, 1), at_least=at_least, at_most=at_most, written="zoals het er staat"
    )

    assert end == Window(edtf=edtf, bound=bound, written="zoals het er staat")


def test_a_minimum_above_its_maximum_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        end_of_term(date(2027, 1, 1), at_least=120, at_most=84, written="10-7 jaar")
