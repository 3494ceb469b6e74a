"""A decision seen through on skipped time: asked, reminded of, reached, and carried out."""

from datetime import date, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus

from domain.base import derived_id
from domain.decision.commands import CorrectAnswer, ForgoDecision
from domain.decision.events import (
    AnswererReleased,
    AnswerersReminded,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.procedure.events import GateClosed, GateOpened, StepStarted
from domain.programme.commands import ShiftPlan, WithdrawMunicipality
from domain.programme.events import PlanItemRealised, TermExtended
from domain.programme.parts import Term
from tests import make
from tests.making.decision import DECISION_ID
from tests.workflows.programme import (
    GATE,
    asked,
    council,
    day,
    item,
    laid_out,
    published,
    says,
    step,
    window,
)
from tests.workflows.stage import Stage, forgetful

pytestmark = pytest.mark.anyio

TERM = Term(
    term_id="wonen",
    title="Looptijd",
    starts=window("2017-01-01"),
    at_least_months=60,
    written="vijf jaar",
    extension_until=window("2024-12-31"),
    source=make.SOURCE,
)


@pytest.mark.row("ST-29")
@pytest.mark.histories(collection="decision-missed")
async def test_who_has_not_answered_is_reminded_and_then_late(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-09"))
    await stage.until("2021-08-15")
    assert [day(each) for each in stage.log.all(AnswerersReminded)] == ["2021-08-05"]
    await stage.until("2021-09-03")
    await stage.ask(says("Leiden", "2021-09-02"))
    await stage.until("2021-10-05")
    assert [day(each) for each in stage.log.all(DecisionOpened)] == ["2021-09-01"]
    reminders = stage.log.all(AnswerersReminded)
    assert [each.days_before for each in reminders] == [56, 28, 14, 7, 1]
    assert [each.answerer_ids for each in reminders[2:]] == [(council("Katwijk"),)] * 3
    (missed,) = stage.log.all(DecisionMissed)
    assert (day(missed), missed.answerer_ids) == ("2021-10-01", (council("Katwijk"),))
    assert not stage.log.refused
    assert stage.world.asked < 40


@pytest.mark.row("PG-09", "PG-10")
@pytest.mark.histories(collection="decision-reached", procedure="procedure-behind-gate")
async def test_only_when_all_councils_have_said_yes_may_anybody_be_told(stage: Stage) -> None:
    await stage.ask(
        published(item("vaststellen", "2021-09")),
        asked("2021-09", item="vaststellen"),
        laid_out(step("tell-providers", "2021-09", gate=GATE)),
    )
    await stage.until("2021-09-03")
    await stage.ask(says("Leiden", "2021-09-03"))
    await stage.until("2021-09-15")
    assert stage.log.all(StepStarted) == []
    await stage.ask(says("Katwijk", "2021-09-14"))
    await stage.until("2021-09-16")
    assert len(stage.log.all(DecisionReached)) == 1
    assert [day(each) for each in stage.log.all(GateOpened)] == ["2021-09-15"]
    assert [day(each) for each in stage.log.all(StepStarted)] == ["2021-09-15"]
    (realised,) = stage.log.all(PlanItemRealised)
    assert realised.realised_on.edtf == "2021-09-14"
    assert not stage.log.refused


@pytest.mark.row("PG-09")
async def test_one_no_opens_nothing(stage: Stage) -> None:
    await stage.ask(published(), asked(), laid_out(step("tell-providers", "2021-09", gate=GATE)))
    await stage.until("2021-09-03")
    await stage.ask(says("Leiden", "2021-09-03"), says("Katwijk", "2021-09-03", "no"))
    await stage.until("2021-11-15")
    assert stage.log.all(GateOpened) == []


async def test_an_answer_taken_back_closes_the_gate_again(stage: Stage) -> None:
    await stage.ask(published(), asked(), laid_out(step("tell-providers", "2021-12", gate=GATE)))
    await stage.until("2021-09-03")
    yes = says("Katwijk", "2021-09-03")
    await stage.ask(says("Leiden", "2021-09-03"), yes)
    await stage.until("2021-09-10")
    assert len(stage.log.all(GateOpened)) == 1
    no = yes.answer.model_copy(update={"outcome": "no"})
    await stage.ask(make.a(CorrectAnswer, decision_id=DECISION_ID, answer=no, reason="Herzien."))
    await stage.until("2021-09-11")
    assert len(stage.log.all(DecisionReopened)) == 1
    assert [day(each) for each in stage.log.all(GateClosed)] == ["2021-09-10"]
    await stage.ask(
        make.a(CorrectAnswer, decision_id=DECISION_ID, answer=yes.answer, reason="Toch wel.")
    )
    await stage.until("2021-12-02")
    assert len(stage.log.all(GateOpened)) == 2
    assert len(stage.log.all(StepStarted)) == 1


async def test_a_gate_that_two_decisions_open_waits_for_both(stage: Stage) -> None:
    other = asked(key="kader", decision=derived_id("decision", "kader"), decision_id="kader")
    await stage.ask(published(), asked(), other, laid_out(step("tell", "2021-09", gate=GATE)))
    await stage.until("2021-09-03")
    await stage.ask(says("Leiden", "2021-09-03"), says("Katwijk", "2021-09-03"))
    await stage.until("2021-09-04")
    assert stage.log.all(GateOpened) == []
    for town in ("Leiden", "Katwijk"):
        answer = says(town, "2021-09-04")
        await stage.ask(answer.model_copy(update={"decision_id": other.decision_id}))
    await stage.until("2021-09-05")
    assert len(stage.log.all(GateOpened)) == 1


@pytest.mark.row("GO-05")
async def test_an_extension_that_was_decided_makes_the_contracts_run_longer(stage: Stage) -> None:
    extension = asked(
        "2021-06",
        kind="extension",
        term="wonen",
        extends_until=window("2023-12-31"),
        opens=(),
    )
    await stage.ask(published(terms=(TERM,)), extension)
    await stage.until("2021-06-02")
    await stage.ask(says("Leiden", "2021-06-02"))
    await stage.until("2021-06-03")
    assert stage.log.all(TermExtended) == []
    await stage.ask(says("Katwijk", "2021-06-03"))
    await stage.until("2021-07-05")
    (extended,) = stage.log.all(TermExtended)
    assert (day(extended), extended.term_id, extended.until.edtf, extended.decision) == (
        "2021-06-03",
        "wonen",
        "2023-12-31",
        "raadsbesluit",
    )


async def test_an_option_that_nobody_used_lapses(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-06", kind="extension", opens=()))
    await stage.until("2021-08-02")
    assert [day(each) for each in stage.log.all(DecisionLapsed)] == ["2021-07-01"]


async def test_who_leaves_is_waited_for_no_longer(stage: Stage) -> None:
    await stage.ask(published(), asked())
    await stage.until("2021-09-03")
    await stage.ask(says("Leiden", "2021-09-03"))
    await stage.ask(
        make.a(
            WithdrawMunicipality,
            name="Katwijk",
            leaves_on=date(2021, 9, 4),
            reason="Gaat verder met een andere regio.",
        )
    )
    await stage.until("2021-09-05")
    (released,) = stage.log.all(AnswererReleased)
    assert released.answerer_id == council("Katwijk")
    assert len(stage.log.all(DecisionReached)) == 1


async def test_who_leaves_another_segment_still_answers(stage: Stage) -> None:
    await stage.ask(published(segments=(make.SEGMENT,)), asked())
    left = {"name": "Katwijk", "leaves_on": date(2021, 9, 4), "reason": "Koopt dit zelf in."}
    segments = (make.SEGMENT.segment_id,)
    await stage.ask(make.a(WithdrawMunicipality, segments=segments, **left))
    await stage.until("2021-05-05")
    assert stage.log.all(AnswererReleased) == []


async def test_when_the_plan_moves_a_year_the_decision_moves_along(stage: Stage) -> None:
    await stage.ask(published(item("vaststellen", "2021-09")), asked("2021-09", item="vaststellen"))
    await stage.until("2021-09-15")
    shift = {"months": 12, "title": "Een jaar later", "reason": "De raden vragen meer tijd."}
    await stage.ask(make.a(ShiftPlan, **shift))
    await stage.until("2021-09-16")
    (replanned,) = stage.log.all(DecisionReplanned)
    assert replanned.window.edtf == "2022-09"
    before = len(stage.log.all(AnswerersReminded))
    await stage.until("2022-10-05")
    assert [day(each) for each in stage.log.all(AnswerersReminded)[before:]] == [
        "2022-08-05",
        "2022-09-02",
        "2022-09-16",
        "2022-09-23",
        "2022-09-29",
    ]
    assert [day(each) for each in stage.log.all(DecisionMissed)] == ["2022-10-01"]


async def test_an_option_that_was_let_go_is_seen_to_no_longer(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-06", kind="extension", opens=()))
    forgo = {"decided_by": "Colleges", "decided_on": date(2021, 4, 1), "reason": "Nieuwe inkoop."}
    await stage.ask(make.a(ForgoDecision, decision_id=DECISION_ID, **forgo))
    await stage.collection.result()
    assert (await stage.collection.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_what_can_be_taken_back_is_waited_with_without_looking(stage: Stage) -> None:
    await stage.ask(published(), asked("2021-05"))
    await stage.ask(says("Leiden", "2021-04-01"), says("Katwijk", "2021-04-01"))
    await stage.until("2021-04-02")
    asked_before = stage.world.asked
    await stage.until("2024-04-02")
    assert stage.world.asked - asked_before <= 2


async def test_a_long_run_goes_on_as_a_new_one() -> None:
    async with forgetful(events=40) as stage:
        await stage.ask(published(), asked("2021-09"))
        first = await stage.collection.describe()
        for position in range(10, 60):
            await stage.relay.wake(stage.collection.id, position)
        await stage.happens(lambda: stage.world.asked >= 5)
        await stage.move_clock("2021-08-05")
        await stage.happens(lambda: len(stage.log.all(AnswerersReminded)) == 1)
        await stage.move_clock(await stage.now() + timedelta(days=300))
        await stage.happens(lambda: len(stage.log.all(DecisionMissed)) == 1)
        assert (await stage.collection.describe()).run_id != first.run_id
