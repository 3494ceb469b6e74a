from datetime import date, timedelta
from typing import Any

import pytest

from domain.dates import Window
from domain.decision import outlook
from domain.decision.decider import DECISION
from domain.decision.events import (
    AnswerRecorded,
    DecisionDisputed,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, LAST, MAY, answer, plan
from tests.specification import Specification

decision = Specification(DECISION)
DAY = timedelta(days=1)


@pytest.mark.row("GO-01", "GO-03")
@pytest.mark.parametrize("outcome", ["go", "go_with_changes", "stop_some", "stop_all"])
def test_a_go_no_go_of_a_year_comes_to_what_all_colleges_agree_on(outcome: str) -> None:
    asked = decision.given_after(plan(**story.GO_NO_GO), *story.answers(outcome, COUNCILS[:2]))
    _, reached = asked.when(answer("raad-westland", outcome)).then(AnswerRecorded, DecisionReached)
    assert reached.outcome == outcome
    otherwise = answer("raad-westland", "go" if outcome != "go" else "stop_all")
    asked.when(otherwise).then(AnswerRecorded, DecisionDisputed)


@pytest.mark.row("GO-05")
def test_an_extension_says_which_term_runs_until_when_and_its_refusal_does_not() -> None:
    one = decision.given_after(plan("raad-delft", **story.OPTION))
    _, reached = one.when(answer("raad-delft")).then(AnswerRecorded, DecisionReached)
    assert (reached.term, reached.extends_until) == ("contracten", story.OPTION["extends_until"])
    follows = outlook.consequences(one.given_after(answer("raad-delft")).state)
    assert follows is not None
    assert (follows.term, follows.until) == ("contracten", story.OPTION["extends_until"])
    assert (follows.item, follows.decided) == ("verlenging", reached.decided)
    refused = one.given_after(answer("raad-delft", "no"))
    follows = outlook.consequences(refused.state)
    assert follows is not None
    assert (follows.term, follows.until, follows.item) == (None, None, "verlenging")


@pytest.mark.row("GO-08")
def test_a_phase_decision_opens_the_next_phase_only_with_the_option_that_means_it() -> None:
    """S2: after at most three years segment B may go on in lots by area, for five years."""
    phase: dict[str, Any] = {
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
    asked.when(story.lapse(date(2029, 12, 31))).then_nothing()
    asked.when(story.lapse(date(2030, 1, 1))).then(DecisionLapsed)


@pytest.mark.row("GO-16")
def test_an_option_lapses_in_silence_only_after_its_latest_day() -> None:
    latest = date(2028, 6, 30)
    asked = decision.given_after(plan(**story.OPTION))
    asked.when(story.lapse(latest)).then_nothing()
    (lapsed,) = asked.when(story.lapse(latest + DAY)).then(DecisionLapsed)
    assert lapsed.latest == latest
    silent = asked.given_after(story.lapse(latest + DAY))
    silent.when(story.lapse(latest + DAY)).then_nothing()
    silent.when(story.forgo(latest + DAY)).then_refused("already_lapsed")
    (proof,) = silent.when(story.forgo(latest, at=latest + 9 * DAY)).then(DecisionForgone)
    assert (proof.decided_by, proof.decided_on) == ("colleges", latest)
    late = answer("raad-delft", on=latest, at=latest + 9 * DAY)
    silent.when(late).then(AnswerRecorded, DecisionReopened)
    silent.when(story.replan(at=latest + DAY)).then(DecisionReplanned, DecisionReopened)


@pytest.mark.row("GO-16")
def test_an_option_is_let_go_knowingly_and_that_is_final() -> None:
    asked = decision.given_after(plan(**story.OPTION))
    asked.when(story.forgo(MAY + DAY, at=MAY)).then_refused("not_yet_done")
    asked.when(story.forgo()).then(DecisionForgone)
    gone = asked.given_after(story.forgo())
    gone.when(story.forgo()).then_nothing()
    gone.when(answer("raad-delft")).then_refused("forgone")
    gone.when(story.replan()).then_refused("forgone")
    assert outlook.next_step(gone.state, story.noon(MAY)).kind == "end"
    decision.given_after(plan()).when(story.forgo()).then_refused("no_option")
    decision.given_after(plan()).when(story.lapse(LAST + DAY)).then_refused("no_option")
    used = decision.given_after(plan("raad-delft", **story.OPTION), answer("raad-delft"))
    used.when(story.forgo()).then_refused("already_reached")


def test_an_option_somebody_answered_is_late_and_not_lost() -> None:
    after = date(2028, 7, 1)
    asked = decision.given_after(plan(**story.OPTION), answer("raad-delft"))
    asked.when(story.lapse(after)).then_nothing()
    asked.when(story.miss(after)).then(DecisionMissed)


def test_a_lapsed_option_that_its_file_moves_is_open_again() -> None:
    lapsed = decision.given_after(plan(**story.GO_NO_GO), story.lapse(date(2026, 1, 1)))
    moved = plan(**{**story.GO_NO_GO, "window": Window(edtf="2026", written="in 2026")})
    lapsed.when(moved).then(DecisionPlanned, DecisionReopened)
