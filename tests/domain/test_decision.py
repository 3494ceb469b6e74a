from datetime import date, timedelta
from typing import Any

import pytest

from domain.dates import Window
from domain.decision import outlook
from domain.decision.commands import (
    ForgoDecision,
    GiveAdvice,
    LapseDecision,
    OpenDecision,
    ReplanDecision,
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
    AnswerersReminded,
    AnswerRecorded,
    DecisionDisputed,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.parts import Advice, AdviceReply
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, LAST, MAY, answer, plan
from tests.specification import Specification

decision = Specification(DECISION)
DAY = timedelta(days=1)
OPTION: dict[str, Any] = {
    "kind": "extension",
    "rule": "not_stated",
    "window": Window(written="niet gegeven"),
    "ends": Window(edtf="2030-12-31", written="31 december 2030"),
    "lead_months": 24,
    "notice_months": 6,
    "term": "contracten",
    "extends_until": Window(edtf="2034-12-31", written="31 december 2034"),
    "opens": (),
    "item": "verlenging",
}
"""An option that can be used until 30 June 2028."""
GO_NO_GO: dict[str, Any] = {
    "kind": "go_no_go",
    "rule": "not_stated",
    "outcomes": ("go", "go_with_changes", "stop_some", "stop_all"),
    "window": Window(edtf="2025", written="in 2025"),
    "opens": (),
}


def settle(outcome: str = "yes", **fields: Any) -> SettleDecision:
    said = {"decided_by": "regionaal-bestuur", "decided_on": MAY, "reason": "Na overleg."}
    return SettleDecision(**story.stamp(MAY), **{"outcome": outcome, **said, **fields})


def forgo(on: date = MAY, at: date | None = None) -> ForgoDecision:
    return ForgoDecision(
        **story.stamp(at or on),
        decided_by="colleges",
        decided_on=on,
        reason="Er komt een nieuwe inkoop.",
    )


def lapse(at: date) -> LapseDecision:
    return LapseDecision(**story.stamp(at))


def opening(at: date) -> OpenDecision:
    return OpenDecision(**story.stamp(at))


def replan(window: Window = story.SEPTEMBER, at: date = MAY) -> ReplanDecision:
    return ReplanDecision(**story.stamp(at), window=window, reason="De raden hebben meer tijd.")


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


@pytest.mark.row("GO-01", "GO-03")
@pytest.mark.parametrize("outcome", ["go", "go_with_changes", "stop_some", "stop_all"])
def test_a_go_no_go_of_a_year_comes_to_what_all_colleges_agree_on(outcome: str) -> None:
    asked = decision.given_after(plan(**GO_NO_GO), *story.answers(outcome, COUNCILS[:2]))
    _, reached = asked.when(answer("raad-westland", outcome)).then(AnswerRecorded, DecisionReached)
    assert reached.outcome == outcome
    otherwise = answer("raad-westland", "go" if outcome != "go" else "stop_all")
    asked.when(otherwise).then(AnswerRecorded, DecisionDisputed)


@pytest.mark.row("GO-05")
def test_an_extension_says_which_term_runs_until_when_and_its_refusal_does_not() -> None:
    one = decision.given_after(plan("raad-delft", **OPTION))
    _, reached = one.when(answer("raad-delft")).then(AnswerRecorded, DecisionReached)
    assert (reached.term, reached.extends_until) == ("contracten", OPTION["extends_until"])
    follows = outlook.consequences(one.given_after(answer("raad-delft")).state)
    assert follows is not None
    assert (follows.term, follows.until) == ("contracten", OPTION["extends_until"])
    assert (follows.item, follows.decided) == ("verlenging", reached.decided)
    refused = one.given_after(answer("raad-delft", "no"))
    follows = outlook.consequences(refused.state)
    assert follows is not None
    assert (follows.term, follows.until, follows.item) == (None, None, "verlenging")


@pytest.mark.row("GO-08")
def test_a_phase_decision_opens_the_next_phase_only_with_the_option_that_means_it() -> None:
    """S2: after at most three years segment B may go on in lots by area, for five years."""
    phase = {
        "kind": "phase",
        "rule": "not_stated",
        "outcomes": ("area_lots", "other"),
        "window": Window(edtf="2029-12-31", bound="at_latest", written="na deze eerste fase"),
        "opens": ("fase-2",),
    }
    asked = decision.given_after(plan("raad-zaanstad", **phase))
    _, reached = asked.when(answer("raad-zaanstad", "area_lots")).then(
        AnswerRecorded, DecisionReached
    )
    assert (reached.outcome, reached.opens) == ("area_lots", ("fase-2",))
    _, reached = asked.when(answer("raad-zaanstad", "other")).then(AnswerRecorded, DecisionReached)
    assert (reached.outcome, reached.opens) == ("other", ())
    asked.when(lapse(date(2029, 12, 31))).then_nothing()
    asked.when(lapse(date(2030, 1, 1))).then(DecisionLapsed)


@pytest.mark.row("GO-16")
def test_an_option_lapses_in_silence_only_after_its_latest_day() -> None:
    latest = date(2028, 6, 30)
    asked = decision.given_after(plan(**OPTION))
    asked.when(lapse(latest)).then_nothing()
    (lapsed,) = asked.when(lapse(latest + DAY)).then(DecisionLapsed)
    assert lapsed.latest == latest
    silent = asked.given_after(lapse(latest + DAY))
    silent.when(lapse(latest + DAY)).then_nothing()
    silent.when(forgo(latest + DAY)).then_refused("already_lapsed")
    (proof,) = silent.when(forgo(latest, at=latest + 9 * DAY)).then(DecisionForgone)
    assert (proof.decided_by, proof.decided_on) == ("colleges", latest)
    late = answer("raad-delft", on=latest, at=latest + 9 * DAY)
    silent.when(late).then(AnswerRecorded, DecisionReopened)
    silent.when(replan(at=latest + DAY)).then(DecisionReplanned, DecisionReopened)


@pytest.mark.row("GO-16")
def test_an_option_is_let_go_knowingly_and_that_is_final() -> None:
    asked = decision.given_after(plan(**OPTION))
    asked.when(forgo(MAY + DAY, at=MAY)).then_refused("not_yet_done")
    asked.when(forgo()).then(DecisionForgone)
    gone = asked.given_after(forgo())
    gone.when(forgo()).then_nothing()
    gone.when(answer("raad-delft")).then_refused("forgone")
    gone.when(replan()).then_refused("forgone")
    assert outlook.next_step(gone.state, story.noon(MAY)).kind == "end"
    decision.given_after(plan()).when(forgo()).then_refused("no_option")
    decision.given_after(plan()).when(lapse(LAST + DAY)).then_refused("no_option")
    used = decision.given_after(plan("raad-delft", **OPTION), answer("raad-delft"))
    used.when(forgo()).then_refused("already_reached")


def test_an_option_somebody_answered_is_late_and_not_lost() -> None:
    after = date(2028, 7, 1)
    asked = decision.given_after(plan(**OPTION), answer("raad-delft"))
    asked.when(lapse(after)).then_nothing()
    asked.when(story.miss(after)).then(DecisionMissed)


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
    again = late.given_after(replan(at=LAST + DAY))
    again.when(story.miss(LAST + DAY)).then_nothing()
    again.when(story.miss(date(2025, 10, 1))).then(DecisionMissed)


def test_a_decision_opens_on_the_first_day_of_its_window() -> None:
    asked = decision.given_after(plan())
    asked.when(opening(date(2025, 5, 31))).then_nothing()
    asked.when(opening(date(2025, 6, 1))).then(DecisionOpened)
    asked.given_after(opening(date(2025, 6, 1))).when(opening(LAST)).then_nothing()


def test_a_decision_can_be_moved_until_it_is_reached() -> None:
    asked = decision.given_after(plan())
    (moved,) = asked.when(replan()).then(DecisionReplanned)
    assert (moved.previous, moved.window) == (story.JUNE, story.SEPTEMBER)
    asked.given_after(replan()).when(replan()).then_nothing()
    reached = decision.given_after(plan(), *story.answers())
    reached.when(replan()).then_refused("already_reached")


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
    published.given_after(replan()).when(file).then_nothing()
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
    assert decision.given_after(plan(), replan(), anew).state.window == story.SEPTEMBER


def test_a_question_makes_sense() -> None:
    twice = (story.council("raad-delft"), story.council("raad-delft"))
    decision.when(plan(answerers=twice)).then_refused("named_twice")
    decision.when(plan(expected=2)).then_refused("too_few_expected")
    decision.when(answer("raad-delft")).then_refused("unknown_decision")


def test_a_decision_whose_last_day_had_passed_when_it_was_stated_is_not_called_late() -> None:
    late = decision.given_after(plan(at=date(2026, 1, 5)))
    late.when(story.miss(date(2026, 1, 6))).then_nothing()
    assert outlook.next_step(late.state, story.noon(date(2026, 1, 6))).kind == "wait"
    option = decision.given_after(plan(at=date(2029, 1, 1), **OPTION))
    option.when(lapse(date(2029, 1, 2))).then_nothing()
    option.when(answer("raad-delft", at=date(2029, 1, 2))).then(AnswerRecorded)


def test_a_lapsed_option_that_its_file_moves_is_open_again() -> None:
    lapsed = decision.given_after(plan(**GO_NO_GO), lapse(date(2026, 1, 1)))
    moved = plan(**{**GO_NO_GO, "window": Window(edtf="2026", written="in 2026")})
    lapsed.when(moved).then(DecisionPlanned, DecisionReopened)
