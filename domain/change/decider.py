"""The rules of a change."""

from typing import assert_never

from domain.base import Decider, Refused, made
from domain.change import announcement, effect
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    ChangeCommand,
    DraftAnnouncement,
    MissAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    ProposeChange,
    PutInForce,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    RemindOffice,
    TableChange,
    WithdrawChange,
)
from domain.change.events import ChangeAdopted, ChangeEvent, ChangeProposed, ChangeTabled
from domain.change.state import Change, evolve
from domain.dates import local_day


def decide(command: ChangeCommand, change: Change) -> list[ChangeEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule.

    A command that has already had its effect decides nothing, so senders may repeat it.
    """
    if isinstance(command, ProposeChange):
        return propose(command, change)
    if change.proposal is None:
        raise Refused("unknown_change", "there is no such change")
    if isinstance(command, RecordReceipts):
        return announcement.record(command, change)
    if isinstance(command, WithdrawChange):
        return effect.withdraw(command, change)
    if change.withdrawn:
        raise Refused("withdrawn", "the change was withdrawn")
    match command:
        case TableChange():
            return table(command, change)
        case AdoptChange():
            return adopt(command, change)
        case DraftAnnouncement():
            return announcement.draft(command, change)
        case ApproveAnnouncement():
            return announcement.approve(command, change)
        case OrderDispatch():
            return announcement.order(command, change)
        case RecallDispatch():
            return announcement.recall(command, change)
        case QueueLetters():
            return announcement.queue(command, change)
        case ReaddressLetter():
            return announcement.readdress(command, change)
        case RemindOffice():
            return announcement.remind(command, change)
        case MissAnnouncement():
            return announcement.miss(command, change)
        case OverrideNotice():
            return effect.override(command, change)
        case PostponeChange():
            return effect.postpone(command, change)
        case PutInForce():
            return effect.put_in_force(command, change)
        case _:
            assert_never(command)


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
        effective=command.effective,
        standing=command.standing,
        source=command.source,
        **made(command),
    )
    if change.proposal is None:
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


CHANGE = Decider(
    name="change", identity="change_id", initial=Change(), decide=decide, evolve=evolve
)
