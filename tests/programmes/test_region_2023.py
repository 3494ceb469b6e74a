"""What the programme of the region without a name says, as its letter says it."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from domain.contract.commands import ConcludeContract
from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.document.state import Document
from domain.document.visibility import visible
from domain.programme.ends import computed_end
from domain.programme.events import MunicipalityEnrolled, PlanItemPlanned, PlanItemRealised
from runtime.check import check
from runtime.files import read
from runtime.publish import commands
from runtime.register_file import RegisterFile
from runtime.tracks import tracks
from tests.programmes.published import item, programme, recorded
from tests.programmes.sources import ROOT
from tests.specification import Specification

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


@pytest.mark.row("PG-12", "PG-32")
def test_contracts_rest_on_a_strategy_in_three_parts_and_that_on_what_councils_adopted() -> None:
    papers = {each.code: each for each in FILE.documents}
    assert papers["inkoopstrategie"].annexes == (
        "Inkoopstrategie",
        "Inkoopopdracht",
        "Verwervingsstrategie",
    )
    assert set(papers["inkoopstrategie"].rests_on) == {
        "overkoepelend-kader",
        "visie-ambulant",
        "visie-verblijf-2020",
    }
    assert "verwervingsstrategie" in papers["overeenkomsten-2023"].rests_on
    assert papers["S1"].status == "ter kennisgeving"
    assert papers["S1"].missing == ("nummer", "gemeente", "dag")


@pytest.mark.row("TP-01", "TP-12")
def test_the_acquisition_strategy_alone_is_secret_with_a_ground_and_an_end() -> None:
    secret = {each.code: each.secrecy for each in FILE.documents if each.secrecy}
    assert list(secret) == ["verwervingsstrategie"]
    [secrecy] = secret["verwervingsstrategie"]
    assert "bemoeilijken" in secrecy.ground
    assert "niet genoemd in de brief" in str(secrecy.regime)
    assert secrecy.until
    assert secrecy.until.last == date(2025, 12, 31)
    # who imposed it and who may lift it the letter does not say
    assert (secrecy.body, secrecy.lifted_by, secrecy.since) == (None, None, None)


@pytest.mark.row("TP-02", "TP-03")
def test_in_the_year_of_the_first_go_or_no_go_a_council_member_sees_nothing_of_it() -> None:
    [filed] = [
        each
        for each in commands(FILE, FEBRUARY_2022, "p-001")
        if isinstance(each, FileDocument) and each.paper.document_id == "verwervingsstrategie"
    ]
    document: Document = Specification(DOCUMENT).given_after(filed).state
    last = item(FILE, "go-no-go-2025").window.last
    assert last
    assert visible(document, "council_member", last).extent == "nothing"
    assert visible(document, "council_member", date(2026, 1, 1)).extent == "whole"
    assert visible(document, "public", date(2026, 1, 1)).extent == "whole"


@pytest.mark.row("PG-07", "SG-17")
def test_colleges_decide_and_dialogue_tables_are_for_residential_care_only() -> None:
    bodies = {each.body_id: each for each in FILE.bodies}
    assert bodies["colleges"].mandate == ("decides",)
    assert bodies["dialoogtafels"].segments == ("verblijf",)
    assert {each.municipality for each in FILE.bodies} == {None}


@pytest.mark.row("PG-09", "ST-12")
def test_councils_adopted_the_frames_and_colleges_the_strategy() -> None:
    answers = {each.decision_id: each.answers for each in FILE.decisions if each.answers}
    assert list(answers) == ["kaders-vaststellen", "strategie-vaststellen"]
    [councils], [colleges] = answers.values()
    assert councils.decided_in
    assert councils.decided_in.edtf == "2021-09"
    assert colleges.decided_in
    assert colleges.decided_in.precision == "open"


@pytest.mark.row("GO-01", "GO-02", "GO-03", "GO-04")
def test_go_or_no_go_is_for_the_colleges_without_a_rule_and_can_stop_contracts() -> None:
    moments = [each for each in FILE.decisions if each.kind == "go_no_go"]
    assert [each.window.edtf for each in moments] == ["2025", "2027"]
    for each in moments:
        assert [every.body for every in each.answerers] == ["colleges"]
        assert (each.rule, each.expected) == ("not_stated", None)
        assert each.outcomes == ("go", "go_with_changes", "stop_some", "stop_all")
        assert each.evidence == (
            *(f"doel-{number}" for number in range(1, 9)),
            "kosten-tot-2026",
            "kosten-vanaf-2026",
            "evaluatie",
        )
    found = {(each.code, each.row) for each in check(FILE)}
    assert ("no_rule_for_disagreement", "GO-02") in found
    assert ("decision_without_a_day", "GO-01") in found


@pytest.mark.row("GO-05", "GO-06", "GO-07")
def test_eight_years_end_with_2030_and_may_be_extended_into_2034() -> None:
    [term] = FILE.terms
    ends, [computed, *_] = computed_end(term)
    assert computed.value == date(2030, 12, 31)
    assert ends.edtf == item(FILE, "einde-contractduur").window.edtf == "2030-12-31"
    assert term.extension_until
    assert term.extension_until.edtf == "2034"
    [extension] = [each for each in FILE.decisions if each.kind == "extension"]
    assert extension.term == term.term_id
    assert extension.extends_until == term.extension_until
    assert (extension.window.edtf, extension.lead_months) == ("2030", 10)
    # a notice period is not stated, so the latest day stays open
    assert extension.notice_months is None
    [late] = [each for each in check(FILE) if each.row == "GO-07"]
    assert late.says.values["latest"] == "2030-02-28"


@pytest.mark.row("GO-10")
def test_secrecy_and_the_surety_about_financing_end_with_the_same_day() -> None:
    ends = {each.entry_id: each.ends.first for each in FILE.sunsets}
    assert ends == {
        "einde-geheimhouding-verwerving": date(2026, 1, 1),
        "einde-zekerheid-bekostiging": date(2026, 1, 1),
    }


@pytest.mark.row("SG-10", "SG-20")
def test_financing_is_effort_based_in_lots_and_not_another_before_2026() -> None:
    instruments = {each.arrangement_id: each for each in FILE.instruments}
    financing = instruments["bekostiging"]
    assert financing.until
    assert (financing.until.first, financing.until.bound) == (date(2026, 1, 1), "not_before")
    [lots] = [each for each in FILE.rules if each.about == "lots"]
    assert "producten, diensten en gemeenten" in lots.text


@pytest.mark.row("ST-16", "ST-17", "ST-18", "ST-31", "GO-15")
def test_from_open_house_to_two_sas_procedures_each_with_its_reason() -> None:
    [crosswalk] = FILE.crosswalks
    assert "Open House" in crosswalk.old
    assert "SAS" in crosswalk.new[0]
    by_route = {each.route: each for each in tracks(FILE)}
    dialogue, broad = by_route["dialoog"], by_route["brede-contractering"]
    assert (dialogue.segments, broad.segments) == (("verblijf",), ("ambulant",))
    tables = {each.step_id: each for each in dialogue.steps}["dialoogtafels"]
    assert (tables.kind, tables.output) == ("dialogue", "Spelregels voor de ontwikkelfase")
    assert not [each for each in broad.steps if each.kind == "dialogue"]
    assert "in plaats van Open House" in str(dialogue.reason)
    assert "onpraktisch" in str(broad.reason)
    starts = [each.window.edtf for each in broad.steps if each.step_id in ("aankondiging", "start")]
    assert starts == ["2022-03-01", "2023-01-01"]


@pytest.mark.row("SG-06")
def test_eight_goals_are_to_be_measured_and_put_into_contracts() -> None:
    goals = [each for each in FILE.goals if each.level == "goal"]
    assert len(goals) == 8
    [measured] = [each for each in FILE.goals if each.level == "indicator"]
    assert {each.entry_id for each in goals} < set(measured.links)
    assert "overeenkomsten-2023" in measured.links


@pytest.mark.row("PG-17", "PG-19", "PG-26")
def test_councils_have_an_evening_and_a_yearly_promise() -> None:
    informed = {each.item_id: each.audience for each in FILE.plan if each.kind == "information"}
    assert informed == {"raadsinformatieavond": "gemeenteraden", "evaluatie": "gemeenteraden"}
    promises = {each.entry_id: each for each in FILE.commitments}
    yearly = promises["jaarlijkse-voortgang"]
    assert (yearly.due, yearly.items) == (None, ("evaluatie",))
    assert str(yearly.trigger).startswith("jaarlijks")
    touched = {each.entry_id: each.links for each in FILE.developments}
    assert "kosten-vanaf-2026" in touched["coalitieakkoord"]


@pytest.mark.row("PG-33")
def test_doubts_about_the_letter_are_kept_with_both_places() -> None:
    doubts = {each.entry_id: each for each in FILE.anomalies}
    september = doubts["september-van-dit-jaar"]
    assert [each.source.section for each in september.mentions] == ["Opschrift", "Aanleiding"]
    assert september.reading == "September 2021"
    assert doubts["regio-niet-genoemd"].reading is None
    assert {"alleen-jaren", "geheim-bij-eerste-moment"} < set(doubts)


def test_the_fictional_register_gives_a_go_or_no_go_seven_contracts_to_stop() -> None:
    register = read(ROOT / "programmes" / "examples" / "region-2023-registers.yaml")
    assert isinstance(register, RegisterFile)
    asked = commands(register, FEBRUARY_2022, "p-101")
    contracts = [each for each in asked if isinstance(each, ConcludeContract)]
    assert Counter(each.segment for each in contracts) == {"ambulant": 4, "verblijf": 3}
    assert {(each.starts, each.ends.last) for each in contracts} == {
        (date(2023, 1, 1), date(2030, 12, 31))
    }
    assert {each.standing for each in contracts} == {"fictional"}
    assert len({each.provider_id for each in contracts}) == 6
