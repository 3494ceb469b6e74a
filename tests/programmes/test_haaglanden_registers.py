"""What Haaglanden's registers and arrangements hold: goals, risks, promises, questions, doubts."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from domain.steering.parts import Entry
from tests.programmes.published import item, programme

FILE = programme("haaglanden-2027")
SEGMENTS = ("verblijf", "hoog-specialistisch", "dagbesteding", "onderwijs", "veel-voorkomend")
ENTRIES: dict[str, Entry] = {each.entry_id: each for each in FILE.entries}
FIGURES = {each.arrangement_id: each for each in FILE.figures}
RULES = {each.arrangement_id: each for each in FILE.rules}


@pytest.mark.row("PG-17", "TP-06")
def test_letters_to_councils_have_a_moment_and_a_council_that_they_are_for() -> None:
    letters = {
        each.item_id: (each.window.edtf, each.audience)
        for each in FILE.plan
        if each.kind == "information" and each.item_id.startswith("brief-")
    }
    assert letters == {
        "brief-2024-08": ("2024-08-29", "raad-westland"),
        "brief-2025-03": ("2025-03-06", "raad-westland"),
        "brief-2025-10": ("2025-10", "raad-rijswijk"),
        "brief-2026-voorjaar": ("2026-04/2026-05", "raad-rijswijk"),
        "brief-2026-11": ("2026-11", "raad-rijswijk"),
    }
    assert item(FILE, "raadsledenbijeenkomsten").audience == "gemeenteraden"


@pytest.mark.row("TP-09")
def test_new_members_of_the_council_are_promised_an_extensive_letter_in_spring_2026() -> None:
    [promise] = [each for each in FILE.commitments if "nieuwe raadsleden" in each.title]
    assert promise.to == "raad-rijswijk"
    assert promise.due
    assert (promise.due.first, promise.due.last) == (date(2026, 4, 1), date(2026, 5, 31))
    assert promise.items == ("brief-2026-voorjaar",)


@pytest.mark.row("PG-19")
def test_promises_hang_on_moments_and_the_plan_items_that_are_such_moments() -> None:
    promises = {each.entry_id: each for each in FILE.commitments}
    phases = promises["raad-elke-fase"]
    assert phases.trigger == "bij elk belangrijke fase die leidt tot contractering"
    assert phases.due is None
    assert "nieuw-2026-gunning" in phases.items
    assert "herziening-2026-gereed" in phases.items
    assert promises["effecten-meenemen"].items == promises["risicomanagement-meenemen"].items
    # which items are such a phase is our reading
    assert {phases.standing, promises["effecten-meenemen"].standing} == {"derived"}
    meetings = promises["bijeenkomsten-raadsleden"].due
    assert meetings
    assert (meetings.precision, meetings.written) == ("open", "nog niet bekend")


@pytest.mark.row("PG-20")
def test_the_three_risks_of_the_proposal_have_a_response_and_are_reported_with_next_steps() -> None:
    risks = {each.entry_id: each for each in FILE.risks}
    printed = [risks[each] for each in ("risico-1-1", "risico-1-2", "risico-1-3")]
    assert all(each.response and each.owner for each in printed)
    assert {each.reported for each in printed} == {
        "Als colleges en gemeenteraden worden betrokken bij volgende stappen"
    }
    assert all("risicomanagement-meenemen" in each.links for each in printed)
    assert "verdeelsleutel" in str(printed[0].response)
    assert risks["risico-prikkels-rijswijk"].source.document == "S4"


@pytest.mark.row("PG-16")
def test_sixteen_questions_of_a_council_group_have_an_answer_and_their_paragraph() -> None:
    questions = FILE.council_questions
    assert len(questions) == 16
    assert {each.asked_by for each in questions} == {"d66-rijswijk"}
    assert all(each.answer and each.concerns for each in questions)
    paragraphs = Counter(
        each.concerns.section.removeprefix("Raadsvoorstel 25-028, ")[0]
        for each in questions
        if each.concerns
    )
    assert paragraphs == {"4": 6, "5": 3, "6": 7}
    fifth = next(each for each in questions if each.entry_id == "vraag-5")
    assert fifth.concerns
    assert fifth.concerns.quote.startswith("Sterker nog: de gemeentelijke lokale teams")


@pytest.mark.row("PG-24", "PG-25")
def test_consultations_have_a_moment_and_what_is_done_with_the_reactions() -> None:
    held = {each.entry_id: each for each in FILE.consultations}
    assert held["markt-2024"].held.edtf == "2024-23"
    assert held["aanbieders-2025-nieuw"].held.edtf == "2025-23"
    revision = held["aanbieders-2025-herziening"]
    assert revision.segments == SEGMENTS[:4]
    assert revision.follow_up == "De ingekomen reacties worden in februari 2026 behandeld."
    assert "herziening-2026-reacties" in revision.links
    [lived] = [each for each in FILE.stakeholders if each.lived_experience]
    assert "ervaringsdeskundigheid prominent" in lived.source.quote
    assert lived.source.section == "Beslispunten 1d"


@pytest.mark.row("PG-26")
def test_what_happens_in_the_country_is_linked_to_what_it_touches() -> None:
    happened = {each.entry_id: each.happened.edtf for each in FILE.developments if each.happened}
    assert happened == {"kader-lokale-teams": "2024-03", "groeipijn": "2025-01"}
    assert all(each.links for each in FILE.developments if each.entry_id != "intensiever-gebruik")
    reply = ENTRIES["reactie-rijk"].due
    assert reply
    assert (reply.edtf, reply.bound) == ("2025-08", "about")


@pytest.mark.row("PG-28")
def test_local_teams_have_a_deadline_of_their_own_before_2028() -> None:
    country, rijswijk = ENTRIES["lokale-teams-landelijk"], ENTRIES["lokale-teams-rijswijk"]
    assert country.due
    assert country.due.last == date(2027, 12, 31)
    assert rijswijk.due
    assert (rijswijk.due.edtf, rijswijk.standing) == ("2025-09", "derived")


@pytest.mark.row("PG-30")
def test_leading_values_belong_to_the_decision_that_names_them() -> None:
    named = {each.entry_id for each in FILE.principles if each.decision == "vaststelling-strategie"}
    assert named == {
        "liefdevol",
        "partnerschap",
        "ervaringsdeskundigheid",
        "flexibiliteit",
        "bestendige-lokale-teams",
    }
    assert ENTRIES["liefdevol"].source.section == "Beslispunten 1h"


@pytest.mark.row("PG-31")
def test_words_are_explained_as_the_proposal_explains_them() -> None:
    words = {each.title: each.definition for each in FILE.glossary}
    assert words["LVB"] == "Licht Verstandelijk Beperkt"
    assert words["Big 5"].startswith("De vijf leefdomeinen support, wonen")
    assert "SKT" not in words  # the proposal uses it and never says what it is


@pytest.mark.row("PG-33")
def test_doubts_about_the_papers_keep_what_stands_where() -> None:
    doubts = {each.entry_id: each for each in FILE.anomalies}
    assert all(each.mentions for each in doubts.values())
    names = doubts["segment-2-twee-namen"]
    assert [each.source.section for each in names.mentions] == [
        "Beslispunten 1a",
        "Argumentatie 1.2",
    ]
    h9 = doubts["h9-of-h10"]
    assert [each.source.document for each in h9.mentions] == ["S0", "S3"]
    assert len(doubts["definitief-en-voorlopig"].mentions) == 4
    # nothing is read into what only a question says
    assert doubts["besparing-alleen-in-de-vraag"].reading is None


@pytest.mark.row("PG-34")
def test_rijswijk_has_programmes_of_its_own_beside_the_region() -> None:
    owners = Counter(each.municipality for each in FILE.local_programmes)
    assert owners == {"Rijswijk": 7, "Westland": 1}
    assert "Uitvoeringsprogramma Kostenbeheersing" in ENTRIES["uitvoeringsprogramma-rijswijk"].title
    assert ENTRIES["ombuiging-rijswijk"].links == ("ombuiging-2024", "ombuiging-2026")


@pytest.mark.row("PG-37")
def test_the_state_housing_and_doctors_have_to_do_their_part() -> None:
    third = {each.entry_id: each.owner for each in FILE.preconditions if each.third_party}
    assert third == {
        "passende-bekostiging": "vng",
        "verbinding-andere-domeinen": None,
        "woningen": "woningcorporaties",
        "huisartsen-willen": "huisartsen",
    }


@pytest.mark.row("SG-06")
def test_goals_are_counted_as_the_table_has_them() -> None:
    goals = Counter(each.segments[0] for each in FILE.goals if each.above is None)
    assert tuple(goals[each] for each in SEGMENTS) == (6, 5, 2, 1, 5)
    below = [each.title for each in FILE.goals if each.above == "doel-4-1"]
    assert len(below) == 2


@pytest.mark.row("SG-03", "SG-11")
def test_no_segments_and_one_way_of_financing_become_five_and_two_from_2027() -> None:
    becomes = {each.taxonomy: each for each in FILE.crosswalks}
    assert len(becomes["segments"].new) == 5
    assert becomes["financing"].old == "Alles inspanningsgericht"
    assert becomes["financing"].new == ("inspanningsgericht", "taakgericht")
    assert {each.since.first for each in FILE.crosswalks if each.since} == {date(2027, 1, 1)}


@pytest.mark.row("SG-04", "SG-05")
def test_segments_have_forms_of_care_and_groups_whom_they_are_for() -> None:
    forms = {each.segment_id: each.products for each in FILE.segments}
    assert "Kamer training centrum" in forms["verblijf"]
    groups = {each.segments[0]: each for each in FILE.target_groups}
    assert tuple(groups) == SEGMENTS
    assert groups["dagbesteding"].ages == "Jonge jeugdigen"
    # no paper gives an age in years
    assert {(each.from_age, each.to_age) for each in FILE.target_groups} == {(None, None)}


@pytest.mark.row("SG-07")
def test_segments_touch_each_other_and_what_lies_outside_them() -> None:
    relations = {each.arrangement_id: each for each in FILE.relations}
    assert set(relations["verblijf-en-de-rest"].to_segments) == set(SEGMENTS[1:])
    assert relations["verblijf-en-wonen"].to_outside == "wonen"
    assert "klantreis" in relations["klantreis"].source.quote


@pytest.mark.row("SG-08")
def test_figures_keep_the_words_of_the_papers_beside_the_number() -> None:
    about = FIGURES["aanbieders-veel-voorkomend"]
    assert (about.written, about.number) == ("circa 150 aanbieders", Decimal(150))
    assert about.segments == ("veel-voorkomend",)
    assert FIGURES["gebruik-westland"].number is None
    assert FIGURES["gebruik-westland"].written == "1 op de 10 jeugdigen"


@pytest.mark.row("SG-09", "SG-10", "SG-22")
def test_financing_is_effort_based_now_and_undecided_from_2027_until_ten_choices_are_made() -> None:
    instruments = {each.arrangement_id: each for each in FILE.instruments}
    assert instruments["bekostiging-nu"].state == "current"
    later = instruments["bekostiging-vanaf-2027"]
    assert later.state == "undecided"
    assert later.since
    assert later.since.first == date(2027, 1, 1)
    waits = {*later.depends_on, *instruments["contractvorm-2027"].depends_on}
    assert waits == {"keuzes-per-segment", *(each.entry_id for each in FILE.choices)}
    assert {each.instrument for each in FILE.instruments} == {
        "access",
        "contract_form",
        "financing",
        "supplier_management",
    }


@pytest.mark.row("SG-14")
def test_local_teams_see_to_access_and_a_yearly_test_is_not_promised() -> None:
    access = {name for name, each in RULES.items() if each.about == "access"}
    assert access == {"toegang-regie", "toegangsteams-bepalen"}
    asked = next(each for each in FILE.council_questions if each.entry_id == "vraag-8")
    assert "zegt het antwoord niets" in str(asked.answer)


@pytest.mark.row("SG-18", "SG-24", "SG-31")
def test_segment_5_is_bounded_and_collective_and_partners_have_no_criterion() -> None:
    about = {name: each.about for name, each in RULES.items()}
    assert about["niet-meer-verlenen"] == about["scherpere-afbakening"] == "boundary"
    assert about["collectief-maken"] == about["collectief-rond-school"] == "budget"
    assert "staat er niet" in RULES["strategisch-partnerschap"].text


@pytest.mark.row("GO-09")
def test_two_revisions_and_a_better_course_are_conditions_without_a_date() -> None:
    conditions = {each.entry_id: each for each in FILE.conditions}
    assert conditions["twee-herzieningen"].then.endswith("gereed op 1 juli 2026")
    assert conditions["koers-aanpassen"].links == ("gesprek-koers",)
    assert {each.due for each in FILE.conditions} == {None}
