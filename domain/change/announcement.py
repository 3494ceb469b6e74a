"""The rules of announcing a change: draft, approve, send, remind."""

from datetime import date

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
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAnnounced,
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
from domain.change.parts import Receipt
from domain.change.state import Change, evolve
from domain.dates import local_day
from domain.notice import earliest_effect


def draft(command: DraftAnnouncement, change: Change) -> list[ChangeEvent]:
    """Lay out the letters. Once they were ordered, the recipients are frozen."""
    if tuple(change.recipients.values()) == command.recipients and (
        change.template == command.template
    ):
        return []
    if change.send_at is not None:
        raise Refused("already_ordered", "the letters were ordered; recall them first")
    return [
        AnnouncementDrafted(
            change_id=command.change_id,
            recipients=command.recipients,
            template=command.template,
            **made(command),
        )
    ]


def approve(command: ApproveAnnouncement, change: Change) -> list[ChangeEvent]:
    """Four eyes: whoever proposed the change or laid out the letters may not approve them."""
    if change.approved:
        return []
    if change.adopted is None:
        raise Refused("not_adopted", "the competent body has not adopted the change yet")
    if not change.recipients:
        raise Refused("not_drafted", "there is no draft to approve yet")
    assert change.proposal is not None
    if command.by in (change.proposal.by, change.drafted_by):
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
    send_at = max(command.send_at, command.at)
    refuse_if_too_late(change, local_day(send_at))
    return [DispatchOrdered(change_id=command.change_id, send_at=send_at, **made(command))]


def refuse_if_too_late(change: Change, day: date) -> None:
    """Refuse when no letter could still be in time; one that can makes sending worth while."""
    if any(
        day <= recipient.latest or recipient.contract_id in change.overrides
        for recipient in change.recipients.values()
    ):
        return
    earliest = max(earliest_effect(day, each.clause).value for each in change.recipients.values())
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
    if any(letter.status != "to_send" for letter in change.letters.values()):
        raise Refused(
            "already_sending", "letters have gone out: withdraw the change instead, with a reason"
        )
    return [DispatchRecalled(change_id=command.change_id, **made(command))]


def queue(command: QueueLetters, change: Change) -> list[ChangeEvent]:
    if change.send_at is None or command.at < change.send_at:
        raise Refused("not_ordered", "these letters were not ordered, or may still be recalled")
    refuse_unknown_letters(command, change)
    waiting = tuple(each for each in command.letter_ids if change.letters[each].status == "to_send")
    if not waiting:
        return []
    return [LettersQueued(change_id=command.change_id, letter_ids=waiting, **made(command))]


def refuse_unknown_letters(command: QueueLetters, change: Change) -> None:
    unknown = [each for each in command.letter_ids if each not in change.letters]
    if unknown:
        raise Refused("unknown_letter", "the change has no letter %(letter)s", letter=unknown[0])


def record(command: RecordReceipts, change: Change) -> list[ChangeEvent]:
    """Record what became of letters, also of a change that was withdrawn meanwhile.

    Of several receipts of one letter the last counts.
    """
    events: list[ChangeEvent] = []
    for receipt in {each.letter_id: each for each in command.receipts}.values():
        for event in outcome(command, receipt, change):
            events.append(event)
            change = evolve(change, event)
    days = [letter.announced_on for letter in change.letters.values()]
    if events and not change.announced and all(days):
        announced_on = max(day for day in days if day is not None)
        events.append(
            ChangeAnnounced(change_id=command.change_id, announced_on=announced_on, **made(command))
        )
    return events


def outcome(command: RecordReceipts, receipt: Receipt, change: Change) -> list[ChangeEvent]:
    letter = change.letters.get(receipt.letter_id)
    if letter is None:
        raise Refused(
            "unknown_letter", "the change has no letter %(letter)s", letter=receipt.letter_id
        )
    if letter.status in ("sent", receipt.outcome):
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
    letter = change.letters.get(command.letter_id)
    if letter is None:
        raise Refused(
            "unknown_letter", "the change has no letter %(letter)s", letter=command.letter_id
        )
    if letter.status != "refused":
        return []
    return [
        LetterReaddressed(change_id=command.change_id, letter_id=command.letter_id, **made(command))
    ]


def remind(command: RemindOffice, change: Change) -> list[ChangeEvent]:
    if command.days_before in change.reminded or change.send_at is not None:
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
    if change.missed or change.send_at is not None or today <= change.latest:
        return []
    clauses = [each.clause for each in change.recipients.values()] or [change.clause]
    return [
        AnnouncementMissed(
            change_id=command.change_id,
            latest=change.latest,
            earliest=max(earliest_effect(today, clause).value for clause in clauses),
            **made(command),
        )
    ]
