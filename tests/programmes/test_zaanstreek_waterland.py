"""What the programme of Zaanstreek-Waterland says, as its undated strategy says it."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.programme.ends import computed_end
from domain.programme.events import PlanItemPlanned, PlanItemRealised, SegmentDefined
from runtime.tracks import tracks
from tests.programmes.published import item, programme, recorded

FILE = programme("zaanstreek-waterland-2027")
JANUARY_2026 = datetime(2026, 1, 5, 12, tzinfo=UTC)
ENTRIES = {each.entry_id: each for each in FILE.entries}
RULES = {each.arrangement_id: each for each in FILE.rules}


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


@pytest.mark.row("PG-32", "PG-33")
def test_the_strategy_lacks_a_date_a_number_and_an_adoption() -> None:
    papers = {each.code: each for each in FILE.documents}
    strategy = papers["S2"]
    assert (strategy.dated, strategy.number) == (None, None)
    assert strategy.missing == ("datum", "nummer", "vaststelling")
    assert strategy.author == "Projectgroep Inkoop"
    assert len(strategy.annexes) == 3
    doubts = {each.entry_id: each for each in FILE.anomalies}
    assert doubts["datum-leeg"].links == ("S2",)
    assert doubts["etmalen"].reading == "Etmalen"
    assert len(doubts["hoofdstuknummers"].mentions) == 3
    assert "verlenging" in doubts["acht-jaar-zonder-opties"].title


@pytest.mark.row("PG-12")
def test_the_framework_agreement_rests_on_the_strategy_and_that_on_vision_and_evaluation() -> None:
    rests = {each.code: each.rests_on for each in FILE.documents}
    assert rests["raamovereenkomst"] == ("inkoopdocumenten",)
    assert rests["inkoopdocumenten"] == ("S2",)
    assert {"regiovisie-2023", "vuv-2024"} < set(rests["S2"])


@pytest.mark.row("PG-06", "SG-32")
def test_municipalities_cooperate_since_2015_and_the_law_will_have_forms_bought_regionally() -> (
    None
):
    scales = {each.scale_id: each for each in FILE.scales}
    since = scales["zaanstreek-waterland"].since
    assert since
    assert since.first == date(2015, 1, 1)
    assert RULES["verplicht-regionaal"].about == "regional_scale"
    assert "robuuste-jeugdhulpregio" in ENTRIES["wvbj"].links


@pytest.mark.row("SG-19")
def test_segment_b_is_phased_out_and_c_and_v_are_kept() -> None:
    perspectives = {each.label: each.perspective for each in FILE.segments}
    assert perspectives == {"B": "phase_out", "C": "keep", "V": "keep"}


@pytest.mark.row("SG-09", "SG-10", "SG-15")
def test_financing_is_kept_and_assignment_may_change_during_the_contract() -> None:
    instruments = {each.arrangement_id: each for each in FILE.instruments}
    assert (instruments["spic"].segments, instruments["p-maal-q"].segments) == (("b", "c"), ("v",))
    assert {instruments["spic"].state, instruments["p-maal-q"].state} == {"current"}
    assert "blijven bestaan" in instruments["bekostiging-vanaf-2027"].text
    later = instruments["toewijzing-later"]
    assert (later.instrument, later.state) == ("assignment", "explored")
    assert {"eigen-sturing-aanbieder", "sturing-op-aanbiedersniveau"} < set(later.depends_on)
    assert instruments["inkoopvorm"].state == "undecided"


@pytest.mark.row("SG-11", "SG-03")
def test_b_becomes_area_lots_and_basic_care_leaves_the_region() -> None:
    becomes = {each.crosswalk_id: each for each in FILE.crosswalks}
    lots = becomes["van-b-naar-gebiedspercelen"]
    assert (lots.taxonomy, lots.segments) == ("lots", ("b",))
    assert lots.since
    assert lots.since.precision == "open"
    assert becomes["woorden-voor-bekostiging"].taxonomy == "financing"
    assert becomes["basis-ggz-en-vaktherapie"].new == ("Geboden vanuit de lokale basis",)


@pytest.mark.row("SG-08")
def test_figures_of_2022_and_2024_agree_with_the_growth_that_is_stated() -> None:
    figures = {each.arrangement_id: each for each in FILE.figures}
    number = {name: each.number or Decimal(0) for name, each in figures.items()}
    youths = number["jeugdigen-2024"] / number["jeugdigen-2022"] - 1
    costs = number["kosten-2024"] / number["kosten-2022"] - 1
    assert Decimal("0.18") < youths < number["groei-jeugdigen"] / 100
    assert costs > number["groei-kosten"] / 100
    assert figures["aantal-aanbieders"].written == "ruim 140 aanbieders"
    assert figures["groei-kosten-b"].segments == ("b",)


@pytest.mark.row("SG-12", "SG-20", "SG-27")
def test_prices_lots_and_preferences_are_rules() -> None:
    about = Counter(each.about for each in FILE.rules)
    assert about["prices"] == 3
    assert "profiel en intensiteit" in RULES["spic-cellen"].text
    assert "verdeling van de populatie" in RULES["verdeling-over-spics"].text
    assert RULES["gebiedspercelen"].segments == ("b",)
    orders = [each.order for each in FILE.rules if each.about == "preference"]
    assert orders == [
        ("Ambulante vormen van ondersteuning", "Verblijf"),
        ("Gezinsvervangend verblijf", "Residentiële vormen van verblijf"),
        ("Pleegzorg", "Gezinshuis"),
    ]


@pytest.mark.row("SG-16", "SG-18", "SG-24")
def test_steering_moves_to_the_provider_with_core_partners_and_an_innovation_budget() -> None:
    assert RULES["van-casus-naar-aanbieder"].about == "supplier_level"
    assert RULES["kernpartners"].segments == ("c",)
    assert "staat er niet" in RULES["kernpartners"].text
    budget = {each.arrangement_id: each for each in FILE.figures}
    assert budget["innovatiebudget"].number == Decimal(1)
    assert budget["innovatiebudget"].unit == "procent"
    assert budget["innovatiebudget-bedrag"].standing == "derived"
    assert RULES["begin-innovatiebudget"].about == "budget"


@pytest.mark.row("SG-28", "SG-29", "SG-31", "SG-30")
def test_an_assignment_an_exception_and_boundaries_are_rules() -> None:
    assert RULES["ontwikkelopgave-aanbieders"].about == "obligation"
    assert "dekkend zorglandschap" in RULES["ontwikkelopgave-aanbieders"].text
    assert RULES["niche-en-lokaal"].about == "exception"
    boundaries = {name for name, each in RULES.items() if each.about == "boundary"}
    assert boundaries == {"echt-specialistisch", "niet-meer-regionaal", "eerst-onbeperkt"}
    assert RULES["jeugdwet"].about == "law"


@pytest.mark.row("SG-06", "SG-07")
def test_two_tasks_six_goals_and_what_agreements_are_about() -> None:
    levels = Counter(each.level for each in FILE.goals if not each.segments or each.above)
    assert levels["task"] == 2
    numbered = [each for each in FILE.goals if each.entry_id in {f"doel-{n}" for n in range(1, 7)}]
    assert len(numbered) == 6
    measured = [each for each in FILE.goals if each.level == "indicator"]
    assert len(measured) == 6
    assert {each.above for each in measured} == {"doel-4"}
    flows = {each.arrangement_id: each for each in FILE.relations}
    assert flows["b-en-c"].to_segments == ("c",)
    assert "segment A" in str(flows["basis-en-b"].to_outside)


@pytest.mark.row("PG-30")
def test_five_regional_principles_nine_of_procurement_and_seven_measures() -> None:
    kinds = Counter(each.entry_id.split("-")[0] for each in FILE.principles)
    assert (kinds["regio"], kinds["inkoop"], kinds["maatregel"]) == (5, 9, 7)
    assert "vier leidende principes" in ENTRIES["leercycli"].source.quote


@pytest.mark.row("PG-20", "PG-21", "PG-22")
def test_risks_preconditions_and_research_questions_lead_to_each_other() -> None:
    conditions = {each.entry_id: each for each in FILE.preconditions}
    unlocks = [name for name, each in conditions.items() if "andere-toewijzing" in each.unlocks]
    assert unlocks == ["eigen-sturing-aanbieder", "sturing-op-aanbiedersniveau"]
    assert conditions["minder-aanbieders"].unlocks == ("sturing-op-aanbiedersniveau",)
    risks = {each.entry_id: each for each in FILE.risks}
    assert {*unlocks} < {*risks["effect-toewijzing-onzeker"].links}
    assert "niche-en-lokaal" in risks["niche-niet-gecontracteerd"].links
    questions = {each.entry_id: each for each in FILE.research_questions}
    assert questions["aanbieders-b-beperken"].links == ("b-aantal-aanbieders",)
    assert questions["effect-spic-toewijzing"].standing == "derived"


@pytest.mark.row("PG-24", "PG-26", "PG-27", "PG-28")
def test_what_lies_outside_is_excluded_and_yet_depended_on() -> None:
    assert [each.entry_id for each in FILE.exclusions] == ["segment-a", "beweging-1"]
    [basis] = FILE.dependencies
    assert basis.due
    assert basis.due.precision == "open"
    assert "b-einde-fase-1" in basis.links
    held = {each.entry_id: each for each in FILE.consultations}
    assert held["lokale-teams-en-markt"].participants == ("lokale-teams", "aanbieders")
    assert "Vier knelpunten" in str(held["partners-vuv"].response)
    open_house = ENTRIES["van-ark-partnerschap"]
    assert "schaarste" in open_house.title
    assert all(each.links for each in FILE.developments)


@pytest.mark.row("PG-31")
def test_words_of_the_strategy_are_explained_with_their_other_spellings() -> None:
    words = {each.title: each for each in FILE.glossary}
    assert words["SPIC"].same_as == ("SPICs", "SPICS")
    assert words["VUV"].definition == "Verkenning Uitvoeringsvarianten"


@pytest.mark.row("GO-06")
def test_ends_follow_from_the_terms_and_meet_in_2034() -> None:
    ends = {each.term_id: computed_end(each)[0] for each in FILE.terms}
    first = ends["looptijd-b-1"]
    assert (first.edtf, first.bound) == ("2029-12-31", "at_latest")
    assert ends["looptijd-b-2"].edtf == ends["looptijd-c-v"].edtf == "2034-12-31"
    assert {each.standing for each in FILE.terms} == {"derived"}
    assert {each.extension_until for each in FILE.terms} == {None}
    for name, term in (("b-einde-fase-1", first), ("c-einde", ends["looptijd-c-v"])):
        assert item(FILE, name).window.edtf == term.edtf


@pytest.mark.row("GO-08", "ST-09")
def test_the_phase_decision_opens_the_way_to_area_lots() -> None:
    [phase] = [each for each in FILE.decisions if each.kind == "phase"]
    assert (phase.segments, phase.outcomes) == (("b",), ("area_lots", "other"))
    assert (phase.standing, phase.term) == ("derived", "looptijd-b-2")
    assert phase.window.last == date(2029, 12, 31)
    [track] = tracks(FILE)
    gated = [each.step_id for each in track.steps if each.gate in phase.opens]
    assert gated == ["percelen"]
    assert [each.body for each in phase.answerers] == ["gemeenten"]


@pytest.mark.row("GO-09")
def test_triggers_stand_in_place_of_dates() -> None:
    conditions = {each.entry_id: each for each in FILE.conditions}
    budget = conditions["innovatiebudget-omhoog"]
    assert budget.when.startswith("de gezamenlijke aanbieders")
    assert budget.links == ("innovatiebudget",)
    loosen = conditions["toewijzing-loslaten"]
    assert {"eigen-sturing-aanbieder", "sturing-op-aanbiedersniveau"} < set(loosen.links)
    assert {each.due for each in FILE.conditions} == {None}


@pytest.mark.row("GO-12")
def test_the_old_contracts_end_the_day_before_the_new_ones_are_reckoned_to_start() -> None:
    ends = {each.entry_id: each.ends.last for each in FILE.sunsets}
    assert ends["huidige-contracten-lopen-af"] == date(2026, 12, 31)
    starts = {each.term_id: each.starts for each in FILE.terms}
    assert starts["looptijd-c-v"].first == date(2027, 1, 1)
    assert starts["looptijd-c-v"].written == "vanaf 2027"


@pytest.mark.row("ST-31")
def test_the_choice_for_area_lots_has_its_reason_and_the_system_was_kept_for_one() -> None:
    [track] = tracks(FILE)
    assert "verbinding met de lokale basis" in str(track.reason)
    [kept] = [each for each in FILE.decisions if each.decision_id == "financiering-handhaven"]
    assert "onrust binnen het stelsel" in kept.source.quote
    [answer] = kept.answers
    assert answer.remark == "Bestuurlijk besloten; door wie, staat er niet"
