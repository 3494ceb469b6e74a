"""What follows when answers or answerers change: reached, disputed, or open again."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from domain.dates import Window
from domain.decision.answering import asked, stamp
from domain.decision.commands import (
    CorrectAnswer,
    NameAnswerer,
    PlanDecision,
    RecordAnswer,
    ReleaseAnswerer,
    SettleDecision,
)
from domain.decision.events import (
    Cause,
    DecisionDisputed,
    DecisionEvent,
    DecisionReached,
    DecisionReopened,
)
from domain.decision.reaching import Agreed, Disagreed
from domain.decision.state import Decision, evolve, last_given

Answering = PlanDecision | RecordAnswer | CorrectAnswer | NameAnswerer | ReleaseAnswerer

CAUSES: dict[type[Answering], Cause] = {
    PlanDecision: "late_answer",
    RecordAnswer: "late_answer",
    CorrectAnswer: "correction",
    NameAnswerer: "newcomer",
    ReleaseAnswerer: "release",
}


def followed(
    events: Sequence[DecisionEvent], command: Answering, decision: Decision
) -> list[DecisionEvent]:
    """These events and what they lead to under the question's rule."""
    if not events:
        return []
    stands = reduce(evolve, events, decision)
    said = stamp(command, stands)
    reopened = DecisionReopened(
        key=stands.key,
        cause=CAUSES[type(command)],
        reason=getattr(command, "reason", None),
        **said,
    )
    standing = stands.standing
    if isinstance(standing, Agreed):
        if stands.reached is not None and stands.reached.outcome == standing.outcome:
            return [*events]
        again = [reopened] if stands.outcome in ("reached", "lapsed") else []
        return [*events, *again, reached_by(standing, stands, said)]
    if isinstance(standing, Disagreed):
        if stands.outcome == "disputed" or settlement_stands(command, decision, stands):
            return [*events]
        again = [reopened] if stands.outcome in ("reached", "lapsed") else []
        disputed = DecisionDisputed(
            key=stands.key,
            outcomes=dict(standing.outcomes),
            rule_failed=standing.rule_failed,
            **said,
        )
        return [*events, *again, disputed]
    nothing_said = stands.outcome == "lapsed" and not stands.answers
    return [*events] if stands.outcome == "undecided" or nothing_said else [*events, reopened]


def settlement_stands(command: Answering, before: Decision, now: Decision) -> bool:
    """Who settled it knew of these answers; only another answer by somebody undoes that."""
    if now.reached is None or now.reached.settled_by is None:
        return False
    if not isinstance(command, CorrectAnswer):
        return True
    answerer = command.answer.answerer_id
    return before.answers[answerer].answer.outcome == now.answers[answerer].answer.outcome


def reached_by(agreed: Agreed, decision: Decision, said: dict[str, Any]) -> DecisionReached:
    return DecisionReached(
        outcome=agreed.outcome,
        decided=last_given(decision, agreed.outcome),
        against=agreed.against,
        reserved=reservations(decision, agreed.outcome),
        **brings_about(agreed.outcome, decision),
        **said,
    )


def brings_about(outcome: str, decision: Decision) -> dict[str, Any]:
    """What it opens and extends: only the outcome that lets things go on, the first, does."""
    question = asked(decision)
    if outcome != question.outcomes[0]:
        return {"key": decision.key, "term": question.term}
    return {
        "key": decision.key,
        "opens": question.opens,
        "term": question.term,
        "extends_until": question.extends_until,
    }


def reservations(decision: Decision, outcome: str) -> dict[str, tuple[str, ...]]:
    """By part, who decided otherwise on it than on the whole (PG-11)."""
    otherwise = {
        part.label: tuple(
            answerer
            for answerer, held in decision.answers.items()
            if held.answer.parts.get(part.label, outcome) != outcome
        )
        for part in asked(decision).parts
    }
    return {label: answerers for label, answerers in otherwise.items() if answerers}


def settled(command: SettleDecision, decision: Decision) -> DecisionReached:
    """Reached because somebody competent said so; who answered otherwise is on record."""
    against = tuple(
        answerer
        for answerer, held in decision.answers.items()
        if held.answer.outcome != command.outcome
    )
    return DecisionReached(
        outcome=command.outcome,
        decided=Window.on(command.decided_on),
        against=against,
        reserved=reservations(decision, command.outcome),
        settled_by=command.decided_by,
        reason=command.reason,
        **brings_about(command.outcome, decision),
        **stamp(command, decision),
    )
