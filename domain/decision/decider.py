"""The rules of a decision."""

from typing import assert_never

from domain.base import Decider, Refused
from domain.dates import local_day
from domain.decision import outlook
from domain.decision.answering import asked, correct, name, not_let_go, record, release, stamp
from domain.decision.commands import (
    CorrectAnswer,
    DecisionCommand,
    ForgoDecision,
    GiveAdvice,
    LapseDecision,
    MissDecision,
    NameAnswerer,
    OpenDecision,
    PlanDecision,
    RecordAnswer,
    ReleaseAnswerer,
    RemindAnswerers,
    ReplanDecision,
    ReplyToAdvice,
    SettleDecision,
)
from domain.decision.events import (
    AnswerersReminded,
    DecisionEvent,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.planning import advise, plan
from domain.decision.state import Decision, evolve
from domain.decision.verdict import followed, settled


def decide(command: DecisionCommand, decision: Decision) -> list[DecisionEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    if isinstance(command, PlanDecision):
        return plan(command, decision)
    if decision.question is None:
        raise Refused("unknown_decision", "there is no such decision: publish it in its file first")
    match command:
        case NameAnswerer():
            return followed(name(command, decision), command, decision)
        case ReleaseAnswerer():
            return followed(release(command, decision), command, decision)
        case RecordAnswer():
            return followed(record(command, decision), command, decision)
        case CorrectAnswer():
            return followed(correct(command, decision), command, decision)
        case ReplanDecision():
            return replan(command, decision)
        case GiveAdvice():
            return [*advise(command, (command.advice,), (), decision)]
        case ReplyToAdvice():
            return [*advise(command, (), (command.reply,), decision)]
        case SettleDecision():
            return settle(command, decision)
        case ForgoDecision():
            return forgo(command, decision)
        case OpenDecision() | RemindAnswerers() | MissDecision() | LapseDecision():
            return come_due(command, decision)
        case _:
            assert_never(command)


def replan(command: ReplanDecision, decision: Decision) -> list[DecisionEvent]:
    """Move it to another window; one that had lapsed is open again."""
    not_let_go(decision)
    if command.window == decision.window:
        return []
    if decision.outcome == "reached":
        raise Refused(
            "already_reached", "the decision %(key)s was reached already", key=decision.key
        )
    said = stamp(command, decision)
    moved = DecisionReplanned(
        window=command.window, previous=decision.window, reason=command.reason, **said
    )
    if decision.outcome != "lapsed":
        return [moved]
    return [
        moved,
        DecisionReopened(key=decision.key, cause="replanned", reason=command.reason, **said),
    ]


def settle(command: SettleDecision, decision: Decision) -> list[DecisionEvent]:
    """End a disagreement. What a rule asks of all of them nobody else can say instead."""
    known = decision.reached
    if known is not None and (known.outcome, known.settled_by) == (
        command.outcome,
        command.decided_by,
    ):
        return []
    question = asked(decision)
    if decision.outcome != "disputed":
        raise Refused(
            "not_disputed",
            "the bodies do not disagree: record the answers that are missing, or correct one",
        )
    if command.outcome not in question.outcomes:
        raise Refused(
            "unknown_outcome",
            "“%(outcome)s” cannot be answered; what can: %(outcomes)s",
            outcome=command.outcome,
            outcomes=", ".join(question.outcomes),
        )
    if question.rule == "all" and command.outcome == question.outcomes[0]:
        raise Refused(
            "all_must_agree",
            "the rule asks all of them to say “%(outcome)s”: correct an answer, release an "
            "answerer, or settle on another outcome",
            outcome=command.outcome,
        )
    if command.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.decided_on)
    return [settled(command, decision)]


def forgo(command: ForgoDecision, decision: Decision) -> list[DecisionEvent]:
    """Let an option go, knowingly and in time (GO-16); proof of it may come later."""
    is_option(decision)
    if decision.outcome == "forgone":
        return []
    if decision.outcome == "reached":
        raise Refused(
            "already_reached", "the decision %(key)s was reached already", key=decision.key
        )
    if command.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.decided_on)
    day = outlook.lapse_day(decision)
    if day is not None and command.decided_on > day:
        raise Refused(
            "already_lapsed",
            "the option could be used until %(latest)s; on %(day)s there was nothing left to let "
            "go",
            latest=day,
            day=command.decided_on,
        )
    return [
        DecisionForgone(
            key=decision.key,
            decided_by=command.decided_by,
            decided_on=command.decided_on,
            reason=command.reason,
            source=command.source,
            **stamp(command, decision),
        )
    ]


def come_due(
    command: OpenDecision | RemindAnswerers | MissDecision | LapseDecision, decision: Decision
) -> list[DecisionEvent]:
    """What a day brings by itself; too early, or twice, it is nothing."""
    today, said = local_day(command.at), stamp(command, decision)
    match command:
        case OpenDecision() if outlook.can_open(decision, today):
            return [DecisionOpened(**said)]
        case RemindAnswerers() if outlook.reminder(decision, today) == command.days_before:
            return [
                AnswerersReminded(
                    days_before=command.days_before, answerer_ids=decision.waiting_for, **said
                )
            ]
        case MissDecision() if outlook.can_be_missed(decision, today):
            return [
                DecisionMissed(answerer_ids=decision.waiting_for, unnamed=decision.unnamed, **said)
            ]
        case LapseDecision():
            is_option(decision)
            day = outlook.lapse_day(decision)
            if day is None or not outlook.can_lapse(decision, today):
                return []
            return [DecisionLapsed(key=decision.key, latest=day, **said)]
        case _:
            return []


def is_option(decision: Decision) -> None:
    if asked(decision).kind not in outlook.OPTIONS:
        raise Refused(
            "no_option",
            "the decision %(key)s is no option: it is late after its last day, never let go",
            key=decision.key,
        )


DECISION = Decider(
    name="decision",
    identity="decision_id",
    initial=Decision(),
    decide=decide,
    evolve=evolve,
)
