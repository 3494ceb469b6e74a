"""What people do about a decision: every body answers on the last day, as the plan hopes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from domain.base import Command
from domain.dates import start_of_day
from domain.decision.commands import (
    CorrectAnswer,
    ForgoDecision,
    NameAnswerer,
    PlanDecision,
    RecordAnswer,
    SettleDecision,
)
from domain.decision.parts import Answer, Answerer
from runtime.simulation.people.act import NOON, Act, stamp
from runtime.simulation.scenario import DecisionDeviation

UNNAMED = "niet-genoemd-{}"


def of_decision(
    plan: PlanDecision,
    deviation: DecisionDeviation,
    *,
    reserved: bool,
    leaving: Mapping[str, date],
) -> Iterator[Act]:
    """Everybody answers on the last day of the window with the outcome that lets things go on.

    Who has no name in the source gets one, so that its answer can be told. An option that the
    plan only reserves is not taken; a decision without a last day is not made by itself. A
    municipality that has said that it leaves no longer answers.
    """
    question = plan.question
    option = question.kind == "extension" and reserved
    outcome = deviation.outcome or (None if option else question.outcomes[0])
    day = deviation.on or question.window.last
    known = {each.answerer_id for each in plan.answers}
    if isinstance(day, date) and (outcome or deviation.answers):
        yield from unnamed(plan, question.window.first or day)
        for answerer in everybody(plan):
            said = deviation.answers.get(answerer.answerer_id, outcome)
            if leaving.get(answerer.municipality or "", day) < day:
                continue
            if said not in (None, "never") and answerer.answerer_id not in known:
                yield answers(plan, answerer, str(said), day)
    yield from known_answers(plan)
    yield from deviations(plan, deviation)


def known_answers(plan: PlanDecision) -> Iterator[Act]:
    """What the files say was answered, on its own day; the last one of a window."""
    for answer in plan.answers:
        day = answer.decided_on or (answer.decided_in.last if answer.decided_in else None)
        if day is not None:
            at = start_of_day(day) + NOON
            command = RecordAnswer(answer=answer, **stamp(at, decision_id=plan.decision_id))
            yield Act(at, command)


def everybody(plan: PlanDecision) -> Iterator[Answerer]:
    """All who must answer: the named ones, and as many more as the source counts."""
    yield from plan.question.answerers
    named = len(plan.question.answerers)
    for number in range(named + 1, (plan.question.expected or named) + 1):
        yield Answerer(
            answerer_id=UNNAMED.format(number),
            body=plan.question.answerers[0].body if named else "niet genoemd",
            municipality=f"niet genoemd ({number})",
        )


def unnamed(plan: PlanDecision, day: date) -> Iterator[Act]:
    at = start_of_day(day) + timedelta(hours=10)
    for answerer in [*everybody(plan)][len(plan.question.answerers) :]:
        yield Act(at, NameAnswerer(answerer=answerer, **stamp(at, decision_id=plan.decision_id)))


def answers(plan: PlanDecision, answerer: Answerer, outcome: str, day: date) -> Act:
    at = start_of_day(day) + NOON
    answer = Answer(answerer_id=answerer.answerer_id, outcome=outcome, decided_on=day)
    return Act(at, RecordAnswer(answer=answer, **stamp(at, decision_id=plan.decision_id)))


def deviations(plan: PlanDecision, deviation: DecisionDeviation) -> Iterator[Act]:
    """What only a scenario has people do."""

    def at(day: date) -> datetime:
        return start_of_day(day) + NOON + timedelta(hours=1)

    commands: list[Command] = []
    if said := deviation.settle:
        commands.append(
            SettleDecision(
                outcome=said.outcome,
                decided_by=said.decided_by,
                decided_on=said.on,
                reason=said.reason,
                **stamp(at(said.on), decision_id=plan.decision_id),
            )
        )
    if let_go := deviation.forgo:
        commands.append(
            ForgoDecision(
                decided_by=let_go.decided_by,
                decided_on=let_go.on,
                reason=let_go.reason,
                **stamp(at(let_go.on), decision_id=plan.decision_id),
            )
        )
    for answerer_id, again in deviation.corrections.items():
        answer = Answer(answerer_id=answerer_id, outcome=again.outcome, decided_on=again.on)
        commands.append(
            CorrectAnswer(
                answer=answer,
                reason=again.reason,
                **stamp(at(again.on), decision_id=plan.decision_id),
            )
        )
    yield from (Act(each.at, each) for each in commands)
