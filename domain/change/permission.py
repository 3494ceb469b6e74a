"""The rules of what allows a change to be announced and to count, and of what stops it."""

from domain.base import Refused, made
from domain.change.commands import (
    BarAnnouncement,
    ClearAnnouncement,
    LiftReservation,
    MandateAnnouncement,
    OverrideNotice,
    PauseChange,
    ResumeChange,
    RuleOnNotice,
)
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementMandated,
    ChangeEvent,
    ChangePaused,
    ChangeResumed,
    NoticeRuled,
    ReservationLifted,
)
from domain.change.parts import Mandate
from domain.change.standing import Change
from domain.dates import local_day


def lift(command: LiftReservation, change: Change) -> list[ChangeEvent]:
    """The decision was taken: from that day the change may count (AN-16)."""
    assert change.proposal is not None
    if change.proposal.reservation is None:
        raise Refused("no_reservation", "the change is not under reservation of a decision")
    if change.lifted is not None:
        return []
    if command.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.decided_on)
    return [
        ReservationLifted(
            change_id=command.change_id,
            decided_on=command.decided_on,
            reference=command.reference,
            **made(command),
        )
    ]


def rule(command: RuleOnNotice, change: Change) -> list[ChangeEvent]:
    """Keep whether the clause covers the change at all, who decided that and why (AN-13)."""
    if change.ruling == command.ruling:
        return []
    if change.in_force:
        raise Refused("in_force", "the change is in force already")
    if command.ruling.decided_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.ruling.decided_on)
    refuse_own_cause(command, change)
    return [NoticeRuled(change_id=command.change_id, ruling=command.ruling, **made(command))]


def refuse_own_cause(command: RuleOnNotice | OverrideNotice, change: Change) -> None:
    """Four eyes: whoever proposed the change or laid out its letters does not excuse it."""
    assert change.proposal is not None
    if command.by in (change.proposal.by, change.drafted_by):
        raise Refused(
            "four_eyes",
            "whoever proposed or drafted a change may not record that it needs no notice",
        )


def mandate(command: MandateAnnouncement, change: Change) -> list[ChangeEvent]:
    """Record by which power it is announced; the last word counts, also of each consent."""
    if change.mandate == command.mandate:
        return []
    for consent in command.mandate.consents:
        if consent.decided_on > local_day(command.at):
            raise Refused("not_yet_done", "%(day)s has not come yet", day=consent.decided_on)
    return [
        AnnouncementMandated(change_id=command.change_id, mandate=command.mandate, **made(command))
    ]


def without_consent(mandate: Mandate) -> tuple[str, ...]:
    """The municipalities whose consent the power asks for and that have not given it (AN-12)."""
    given = {each.municipality for each in mandate.consents}
    return tuple(each for each in mandate.needed if each not in given)


def refuse_if_not_permitted(change: Change) -> None:
    """No letter is ordered past a closed gate, or without a consent that is needed."""
    if change.bars:
        gate = min(gate for gate, _ in change.bars)
        raise Refused(
            "barred",
            "gate “%(gate)s” stands before this announcement: it has to be opened first",
            gate=gate,
        )
    if change.mandate is not None and (missing := without_consent(change.mandate)):
        raise Refused(
            "consent_missing",
            "%(municipality)s has not agreed to the announcement yet: record its consent first",
            municipality=", ".join(missing),
        )


def bar(command: BarAnnouncement, change: Change) -> list[ChangeEvent]:
    """A gate before it was closed, or is closed from the start (PG-10)."""
    if (command.gate, command.procedure_id) in change.bars:
        return []
    return [
        AnnouncementBarred(
            change_id=command.change_id,
            gate=command.gate,
            procedure_id=command.procedure_id,
            **made(command),
        )
    ]


def clear(command: ClearAnnouncement, change: Change) -> list[ChangeEvent]:
    if (command.gate, command.procedure_id) not in change.bars:
        return []
    return [
        AnnouncementCleared(
            change_id=command.change_id,
            gate=command.gate,
            procedure_id=command.procedure_id,
            **made(command),
        )
    ]


def pause(command: PauseChange, change: Change) -> list[ChangeEvent]:
    """What is being sent now is still accounted for; nothing new is begun (CC-27)."""
    if change.paused:
        return []
    return [ChangePaused(change_id=command.change_id, reason=command.reason, **made(command))]


def resume(command: ResumeChange, change: Change) -> list[ChangeEvent]:
    if not change.paused:
        return []
    return [ChangeResumed(change_id=command.change_id, **made(command))]


def refuse_if_paused(change: Change) -> None:
    if change.paused:
        raise Refused("paused", "the change was paused: resume it first")
