"""How Holland Rijnland arranges the care of its segments: instruments, figures, rules."""

from collections import Counter
from decimal import Decimal

import pytest

from domain.programme.arrangements import Rule
from tests.programmes.published import programme

FILE = programme("holland-rijnland-2021")
SEGMENTS = ("verblijf", "wonen", "dagbesteding", "ambulant", "onderwijs", "crisis", "veiligheid")
FOUR = {"access", "financing", "supplier_management", "contract_form"}


def rule(rule_id: str) -> Rule:
    [found] = [each for each in FILE.rules if each.arrangement_id == rule_id]
    return found


def rules_about(subject: str) -> list[Rule]:
    return [each for each in FILE.rules if each.about == subject]


def states(segment: str, instrument: str) -> Counter[str]:
    return Counter(
        each.state
        for each in FILE.instruments
        if each.segments == (segment,) and each.instrument == instrument
    )


@pytest.mark.row("SG-09")
@pytest.mark.parametrize("segment", SEGMENTS)
def test_every_segment_has_four_instruments_and_a_purchasing_model(segment: str) -> None:
    own = {each.instrument for each in FILE.instruments if each.segments == (segment,)}
    assert own == FOUR | {"purchasing_model"}


@pytest.mark.row("SG-09")
def test_what_is_arranged_now_for_all_segments_stands_apart_from_what_is_aimed_at() -> None:
    general = [each for each in FILE.instruments if not each.segments]
    assert {each.instrument for each in general if each.state == "current"} == FOUR | {
        "purchasing_model"
    }
    [target] = [
        each for each in general if (each.instrument, each.state) == ("purchasing_model", "target")
    ]
    assert target.text.startswith("Bestuurlijk aanbesteden 2.0")


@pytest.mark.row("SG-10")
@pytest.mark.parametrize(
    ("segment", "known"),
    [
        ("verblijf", {"current": 1, "target": 1}),
        ("wonen", {"current": 1, "explored": 1}),
        ("dagbesteding", {"current": 1, "target": 1, "explored": 1}),
        ("ambulant", {"current": 1, "explored": 1}),
        ("onderwijs", {"target": 2, "explored": 1}),
        ("crisis", {"undecided": 1, "explored": 2}),
        ("veiligheid", {"current": 1, "target": 1}),
    ],
)
def test_the_financing_is_known_as_it_is_aimed_at_explored_or_undecided(
    segment: str, known: dict[str, int]
) -> None:
    assert states(segment, "financing") == known


@pytest.mark.row("SG-10")
def test_the_present_financing_of_two_segments_holds_until_the_end_of_2020() -> None:
    until = {
        each.segments[0]: each.until.edtf
        for each in FILE.instruments
        if each.instrument == "financing" and each.until
    }
    assert until == {"verblijf": "2020", "dagbesteding": "2020"}


@pytest.mark.row("SG-22")
def test_an_undecided_instrument_names_what_has_to_be_found_out_first() -> None:
    undecided = {
        each.arrangement_id: each.depends_on
        for each in FILE.instruments
        if each.state == "undecided" and each.segments == ("crisis",)
    }
    assert undecided == {
        "crisis-contract-open-1": ("crisis-2020-crisisdienst", "vraag-crisis-3"),
        "crisis-contract-open-2": ("crisis-2020-verantwoordelijkheid", "vraag-crisis-4"),
        "crisis-bekostiging-open-1": ("crisis-2020-crisisdienst",),
        "crisis-inkoopmodel-open": (),
    }


@pytest.mark.row("SG-05")
def test_target_groups_have_the_ages_of_the_source() -> None:
    ages = [
        (each.segments[0], each.from_age, each.to_age)
        for each in FILE.target_groups
        if each.from_age is not None
    ]
    assert ages == [
        ("dagbesteding", 0, 8),
        ("dagbesteding", 2, 4),
        ("dagbesteding", 4, 12),
        ("dagbesteding", 4, 12),
        ("dagbesteding", 4, 12),
        ("dagbesteding", 13, None),
        ("dagbesteding", 16, 27),
        ("onderwijs", 4, 18),
        ("crisis", 0, 18),
        ("veiligheid", 12, 23),
    ]
    open_ended = next(each for each in FILE.target_groups if each.from_age == 13)
    assert open_ended.ages == "13-19+ jaar"
    problems = [each for each in FILE.target_groups if each.segments == ("ambulant",)]
    assert len(problems) == 8


@pytest.mark.row("SG-08")
@pytest.mark.parametrize(
    ("measure", "known"),
    [
        ("jeugdigen", {"verblijf": 240, "wonen": 300, "dagbesteding": 368, "ambulant": 6800}),
        (
            "aanbieders",
            {
                "verblijf": 15,
                "wonen": 15,
                "dagbesteding": 20,
                "ambulant": 100,
                "crisis": 6,
                "veiligheid": 3,
            },
        ),
        (
            "concentratie",
            {"verblijf": 85, "wonen": 85, "dagbesteding": 80, "ambulant": 75, "crisis": None},
        ),
        ("aandeel in de uitgaven", {"verblijf": 20}),
    ],
)
def test_figures_are_known_by_segment(measure: str, known: dict[str, int | None]) -> None:
    figures = {each.segments[0]: each.number for each in FILE.figures if each.measure == measure}
    assert figures == {
        segment: None if number is None else Decimal(number) for segment, number in known.items()
    }


@pytest.mark.row("SG-08")
def test_a_figure_keeps_the_words_that_make_it_less_than_exact() -> None:
    written = {each.arrangement_id: each.written for each in FILE.figures}
    assert written["cijfer-ambulant-jeugdigen"] == "ca 6800"
    assert written["cijfer-ambulant-aanbieders"] == "meer dan 100"
    assert written["cijfer-crisis-concentratie"] == "bijna alle uitgaven"
    assert all(each.since is None and each.until is None for each in FILE.figures)


@pytest.mark.row("SG-07")
def test_relations_between_segments_are_data_in_the_direction_they_are_told() -> None:
    pairs = {
        (each.segments[0], other)
        for each in FILE.relations
        if len(each.segments) == 1
        for other in each.to_segments
    }
    assert len(FILE.relations) == 26
    assert {other for one, other in pairs if one == "crisis"} == {*SEGMENTS} - {"crisis"}
    assert ("wonen", "verblijf") in pairs
    assert ("wonen", "onderwijs") not in pairs
    outside = {each.to_outside for each in FILE.relations if each.to_outside}
    assert outside == {"Wmo", "Wlz", "acute GGZ voor volwassenen"}


@pytest.mark.row("SG-14")
def test_access_rules_say_who_refers_and_by_which_way() -> None:
    assert {each.segments[0] for each in rules_about("access") if each.segments} == {*SEGMENTS} - {
        "veiligheid"
    }
    assert rule("regel-verblijf-centrale-intake").written == (
        "te allen tijde aangemeld bij de Centrale Intake"
    )
    assert "Kinderrechter" in rule("regel-verwijzers").source.quote
    assert "PGB" in rule("regel-dagbesteding-richtlijnen").source.quote
    assert rule("regel-onderwijs-vrij-toegankelijk").written == "onder nader te bepalen voorwaarden"


@pytest.mark.row("SG-25")
def test_ages_at_which_care_changes_are_rules() -> None:
    assert len(rules_about("ages")) == 8
    assert rule("leeftijd-perspectiefplan-verblijf").written == "ten hoogste 16,5 jaar"
    ends = rule("leeftijd-einde-wonen").source.quote
    for age in ("18 jaar", "21 jaar", "23 jaar"):
        assert age in ends


@pytest.mark.row("SG-26")
def test_norms_of_crisis_are_kept_as_written() -> None:
    norms = {each.written for each in rules_about("norm") if each.segments == ("crisis",)}
    assert norms == {
        "binnen 24 tot 48 uur",
        "24/7 telefonisch bereikbaar",
        "maximaal 48 uur",
        "niet langer dan vier weken",
        "geen wachtlijsten",
    }
    assert rule("norm-katwijk-wijkteam").written == "max. ca. 3 maanden"


@pytest.mark.row("SG-30")
def test_segments_name_the_law_they_rest_on() -> None:
    laws = {each.arrangement_id: each.written for each in rules_about("law")}
    assert laws["wet-jeugdwet-2-1"] == "art. 2.1"
    assert laws["wet-jeugdwet-3-4"] == "artikel 3.4 van de Jeugdwet"
    assert laws["wet-bw-254"] == "Art. 254 BW"
    assert laws["wet-sr-77a"] == "Wetboek van Strafrecht, artikel 77a"
    assert {"wet-leerplicht", "wet-wlz-wmo", "wet-zvw"} <= laws.keys()


@pytest.mark.row("SG-18", "GO-11")
def test_development_partners_differ_by_a_criterion_that_is_not_set_yet() -> None:
    assert rule("partners-criterium").written == "bijvoorbeeld een omzetdrempel"
    assert rule("partners-deelname").written == "moeten of mogen"
    assert "Pareto-analyse" in rule("partners-pareto").source.quote
    assert "ontwikkelpartners uitvallen" in rule("partners-reserve").source.quote


@pytest.mark.row("SG-21")
def test_a_school_draws_on_contracted_providers_within_a_maximum() -> None:
    drawn = rules_about("drawing_right")
    assert {each.segments for each in drawn} == {("onderwijs",)}
    assert len(drawn) == 3
    assert "verplicht" in str(rule("trekkingsrecht-verplicht").written)


@pytest.mark.row("SG-13")
def test_ceilings_are_by_provider_now_and_by_segment_perhaps() -> None:
    assert rule("plafond-aanbieder").segments == rule("plafond-segment").segments == ()
    own = [each.segments[0] for each in rules_about("ceiling") if each.segments]
    assert own == ["verblijf", "wonen", "dagbesteding", "ambulant", "onderwijs"]
    assert rule("plafond-wonen").written == "een hulpmiddel"


@pytest.mark.row("SG-23")
def test_a_subsidy_may_come_first_or_instead() -> None:
    crisis = rule("subsidie-crisis").source.quote
    assert "deze subsidie kunnen worden omgezet in een contract" in crisis
    assert "adviseren de GI te subsidiëren" in rule("subsidie-veiligheid").source.quote


@pytest.mark.row("SG-24")
def test_collective_help_at_school_is_told_by_the_kind_of_school() -> None:
    regular = rule("collectief-onderwijs-regulier")
    assert rule("collectief-onderwijs").about == regular.about == "budget"
    assert regular.written == "aantoonbaar effectiever"


@pytest.mark.row("SG-16")
def test_providers_are_steered_on_three_levels_by_administration_and_officials() -> None:
    general = [each.written for each in rules_about("supplier_level") if not each.segments]
    assert general[:3] == ["Casus", "Opdrachtnemer", "Segment"]
    assert general[3] == "zowel op bestuurlijk als ambtelijk niveau"
    assert rule("niveau-kwartaal-verblijf").written == "ieder kwartaal"


@pytest.mark.row("SG-32")
def test_forms_that_are_bought_on_a_larger_scale_are_rules() -> None:
    assert rule("schaal-rijk").written == "wettelijk voor te schrijven"
    assert rule("schaal-onderdelen").segments == ("crisis", "veiligheid", "verblijf")


@pytest.mark.row("SG-33")
def test_what_came_before_has_its_own_dates() -> None:
    since = {each.arrangement_id: each.since.edtf for each in rules_about("history") if each.since}
    assert since == {
        "historie-jgt": "2015-01-01",
        "historie-crisisdienst": "2017-01-01",
        "historie-alphen-kaag": "2018",
        "historie-katwijk": "2020-01",
    }


@pytest.mark.row("SG-27", "SG-29", "SG-31")
def test_preferences_exceptions_and_boundaries_are_rules_too() -> None:
    assert rule("voorkeur-wonen").order == (
        "in een gezin",
        "in een gezinsvorm in de eigen leefomgeving",
    )
    assert "vrijgevestigden" in rule("uitzondering-vrijgevestigden").source.quote
    assert rule("grens-intensief-ambulant").segments == ("ambulant", "verblijf")
    assert rule("grens-vaktherapie").text.startswith("Open:")
