"""The time between ready and in effect, where no source states a notice clause."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Window, add_months
from runtime.check import Finding
from runtime.check.intervals import between, intervals
from runtime.check.readings import READINGS
from runtime.programme_file import ProgrammeFile
from tests.programmes.published import programme

_DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
_ON = {
    "in_time": ("2026-06-15", "16 days to spare"),
    "very_day": ("2026-07-01", "the very day"),
    "short": ("2026-08-01", "31 days more than there are"),
}


@given(first=_DAYS, days=st.integers(0, 4000))
def test_months_and_days_add_up_to_the_interval(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    months, left = between(first, last)
    assert add_months(first, months) + timedelta(days=left) == last
    assert add_months(first, months + 1) > last


def ready(written: str) -> ProgrammeFile:
    """Haaglanden, with its contracts ready on another day."""
    file = programme("haaglanden-2027")
    plan = tuple(
        each.model_copy(update={"window": Window(edtf=written, written=written)})
        if each.item_id == "herziening-2026-gereed"
        else each
        for each in file.plan
    )
    return file.model_copy(update={"plan": plan})


def found(file: ProgrammeFile) -> list[Finding]:
    return list(intervals(file, READINGS[0]))


@pytest.mark.row("AN-17")
@pytest.mark.parametrize(("day", "says"), _ON.values(), ids=_ON)
def test_it_says_what_six_months_would_ask_beside_what_there_is(day: str, says: str) -> None:
    [finding] = found(ready(day))
    assert says in str(finding.computation[0])


@pytest.mark.parametrize("written", ["2026-07", "2027-03-01"])
def test_without_two_days_in_order_there_is_nothing_to_compare(written: str) -> None:
    assert found(ready(written)) == []
