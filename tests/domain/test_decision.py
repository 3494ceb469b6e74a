from datetime import timedelta
from typing import Any

import pytest

from domain.dates import Window
from domain.decision import outlook
from domain.decision.commands import (
    GiveAdvice,
    ReplyToAdvice,
    SettleDecision,
)
from domain.decision.decider import DECISION
from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerRecorded,
    DecisionDisputed,
    DecisionReached,
    DecisionReopened,
)
from domain.decision.parts import Advice, AdviceReply
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, LAST, MAY, answer, plan
from tests.specification import Specification

decision = Specification(DECISION)
DAY = timedelta(days=1)


def settle(outcome: str = "yes", **fields: Any) -> SettleDecision:
    said = {"decided_by": "regionaal-bestuur", "decided_on": MAY, "reason": "Na overleg."}
    return SettleDecision(**story.stamp(MAY), **{"outcome": outcome, **said, **fields})


@pytest.mark.row("PG-09")
def test_a_decision_is_reached_with_the_answer_of_the_last_council_and_not_before() -> None:
    delft, rijswijk, westland = story.answers()
    decision.given_after(plan()).when(delft).then(AnswerRecorded)
    decision.given_after(plan(), delft).when(rijswijk).then(AnswerRecorded)
    last = decision.given_after(plan(), delft, rijswijk).when(westland)
    _, reached = last.then(AnswerRecorded, DecisionReached)
    assert (reached.outcome, reached.opens) == ("yes", ("raden-akkoord",))
    assert reached.decided == Window(edtf="2025-05-20", written="2025-05-20")


@pytest.mark.row("PG-09", "PG-10")
def test_one_council_saying_no_fails_the_rule_of_all_at_once_and_nothing_opens() -> None:
    delft, *_ = story.answers("no")
    _, disputed = decision.given_after(plan()).when(delft).then(AnswerRecorded, DecisionDisputed)
    assert disputed.rule_failed
    assert disputed.outcomes == {"no": ("raad-delft",)}
    rest = (answer(each) for each in COUNCILS[1:])
    whole = decision.given_after(plan(), delft, *rest)
    assert whole.state.outcome == "disputed"
    assert outlook.consequences(whole.state) is None


@pytest.mark.row("PG-10")
def test_what_was_decided_opens_its_gates_until_a_correction_closes_them_again() -> None:
    reached = decision.given_after(plan(), *story.answers())
    follows = outlook.consequences(reached.state)
    assert follows is not None
    assert (follows.reached, follows.gates) == (True, ("raden-akkoord",))
    corrected = reached.given_after(story.correct("raad-delft", "no"))
    _, reopened, disputed = reached.when(story.correct("raad-delft", "no")).then(
        AnswerCorrected, DecisionReopened, DecisionDisputed
    )
    assert (reopened.cause, disputed.rule_failed) == ("correction", True)
    follows = outlook.consequences(corrected.state)
    assert follows is not None
    assert (follows.reached, follows.gates) == (False, ("raden-akkoord",))


def test_all_saying_no_is_a_decision_that_opens_nothing() -> None:
    told = decision.given_after(plan(), *story.answers("no", COUNCILS[:2]))
    _, reached = told.when(answer("raad-westland", "no")).then(AnswerRecorded, DecisionReached)
    assert (reached.outcome, reached.opens, reached.extends_until) == ("no", (), None)


@pytest.mark.row("PG-09")
def test_a_seat_without_a_name_keeps_a_decision_from_being_reached() -> None:
    """Four councils were to answer and the source names three of them."""
    told = decision.given_after(plan(expected=4), *story.answers())
    assert told.state.outcome == "undecided"
    assert told.state.unnamed == 1
    named = told.when(story.name("raad-leidschendam"))
    named.then(AnswererNamed)
    full = told.given_after(story.name("raad-leidschendam"))
    full.when(answer("raad-leidschendam")).then(AnswerRecorded, DecisionReached)
    refused = full.when(story.name("raad-zoetermeer")).then_refused("all_named")
    assert "all 4" in str(refused)


def test_where_nobody_knows_how_many_must_answer_nothing_is_reached() -> None:
    nobody = plan(answerers=())
    told = decision.given_after(nobody, story.name("college-delft"), answer("college-delft"))
    assert told.state.outcome == "undecided"
    assert told.state.unnamed is None


@pytest.mark.row("PG-09", "GO-14")
def test_an_answer_is_given_once_and_only_by_whoever_is_asked() -> None:
    told = decision.given_after(plan(), answer("raad-delft"))
    told.when(answer("raad-delft")).then_nothing()
    refused = told.when(answer("raad-delft", "no")).then_refused("already_answered")
    assert "correct that answer" in str(refused)
    refused = told.when(answer("raad-leiden")).then_refused("unknown_answerer")
    assert "raad-delft, raad-rijswijk, raad-westland" in str(refused)
    told.when(answer("raad-rijswijk", "maybe")).then_refused("unknown_outcome")
    told.when(answer("raad-rijswijk", at=MAY - DAY)).then_refused("not_yet_done")
    told.when(story.correct("raad-rijswijk", "yes")).then_refused("not_answered")
    told.when(story.correct("raad-delft", "yes")).then_nothing()


def test_an_answer_has_a_day_or_a_period_that_has_come() -> None:
    told = decision.given_after(plan())
    given = answer("raad-delft").answer
    spring = given.model_copy(update={"decided_on": None, "decided_in": story.JUNE})
    dayless = given.model_copy(update={"decided_on": None})
    of = answer("raad-delft").model_copy
    told.when(of(update={"answer": dayless})).then_refused("no_day")
    told.when(of(update={"answer": spring})).then_refused("not_yet_done")
    told.when(of(update={"answer": spring, "at": story.noon(LAST)})).then(AnswerRecorded)


@pytest.mark.row("PG-11")
def test_a_council_can_decide_otherwise_on_a_lettered_part_and_that_is_on_record() -> None:
    asked = decision.given_after(plan(parts=story.LETTERED))
    refused = asked.when(answer("raad-delft", parts={"3": "no"})).then_refused("unknown_part")
    assert "1a, 1e, 2" in str(refused)
    but = answer("raad-delft", parts={"1a": "yes", "1e": "no"})
    told = asked.given_after(but, answer("raad-rijswijk"))
    _, reached = told.when(answer("raad-westland")).then(AnswerRecorded, DecisionReached)
    assert reached.reserved == {"1e": ("raad-delft",)}


@pytest.mark.row("PG-15")
def test_advice_and_the_reply_to_it_belong_to_the_decision() -> None:
    advice = Advice(advice_id="asdw", body="Adviesraad", given=story.JUNE)
    reply = AdviceReply(advice_id="asdw", body="colleges", given=story.SEPTEMBER)
    give = GiveAdvice(**story.stamp(MAY), advice=advice)
    answered = ReplyToAdvice(**story.stamp(MAY), reply=reply)
    refused = decision.given_after(plan()).when(answered).then_refused("unknown_advice")
    assert "asdw" in str(refused)
    advised = decision.given_after(plan())
    advised.when(give).then(AdviceGiven)
    advised.given_after(give).when(answered).then(AdviceAnswered)
    advised.given_after(give, answered).when(answered).then_nothing()


@pytest.mark.row("GO-02", "GO-14")
def test_where_no_rule_is_given_disagreement_waits_for_somebody_competent() -> None:
    asked = decision.given_after(plan(rule="not_stated"), answer("raad-delft", "no"))
    asked.when(settle()).then_refused("not_disputed")
    asked.when(answer("raad-rijswijk")).then(AnswerRecorded)
    told = asked.given_after(answer("raad-rijswijk"))
    _, disputed = told.when(answer("raad-westland")).then(AnswerRecorded, DecisionDisputed)
    assert not disputed.rule_failed
    all_told = told.given_after(answer("raad-westland"))
    all_told.when(settle("perhaps")).then_refused("unknown_outcome")
    all_told.when(settle(decided_on=MAY + DAY)).then_refused("not_yet_done")
    (reached,) = all_told.when(settle()).then(DecisionReached)
    assert reached.settled_by == "regionaal-bestuur"
    assert reached.against == ("raad-delft",)
    assert reached.decided.edtf == "2025-05-20"
    settled = all_told.given_after(settle())
    settled.when(settle()).then_nothing()
    later = story.correct("raad-delft", "no", reference="R 12")
    settled.when(later).then(AnswerCorrected)
    changed = story.correct("raad-rijswijk", "no")
    settled.when(changed).then(AnswerCorrected, DecisionReopened, DecisionDisputed)


@pytest.mark.row("PG-09", "GO-14")
def test_nobody_can_say_yes_in_the_place_of_a_council_that_all_must_include() -> None:
    told = decision.given_after(plan(), answer("raad-delft", "no"))
    told.when(settle()).then_refused("all_must_agree")
    told.when(settle("no")).then(DecisionReached)


@pytest.mark.row("GO-02")
def test_a_majority_decides_where_that_is_the_rule_and_who_is_against_is_on_record() -> None:
    asked = decision.given_after(plan(rule="majority"), answer("raad-delft", "no"))
    asked.when(answer("raad-rijswijk")).then(AnswerRecorded)
    told = asked.given_after(answer("raad-rijswijk"))
    _, reached = told.when(answer("raad-westland")).then(AnswerRecorded, DecisionReached)
    assert reached.against == ("raad-delft",)


@pytest.mark.row("GO-14")
def test_a_municipality_that_leaves_may_be_the_last_that_was_waited_for() -> None:
    told = decision.given_after(plan(expected=3), *story.answers("yes", COUNCILS[:2]))
    left = story.release("raad-westland")
    told.when(left).then(AnswererReleased, DecisionReached)
    gone = told.given_after(left)
    assert gone.state.expected == 2
    gone.when(left).then_nothing()
    gone.when(story.name("raad-westland")).then(AnswererNamed, DecisionReopened)
    only = decision.given_after(plan("raad-delft"))
    only.when(story.release("raad-delft")).then_refused("nobody_left")
    only.when(story.release("raad-leiden")).then_refused("unknown_answerer")


def test_a_name_stands_for_one_council() -> None:
    asked = decision.given_after(plan())
    asked.when(story.name("raad-delft")).then_nothing()
    other = story.name("raad-delft")
    delft = other.answerer.model_copy(update={"body": "college"})
    other = other.model_copy(update={"answerer": delft})
    asked.when(other).then_refused("other_answerer")
