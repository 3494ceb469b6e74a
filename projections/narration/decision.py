"""What happened to a decision, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerersReminded,
    AnswerRecorded,
    DecisionDisputed,
    DecisionEvent,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.parts import Answer
from projections.language import N_
from projections.narration.words import say

Asked = (
    DecisionPlanned
    | DecisionReplanned
    | DecisionOpened
    | AnswererNamed
    | AnswererReleased
    | AnswerersReminded
    | DecisionMissed
)
Said = AnswerRecorded | AnswerCorrected | AdviceGiven | AdviceAnswered
Ended = DecisionReached | DecisionDisputed | DecisionReopened | DecisionForgone | DecisionLapsed


def tell_decision(event: DecisionEvent) -> Sentence:
    if isinstance(event, Said):
        return _said(event)
    return _ended(event) if isinstance(event, Ended) else _asked(event)


def _asked(event: Asked) -> Sentence:
    match event:
        case DecisionPlanned():
            return _planned(event)
        case DecisionReplanned(reason=None):
            return say(
                N_("It is to be decided %(window)s instead of %(previous)s, its file says now."),
                window=event.window.written,
                previous=event.previous.written,
            )
        case DecisionReplanned():
            return say(
                N_("It is to be decided %(window)s instead of %(previous)s. Reason: %(reason)s"),
                window=event.window.written,
                previous=event.previous.written,
                reason=event.reason,
            )
        case DecisionOpened():
            return say(N_("It can be decided now: its first day has come."))
        case AnswererNamed():
            return say(N_("%(answerer)s must answer as well."), answerer=event.answerer.answerer_id)
        case AnswererReleased():
            return say(
                N_("The answer of %(answerer)s is no longer needed. Reason: %(reason)s"),
                answerer=event.answerer_id,
                reason=event.reason,
            )
        case AnswerersReminded(answerer_ids=()):
            return say(
                N_("Days before the last day: %(days)s. It is not decided yet."),
                days=event.days_before,
            )
        case AnswerersReminded():
            return say(
                N_("Days before the last day: %(days)s. Who has not answered: %(answerers)s."),
                days=event.days_before,
                answerers=event.answerer_ids,
            )
        case DecisionMissed():
            return _missed(event)
        case _:
            assert_never(event)


def _planned(event: DecisionPlanned) -> Sentence:
    said = {"title": event.question.title, "window": event.question.window.written}
    if event.latest is None:
        return say(N_("To be decided: “%(title)s” (%(window)s)."), **said)
    return say(
        N_("To be decided: “%(title)s” (%(window)s), on %(latest)s at the latest."),
        latest=event.latest.value,
        **said,
    )


def _missed(event: DecisionMissed) -> Sentence:
    """Only what is missing is said: names, how many of them are not known, or agreement."""
    said = {"answerers": event.answerer_ids}
    match event.answerer_ids, event.unnamed:
        case (), None:
            return say(N_("The last day to decide has passed. Who must answer is not known."))
        case (), 0:
            return say(N_("The last day to decide has passed without an outcome."))
        case (), _:
            return say(
                N_(
                    "The last day to decide has passed. Not named by the source, and without an "
                    "answer: %(unnamed)s."
                ),
                unnamed=event.unnamed,
            )
        case _, None | 0:
            return say(
                N_("The last day to decide has passed. Who has not answered: %(answerers)s."),
                **said,
            )
        case _:
            return say(
                N_(
                    "The last day to decide has passed. Who has not answered: %(answerers)s; not "
                    "named by the source: %(unnamed)s."
                ),
                unnamed=event.unnamed,
                **said,
            )


def _said(event: Said) -> Sentence:
    match event:
        case AnswerRecorded():
            return say(
                N_("%(answerer)s answered “%(outcome)s” (%(when)s)."), **_answer(event.answer)
            )
        case AnswerCorrected():
            return say(
                N_(
                    "The answer of %(answerer)s reads “%(outcome)s” from now on (%(when)s). "
                    "Reason: %(reason)s"
                ),
                reason=event.reason,
                **_answer(event.answer),
            )
        case AdviceGiven():
            return say(
                N_("%(body)s gave advice (%(when)s)."),
                body=event.advice.body,
                when=event.advice.given.written,
            )
        case AdviceAnswered():
            return say(
                N_("%(body)s replied to the advice (%(when)s)."),
                body=event.reply.body,
                when=event.reply.given.written,
            )
        case _:
            assert_never(event)


def _answer(answer: Answer) -> dict[str, object]:
    period = answer.decided_in.written if answer.decided_in else "-"
    return {
        "answerer": answer.answerer_id,
        "outcome": answer.outcome,
        "when": answer.decided_on or period,
    }


def _ended(event: Ended) -> Sentence:
    match event:
        case DecisionReached():
            return _reached(event)
        case DecisionDisputed():
            return _disputed(event)
        case DecisionReopened():
            return _reopened(event)
        case DecisionForgone():
            return say(
                N_("%(body)s let it go on %(day)s. Reason: %(reason)s"),
                body=event.decided_by,
                day=event.decided_on,
                reason=event.reason,
            )
        case DecisionLapsed():
            return say(
                N_("It lapsed: until %(latest)s nobody had answered or let it go."),
                latest=event.latest,
            )
        case _:
            assert_never(event)


def _reached(event: DecisionReached) -> Sentence:
    """Who answered otherwise is said if somebody did."""
    said: dict[str, object] = {"outcome": event.outcome}
    settled = {"body": event.settled_by, "reason": event.reason or "-"}
    match event.settled_by, event.against:
        case None, ():
            return say(N_("Decided: “%(outcome)s”."), **said)
        case None, _:
            return say(
                N_("Decided: “%(outcome)s”. Who answered otherwise: %(against)s."),
                against=event.against,
                **said,
            )
        case _, ():
            return say(
                N_("Decided: “%(outcome)s”, settled by %(body)s. Reason: %(reason)s"),
                **said,
                **settled,
            )
        case _:
            return say(
                N_(
                    "Decided: “%(outcome)s”, settled by %(body)s. Who had answered otherwise: "
                    "%(against)s. Reason: %(reason)s"
                ),
                against=event.against,
                **said,
                **settled,
            )


def _disputed(event: DecisionDisputed) -> Sentence:
    outcomes = "; ".join(f"{key}: {', '.join(ids)}" for key, ids in event.outcomes.items())
    if event.rule_failed:
        return say(N_("The rule for it can no longer be met: %(outcomes)s."), outcomes=outcomes)
    return say(
        N_("The answers differ and no rule says what then: %(outcomes)s."), outcomes=outcomes
    )


def _reopened(event: DecisionReopened) -> Sentence:
    said = {"reason": event.reason or "-"}
    match event.cause:
        case "correction":
            return say(N_("It is open again: an answer was corrected (%(reason)s)."), **said)
        case "newcomer":
            return say(N_("It is open again: somebody else must answer as well."))
        case "release":
            return say(N_("It is open again: somebody need not answer (%(reason)s)."), **said)
        case "late_answer":
            return say(N_("It is open again: somebody answered after its last day."))
        case "replanned":
            return say(N_("It is open again: it was planned anew (%(reason)s)."), **said)
        case _:
            assert_never(event.cause)
