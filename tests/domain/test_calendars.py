"""Holidays, recess, school years and elections around what is planned."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendars import Break, council_election, remarks, school_year
from domain.dates import Window

RECESS = Break(name="zomerreces", where="Rijswijk", first=date(2025, 7, 12), last=date(2025, 8, 24))
LATER = Break(name="zomerreces", where="Rijswijk", first=date(2028, 7, 1), last=date(2028, 8, 20))


def said(edtf: str | None, *breaks: Break, schools: bool = False) -> list[str]:
    window = Window(edtf=edtf, written="het komende jaar")
    return [str(each) for each in remarks(window, breaks, schools=schools)]


@pytest.mark.row("ST-28")
def test_what_falls_in_the_recess_of_councils_is_told() -> None:
    assert said("2025-08", RECESS, LATER) == []
    assert said("2025-07-15/2025-08-01", RECESS, LATER) == [
        "It falls within zomerreces (Rijswijk), from 2025-07-12 up to and including 2025-08-24."
    ]
    [remark] = said("2025-07", RECESS, LATER)
    assert remark.startswith("Its last day falls within zomerreces (Rijswijk), from 2025-07-12")


@pytest.mark.row("ST-28")
def test_what_is_not_known_is_said_and_not_made_up() -> None:
    assert said("2025-07-15") == ["Holidays and recesses are not known here."]
    assert said("2026-07-15", RECESS) == [
        "Holidays and recesses of Rijswijk are known up to 2025-08-24 only."
    ]
    assert said(None, RECESS) == ["It has no date, so nothing can be said of its time."]


@pytest.mark.row("ST-28")
@pytest.mark.parametrize(
    ("year", "edtf"),
    [(2022, "2022-03-16"), (2026, "2026-03-18"), (2030, "2030-03"), (2034, "2034-03")],
)
def test_councils_are_elected_every_four_years_on_a_day_that_may_not_be_known(
    year: int, edtf: str
) -> None:
    held = council_election(year)
    assert held is not None
    assert held.edtf == edtf
    assert council_election(year + 1) is None
    assert council_election(year - 2) is None


@pytest.mark.row("ST-28")
def test_a_letter_right_after_the_elections_reaches_new_members() -> None:
    """S4: an extensive letter in April or May 2026, because of the new council members."""
    assert said("2026-04/2026-05", LATER) == [
        "Councils are newly elected then (2026-03-18): their members may know nothing of it yet."
    ]
    assert said("2026-02/2026-05", LATER) == ["Councils are elected in this time: 2026-03-18."]
    assert said("2026-07", LATER) == []


@pytest.mark.row("ST-22", "ST-28")
def test_what_follows_school_years_says_which_one() -> None:
    assert said("2021-09", LATER, schools=True) == ["It falls in school year 2021-2022."]
    assert said("2021-07/2021-09", LATER, schools=True) == [
        "It crosses the turn of a school year, on 2021-08-01."
    ]


@given(st.dates(date(2015, 1, 1), date(2060, 12, 31)))
def test_every_day_is_in_one_school_year(day: date) -> None:
    year = school_year(day)
    assert year.first <= day <= year.last
    assert school_year(year.last + timedelta(days=1)).first == year.last + timedelta(days=1)
    assert school_year(year.first - timedelta(days=1)).last == year.first - timedelta(days=1)


@pytest.mark.row("ST-28")
def test_school_holidays_are_given_as_data() -> None:
    """The published ones of the south, of which the first summer holiday begins in July 2025."""
    days = sorted(
        holidays.country_holidays("NL", "Zuid", range(2025, 2027), categories=("school",))
    )
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    breaks = [Break(name="vakantie", where="Zuid", first=a, last=b) for a, b in runs]
    assert any("It falls within vakantie (Zuid)" in each for each in said("2025-07-15", *breaks))
    assert said("2025-09-15", *breaks) == []


def test_a_break_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Break(name="reces", where="hier", first=date(2025, 8, 1), last=date(2025, 7, 1))
