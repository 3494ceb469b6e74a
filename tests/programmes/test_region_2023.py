"""What the programme of the region without a name says, as its letter says it."""

from datetime import UTC, date, datetime

import pytest

from domain.programme.events import MunicipalityEnrolled, PlanItemPlanned, PlanItemRealised
from tests.programmes.published import item, programme, recorded

FILE = programme("region-2023")
FEBRUARY_2022 = datetime(2022, 2, 1, 12, tzinfo=UTC)


@pytest.mark.row("PG-01")
def test_new_contracts_start_with_2023_for_eight_years_and_the_end_of_the_old_is_open() -> None:
    cycle = FILE.cycle
    assert cycle
    assert (cycle.years.first, cycle.years.last) == (date(2023, 1, 1), date(2030, 12, 31))
    assert cycle.predecessors_end.precision == "open"
    assert cycle.successors_start.first == date(2023, 1, 1)
    assert cycle.stage == "planning"


def test_a_region_and_municipalities_that_are_not_named_are_not_guessed() -> None:
    assert FILE.region == "Regio niet genoemd"
    assert recorded(FILE, FEBRUARY_2022, MunicipalityEnrolled) == []
    assert not FILE.clauses
    assert not FILE.changes


@pytest.mark.row("SG-01")
def test_residential_and_ambulatory_care_are_bought_in_two_ways() -> None:
    assert [each.segment_id for each in FILE.segments] == ["verblijf", "ambulant"]
    assert item(FILE, "verblijf-dialoogtafels").segment == "verblijf"
    assert item(FILE, "ambulant-brede-contractering").segment == "ambulant"


@pytest.mark.row("ST-03")
def test_dates_keep_the_precision_of_the_letter_to_the_event() -> None:
    facts = {each.item_id: each for each in recorded(FILE, FEBRUARY_2022, PlanItemPlanned)}
    precisions = {name: each.window.precision for name, each in facts.items()}
    assert precisions["aanbesteding-start"] == "day"
    assert precisions["raadsinformatieavond"] == "month"
    assert precisions["implementatie"] == "quarter"
    assert precisions["go-no-go-2025"] == precisions["go-no-go-2027"] == "year"
    quarter = facts["implementatie"].window
    assert (quarter.edtf, quarter.bound, quarter.written) == ("2022-35", "from", "Vanaf Q3 2022")
    assert (quarter.first, quarter.last) == (date(2022, 7, 1), None)


def test_the_evening_for_councils_comes_after_the_tender_has_started() -> None:
    assert item(FILE, "raadsinformatieavond").after == ("aanbesteding-start",)


def test_go_or_no_go_and_extension_are_years_without_a_day() -> None:
    years = [item(FILE, each).window for each in ("go-no-go-2025", "go-no-go-2027", "verlenging")]
    assert [each.edtf for each in years] == ["2025", "2027", "2030"]
    assert item(FILE, "verlenging").status == "reserved"


def test_secrecy_ends_after_the_first_go_or_no_go_and_when_financing_may_change() -> None:
    secrecy = item(FILE, "einde-geheimhouding").window
    financing = item(FILE, "andere-financiering").window
    go = item(FILE, "go-no-go-2025").window
    assert secrecy.first == financing.first == date(2026, 1, 1)
    assert financing.last is None
    assert go.last
    assert go.last < date(2026, 1, 1)


def test_september_of_this_year_is_derived_to_be_that_of_2021() -> None:
    frames = item(FILE, "kaders-raden")
    assert (frames.window.edtf, frames.standing) == ("2021-09", "derived")
    assert "Januari 2022" in frames.source.quote


def test_only_what_the_letter_says_is_done_is_done_also_without_a_date() -> None:
    realised = recorded(FILE, FEBRUARY_2022, PlanItemRealised)
    assert {each.item_id: each.realised_on.edtf for each in realised} == {
        "visie-verblijf": "2020",
        "kaders-raden": "2021-09",
        "strategie-colleges": None,
    }
