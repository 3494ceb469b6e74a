"""Who governs Holland Rijnland's programme, what is decided, along which way, until when."""

from datetime import UTC, date, datetime

import pytest

from domain.decision.commands import PlanDecision
from domain.decision.decider import DECISION
from domain.decision.events import DecisionReached
from domain.document.commands import FileDocument
from domain.procedure.commands import PlanProcedure
from domain.procedure.parts import Track
from domain.programme.ends import computed_end
from domain.steering.commands import StateEntries
from runtime.check import check
from runtime.programme_rows import QuestionRow
from runtime.publish import commands
from runtime.tracks import tracks
from tests.programmes.published import item, programme
from tests.specification import Specification

FILE = programme("holland-rijnland-2021")
SEGMENTS = ("verblijf", "wonen", "dagbesteding", "ambulant", "onderwijs", "crisis", "veiligheid")
NINE = (
    *("Leiden", "Leiderdorp", "Oegstgeest", "Zoeterwoude"),
    *("Hillegom", "Lisse", "Teylingen", "Katwijk", "Noordwijk"),
)
SPRING_2020 = datetime(2020, 2, 1, 12, tzinfo=UTC)


def decision(decision_id: str) -> QuestionRow:
    [found] = [each for each in FILE.decisions if each.decision_id == decision_id]
    return found


def track(procedure_id: str) -> Track:
    [found] = [each for each in tracks(FILE) if each.procedure_id == procedure_id]
    return found


def test_publishing_asks_for_everything_the_file_states() -> None:
    asked = commands(FILE, SPRING_2020, "p-001")
    [entries] = [each for each in asked if isinstance(each, StateEntries)]
    assert len(entries.entries) == len({each.entry_id for each in entries.entries}) == 421
    assert sum(isinstance(each, FileDocument) for each in asked) == 23
    assert sum(isinstance(each, PlanDecision) for each in asked) == 6
    assert sum(isinstance(each, PlanProcedure) for each in asked) == 7


@pytest.mark.row("PG-32")
def test_the_plan_and_what_it_refers_to_are_in_the_document_register() -> None:
    documents = {each.code: each for each in FILE.documents}
    assert documents["S3"].missing == ("nummer", "datum", "orgaan dat het vaststelt")
    assert documents["S3"].annexes == ("Bijlage 1. Lokaal/sub-regionaal toegangsmanagement",)
    assert [code for code, each in documents.items() if each.present] == ["S3", "bijlage-1"]
    assert documents["meerjarenbegroting"].number == "v 2.0"
    dated = {code: each.dated.edtf for code, each in documents.items() if each.dated}
    assert dated["perspectief-voor-de-jeugd"] == "2020-03-20"
    assert dated["brief-minister-2019"] == "2019-11-07"


@pytest.mark.row("PG-12")
def test_contracts_rest_on_the_plan_and_the_plan_on_the_two_programme_plans() -> None:
    rests_on = {each.code: each.rests_on for each in FILE.documents}
    assert rests_on["S3"] == ("programmaplan-leidse-regio", "programmaplan-duin-en-bollenstreek")
    assert rests_on["resultaatovereenkomsten"] == ("ontwikkelovereenkomst", "S3")


@pytest.mark.row("PG-07")
def test_bodies_have_a_kind_and_a_mandate() -> None:
    bodies = {each.body_id: each for each in FILE.bodies}
    assert len(bodies) == 43
    assert bodies["two"].mandate == ("executes", "monitors")
    assert bodies["gemeenten"].mandate == bodies["aoo"].mandate == ("decides",)
    assert bodies["kinderrechter"].kind == "court"
    assert bodies["oogo"].segments == bodies["werkgroep-jeugd-onderwijs-zorg"].segments
    named = {"tcc", "rbl", "ggd", "rdog-hm", "ciz", "cit", "vt", "rvdk", "om", "clientenraden"}
    assert named <= bodies.keys()


@pytest.mark.row("PG-08")
def test_the_executing_organisation_works_through_2025_at_least() -> None:
    [two] = [each for each in FILE.bodies if each.kind == "executive" and each.term]
    assert two.body_id == "two"
    assert two.term
    assert (two.term.first, two.term.last) == (date(2025, 12, 31), None)
    assert two.term.written == "in ieder geval t/m 2025"


@pytest.mark.row("SG-17")
def test_one_table_now_may_become_one_for_each_segment() -> None:
    tables = {
        each.body_id: each.segments for each in FILE.bodies if "ontwikkeltafel" in each.body_id
    }
    assert tables.pop("ontwikkeltafel") == SEGMENTS[:5]
    assert tables == {f"ontwikkeltafel-{each}": (each,) for each in SEGMENTS}


@pytest.mark.row("PG-18")
def test_how_the_tables_are_organised_is_planned_without_a_date() -> None:
    planned = item(FILE, "overlegtafels-organisatie")
    assert (planned.window.precision, planned.window.written) == ("open", "de komende periode")


@pytest.mark.row("PG-06", "SG-32")
def test_scales_above_and_below_the_region_say_what_for() -> None:
    scales = {each.scale_id: each for each in FILE.scales}
    assert scales["hollands-midden"].members == ("Holland Rijnland", "Midden Holland")
    assert scales["hollands-midden"].segments == ("crisis",)
    assert scales["arrondissement"].segments == ("verblijf",)
    assert scales["gi-harmonisatie"].members == (
        "Haaglanden (H10)",
        "Midden Holland (MH)",
        "Zuid Holland Zuid (ZHZ)",
    )
    assert scales["landsdeel-zuid-west"].members == ()
    assert all(each.purpose for each in FILE.scales)


@pytest.mark.row("SG-03")
def test_table_1_becomes_table_2_from_2021_on() -> None:
    moves = {each.crosswalk_id: each for each in FILE.crosswalks if each.taxonomy == "segments"}
    assert len(moves) == 9
    assert {each.standing for each in moves.values()} == {"derived"}
    assert {each.since.first for each in moves.values() if each.since} == {date(2021, 1, 1)}
    assert moves["indeling-eed"].segments == ("ambulant",)
    assert moves["indeling-verblijf"].segments == ("verblijf", "wonen")
    assert moves["indeling-veilig-thuis"].segments == ()
    assert {name for each in moves.values() for name in each.segments} == {*SEGMENTS}


@pytest.mark.row("SG-11")
def test_words_for_financing_lead_to_each_other() -> None:
    words = {each.old: each.new for each in FILE.crosswalks if each.taxonomy == "financing"}
    assert len(words) == 4
    assert words["inspanningsgericht"] == ("P x Q", "prestatie/ inspannings-bekostiging")


@pytest.mark.row("PG-33")
def test_a_list_of_six_segments_is_found_beside_two_of_seven() -> None:
    assert [len(each.named) for each in FILE.enumerations] == [6, 7, 7]
    [found] = [each for each in check(FILE) if each.code == "list_leaves_something_out"]
    assert "Onderwijs" in str(found.says)


@pytest.mark.row("CC-01")
def test_terms_are_ranges_and_their_end_is_open_as_long_as_their_start_is() -> None:
    terms = {each.term_id: each for each in FILE.terms}
    ranges = {name: (each.at_least_months, each.at_most_months) for name, each in terms.items()}
    assert ranges == {
        "looptijd-verblijf": (84, 120),
        "looptijd-wonen": (None, None),
        "looptijd-dagbesteding": (60, 84),
        "looptijd-ambulant": (24, 48),
        "looptijd-onderwijs": (60, 84),
        "looptijd-veiligheid-nu": (None, None),
        "looptijd-veiligheid-nieuw": (None, None),
    }
    assert {computed_end(each)[0].precision for each in terms.values()} == {"open"}
    stated = terms["looptijd-veiligheid-nu"].ends_stated
    assert stated
    assert stated.last == date(2020, 12, 31)


@pytest.mark.row("PG-09")
def test_two_subregions_adopted_their_plans_and_nine_municipalities_are_to_adopt_this_one() -> None:
    before, now = decision("programmaplannen-vaststellen"), decision("inkoopplan-vaststellen")
    assert [each.answerer_id for each in before.answers] == ["leidse-regio", "duin-en-bollenstreek"]
    assert tuple(each.municipality for each in now.answerers) == NINE
    assert (now.rule, now.answers, now.window.precision) == ("not_stated", (), "open")


@pytest.mark.row("PG-05")
def test_the_decision_of_nieuwkoop_is_its_own_and_has_no_date() -> None:
    pending = decision("nieuwkoop-aansluiten")
    assert (pending.kind, pending.window.precision) == ("membership", "open")
    assert [each.municipality for each in pending.answerers] == ["Nieuwkoop"]
    assert not pending.answers


@pytest.mark.row("ST-32")
def test_what_was_decided_before_is_answered_in_its_own_time() -> None:
    [said] = decision("beschikbaarheidswijzer-aanschaffen").answers
    assert (said.answerer_id, said.decided_on) == ("aoo", None)
    assert said.decided_in
    assert said.decided_in.first == date(2020, 3, 12)


@pytest.mark.row("ST-32")
def test_publishing_records_as_reached_what_was_decided_and_nothing_else() -> None:
    reached = {
        each.key
        for each in commands(FILE, datetime(2020, 4, 1, 12, tzinfo=UTC), "p-001")
        if isinstance(each, PlanDecision)
        for event in Specification(DECISION).given().when(each).decide()
        if isinstance(event, DecisionReached)
    }
    assert reached == {"programmaplannen-vaststellen", "beschikbaarheidswijzer-aanschaffen"}


@pytest.mark.row("GO-05", "GO-13", "GO-14", "ST-24")
def test_safety_is_extended_by_eleven_municipalities_before_1_july_2020() -> None:
    extension = decision("veiligheid-verlengen")
    assert (extension.kind, extension.rule) == ("extension", "not_stated")
    assert len(extension.answerers) == 11
    assert "Nieuwkoop" not in {each.municipality for each in extension.answerers}
    assert extension.window.last == date(2020, 6, 30)
    assert extension.extends_until
    assert extension.extends_until.last == date(2021, 12, 31)
    assert (extension.term, extension.item) == (
        "looptijd-veiligheid-nu",
        "veiligheid-2020-besluit-verlenging",
    )


@pytest.mark.row("GO-07")
def test_the_latest_day_to_decide_stays_open_while_the_lead_time_is() -> None:
    extension = decision("veiligheid-verlengen")
    assert extension.ends
    assert extension.ends.last == date(2020, 12, 31)
    assert (extension.lead_months, extension.notice_months) == (None, None)
    again = item(FILE, "veiligheid-2020-besluit-ruim-voor")
    assert (again.restates, again.window.bound) == (extension.item, "well_before")
    assert again.window.due == extension.window.last


@pytest.mark.row("ST-02", "ST-31", "GO-15")
def test_every_segment_follows_a_route_for_a_reason() -> None:
    routes = {each.segments[0]: each.route for each in tracks(FILE)}
    assert routes == {
        "verblijf": "open-house-vernieuwing",
        "wonen": "aankondiging",
        "dagbesteding": "open-house-vernieuwing",
        "ambulant": "open-house-vernieuwing",
        "onderwijs": "schooljaar",
        "crisis": "crisis",
        "veiligheid": "veiligheid",
    }
    assert all(each.reason for each in tracks(FILE))
    assert "geen kostbare aanbesteding" in str(track("verblijf").reason)


@pytest.mark.row("ST-19", "ST-20", "ST-25")
@pytest.mark.parametrize("segment", ["verblijf", "dagbesteding", "ambulant"])
def test_an_open_house_is_renewed_by_conversion_and_provisions(segment: str) -> None:
    dates = {each.step_id: each.window.edtf for each in track(segment).steps}
    assert dates["voorbereiding-omzetting"] == dates["voorbereiding-bepalingen"] == "2020"
    assert dates["omzetting"] == "2021-01"
    assert dates["bepalingen-bespreken"] == "2021-07"
    assert dates["bepalingen-formaliseren"] == "2021-12"
    assert dates["implementatie"] == "2022-01"


@pytest.mark.row("ST-26")
def test_wonen_is_announced_implemented_for_six_months_and_in_force() -> None:
    dates = {each.step_id: each.window for each in track("wonen").steps}
    assert dates["aankondigen"].last == date(2021, 7, 1)
    assert dates["implementatie"].last == date(2021, 12, 31)
    assert dates["ingang"].first == date(2022, 1, 1)


@pytest.mark.row("ST-23", "ST-14")
def test_crisis_is_explored_in_2020_and_procured_from_2021_the_rest_undated() -> None:
    dates = {each.step_id: each.window for each in track("crisis").steps}
    assert dates["verkenning-crisisdienst"].edtf == dates["kader"].edtf == "2020"
    assert dates["procedure"].edtf == "2021"
    assert dates["subsidie"].precision == dates["overeenkomst"].precision == "open"


@pytest.mark.row("ST-05", "ST-24")
def test_safety_has_another_way_declared_instead_of_extending() -> None:
    safety = track("veiligheid")
    dates = {each.step_id: each.window.edtf for each in safety.steps}
    assert dates["voorbereiding"] == "2020-41"
    assert dates["ingang"] == "2022-01-01"
    [branch] = safety.branches
    assert [each.kind for each in branch.steps] == ["tender", "start"]


@pytest.mark.row("ST-22", "ST-28")
def test_education_follows_the_school_year() -> None:
    [route] = [each for each in FILE.routes if each.route_id == "schooljaar"]
    assert route.calendar == "school_year"
    dates = {each.step_id: each.window.edtf for each in track("onderwijs").steps}
    assert (dates["formaliseren"], dates["implementatie"]) == ("2021-07", "2021-09")


@pytest.mark.row("ST-21", "AN-08")
def test_four_changes_have_no_announcement_and_only_a_month_of_effect() -> None:
    known = {
        each.segment: (each.effect.edtf, each.announce_item is None) for each in FILE.changes[1:]
    }
    assert known == {
        "verblijf": ("2022-01", True),
        "dagbesteding": ("2022-01", True),
        "ambulant": ("2022-01", True),
        "onderwijs": ("2021-09", True),
    }
    for each in FILE.changes[1:]:
        assert item(FILE, str(each.discuss_item)).body == "ontwikkeltafel"
        assert item(FILE, str(each.formalise_item)).segment == each.segment


@pytest.mark.row("ST-27")
def test_check_finds_the_breaches_of_the_six_months_under_both_readings() -> None:
    timing = {
        (each.segment, each.reading): each.code for each in check(FILE) if each.row == "AN-10"
    }
    assert timing == {
        ("wonen", ""): "announced_in_time",
        **{(each, "strict"): "announced_too_late" for each in ("verblijf", "dagbesteding")},
        **{(each, "strict"): "announced_too_late" for each in ("ambulant", "onderwijs")},
        **{
            (each, "lenient"): "may_be_announced_too_late"
            for each in ("verblijf", "dagbesteding", "ambulant")
        },
        ("onderwijs", "lenient"): "announced_in_time",
    }
    [twice] = [each for each in check(FILE) if each.code == "two_dates_for_one_thing"]
    assert twice.segment == "veiligheid"


@pytest.mark.row("ST-09")
def test_plan_items_name_who_does_or_decides_them_where_the_source_does() -> None:
    bodies = {each.item_id: each.body for each in FILE.plan if each.body}
    assert bodies["beschikbaarheidswijzer"] == "aoo"
    assert bodies["wonen-2021-aankondiging"] == "gemeenten"
    assert item(FILE, "wonen-2021-aankondiging").audience == "jeugdhulpaanbieders"
    assert bodies["vergelijking-begroting"] == "two"
    assert "veiligheid-2020-besluit-verlenging" not in bodies
    assert all(each.kind for each in FILE.plan)
