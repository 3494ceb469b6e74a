"""The rules of announcing a change: draft, approve, send, remind."""

from datetime import date
from uuid import UUID

from domain.base import Refused, made
from domain.change.commands import (
    ApproveAnnouncement,
    DraftAnnouncement,
    MissAnnouncement,
    OrderDispatch,
    QueueLetters,
    ReaddressLetter,
    RecallDispatch,
    RecordReceipts,
    RemindOffice,
)
from domain.change.completion import completed
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeEvent,
    DispatchOrdered,
    DispatchRecalled,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    OfficeReminded,
)
from domain.change.letters import Letter
from domain.change.parts import Receipt, Recipient
from domain.change.permission import refuse_if_not_permitted, refuse_if_paused
from domain.change.state import Change, evolve
from domain.dates import local_day
from domain.notice import earliest_effect


def draft(command: DraftAnnouncement, change: Change) -> list[ChangeEvent]:
    """Lay out the letters. Once they were ordered, the recipients are frozen.

    What the change was given up for is left out.
    """
    recipients = tuple(
        without_hindsight(each, change)
        for each in command.recipients
        if each.contract_id not in change.narrowed
        and (each.segment or change.scope.segments[0]) not in change.narrowed_segments
    )
    same = tuple(change.active.values()) == recipients and change.template == command.template
    if same and not change.to_redraft:
        return []
    if change.send_at is not None:
        raise Refused("already_ordered", "the letters were ordered; recall them first")
    if change.in_force:
        raise Refused("in_force", "the change is in force already: propose a new one")
    if not recipients:
        raise Refused("no_contracts", "the change was given up for each of these contracts")
    return [
        AnnouncementDrafted(
            change_id=command.change_id,
            recipients=recipients,
            template=command.template,
            **made(command),
        )
    ]


def without_hindsight(recipient: Recipient, change: Change) -> Recipient:
    """Who signed with other terms in view than are announced now has not known of these.

    Once other terms were announced, only whoever joined since then is taken to have known.
    """
    known = change.recipients.get(recipient.contract_id)
    if recipient.knew and change.restarted and not (known and known.knew):
        return recipient.model_copy(update={"knew": False})
    return recipient


def approve(command: ApproveAnnouncement, change: Change) -> list[ChangeEvent]:
    """Four eyes: whoever wrote the change or laid out the letters may not approve them.

    What is announced under reservation may be approved before it was adopted (AN-16).
    """
    if change.approved:
        return []
    if change.adopted is None and not change.reserved:
        raise Refused("not_adopted", "the competent body has not adopted the change yet")
    if not change.recipients or change.to_redraft:
        raise Refused("not_drafted", "there is no draft to approve yet")
    assert change.proposal is not None
    if command.by in (
        change.proposal.by,
        change.drafted_by,
        change.replaced and change.replaced.by,
    ):
        raise Refused(
            "four_eyes", "whoever proposed or drafted a change may not approve its letters"
        )
    refuse_if_too_late(change, local_day(command.at))
    return [AnnouncementApproved(change_id=command.change_id, **made(command))]


def order(command: OrderDispatch, change: Change) -> list[ChangeEvent]:
    if change.send_at is not None:
        return []
    if not change.approved:
        raise Refused("not_approved", "a second person has to approve the letters first")
    refuse_if_not_permitted(change)
    send_at = max(command.send_at, command.at)
    refuse_if_too_late(change, local_day(send_at))
    if command.reactions_until is not None and command.reactions_until < local_day(send_at):
        raise Refused(
            "no_time_to_react",
            "the letters go out on %(day)s: providers cannot react by %(until)s",
            day=local_day(send_at),
            until=command.reactions_until,
        )
    return [
        DispatchOrdered(
            change_id=command.change_id,
            send_at=send_at,
            reactions_until=command.reactions_until,
            **made(command),
        )
    ]


def refuse_if_too_late(change: Change, day: date) -> None:
    """Refuse when no letter could still be in time; one that can makes sending worth while."""
    active = change.active.values()
    if any(
        day <= each.latest or change.in_time(each.contract_id) or change.excused(each.contract_id)
        for each in active
    ):
        return
    earliest = max(earliest_effect(day, each.clause).value for each in active)
    raise Refused(
        "too_late",
        "announced on %(day)s the change can take effect on %(earliest)s at the earliest, not on "
        "%(effective)s; the last day was %(latest)s. Postpone the change, or have an override "
        "decided",
        day=day,
        earliest=earliest,
        effective=change.effective,
        latest=change.latest,
    )


def recall(command: RecallDispatch, change: Change) -> list[ChangeEvent]:
    if change.send_at is None:
        return []
    if change.begun:
        raise Refused(
            "already_sending", "letters have gone out: withdraw the change instead, with a reason"
        )
    return [DispatchRecalled(change_id=command.change_id, **made(command))]


def queue(command: QueueLetters, change: Change) -> list[ChangeEvent]:
    """Let letters leave whose time has come; not if one of them was given up meanwhile."""
    refuse_if_paused(change)
    for letter_id in command.letter_ids:
        letter_of(letter_id, change)
    due = [change.due_at(each) for each in command.letter_ids]
    if any(moment is None or command.at < moment for moment in due):
        raise Refused("not_ordered", "these letters were not ordered, or may still be recalled")
    if change.barred and any(change.letters[each].announces for each in command.letter_ids):
        refuse_if_not_permitted(change)
    waiting = tuple(each for each in command.letter_ids if change.letters[each].status == "to_send")
    if not waiting:
        return []
    return [LettersQueued(change_id=command.change_id, letter_ids=waiting, **made(command))]


def letter_of(letter_id: UUID, change: Change) -> Letter:
    """The letter with this id. Raises `Refused` if the change has none."""
    letter = change.letters.get(letter_id)
    if letter is None:
        raise Refused("unknown_letter", "the change has no letter %(letter)s", letter=letter_id)
    return letter


def record(command: RecordReceipts, change: Change) -> list[ChangeEvent]:
    """Record what became of letters, also of a change that was withdrawn meanwhile.

    Of several receipts of one letter the last counts.
    """
    events: list[ChangeEvent] = []
    for receipt in {each.letter_id: each for each in command.receipts}.values():
        for event in outcome(command, receipt, change):
            events.append(event)
            change = evolve(change, event)
    if events:
        events += completed(command, change)
    return events


def outcome(command: RecordReceipts, receipt: Receipt, change: Change) -> list[ChangeEvent]:
    letter = letter_of(receipt.letter_id, change)
    if letter.status in ("sent", receipt.outcome) or letter.earlier == "known":
        return []
    stamp = {
        "change_id": command.change_id,
        "letter_id": receipt.letter_id,
        "answer": receipt.answer,
        **made(command),
    }
    if receipt.outcome == "deferred":
        return [LetterDeferred(**stamp)]
    if receipt.outcome == "refused":
        return [LetterRefused(**stamp)]
    return [
        LetterSent(
            contract_id=letter.contract_id,
            sent_at=receipt.answered_at,
            announced_on=local_day(receipt.answered_at),
            message_id=receipt.message_id,
            digest=receipt.digest,
            asked_again=receipt.asked_again,
            **stamp,
        )
    ]


def readdress(command: ReaddressLetter, change: Change) -> list[ChangeEvent]:
    letter = letter_of(command.letter_id, change)
    if letter.status != "refused":
        return []
    if change.due_at(command.letter_id) is None:
        raise Refused("withdrawn", "the change was given up for this contract: nothing is sent")
    return [
        LetterReaddressed(change_id=command.change_id, letter_id=command.letter_id, **made(command))
    ]


def remind(command: RemindOffice, change: Change) -> list[ChangeEvent]:
    if command.days_before in change.reminded or not change.to_be_told:
        return []
    return [
        OfficeReminded(
            change_id=command.change_id,
            days_before=command.days_before,
            latest=change.latest,
            **made(command),
        )
    ]


def miss(command: MissAnnouncement, change: Change) -> list[ChangeEvent]:
    """A refusal that the office must see: the last day passed and nothing was ordered."""
    today = local_day(command.at)
    if change.missed or not change.to_be_told or today <= change.latest:
        return []
    clauses = [each.clause for each in change.active.values() if not each.knew] or [change.clause]
    return [
        AnnouncementMissed(
            change_id=command.change_id,
            latest=change.latest,
            earliest=max(earliest_effect(today, clause).value for clause in clauses),
            **made(command),
        )
    ]
