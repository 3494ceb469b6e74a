"""Drafting, approving and sending, as they show on the row of a change."""

from dataclasses import replace
from typing import assert_never

from domain.base import derived_id
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAnnounced,
    DispatchOrdered,
    DispatchRecalled,
    LetterAcknowledged,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    OfficeReminded,
)
from domain.change.letters import reply_letter
from projections.changes.giving_up import taken_back
from projections.changes.rows import Announcement, ChangeRow, GivenUp, Reminder

Announcing = (
    AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | DispatchRecalled
    | LettersQueued
    | ChangeAnnounced
    | OfficeReminded
    | AnnouncementMissed
)
OfLetter = LetterSent | LetterDeferred | LetterRefused | LetterReaddressed | LetterAcknowledged


def announcing(row: ChangeRow, event: Announcing) -> ChangeRow:
    match event:
        case AnnouncementDrafted():
            return _drafted(row, event)
        case AnnouncementApproved():
            return replace(row, announcement="approved", approved_at=event.at, approved_by=event.by)
        case DispatchOrdered():
            return replace(
                row,
                announcement="ordered",
                send_at=event.send_at,
                ordered_by=event.by,
                reactions_until=event.reactions_until,
            )
        case DispatchRecalled(withdrawal=None):
            return replace(
                row,
                announcement=prepared(row),
                send_at=None,
                ordered_by=None,
                reactions_until=None,
            )
        case DispatchRecalled():
            return taken_back(row, event)
        case LettersQueued():
            first = row.queued_at or event.at
            begun = row.announcement == "ordered" and row.withdrawn_at is None
            announcement: Announcement = "sending" if begun else row.announcement
            return replace(row, announcement=announcement, queued_at=first)
        case ChangeAnnounced():
            return replace(row, announcement="sent", announced_on=event.announced_on)
        case OfficeReminded():
            reminder = Reminder(event.days_before, event.latest, event.at)
            return replace(row, reminders=(*row.reminders, reminder))
        case AnnouncementMissed():
            return replace(row, announcement="missed", missed_at=event.at, earliest=event.earliest)
        case _:
            assert_never(event)


def _drafted(row: ChangeRow, event: AnnouncementDrafted) -> ChangeRow:
    to_tell = [each for each in event.recipients if not each.knew] or event.recipients
    return replace(
        row,
        announcement="drafted",
        drafted_at=event.at,
        drafted_by=event.by,
        template=event.template,
        recipients=len(event.recipients),
        clauses=tuple(dict.fromkeys(each.clause for each in to_tell)),
        latest=min(each.latest for each in to_tell),
        approved_at=None,
        approved_by=None,
    )


def prepared(row: ChangeRow) -> Announcement:
    """How far the letters have come that were not ordered."""
    if row.approved_at:
        return "approved"
    return "drafted" if row.drafted_at else "none"


def of_letter(row: ChangeRow, event: OfLetter) -> ChangeRow:
    """A letter stands in one of the two lists at most, so that the counts are those of letters."""
    if isinstance(event, LetterAcknowledged):
        return replace(row, acknowledged=row.acknowledged + 1)
    deferred = tuple(each for each in row.deferred_letters if each != event.letter_id)
    refused = tuple(each for each in row.refused_letters if each != event.letter_id)
    row = replace(row, deferred_letters=deferred, refused_letters=refused)
    match event:
        case LetterSent():
            return _sent(row, event)
        case LetterDeferred():
            return replace(row, deferred_letters=(*deferred, event.letter_id))
        case LetterRefused():
            return replace(row, refused_letters=(*refused, event.letter_id))
        case LetterReaddressed():
            return row
        case _:
            assert_never(event)


def _sent(row: ChangeRow, event: LetterSent) -> ChangeRow:
    """Only letters that announce the change count as sent; the others are counted apart."""
    if any(event.letter_id == reply_letter(each.reaction_id) for each in row.reactions):
        return row
    if event.letter_id == derived_id("withdrawal", row.change_id, event.contract_id):
        return replace(row, given_up=_told(row, event))
    if row.send_at is None:  # an attempt from before the text was replaced
        return row
    return replace(row, sent=row.sent + 1)


def _told(row: ChangeRow, event: LetterSent) -> tuple[GivenUp, ...]:
    """What was given up for this contract, with one more provider who knows."""
    parts = [part for part in row.given_up if event.contract_id in part.contract_ids or part.whole]
    first = parts[0] if parts else None
    return tuple(
        replace(part, sent=part.sent + 1) if part is first else part for part in row.given_up
    )
