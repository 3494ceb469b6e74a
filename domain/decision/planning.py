"""A question on the programme's way: stated, stated anew, with what was said about it before."""

from collections.abc import Iterable
from functools import reduce

from domain.base import Refused
from domain.decision.answering import recorded, stamp
from domain.decision.commands import DecisionCommand, PlanDecision
from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    DecisionEvent,
    DecisionPlanned,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.latest import latest_decision
from domain.decision.parts import Advice, AdviceReply, Question
from domain.decision.state import Decision, evolve
from domain.decision.verdict import followed

NOT_ASKED = {"window", "evidence", "source", "standing"}
"""What may be said otherwise of a question that was answered: it is not what was asked."""


def plan(command: PlanDecision, decision: Decision) -> list[DecisionEvent]:
    """State a question, the advice on it and the answers that its file knows (ST-32).

    What was said in the same words, now or before a correction, is no news.
    """
    events = stated(command, decision)
    stands = reduce(evolve, events, decision)
    advised = advise(command, command.advice, command.replies, stands)
    answered: list[DecisionEvent] = []
    for answer in command.answers:
        known = stands.answers.get(answer.answerer_id)
        told = known is not None and answer in (known.answer, *known.earlier)
        if told or answer.answerer_id in stands.released:
            continue
        new = recorded(command, answer, stands)
        answered += new
        stands = reduce(evolve, new, stands)
    before = reduce(evolve, [*events, *advised], decision)
    return [*events, *advised, *followed(answered, command, before)]


def stated(command: PlanDecision, decision: Decision) -> list[DecisionEvent]:
    """The question, if it is news; one that was answered or let go only moves (see NOT_ASKED)."""
    question, before = command.question, decision.question
    if before == question:
        return []
    makes_sense(question)
    said = {**stamp(command, decision), "programme_id": command.programme_id}
    new = DecisionPlanned(
        key=command.key,
        question=question,
        latest=latest_decision(question),
        standing=question.standing,
        source=question.source,
        **said,
    )
    if before is None:
        return [new]
    settled = bool(decision.answers) or decision.outcome == "forgone"
    if settled and before.model_dump(exclude=NOT_ASKED) != question.model_dump(exclude=NOT_ASKED):
        raise Refused(
            "already_answered",
            "%(key)s was answered or let go: only its window can be moved; ask anew under "
            "another key",
            key=command.key,
        )
    moves = before.model_copy(update={"window": question.window}) == question
    moved = DecisionReplanned(window=question.window, previous=decision.window, **said)
    stands: list[DecisionEvent] = [moved if settled and moves else new]
    if decision.outcome == "lapsed" and question.window != before.window:
        return [*stands, DecisionReopened(key=command.key, cause="replanned", **said)]
    return stands


def makes_sense(question: Question) -> None:
    """Refuse a question whose answerers or parts cannot be told apart, or with too few seats."""
    named = [each.answerer_id for each in question.answerers]
    labels = [part.label for part in question.parts]
    for ids in (named, labels, list(question.outcomes)):
        twice = [each for each in ids if ids.count(each) > 1]
        if twice:
            raise Refused("named_twice", "%(name)s is named twice", name=twice[0])
    if question.expected is not None and question.expected < max(len(named), 1):
        raise Refused(
            "too_few_expected",
            "%(named)s answerers are named and only %(expected)s expected",
            named=len(named),
            expected=question.expected,
        )


def advise(
    command: DecisionCommand,
    advice: Iterable[Advice],
    replies: Iterable[AdviceReply],
    decision: Decision,
) -> list[DecisionEvent]:
    """Advice and the replies to it (PG-15), those that are news."""
    said = stamp(command, decision)
    given = [AdviceGiven(advice=each, **said) for each in advice if each not in decision.advice]
    known = {each.advice_id for each in decision.advice} | {each.advice.advice_id for each in given}
    news = [each for each in replies if each not in decision.replies]
    for reply in news:
        if reply.advice_id not in known:
            raise Refused(
                "unknown_advice",
                "there is no advice %(advice)s to reply to; what there is: %(known)s",
                advice=reply.advice_id,
                known=", ".join(sorted(known)) or "-",
            )
    return [*given, *(AdviceAnswered(reply=each, **said) for each in news)]
