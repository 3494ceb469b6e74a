"""The rules of taking effect: override, postpone, put in force."""

from datetime import date
from uuid import UUID

from domain.base import Refused, made
from domain.change.commands import OverrideNotice, PostponeChange, PutInForce
from domain.change.events import (
    ChangeEvent,
    ChangeHeldBack,
    ChangePostponed,
    ChangeTookEffect,
    NoticeOverridden,
)
from domain.change.parts import HeldBack
from domain.change.permission import refuse_if_paused, refuse_own_cause
from domain.change.state import Change
from domain.dates import local_day
from domain.notice import earliest_effect


def override(command: OverrideNotice, change: Change) -> list[ChangeEvent]:
    """Let the change count without timely notice. The decision names who decided and why.

    Four eyes: whoever proposed the change or laid out its letters does not record that.
    """
    named = command.contract_ids or tuple(
        contract_id
        for contract_id in change.recipients
        if contract_id not in {*change.in_force, *change.narrowed}
        and not change.in_time(contract_id)
    )
    refuse_unknown_contracts(named, change)
    if command.override.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.override.decided_on)
    if not named:
        raise Refused("nothing_to_override", "no contract of this change lacks a timely notice")
    if all(change.overrides.get(contract_id) == command.override for contract_id in named):
        return []
    refuse_own_cause(command, change)
    return [
        NoticeOverridden(
            change_id=command.change_id,
            contract_ids=named,
            override=command.override,
            **made(command),
        )
    ]


def postpone(command: PostponeChange, change: Change) -> list[ChangeEvent]:
    if command.effective == change.effective:
        return []
    if change.in_force:
        raise Refused("in_force", "the change is in force already: propose a new one")
    if command.effective < change.effective:
        raise Refused(
            "not_later",
            "%(effective)s is before %(planned)s: propose a new change to go earlier",
            effective=command.effective,
            planned=change.effective,
        )
    return [
        ChangePostponed(
            change_id=command.change_id,
            effective=command.effective,
            reason=command.reason,
            **made(command),
        )
    ]


def put_in_force(command: PutInForce, change: Change) -> list[ChangeEvent]:
    """Let the change count where it lawfully may, and say why where it may not.

    Contracts that it was given up for meanwhile are passed over. A change that counts only by
    override or ruling counts from the day of that decision at the earliest. What a contract
    refuses is not said to be in force on it.
    """
    if local_day(command.at) < change.effective:
        raise Refused(
            "not_yet_effective",
            "the change takes effect on %(effective)s",
            effective=change.effective,
        )
    refuse_unknown_contracts(command.contract_ids, change)
    refuse_if_paused(change)
    lawful: dict[date, list[UUID]] = {}
    held: list[HeldBack] = []
    for contract_id in dict.fromkeys(command.contract_ids):
        if contract_id in change.in_force or contract_id in change.narrowed:
            continue
        if change.may_count(contract_id) and contract_id not in command.refusing:
            lawful.setdefault(effective_on(contract_id, change), []).append(contract_id)
        elif contract_id not in change.held_back:
            held.append(held_back(contract_id, change, local_day(command.at)))
    events: list[ChangeEvent] = [
        ChangeTookEffect(
            change_id=command.change_id,
            contract_ids=tuple(contract_ids),
            effective=effective,
            **made(command),
        )
        for effective, contract_ids in sorted(lawful.items())
    ]
    if held:
        events.append(
            ChangeHeldBack(change_id=command.change_id, contracts=tuple(held), **made(command))
        )
    return events


def effective_on(contract_id: UUID, change: Change) -> date:
    """The planned day, and not before whatever had to be decided for it, or the day of joining."""
    assert change.adopted is not None
    days = [change.effective, change.adopted.adoption.decided_on]
    if change.lifted is not None:
        days.append(change.lifted.decided_on)
    if joined_on := change.recipients[contract_id].joined_on:
        days.append(joined_on)
    if not change.in_time(contract_id):
        days += excused_on(contract_id, change)
    return max(days)


def excused_on(contract_id: UUID, change: Change) -> list[date]:
    """The day of the decision that stands in place of a timely notice, the earliest if several."""
    if change.recipients[contract_id].knew:
        return []
    days = [override.decided_on for override in [change.overrides.get(contract_id)] if override]
    if change.needs_no_notice and change.ruling is not None:
        days.append(change.ruling.decided_on)
    return [min(days)]


def held_back(contract_id: UUID, change: Change, today: date) -> HeldBack:
    recipient = change.recipients[contract_id]
    told = change.announced_on(contract_id)
    if change.adopted is None:
        reason = "not_adopted"
    elif change.reserved:
        reason = "reserved"
    elif change.may_count(contract_id):
        reason = "contract_refuses"
    else:
        reason = "announced_late" if told else "not_announced"
    return HeldBack(
        contract_id=contract_id,
        reason=reason,
        announced_on=told,
        latest=recipient.latest,
        earliest=earliest_effect(told or today, recipient.clause).value,
    )


def refuse_unknown_contracts(contract_ids: tuple[UUID, ...], change: Change) -> None:
    unknown = [each for each in contract_ids if each not in change.recipients]
    if unknown:
        raise Refused(
            "unknown_contract",
            "contract %(contract)s is not in the scope of this change",
            contract=unknown[0],
        )
