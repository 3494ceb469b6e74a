"""What the programme of Holland Rijnland says, as its document says it."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from domain.programme.decider import PROGRAMME
from domain.programme.events import MunicipalityEnrolled, PlanItemPlanned, SegmentDefined
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow
from runtime.publish import commands
from tests.programmes.sources import ROOT
from tests.specification import Specification

LEIDSE_REGIO = {"Leiden", "Leiderdorp", "Oegstgeest", "Zoeterwoude"}
DUIN_EN_BOLLENSTREEK = {"Hillegom", "Lisse", "Teylingen", "Katwijk", "Noordwijk"}
SEGMENTS = ["verblijf", "wonen", "dagbesteding", "ambulant", "onderwijs", "crisis", "veiligheid"]
SPRING_2020 = datetime(2020, 2, 1, 12, tzinfo=UTC)


@cache
def file() -> ProgrammeFile:
    read_file = read(ROOT / "programmes" / "holland-rijnland-2021.yaml")
    assert isinstance(read_file, ProgrammeFile)
    return read_file


def item(item_id: str) -> PlanRow:
    found = file().item(item_id)
    assert found
    return found


@cache
def published() -> list[Any]:
    publish = commands(file(), SPRING_2020, "p-001")[0]
    return Specification(PROGRAMME).given().when(publish).decide()


def events(kind: type[Any]) -> list[Any]:
    return [event for event in published() if isinstance(event, kind)]


@pytest.mark.row("PG-01")
def test_the_programme_covers_four_years_and_follows_contracts_whose_end_is_open() -> None:
    cycle = file().cycle
    assert cycle
    assert (file().region, file().key) == ("Holland Rijnland", "holland-rijnland-2021")
    assert (cycle.years.first, cycle.years.last) == (date(2021, 1, 1), date(2024, 12, 31))
    assert cycle.predecessors_end.precision == "open"
    assert cycle.successors_start.first == date(2021, 1, 1)
    assert cycle.stage == "planning"


@pytest.mark.row("PG-03")
def test_nine_municipalities_in_two_subregions_take_part_in_all_from_2021_on() -> None:
    full = [each for each in events(MunicipalityEnrolled) if each.participation == "full"]
    by_subregion = {
        name: {each.name for each in full if each.subregion == name}
        for name in ("Leidse regio", "Duin- en Bollenstreek")
    }
    assert len(full) == 9
    assert by_subregion == {
        "Leidse regio": LEIDSE_REGIO,
        "Duin- en Bollenstreek": DUIN_EN_BOLLENSTREEK,
    }
    assert all(each.segments == each.components == () for each in full)
    assert {each.since.first for each in full} == {date(2021, 1, 1)}


@pytest.mark.row("PG-04")
def test_two_municipalities_take_part_in_two_segments_and_in_closed_youth_care_only() -> None:
    partial = [each for each in events(MunicipalityEnrolled) if each.participation == "partial"]
    assert [each.name for each in partial] == ["Alphen aan den Rijn", "Kaag en Braassem"]
    for each in partial:
        assert each.segments == ("crisis", "veiligheid")
        assert each.components == ("gesloten jeugdhulp",)
        assert each.standing == "derived"


@pytest.mark.row("PG-05")
def test_nieuwkoop_has_not_decided_and_its_decision_is_pending_without_a_date() -> None:
    [nieuwkoop] = [
        each for each in events(MunicipalityEnrolled) if each.participation == "undecided"
    ]
    [decision] = [each for each in events(PlanItemPlanned) if each.item_id == "besluit-nieuwkoop"]
    assert nieuwkoop.name == "Nieuwkoop"
    assert "in beraad" in nieuwkoop.source.quote
    assert (decision.status, decision.window.precision) == ("planned", "open")


@pytest.mark.row("SG-01", "SG-02")
def test_seven_segments_have_their_number_names_and_products() -> None:
    segments = events(SegmentDefined)
    assert [each.segment_id for each in segments] == SEGMENTS
    assert [each.number for each in segments] == list(range(1, 8))
    assert "Verblijf met behandeling" in segments[0].aliases
    assert "Jeugdzorgplus" in segments[0].products
    assert segments[6].products == ("Jeugdbescherming", "Jeugdreclassering")


@pytest.mark.row("SG-04")
def test_products_are_those_of_table_2() -> None:
    assert [len(each.products) for each in events(SegmentDefined)] == [4, 5, 4, 4, 1, 2, 2]
    wonen = events(SegmentDefined)[1].products
    assert wonen[0] == "(Netwerk) pleegzorg"
    assert wonen[4] == "Kamertraining"


@pytest.mark.row("AN-01")
def test_one_clause_of_six_months_counts_back_for_every_segment() -> None:
    [clause] = file().clauses
    assert (clause.months, clause.counting, clause.version) == (6, "back", 1)
    assert {file().clause_for(segment) for segment in SEGMENTS} == {clause}
    assert "zes maanden vooraf" in clause.source.quote


@pytest.mark.row("ST-20")
@pytest.mark.parametrize("segment", SEGMENTS[:4])
def test_contracts_are_converted_in_january_2021_after_a_preparation_in_2020(
    segment: str,
) -> None:
    prepared, conversion = item(f"{segment}-2020-omzetting"), item(f"{segment}-2021-omzetting")
    assert prepared.window.edtf == "2020"
    assert (conversion.window.edtf, conversion.window.written) == ("2021-01", "Januari")
    assert conversion.after == (prepared.item_id,)


@pytest.mark.row("ST-20")
def test_education_discusses_conversion_and_provisions_together() -> None:
    together = item("onderwijs-2021-omzetting-en-bepalingen")
    assert together.window.edtf == "2021-01"
    assert together.after == ("onderwijs-2020-omzetting", "onderwijs-2020-bepalingen")


@pytest.mark.row("ST-21")
@pytest.mark.parametrize("segment", ["verblijf", "dagbesteding", "ambulant"])
def test_provisions_are_discussed_in_july_formalised_in_december_and_start_in_january(
    segment: str,
) -> None:
    steps = ("2021-bepalingen", "2021-formaliseren", "2022-implementatie")
    windows = [item(f"{segment}-{step}").window.edtf for step in steps]
    assert windows == ["2021-07", "2021-12", "2022-01"]


@pytest.mark.row("ST-21")
def test_wonen_announces_by_1_july_implements_half_a_year_and_changes_on_1_january() -> None:
    announced = item("wonen-2021-aankondiging").window
    implemented = item("wonen-2021-implementatie").window
    effect = item("wonen-2022-ingang").window
    assert (announced.first, announced.last) == (None, date(2021, 7, 1))
    assert (implemented.first, implemented.last) == (date(2021, 7, 1), date(2021, 12, 31))
    assert (effect.first, effect.last) == (date(2022, 1, 1), date(2022, 1, 1))


@pytest.mark.row("ST-21")
def test_education_formalises_in_july_and_starts_in_september() -> None:
    assert item("onderwijs-2021-formaliseren").window.edtf == "2021-07"
    assert item("onderwijs-2021-implementatie").window.edtf == "2021-09"


@pytest.mark.row("ST-03")
def test_dates_keep_the_precision_of_the_document_to_the_event() -> None:
    windows = [each.window for each in events(PlanItemPlanned)]
    assert {window.precision for window in windows} == {
        "day",
        "days",
        "month",
        "season",
        "half_year",
        "year",
        "open",
    }
    assert {window.bound for window in windows} == {
        "in",
        "at_latest",
        "before",
        "well_before",
    }
    assert {"Uiterlijk 1 juli", "2e helft van 2020", "1 juli- 31 december 2021"} <= {
        window.written for window in windows
    }


def test_only_what_the_document_says_is_done_is_done() -> None:
    realised = {each.item_id for each in file().plan if each.status == "realised"}
    assert realised == {"beschikbaarheidswijzer", "veiligheid-2020-kamerbrief"}
    assert {each.status for each in file().plan} == {"planned", "realised"}


def test_every_segment_has_a_plan() -> None:
    counts = {name: sum(each.segment == name for each in file().plan) for name in SEGMENTS}
    assert counts == {
        "verblijf": 11,
        "wonen": 7,
        "dagbesteding": 7,
        "ambulant": 7,
        "onderwijs": 6,
        "crisis": 6,
        "veiligheid": 8,
    }


def test_the_one_change_with_a_day_of_effect_is_that_of_wonen() -> None:
    [change] = [each for each in file().changes if each.effect.precision == "day"]
    assert (change.key, change.segment) == ("wonen-2022", "wonen")
    assert change.effect.edtf == "2022-01-01"
    assert change.announce_item == "wonen-2021-aankondiging"
    assert len(change.terms) == 5
