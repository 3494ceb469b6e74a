"""What the programme of Haaglanden says, as two municipalities describe it."""

from datetime import UTC, date, datetime

import pytest

from domain.programme.events import (
    MunicipalityEnrolled,
    PlanItemPlanned,
    PlanItemRealised,
    SegmentDefined,
)
from tests.programmes import published
from tests.programmes.published import programme, recorded

FILE = programme("haaglanden-2027")
JULY_2025 = datetime(2025, 7, 1, 12, tzinfo=UTC)


def edtf(item_id: str) -> str | None:
    return published.item(FILE, item_id).window.edtf


@pytest.mark.row("PG-01")
def test_contracts_end_with_2026_and_new_ones_start_with_2027_without_a_stated_end() -> None:
    cycle = FILE.cycle
    assert cycle
    assert (FILE.region, cycle.stage) == ("Haaglanden", "planning")
    assert cycle.predecessors_end.first == cycle.predecessors_end.last == date(2026, 12, 31)
    assert cycle.successors_start.first == date(2027, 1, 1)
    assert (cycle.years.first, cycle.years.last) == (date(2027, 1, 1), None)


def test_one_programme_is_cited_from_the_papers_of_two_municipalities() -> None:
    assert [each.code for each in FILE.documents if each.present] == ["S0", "S4", "S3"]
    assert {each.source.document for each in FILE.plan} == {"S0", "S4"}
    enrolled = recorded(FILE, JULY_2025, MunicipalityEnrolled)
    assert {each.name: (each.source and each.source.document) for each in enrolled} == {
        "Westland": "S0",
        "Rijswijk": "S4",
    }


@pytest.mark.row("SG-01", "SG-02")
def test_five_segments_carry_the_names_of_the_decision_and_those_of_the_table() -> None:
    segments = recorded(FILE, JULY_2025, SegmentDefined)
    assert [each.number for each in segments] == [1, 2, 3, 4, 5]
    assert segments[1].title == "Hoog specialistische GGZ"
    assert segments[1].aliases == ("Hoog specialistische jeugdhulp",)


@pytest.mark.row("ST-03")
def test_dates_keep_the_precision_of_the_papers_to_the_event() -> None:
    windows = [each.window for each in recorded(FILE, JULY_2025, PlanItemPlanned)]
    assert {window.precision for window in windows} == {
        "day",
        "month",
        "months",
        "season",
        "year",
        "open",
    }
    assert {window.bound for window in windows} == {"in", "about", "before", "not_before"}
    written = {window.edtf: window.written for window in windows}
    assert written["2024-23"] == "Najaar 2024"
    assert written["2026-02/2026-05"] == "Februari -mei 2026"
    assert written["2028"] == "voor 2028"


@pytest.mark.row("ST-04")
def test_both_routes_are_reserved_from_consultation_to_start() -> None:
    new = [each for each in FILE.plan if each.item_id.startswith("nieuw-")]
    revision = [each for each in FILE.plan if each.item_id.startswith("herziening-2")]
    days = ["2025-23", "2026-01", "2026-02/2026-05", "2026-06", "2026-07/2026-12", "2027-01-01"]
    assert [each.window.edtf for each in new] == days
    days = ["2025-23", "2026-01", "2026-02", "2026-03/2026-06", "2026-07-01", "2027-01-01"]
    assert [each.window.edtf for each in revision] == days
    facts = {each.item_id: each for each in recorded(FILE, JULY_2025, PlanItemPlanned)}
    assert {facts[each.item_id].status for each in (*new, *revision)} == {"reserved"}


def test_a_second_revision_is_foreseen_with_a_new_planning_and_without_a_date() -> None:
    branch = published.item(FILE, "herziening-nieuwe-planning")
    assert (branch.status, branch.window.precision) == ("reserved", "open")
    assert "twee herzieningen" in branch.source.quote


def test_the_split_of_routes_over_segments_is_cited_from_the_question_and_has_no_date() -> None:
    ways = {each.segment: each for each in FILE.plan if each.segment}
    assert list(ways) == [each.segment_id for each in FILE.segments]
    assert {each.source.document for each in ways.values()} == {"S4"}
    assert {(each.status, each.window.edtf) for each in ways.values()} == {("reserved", None)}
    new = [segment for segment, each in ways.items() if "aanbesteding" in each.title]
    assert new == ["veel-voorkomend"]


def test_councils_hear_in_october_2025_in_spring_and_in_november_2026() -> None:
    letters = ["brief-2025-10", "brief-2026-voorjaar", "brief-2026-11"]
    assert [edtf(each) for each in letters] == ["2025-10", "2026-04/2026-05", "2026-11"]
    earlier = [edtf("brief-2024-08"), edtf("brief-2025-03")]
    assert earlier == ["2024-08-29", "2025-03-06"]


@pytest.mark.row("PG-18")
def test_meetings_without_a_date_stay_planned_and_undated() -> None:
    facts = {each.item_id: each for each in recorded(FILE, JULY_2025, PlanItemPlanned)}
    meetings = facts["raadsledenbijeenkomsten"]
    assert (meetings.status, meetings.window.precision) == ("planned", "open")
    assert meetings.window.written == "nog niet bekend"
    assert (meetings.window.first, meetings.window.last, meetings.window.due) == (None,) * 3


def test_only_what_the_papers_say_is_done_is_done_and_the_rest_of_the_past_is_unknown() -> None:
    realised = recorded(FILE, JULY_2025, PlanItemRealised)
    assert {each.item_id: each.realised_on.edtf for each in realised} == {
        "brief-2024-08": "2024-08-29",
        "brief-2025-03": "2025-03-06",
        "strategie-2024-uitgangspunten": "2024-11-14",
    }
    planned = recorded(FILE, JULY_2025, PlanItemPlanned)
    assert {each.item_id for each in planned if each.status == "unknown"} == {
        "strategie-2024-marktconsultaties",
        "strategie-2025-werksessies",
        "strategie-2025-vaststellen",
    }


def test_what_the_papers_leave_open_stays_open() -> None:
    end = published.item(FILE, "vroegste-einde")
    assert (end.window.first, end.window.last) == (date(2032, 12, 31), None)
    assert end.standing == "derived"
    assert FILE.executive is None
    assert not FILE.clauses
    assert not FILE.changes
