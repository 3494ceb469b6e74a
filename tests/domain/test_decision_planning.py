from datetime import date, timedelta

import pytest

from domain.decision import outlook
from domain.decision.decider import DECISION
from domain.decision.events import (
    AnswerersReminded,
    AnswerRecorded,
    DecisionMissed,
    DecisionOpened,
    DecisionPlanned,
    DecisionReached,
    DecisionReplanned,
)
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, LAST, MAY, answer, plan
from tests.specification import Specification

decision = Specification(DECISION)
DAY = timedelta(days=1)


@pytest.mark.row("PG-09", "ST-12")
def test_who_has_not_answered_is_reminded_and_named_when_the_last_day_has_passed() -> None:
    asked = decision.given_after(plan(), answer("raad-delft"))
    (reminded,) = asked.when(story.remind(28, LAST - 28 * DAY)).then(AnswerersReminded)
    assert reminded.answerer_ids == ("raad-rijswijk", "raad-westland")
    once = asked.given_after(story.remind(28, LAST - 28 * DAY))
    once.when(story.remind(28, LAST - 27 * DAY)).then_nothing()
    asked.when(story.remind(28, LAST - 29 * DAY)).then_nothing()
    asked.when(story.miss(LAST)).then_nothing()
    (missed,) = asked.when(story.miss(LAST + DAY)).then(DecisionMissed)
    assert (missed.answerer_ids, missed.unnamed) == (("raad-rijswijk", "raad-westland"), 0)
    late = asked.given_after(story.miss(LAST + DAY))
    late.when(story.miss(LAST + 2 * DAY)).then_nothing()
    again = late.given_after(story.replan(at=LAST + DAY))
    again.when(story.miss(LAST + DAY)).then_nothing()
    again.when(story.miss(date(2025, 10, 1))).then(DecisionMissed)


def test_a_decision_opens_on_the_first_day_of_its_window() -> None:
    asked = decision.given_after(plan())
    asked.when(story.opening(date(2025, 5, 31))).then_nothing()
    asked.when(story.opening(date(2025, 6, 1))).then(DecisionOpened)
    asked.given_after(story.opening(date(2025, 6, 1))).when(story.opening(LAST)).then_nothing()


def test_a_decision_can_be_moved_until_it_is_reached() -> None:
    asked = decision.given_after(plan())
    (moved,) = asked.when(story.replan()).then(DecisionReplanned)
    assert (moved.previous, moved.window) == (story.JUNE, story.SEPTEMBER)
    asked.given_after(story.replan()).when(story.replan()).then_nothing()
    reached = decision.given_after(plan(), *story.answers())
    reached.when(story.replan()).then_refused("already_reached")


@pytest.mark.row("ST-32")
def test_a_file_that_knows_the_answers_records_them_with_the_period_it_gives() -> None:
    june = answer("raad-delft").answer.model_copy(
        update={"decided_on": None, "decided_in": story.JUNE}
    )
    answers = tuple(june.model_copy(update={"answerer_id": each}) for each in COUNCILS)
    late = plan(at=date(2026, 2, 1), answers=answers)
    found = decision.when(late).then(
        DecisionPlanned, AnswerRecorded, AnswerRecorded, AnswerRecorded, DecisionReached
    )
    assert found[-1].decided == story.JUNE
    decision.when(plan(at=MAY, answers=answers)).then_refused("not_yet_done")


def test_publishing_the_same_decision_again_is_no_news_even_after_a_correction() -> None:
    file = plan(at=MAY, answers=(answer("raad-delft").answer,))
    published = decision.given_after(file)
    published.when(file).then_nothing()
    published.given_after(story.correct("raad-delft", "no")).when(file).then_nothing()
    published.given_after(story.replan()).when(file).then_nothing()
    published.given_after(story.release("raad-delft")).when(file).then_nothing()
    no = answer("raad-delft", "no").answer
    published.when(plan(at=MAY, answers=(no,))).then_refused("already_answered")


def test_a_question_is_stated_anew_until_somebody_has_answered_then_only_moved() -> None:
    anew = plan(title="Inkoop jeugdhulp per 2027")
    decision.given_after(plan()).when(anew).then(DecisionPlanned)
    named = decision.given_after(plan(), story.name("raad-leiden"), anew)
    assert "raad-leiden" in named.state.named
    told = decision.given_after(plan(), answer("raad-delft"))
    told.when(anew).then_refused("already_answered")
    moved = plan(window=story.SEPTEMBER)
    told.when(moved).then(DecisionReplanned)
    back = told.given_after(moved)
    back.when(moved).then_nothing()
    back.when(plan()).then(DecisionReplanned)
    told.when(plan(evidence=("S0",))).then(DecisionPlanned)


def test_a_question_that_was_moved_by_hand_stays_there_when_its_file_says_more() -> None:
    anew = plan(title="Inkoop jeugdhulp per 2027")
    assert decision.given_after(plan(), story.replan(), anew).state.window == story.SEPTEMBER


def test_a_question_makes_sense() -> None:
    twice = (story.council("raad-delft"), story.council("raad-delft"))
    decision.when(plan(answerers=twice)).then_refused("named_twice")
    decision.when(plan(expected=2)).then_refused("too_few_expected")
    decision.when(answer("raad-delft")).then_refused("unknown_decision")


def test_a_decision_whose_last_day_had_passed_when_it_was_stated_is_not_called_late() -> None:
    late = decision.given_after(plan(at=date(2026, 1, 5)))
    late.when(story.miss(date(2026, 1, 6))).then_nothing()
    assert outlook.next_step(late.state, story.noon(date(2026, 1, 6))).kind == "wait"
    option = decision.given_after(plan(at=date(2029, 1, 1), **story.OPTION))
    option.when(story.lapse(date(2029, 1, 2))).then_nothing()
    option.when(answer("raad-delft", at=date(2029, 1, 2))).then(AnswerRecorded)
