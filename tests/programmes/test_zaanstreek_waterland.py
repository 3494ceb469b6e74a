"""What the programme of Zaanstreek-Waterland says, as its undated strategy says it."""

from datetime import UTC, date, datetime

import pytest

from domain.programme.events import PlanItemPlanned, PlanItemRealised, SegmentDefined
from tests.programmes.published import item, programme, recorded

FILE = programme("zaanstreek-waterland-2027")
JANUARY_2026 = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.row("PG-01")
def test_contracts_end_with_2026_and_the_start_of_new_ones_is_a_year_without_a_day() -> None:
    cycle = FILE.cycle
    assert cycle
    assert (FILE.region, cycle.stage) == ("Zaanstreek-Waterland", "planning")
    assert cycle.predecessors_end.last == date(2026, 12, 31)
    assert (cycle.successors_start.precision, cycle.successors_start.bound) == ("year", "from")
    assert (cycle.years.first, cycle.years.last) == (date(2027, 1, 1), date(2034, 12, 31))
    assert cycle.standing == "derived"


@pytest.mark.row("SG-01")
def test_segments_b_c_and_v_are_bought_and_a_is_not() -> None:
    segments = recorded(FILE, JANUARY_2026, SegmentDefined)
    assert [each.segment_id for each in segments] == ["b", "c", "v"]
    assert all(each.products == () for each in segments)


@pytest.mark.row("PG-18")
def test_no_step_of_the_procurement_has_a_date() -> None:
    facts = {each.item_id: each for each in recorded(FILE, JANUARY_2026, PlanItemPlanned)}
    steps = ["inkoopdocumenten", "kostprijsonderzoek", "toezicht", "b-aantal-aanbieders"]
    assert {facts[each].window.precision for each in steps} == {"open"}
    assert {facts[each].window.due for each in steps} == {None}


def test_the_second_phase_of_segment_b_is_considered_and_follows_the_first() -> None:
    first, second = item(FILE, "b-einde-fase-1"), item(FILE, "b-fase-2")
    assert (first.window.first, first.window.last) == (None, date(2029, 12, 31))
    assert first.standing == "derived"
    assert (second.status, second.window.edtf) == ("reserved", None)
    assert second.after == ("b-einde-fase-1",)


def test_three_and_five_years_end_with_the_eight_years_of_the_other_segments() -> None:
    ends = [item(FILE, each) for each in ("b-einde-fase-2", "c-einde", "v-einde")]
    assert {each.window.edtf for each in ends} == {"2034-12-31"}
    assert {each.standing for each in ends} == {"derived"}


@pytest.mark.row("ST-03")
def test_dates_keep_the_precision_of_the_strategy_to_the_event() -> None:
    windows = [each.window for each in recorded(FILE, JANUARY_2026, PlanItemPlanned)]
    assert {window.precision for window in windows} == {"day", "year", "open"}
    assert {window.bound for window in windows} == {"in", "at_latest", "from"}
    assert "vanaf 2027" in {window.written for window in windows}


def test_only_what_the_strategy_says_is_done_is_done() -> None:
    realised = recorded(FILE, JANUARY_2026, PlanItemRealised)
    assert {each.item_id: each.realised_on.edtf for each in realised} == {
        "regiovisie": "2023",
        "evaluatie-vuv": "2024",
        "besluit-financiering": None,
        "consultatie": None,
    }


def test_what_the_strategy_leaves_open_is_not_filled_in() -> None:
    assert not FILE.municipalities
    assert not FILE.clauses
    assert not FILE.changes
    assert FILE.executive is None
