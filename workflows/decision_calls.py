"""What a decision calls for, in itself and because of the programme around it. Pure.

Nothing is remembered of what was called for before: whatever is not so yet is called for, as
often as it is asked. So nothing is lost when a process ends, or when Temporal begins anew.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from domain.decision.commands import (
    LapseDecision,
    MissDecision,
    OpenDecision,
    ReleaseAnswerer,
    RemindAnswerers,
    ReplanDecision,
)
from domain.decision.events import DecisionReplanned
from domain.decision.outlook import Step, consequences, next_step, wake_at
from domain.decision.state import Decision, evolve
from domain.programme.commands import ExtendTerm, RealisePlanItem
from workflows.around import MOVED, Planned, Stamps, Withdrawal
from workflows.ask import AskedCommand, Called


@dataclass(frozen=True, slots=True)
class Around:
    """What a decision needs to know of its programme: its plan item, who leaves.

    `extended` says that its term already runs as long as it was extended.
    """

    item: Planned | None = None
    withdrawals: Collection[Withdrawal] = ()
    extended: bool = False


def called(decision: Decision, around: Around, now: datetime, stamps: Stamps) -> Called:
    """Say what is to be asked of the domain now, and how long until that may be different."""
    if decision.question is None:
        return Called(ended=True)
    commands: list[AskedCommand] = []
    if is_open(decision):
        moved = plan_moved(decision, around, stamps)
        if moved is not None:
            commands.append(moved)
            decision = as_moved(decision, moved)
        commands += released(decision, around, stamps)
    commands += followed(decision, around, stamps)
    step = next_step(decision, now)
    commands += own(step, stamps)
    moment = wake_at(decision, now)
    return Called(
        commands=tuple(commands),
        wait_seconds=None if moment is None else (moment - now).total_seconds(),
        ended=step.kind == "end" and not commands,
    )


def is_open(decision: Decision) -> bool:
    """Whether it is still to be taken."""
    return decision.outcome in ("undecided", "disputed")


def let_go(decision: Decision) -> bool:
    """Whether it was an option that was not used."""
    return decision.outcome in ("forgone", "lapsed")


def own(step: Step, stamps: Stamps) -> Iterator[AskedCommand]:
    """The command that the decision's own next step is."""
    match step.kind:
        case "open":
            yield OpenDecision(**stamps.of_own())
        case "remind":
            yield RemindAnswerers(days_before=step.days_before, **stamps.of_own())
        case "miss":
            yield MissDecision(**stamps.of_own())
        case "lapse":
            yield LapseDecision(**stamps.of_own())
        case "carry_out" | "wait" | "end":
            return
        case _:
            assert_never(step.kind)


def plan_moved(decision: Decision, around: Around, stamps: Stamps) -> ReplanDecision | None:
    """Its plan item was planned anew: it moves along, unless it was never where the item was."""
    if around.item is None or not around.item.left(decision.window):
        return None
    return ReplanDecision(window=around.item.window, reason=MOVED, **stamps.of_own())


def as_moved(decision: Decision, command: ReplanDecision) -> Decision:
    """How it will stand once it has moved."""
    assert decision.programme_id is not None
    event = DecisionReplanned(
        decision_id=command.decision_id,
        programme_id=decision.programme_id,
        window=command.window,
        previous=decision.window,
        reason=command.reason,
        at=command.at,
        by=command.by,
        caused_by=command.command_id,
        correlation=command.command_id,
    )
    return evolve(decision, event)


def released(decision: Decision, around: Around, stamps: Stamps) -> Iterator[ReleaseAnswerer]:
    """Who leaves need not answer, unless the decision is about what they stay in."""
    assert decision.question is not None
    segments = set(decision.question.segments)
    for left in around.withdrawals:
        if left.segments and not (segments and segments <= set(left.segments)):
            continue
        for answerer_id, answerer in decision.named.items():
            if answerer.municipality == left.municipality:
                yield ReleaseAnswerer(
                    answerer_id=answerer_id, reason=left.reason, **stamps.of_own()
                )


def followed(decision: Decision, around: Around, stamps: Stamps) -> Iterator[AskedCommand]:
    """What was decided, in the programme: a term runs longer, an item of the plan is done."""
    follows = consequences(decision)
    if follows is None or decision.programme_id is None:
        return
    programme_id = decision.programme_id
    if follows.term and follows.until and not around.extended:
        yield ExtendTerm(
            term_id=follows.term,
            until=follows.until,
            decision=follows.key,
            **stamps.of(programme_id=programme_id),
        )
    item, decided = around.item, follows.decided
    if follows.item and item and item.is_open and decided and decided.first:
        yield RealisePlanItem(
            item_id=follows.item, realised_on=decided, **stamps.of(programme_id=programme_id)
        )
