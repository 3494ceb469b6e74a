"""Who decides what in Haaglanden, and what waits for it, as its two papers say it."""

from datetime import UTC, date, datetime

import pytest

from domain.base import Command
from domain.decision.commands import NameAnswerer, PlanDecision, RecordAnswer
from domain.decision.decider import DECISION
from domain.decision.events import AnswererNamed, AnswerRecorded, DecisionReached
from domain.decision.parts import Answer, Answerer
from domain.programme.ends import computed_end
from domain.programme.events import MunicipalityEnrolled
from runtime.publish import commands
from runtime.tracks import tracks
from tests import make
from tests.programmes.published import item, programme, recorded
from tests.specification import Specification

FILE = programme("haaglanden-2027")
JULY_2025 = datetime(2025, 7, 1, 12, tzinfo=UTC)
SEGMENTS = ("verblijf", "hoog-specialistisch", "dagbesteding", "onderwijs", "veel-voorkomend")
DOCUMENTS = {each.code: each for each in FILE.documents}
TRACKS = {each.procedure_id: each for each in tracks(FILE)}


def planned(key: str) -> PlanDecision:
    """The decision as publishing the file puts it on its way."""
    asked = [each for each in commands(FILE, JULY_2025, "p-001") if isinstance(each, PlanDecision)]
    [found] = [each for each in asked if each.key == key]
    return found


def yes(council: str) -> Command:
    answer = Answer(answerer_id=council, outcome="yes", decided_on=date(2025, 6, 24))
    return make.a(RecordAnswer, at=JULY_2025, answer=answer)


@pytest.mark.row("PG-02")
def test_two_municipalities_have_papers_of_their_own_for_the_one_programme() -> None:
    numbers = {each.number: each.municipality for each in FILE.documents if each.number}
    assert numbers == {
        "25-0060337": "Westland",
        "24-0114454": "Westland",
        "25-0017730": "Westland",
        "25-028": "Rijswijk",
    }
    questions = DOCUMENTS["S4"]
    assert questions.municipality == "Rijswijk"
    assert questions.dated
    assert questions.dated.edtf == "2025-06-03"
    assert questions.rests_on == ("raadsvoorstel-25-028",)
    names = [each.name for each in recorded(FILE, JULY_2025, MunicipalityEnrolled)]
    assert names == ["Westland", "Rijswijk"]


@pytest.mark.row("PG-32")
def test_the_register_says_what_a_paper_lacks_and_which_ones_are_at_hand() -> None:
    proposal = DOCUMENTS["S0"]
    assert proposal.missing == ("datum", "raadsbesluit")
    assert proposal.dated is None
    assert proposal.annexes == ("Inkoopstrategie (bijlage 1)",)
    assert proposal.author == "Burgemeester en wethouders van Westland"
    assert not DOCUMENTS["inkoopstrategie"].present
    assert DOCUMENTS["bijlage-staat-jeugd"].municipality == "Rijswijk"


@pytest.mark.row("PG-12")
def test_contracts_go_back_by_way_of_the_strategy_to_what_the_country_agreed() -> None:
    seen: set[str] = set()
    ways = ["overeenkomsten-2027"]
    while ways:
        code = ways.pop()
        if code not in seen:
            seen.add(code)
            ways += DOCUMENTS[code].rests_on
    assert seen == {
        "overeenkomsten-2027",
        "inkoopdocumenten",
        "inkoopstrategie",
        "richtinggevend-kader",
        "hervormingsagenda",
        "toekomstscenario",
    }


@pytest.mark.row("PG-07")
def test_bodies_have_the_mandate_that_the_papers_give_them() -> None:
    bodies = {each.body_id: (each.kind, each.mandate) for each in FILE.bodies}
    assert bodies["gemeenteraden"] == ("council", ("adopts",))
    assert bodies["colleges"] == ("college", ("proposes", "decides"))
    assert bodies["boj"] == ("administrative", ("decides",))
    assert bodies["servicebureau"] == ("executive", ("executes",))
    assert bodies["asdw"] == ("advisory", ("advises",))
    # of these the papers do not say what they may do
    unsaid = [bodies[each][1] for each in ("programmabureau", "ptj", "do", "skt")]
    assert unsaid == [()] * 4


@pytest.mark.row("PG-09")
def test_the_strategy_is_adopted_when_all_nine_councils_have_said_yes_and_not_before() -> None:
    adoption = planned("vaststelling-strategie")
    asked = [each.answerer_id for each in adoption.question.answerers]
    assert asked == ["raad-westland", "raad-rijswijk"]
    assert (adoption.question.expected, adoption.question.rule) == (9, "all")
    both = Specification(DECISION).given_after(adoption, yes("raad-westland"))
    both.when(yes("raad-rijswijk")).then(AnswerRecorded)
    story = both.given_after(yes("raad-rijswijk"))
    others = [f"raad-{number}" for number in range(3, 10)]
    for each in others:
        named = Answerer(answerer_id=each, body="council", municipality=each)
        name = make.a(NameAnswerer, at=JULY_2025, answerer=named)
        story.when(name).then(AnswererNamed)
        story = Specification(DECISION, story.history).given_after(name)
    for each in others[:-1]:
        story = story.given_after(yes(each))
    story.when(yes(others[-1])).then(AnswerRecorded, DecisionReached)


@pytest.mark.row("PG-10")
def test_no_word_goes_to_providers_before_all_councils_have_decided_and_then_by_one_channel() -> (
    None
):
    assert planned("vaststelling-strategie").question.opens == ("aanbieders",)
    gated = {
        (name, step.step_id): step.body
        for name, track in TRACKS.items()
        for step in track.steps
        if step.gate == "aanbieders"
    }
    assert gated == {
        ("strategie", "aanbieders-inlichten"): "servicebureau",
        ("nieuwe-inkoop", "consultatie"): "servicebureau",
        ("herziening", "consultatie"): "servicebureau",
    }


@pytest.mark.row("PG-11")
def test_the_decision_of_the_councils_has_the_parts_1a_to_h_and_2() -> None:
    parts = planned("vaststelling-strategie").question.parts
    assert [each.label for each in parts] == ["1", *(f"1{each}" for each in "abcdefgh"), "2"]
    assert "vijf segmenten" in parts[1].text
    assert "liefdevolle jeugdhulp" in parts[8].text
    assert "advies van de ASD-Adviesraden H9/ASDW" in parts[9].text


@pytest.mark.row("PG-13", "PG-14")
def test_choices_are_provisional_in_a_strategy_that_is_definitive_and_colleges_make_them() -> None:
    assert str(DOCUMENTS["inkoopstrategie"].status).startswith("definitief")
    assert len(FILE.choices) == 2 * len(SEGMENTS)
    assert {each.state for each in FILE.choices} == {"provisional"}
    assert {(each.body, each.within) for each in FILE.choices} == {("colleges", "inkoopstrategie")}
    assert {each.due.written for each in FILE.choices if each.due} == {"het komendejaar"}
    chosen = {each.segments[0]: each.chosen for each in FILE.choices if each.chosen}
    assert [segment for segment in SEGMENTS if "nieuwe" in str(chosen[segment])] == [SEGMENTS[4]]
    question = planned("keuze-per-segment").question
    assert (question.kind, question.rule) == ("choice", "not_stated")
    assert {each.body for each in question.answerers} == {"college"}


@pytest.mark.row("PG-15")
def test_the_joint_advice_and_the_reply_of_the_region_belong_to_the_adoption() -> None:
    adoption = planned("vaststelling-strategie")
    [advice], [reply] = adoption.advice, adoption.replies
    assert (advice.body, advice.document) == ("asdw", "advies-adviesraden")
    assert (reply.advice_id, reply.document) == (advice.advice_id, "reactie-advies")
    assert advice.given.precision == reply.given.precision == "open"


@pytest.mark.row("ST-09", "ST-12", "ST-32")
def test_the_boj_adopted_the_principles_on_14_november_2024() -> None:
    decision = planned("uitgangspunten-segmenten")
    [answer] = decision.answers
    assert (answer.answerer_id, answer.decided_on) == ("boj", date(2024, 11, 14))
    Specification(DECISION).given_after(decision)
    steps = {each.step_id: (each.kind, each.body) for each in TRACKS["strategie"].steps}
    assert steps["uitgangspunten"] == ("adoption", "boj")
    assert steps["collegevoorstellen"] == ("proposal", "colleges")
    assert steps["vaststellen"] == ("adoption", "gemeenteraden")


@pytest.mark.row("ST-10", "ST-11")
def test_the_market_was_consulted_and_councils_had_two_informal_sessions() -> None:
    windows = {each.step_id: each.window.edtf for each in TRACKS["strategie"].steps}
    assert windows["marktconsultaties"] == "2024-23"
    assert windows["werksessies"] == "2025-01/2025-03"
    kinds = {each.step_id: each.kind for each in TRACKS["strategie"].steps}
    assert (kinds["marktconsultaties"], kinds["werksessies"]) == ("consultation", "council_session")
    assert "(twee)" in item(FILE, "strategie-2025-werksessies").title


@pytest.mark.row("ST-02", "ST-31")
def test_segment_5_is_tendered_anew_and_the_other_four_are_revised_as_the_question_has_it() -> None:
    new, revision = TRACKS["nieuwe-inkoop"], TRACKS["herziening"]
    assert (new.segments, revision.segments) == (SEGMENTS[4:], SEGMENTS[:4])
    assert {new.standing, revision.standing} == {"derived"}
    assert {new.source.document, revision.source.document} == {"S4"}
    assert "circa 150 aanbieders" in str(new.reason)
    assert {each.window.edtf for each in new.steps if each.kind == "start"} == {"2027-01-01"}


@pytest.mark.row("ST-07", "ST-13")
def test_steps_follow_each_other_and_a_standstill_stands_where_the_papers_have_none() -> None:
    steps = {each.step_id: each for each in TRACKS["nieuwe-inkoop"].steps}
    assert steps["aanbesteding"].after == ("inkoopdocumenten",)
    assert steps["inkoopdocumenten"].item == "nieuw-2026-inkoopdocumenten"
    assert steps["standstill"].window.precision == "open"
    assert steps["voorbereiding"].after == ("overeenkomsten",)
    assert planned("inkoopdocumenten-vaststellen").question.proposes == "inkoopdocumenten"


@pytest.mark.row("ST-05", "ST-06")
def test_two_revisions_are_a_branch_in_which_1_july_2026_stays() -> None:
    [branch] = TRACKS["herziening"].branches
    assert "twee herzieningen" in branch.condition
    fixed = {each.step_id: each.window.edtf for each in TRACKS["herziening"].steps if each.fixed}
    assert fixed == {"gereed": "2026-07-01", "start": "2027-01-01"}
    ready = {each.step_id: each for each in branch.steps}["gereed"]
    assert ready.fixed
    assert ready.window.edtf == "2026-07-01"
    assert item(FILE, "herziening-2026-gereed").fixed


@pytest.mark.row("GO-06", "GO-07", "GO-12")
def test_contracts_run_at_least_until_the_end_of_2032_and_a_new_way_takes_28_months() -> None:
    [term] = FILE.terms
    ends, [computed] = computed_end(term)
    assert computed.value == date(2032, 12, 31)
    assert (ends.first, ends.last, ends.bound) == (date(2032, 12, 31), None, "not_before")
    assert item(FILE, "vroegste-einde").window.edtf == ends.edtf
    assert (term.lead_months, term.standing) == (28, "derived")
    [old] = FILE.sunsets
    assert old.ends.last == date(2026, 12, 31)
    assert term.starts.first == date(2027, 1, 1)
