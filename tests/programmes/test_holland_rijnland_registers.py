"""What the registers of Holland Rijnland hold: questions, conditions, goals, doubts, words."""

from collections import Counter
from datetime import date

import pytest

from domain.steering.parts import Anomaly, Entry
from tests.programmes.published import programme
from tests.programmes.sources import compare_with_sources, plain, source_text

FILE = programme("holland-rijnland-2021")
SEGMENTS = ("verblijf", "wonen", "dagbesteding", "ambulant", "onderwijs", "crisis", "veiligheid")


def by_segment(entries: tuple[Entry, ...]) -> tuple[int, ...]:
    """How many entries each segment has, in the order of the segments."""
    counted = Counter(each.segments[0] for each in entries)
    return tuple(counted[segment] for segment in SEGMENTS)


def entry(entry_id: str) -> Entry:
    [found] = [each for each in FILE.entries if each.entry_id == entry_id]
    return found


def anomaly(name: str) -> Anomaly:
    found = entry(f"afwijking-{name}")
    assert isinstance(found, Anomaly)
    return found


@pytest.mark.row("PG-22")
def test_thirty_five_research_questions_are_due_in_2020_with_their_stakeholders() -> None:
    questions = FILE.research_questions
    assert by_segment(questions) == (2, 2, 8, 5, 8, 7, 3)
    assert {each.due.edtf for each in questions if each.due} == {"2020"}
    assert all(each.due and each.owner is None and each.partners for each in questions)
    assert {each.standing for each in questions if each.segments != ("veiligheid",)} == {"stated"}
    derived = [each for each in questions if each.standing == "derived"]
    assert [each.segments for each in derived] == [("veiligheid",)] * 3


def test_a_question_with_parts_is_one_question() -> None:
    first = entry("vraag-wonen-1")
    assert first.source.quote.count(" o ") == 3
    assert first.links == ("wonen-2020-onderzoeksvragen",)


@pytest.mark.row("PG-21")
def test_preconditions_of_every_segment_say_who_has_to_see_to_them() -> None:
    assert by_segment(FILE.preconditions) == (7, 3, 9, 7, 10, 3, 6)
    assert sum(each.on is not None for each in FILE.preconditions) == 33
    # nobody says of any of them that it is met, nor by when it must be
    assert {each.due for each in FILE.preconditions} == {None}


@pytest.mark.row("PG-37")
def test_the_state_and_other_third_parties_have_to_do_their_part() -> None:
    third = {each.entry_id for each in FILE.preconditions if each.third_party}
    lobby = entry("rand-veiligheid-5")
    assert lobby.source.quote.endswith("lobby richting Rijk.")
    assert {"rand-veiligheid-3", "rand-veiligheid-5", "rand-verblijf-6", "rand-wonen-3"} <= third
    assert "rand-veiligheid-1" not in third


@pytest.mark.row("PG-23")
def test_stakeholders_are_listed_by_segment() -> None:
    assert by_segment(FILE.stakeholders) == (4, 10, 10, 2, 6, 5, 3)
    titles = {each.title for each in FILE.stakeholders if each.segments == ("veiligheid",)}
    assert "GI" in titles
    assert "Gemeentelijke toegangen" in titles


@pytest.mark.row("PG-25")
def test_who_knows_the_care_from_living_with_it_is_a_stakeholder_and_is_consulted() -> None:
    known = [each.title for each in FILE.stakeholders if each.lived_experience]
    assert known == ["Ouders en jeugdigen", "Cliëntenraden"]
    consulted = [each for each in FILE.consultations if "jeugdigen" in each.participants]
    assert len(consulted) == 4
    assert entry("toezegging-structureel-gesprek").due is None


@pytest.mark.row("SG-06")
def test_every_procurement_goal_stands_under_a_development_task_of_its_segment() -> None:
    goals = {each.entry_id: each for each in FILE.goals}
    tasks = tuple(each for each in FILE.goals if each.level == "task")
    assert by_segment(tasks) == (4, 7, 7, 3, 2, 3, 3)
    below = [each for each in FILE.goals if each.level != "task"]
    assert Counter(each.level for each in below) == {"goal": 80, "indicator": 8}
    for each in below:
        above = goals[each.above or ""]
        assert above.segments == each.segments
    assert {each.above for each in below if each.level == "goal"} == {
        each.entry_id for each in tasks
    }


@pytest.mark.row("PG-24")
def test_consultations_say_who_took_part_and_what_was_done_with_it() -> None:
    sessions = next(
        each for each in FILE.consultations if each.entry_id == "raadpleging-wachttijden-2019"
    )
    assert sessions.held.edtf == "2019"
    assert sessions.owner == "beleidsteam"
    assert sessions.follow_up
    assert "beschikbaarheidswijzer" in sessions.links
    undated = [each for each in FILE.consultations if each.held.precision == "open"]
    assert len(undated) == 4


@pytest.mark.row("PG-26")
def test_outside_developments_name_what_they_touch() -> None:
    happened = {
        each.entry_id: each.happened.edtf for each in FILE.developments if each.happened is not None
    }
    assert len(FILE.developments) == 11
    assert all(each.links for each in FILE.developments)
    assert happened["ontwikkeling-perspectief"] == "2020-03-20"
    assert happened["ontwikkeling-brief-minister"] == "2019-11-07"
    assert happened["wgo-2019"] == "2019-11-18"
    assert happened["ontwikkeling-wvggz-wzd"] == "2020-01-01"
    assert "veiligheid-2020-inkoop" in entry("ontwikkeling-kamerbrief").links


@pytest.mark.row("PG-27")
def test_what_the_programme_is_not_about_is_data() -> None:
    titles = [each.title for each in FILE.exclusions]
    assert titles[:2] == ["De inkoop van de gemeentelijke toegang", "Veilig Thuis"]
    assert len(titles) == 4


@pytest.mark.row("PG-28", "PG-34")
def test_the_access_changes_outside_the_programme_on_days_of_its_own() -> None:
    due = {each.entry_id: each.due for each in FILE.dependencies}
    leiden, bollenstreek = due["toegang-leidse-regio"], due["toegang-bollenstreek"]
    assert leiden
    assert bollenstreek
    assert leiden.first == bollenstreek.first == date(2021, 1, 1)
    katwijk = [each for each in FILE.dependencies if each.municipality == "Katwijk"]
    assert [each.due.edtf for each in katwijk if each.due] == ["2020"]
    assert [each.municipality for each in FILE.local_programmes] == [
        "Katwijk",
        "Alphen aan den Rijn",
        "Kaag en Braassem",
    ]


@pytest.mark.row("PG-29")
def test_pilots_and_funds_name_what_their_outcome_is_for() -> None:
    named = {each.title for each in FILE.pilots}
    assert len(named) == 12
    assert {"Tijdelijk Fonds Jeugdhulp", "Haven 71", "Sloep", "Mint", "Transformatiefonds"} <= named
    assert "veiligheid-2020-inkoop" in entry("pilot-veiligheid").links
    assert sum(each.outcome is not None for each in FILE.pilots) == 1


@pytest.mark.row("PG-30")
def test_principles_are_kept_apart_from_goals() -> None:
    assert len(FILE.principles) == 17
    assert "“big bang”" in entry("beginsel-geen-big-bang").source.quote
    ambitions = [each for each in FILE.principles if each.entry_id.startswith("ambitie-onderwijs")]
    assert len(ambitions) == 5


@pytest.mark.row("PG-31")
def test_the_glossary_has_every_word_of_chapter_7_in_its_own_words() -> None:
    assert len(FILE.glossary) == 52
    words = {each.title: each for each in FILE.glossary}
    assert words["Technische omzetting contract"].definition == (
        "De contracten ordenen naar de indeling in segmenten."
    )
    assert words["Inkoopdocumenten"].definition.startswith("Programmaplan, Inkoopplan,")
    if compare_with_sources():
        text = source_text("S3")
        assert not [each.title for each in FILE.glossary if plain(each.definition) not in text]


@pytest.mark.row("PG-36")
def test_ordinances_of_every_municipality_change_for_three_segments() -> None:
    assert [each.segments[0] for each in FILE.ordinances] == [
        "dagbesteding",
        "ambulant",
        "onderwijs",
        "onderwijs",
    ]
    assert {each.municipality for each in FILE.ordinances} == {None}
    assert "algemene voorziening" in entry("verordening-onderwijs-algemeen").source.quote


@pytest.mark.row("PG-20")
def test_risks_keep_what_they_lead_to_and_who_reports_is_open() -> None:
    regions = entry("risico-meerdere-regios")
    assert "afhankelijk zijn van meerdere regio" in regions.source.quote
    assert len(FILE.risks) == 10
    assert {(each.owner, each.reported) for each in FILE.risks} == {(None, None)}


@pytest.mark.row("PG-13")
def test_a_choice_has_a_state_of_its_own() -> None:
    states = Counter(each.state for each in FILE.choices)
    assert states == {"open": 11, "definitive": 5, "provisional": 3}
    assert all((each.chosen is None) == (each.state == "open") for each in FILE.choices)


@pytest.mark.row("GO-09")
def test_what_follows_from_what_is_said_without_a_date() -> None:
    assert len(FILE.conditions) == 7
    assert all(each.when and each.then and each.due is None for each in FILE.conditions)


@pytest.mark.row("GO-10")
def test_the_executing_organisation_ends_no_earlier_than_the_end_of_2025() -> None:
    ends = {each.entry_id: each.ends for each in FILE.sunsets}
    assert (ends["einde-two"].first, ends["einde-two"].last) == (date(2025, 12, 31), None)
    assert ends["einde-overeenkomsten-veiligheid"].last == date(2020, 12, 31)


@pytest.mark.row("PG-33")
def test_contradictions_keep_the_quotes_side_by_side() -> None:
    assert len(FILE.anomalies) == 22
    alone = [each.entry_id for each in FILE.anomalies if len(each.mentions) < 2]
    assert alone == ["afwijking-namen-basalt"]
    six = anomaly("zes-of-zeven")
    assert [each.source.section[:3] for each in six.mentions] == ["2.2", "2.2", "4.5"]
    assert six.reading == "Zeven segmenten: tabel 2 en hoofdstuk 4"
    assert [each.says for each in anomaly("jeugdzorgplus").mentions] == [
        "in beide",
        "een product van segment 1",
        "begroot bij Veiligheid",
    ]
    assert anomaly("rijnstreek-begroting").reading is None


@pytest.mark.row("PG-33", "ST-27")
@pytest.mark.parametrize("segment", ["verblijf", "dagbesteding", "ambulant", "onderwijs"])
def test_where_the_plan_has_no_announcement_the_doubt_is_left_open(segment: str) -> None:
    doubt = anomaly(f"aankondiging-{segment}")
    assert doubt.reading is None
    assert doubt.mentions[0].source.section == "4 Planning"
    assert f"{segment}-2021-formaliseren" in doubt.links
