from datetime import date
from typing import Any

import pytest

from domain.dates import Bound, Window
from domain.decision.latest import latest_decision, open_inputs
from tests.domain.decision_stories import question

END_2030 = Window(edtf="2030-12-31", written="31 december 2030")


def asked(**fields: Any) -> Any:
    return question(**{"ends": END_2030, "lead_months": 24, "notice_months": 6, **fields})


@pytest.mark.row("GO-07")
def test_the_latest_decision_is_the_end_less_a_new_procedure_and_the_notice() -> None:
    """About two years from the first consultation to the start, then half a year of notice."""
    latest = latest_decision(asked())
    assert latest is not None
    assert (latest.value, latest.rule) == (date(2028, 6, 30), "latest-decision/1")
    assert [str(sentence) for sentence in latest.sentences] == [
        "The source says “31 december 2030”.",
        "A new procedure takes 24 months and notice 6 months: together 30 months.",
        "30 months before 2030-12-31 is 2028-06-30: the last day to decide.",
    ]


@pytest.mark.row("GO-07")
@pytest.mark.parametrize(
    ("edtf", "bound", "latest"),
    [
        ("2030", "in", date(2027, 7, 1)),
        ("2031-12-31/2033-12-31", "in", date(2029, 6, 30)),
        ("2030-12-31", "about", date(2028, 6, 30)),
        ("2032-12-31", "not_before", date(2030, 6, 30)),
    ],
)
def test_an_end_that_is_no_single_day_counts_from_its_first_day(
    edtf: str, bound: Bound, latest: date
) -> None:
    ends = Window(edtf=edtf, bound=bound, written="in de bron")
    found = latest_decision(asked(ends=ends))
    assert found is not None
    assert found.value == latest
    told = " ".join(str(sentence) for sentence in found.sentences)
    assert ("first day it can mean" in told) == (bound != "not_before")


@pytest.mark.row("GO-07")
@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"notice_months": None}, ("notice_months",)),
        ({"lead_months": None}, ("lead_months",)),
        ({"ends": Window(written="niet gegeven")}, ("ends",)),
        ({"ends": END_2030.model_copy(update={"bound": "at_latest"})}, ("ends",)),
        ({"ends": None, "lead_months": None}, ("ends", "lead_months")),
    ],
)
def test_without_all_of_them_there_is_no_latest_day_and_it_says_what_is_open(
    fields: dict[str, Any], missing: tuple[str, ...]
) -> None:
    """S0 states no notice clause: nothing is taken in its place."""
    assert latest_decision(asked(**fields)) is None
    assert open_inputs(asked(**fields)) == missing


def test_a_decision_about_nothing_that_ends_lacks_nothing() -> None:
    nothing = asked(ends=None, lead_months=None, notice_months=None)
    assert (latest_decision(nothing), open_inputs(nothing)) == (None, ())
    assert open_inputs(asked(notice_months=0)) == ()


def test_months_are_taken_off_at_once_so_that_short_months_count_only_once() -> None:
    ends = Window(edtf="2025-08-31", written="31 augustus 2025")
    found = latest_decision(asked(ends=ends, lead_months=6, notice_months=6))
    assert found is not None
    assert found.value == date(2024, 8, 31)
