"""Who answers and what they say: one answer each, of whoever is asked, on a day that has come."""

from typing import Any

from domain.base import Command, Refused, made
from domain.dates import local_day
from domain.decision.commands import (
    CorrectAnswer,
    DecisionCommand,
    NameAnswerer,
    PlanDecision,
    RecordAnswer,
    ReleaseAnswerer,
)
from domain.decision.events import (
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerRecorded,
)
from domain.decision.parts import Answer, Question
from domain.decision.state import Decision, when

Answering = AnswerRecorded | AnswerCorrected | AnswererNamed | AnswererReleased


def name(command: NameAnswerer, decision: Decision) -> list[Answering]:
    """Fill a seat that was left open, or add one where the source gives no number."""
    not_let_go(decision)
    answerer = command.answerer
    known = decision.named.get(answerer.answerer_id)
    if known == answerer:
        return []
    if known is not None:
        raise Refused(
            "other_answerer",
            "%(answerer)s is somebody else already: take another id",
            answerer=answerer.answerer_id,
        )
    counted = asked(decision).expected is not None
    if counted and decision.unnamed == 0 and answerer.answerer_id not in decision.released:
        raise Refused(
            "all_named",
            "all %(expected)s who must answer have a name: release one of them first, or state "
            "the question with another number",
            expected=decision.expected,
        )
    return [AnswererNamed(answerer=answerer, **stamp(command, decision))]


def release(command: ReleaseAnswerer, decision: Decision) -> list[Answering]:
    """Do without the answer of somebody: it no longer counts, and was given if it was given."""
    not_let_go(decision)
    if command.answerer_id in decision.released:
        return []
    is_asked(command.answerer_id, decision)
    if decision.expected == 1:
        raise Refused("nobody_left", "somebody has to answer: name another one first")
    return [
        AnswererReleased(
            answerer_id=command.answerer_id, reason=command.reason, **stamp(command, decision)
        )
    ]


def record(command: RecordAnswer, decision: Decision) -> list[Answering]:
    return recorded(command, command.answer, decision)


def recorded(
    command: RecordAnswer | PlanDecision, answer: Answer, decision: Decision
) -> list[Answering]:
    """A first answer. The same once more is no news, another one is a correction."""
    is_asked(answer.answerer_id, decision)
    known = decision.answers.get(answer.answerer_id)
    if known is not None and known.answer == answer:
        return []
    if known is not None:
        raise Refused(
            "already_answered",
            "%(answerer)s answered “%(outcome)s” already: correct that answer instead",
            answerer=answer.answerer_id,
            outcome=known.answer.outcome,
        )
    not_let_go(decision)
    makes_sense(answer, command, asked(decision))
    return [AnswerRecorded(answer=answer, **stamp(command, decision))]


def correct(command: CorrectAnswer, decision: Decision) -> list[Answering]:
    """What was recorded reads otherwise from now on; how it read before is kept."""
    not_let_go(decision)
    answer = command.answer
    is_asked(answer.answerer_id, decision)
    known = decision.answers.get(answer.answerer_id)
    if known is None:
        raise Refused(
            "not_answered",
            "%(answerer)s has not answered yet: record the answer",
            answerer=answer.answerer_id,
        )
    if known.answer == answer:
        return []
    makes_sense(answer, command, asked(decision))
    return [
        AnswerCorrected(
            answer=answer,
            corrects=known.event_id,
            reason=command.reason,
            **stamp(command, decision),
        )
    ]


def not_let_go(decision: Decision) -> None:
    if decision.outcome == "forgone":
        raise Refused(
            "forgone",
            "the option %(key)s was let go on purpose: put a new decision on the programme's way",
            key=decision.key,
        )


def is_asked(answerer_id: str, decision: Decision) -> None:
    if answerer_id not in decision.named:
        raise Refused(
            "unknown_answerer",
            "%(answerer)s is not asked. Who is asked: %(asked)s. Name an answerer first",
            answerer=answerer_id,
            asked=", ".join(decision.named) or "-",
        )


def makes_sense(answer: Answer, command: Command, question: Question) -> None:
    """Refuse an outcome or part that was not asked, and a day that is missing or still to come."""
    for outcome in (answer.outcome, *answer.parts.values()):
        if outcome not in question.outcomes:
            raise Refused(
                "unknown_outcome",
                "“%(outcome)s” cannot be answered; what can: %(outcomes)s",
                outcome=outcome,
                outcomes=", ".join(question.outcomes),
            )
    labels = [part.label for part in question.parts]
    for label in answer.parts:
        if label not in labels:
            raise Refused(
                "unknown_part",
                "the decision has no part %(label)s; its parts: %(labels)s",
                label=label,
                labels=", ".join(labels) or "-",
            )
    if answer.decided_on is None and answer.decided_in is None:
        raise Refused("no_day", "say on which day it was decided, or in which period")
    period = when(answer)
    day = period.first or period.last
    if day is not None and day > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=day)


def asked(decision: Decision) -> Question:
    assert decision.question is not None
    return decision.question


def stamp(command: DecisionCommand, decision: Decision) -> dict[str, Any]:
    """What every event of this decision says of itself and of what caused it."""
    return {
        "decision_id": command.decision_id,
        "programme_id": decision.programme_id,
        **made(command),
    }
