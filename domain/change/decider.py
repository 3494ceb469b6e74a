"""The rules of a change."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.base import Command, Decider, Refused, made
from domain.change import (
    amending,
    announcement,
    assessing,
    effect,
    giving_up,
    permission,
    reactions,
)
from domain.change.commands import (
    AcknowledgeLetter,
    AdoptChange,
    ApproveAnnouncement,
    AssessChange,
    BarAnnouncement,
    ChangeCommand,
    ClearAnnouncement,
    DraftAnnouncement,
    HandleReaction,
    JoinChange,
    LiftReservation,
    MandateAnnouncement,
    MissAnnouncement,
    NarrowChange,
    OrderDispatch,
    OverrideNotice,
    PauseChange,
    PostponeChange,
    ProposeChange,
    PublishChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    ReceiveReaction,
    RecordReceipts,
    RemindOffice,
    ReplaceAnnouncement,
    ResumeChange,
    RuleOnNotice,
    TableChange,
    WithdrawChange,
)
from domain.change.events import ChangeAdopted, ChangeEvent, ChangeProposed, ChangeTabled
from domain.change.standing import Change
from domain.change.state import evolve
from domain.dates import local_day


def decide(command: ChangeCommand, change: Change) -> list[ChangeEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule.

    A command that has already had its effect decides nothing, so senders may repeat it.
    """
    if isinstance(command, ProposeChange):
        return propose(command, change)
    if change.proposal is None:
        raise Refused("unknown_change", "there is no such change")
    if change.withdrawn and not isinstance(command, AFTER_WITHDRAWAL):
        raise Refused("withdrawn", "the change was withdrawn")
    if isinstance(command, RecallDispatch):
        recall = announcement.recall if command.withdrawal is None else giving_up.take_back
        return recall(command, change)
    return RULES[type(command)](command, change)


def propose(command: ProposeChange, change: Change) -> list[ChangeEvent]:
    proposed = ChangeProposed(
        change_id=command.change_id,
        key=command.key,
        programme_id=command.programme_id,
        segment=command.segment,
        title=command.title,
        description=command.description,
        terms=command.terms,
        clause=command.clause,
        remind_days=command.remind_days,
        draft_days=command.draft_days,
        announce_item=command.announce_item,
        effect_item=command.effect_item,
        kinds=command.kinds,
        scope=command.scope,
        provisions=command.provisions,
        indexation=command.indexation,
        new_clause=command.new_clause,
        reservation=command.reservation,
        effective=command.effective,
        standing=command.standing,
        source=command.source,
        **made(command),
    )
    if change.proposal is None:
        refuse_contradictions(command)
        return [proposed]
    circumstances = {"event_id", "at", "by", "caused_by", "correlation"}
    if change.proposal.model_dump(exclude=circumstances) == proposed.model_dump(
        exclude=circumstances
    ):
        return []
    raise Refused(
        "already_proposed",
        "change %(key)s exists with other content: postpone it, or withdraw it and propose anew",
        key=command.key,
    )


def refuse_contradictions(command: ProposeChange) -> None:
    """A proposal says the same in each of its parts, and figures never without words."""
    amending.refuse_figures_without_words(command)
    if command.scope is not None and command.segment not in command.scope.segments:
        raise Refused(
            "segment_outside_scope",
            "segment %(segment)s is not among the segments of the scope",
            segment=command.segment,
        )
    if ("clause" in command.kinds) != (command.new_clause is not None):
        raise Refused(
            "clause_unclear",
            "a change of the notice clause is of the kind “clause” and gives the new clause",
        )


def table(command: TableChange, change: Change) -> list[ChangeEvent]:
    if change.tabled and (change.tabled.table, change.tabled.discussed_on) == (
        command.table,
        command.discussed_on,
    ):
        return []
    if change.adopted:
        raise Refused("already_adopted", "the change was adopted; discuss it before that")
    if command.discussed_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.discussed_on)
    return [
        ChangeTabled(
            change_id=command.change_id,
            table=command.table,
            discussed_on=command.discussed_on,
            **made(command),
        )
    ]


def adopt(command: AdoptChange, change: Change) -> list[ChangeEvent]:
    if change.adopted and change.adopted.adoption == command.adoption:
        return []
    if change.tabled is None:
        raise Refused(
            "not_tabled", "discuss the change with providers at the development table first"
        )
    if change.adopted:
        raise Refused("already_adopted", "the change was adopted by another decision")
    if command.adoption.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.adoption.decided_on)
    return [ChangeAdopted(change_id=command.change_id, adoption=command.adoption, **made(command))]


Rule = Callable[[Any, Change], list[ChangeEvent]]
RULES: Mapping[type[Command], Rule] = {
    AdoptChange: adopt,
    TableChange: table,
    DraftAnnouncement: announcement.draft,
    ApproveAnnouncement: announcement.approve,
    OrderDispatch: announcement.order,
    QueueLetters: announcement.queue,
    RecordReceipts: announcement.record,
    ReaddressLetter: announcement.readdress,
    RemindOffice: announcement.remind,
    MissAnnouncement: announcement.miss,
    OverrideNotice: effect.override,
    PostponeChange: effect.postpone,
    PutInForce: effect.put_in_force,
    WithdrawChange: giving_up.withdraw,
    NarrowChange: giving_up.narrow,
    ReplaceAnnouncement: amending.replace_announcement,
    JoinChange: amending.join,
    LiftReservation: permission.lift,
    RuleOnNotice: permission.rule,
    MandateAnnouncement: permission.mandate,
    BarAnnouncement: permission.bar,
    ClearAnnouncement: permission.clear,
    PauseChange: permission.pause,
    ResumeChange: permission.resume,
    AcknowledgeLetter: reactions.acknowledge,
    ReceiveReaction: reactions.receive,
    HandleReaction: reactions.handle,
    AssessChange: assessing.assess,
    PublishChange: assessing.publish,
}
AFTER_WITHDRAWAL = (
    WithdrawChange,
    RecallDispatch,
    QueueLetters,
    RecordReceipts,
    ReaddressLetter,
    PauseChange,
    ResumeChange,
    AcknowledgeLetter,
    ReceiveReaction,
    HandleReaction,
)
"""What can still be asked of a withdrawn change: letters go to the providers that were told."""

CHANGE = Decider(
    name="change", identity="change_id", initial=Change(), decide=decide, evolve=evolve
)
