"""The letters: what became of each, and the register that proves which were in time (AN-20)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
)
from domain.notice import NoticeClause, latest_announcement
from projections import tables
from projections.changes import CHANGES, ChangeRow
from projections.read_model import ReadModel

State = Literal["to_send", "sending", "sent", "retrying", "refused", "recalled"]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter to one provider about one contract.

    `latest` is its last lawful day under the contract's own clause. `attempts` are those that
    the mail server answered, with `answer` the last time; `asked_again` says that an earlier
    attempt had ended without an answer. What the change as a whole has to say about its letters,
    a postponement or a withdrawal, is added by `of_change`.
    """

    letter_id: UUID
    change_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause
    latest: date
    drafted_at: datetime
    state: State = "to_send"
    attempts: int = 0
    queued_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    sent_at: datetime | None = None
    announced_on: date | None = None
    message_id: str | None = None
    digest: str | None = None
    asked_again: bool = False

    @property
    def days_to_spare(self) -> int | None:
        """Days between the letter and its last lawful day; below zero it was too late."""
        return None if self.announced_on is None else (self.latest - self.announced_on).days

    @property
    def in_time(self) -> bool | None:
        """Whether the letter went out in time; none while it has not gone out."""
        return None if self.announced_on is None else self.announced_on <= self.latest


def keys(event: Event) -> Iterable[str]:
    """A draft touches a row for every letter, other events the letters they name."""
    match event:
        case AnnouncementDrafted():
            return (str(recipient.letter_id) for recipient in event.recipients)
        case LettersQueued():
            return (str(letter_id) for letter_id in event.letter_ids)
        case LetterSent() | LetterDeferred() | LetterRefused() | LetterReaddressed():
            return (str(event.letter_id),)
        case _:
            return ()


def project(key: str, row: LetterRow | None, event: Event) -> LetterRow | None:
    """Fold one event into the row of one letter. A new draft starts its letters anew."""
    if isinstance(event, AnnouncementDrafted):
        return _drafted(key, event)
    if row is None:
        return None
    match event:
        case LettersQueued():
            return replace(row, state="sending", queued_at=event.at)
        case LetterDeferred():
            return _answered(row, "retrying", event)
        case LetterRefused():
            return _answered(row, "refused", event)
        case LetterReaddressed():
            return replace(row, state="to_send")
        case LetterSent():
            return replace(
                _answered(row, "sent", event),
                sent_at=event.sent_at,
                announced_on=event.announced_on,
                message_id=event.message_id,
                digest=event.digest,
                asked_again=event.asked_again,
            )
        case _:
            return row


LETTERS = ReadModel(
    name="letters",
    version=1,
    row=LetterRow,
    events=(
        AnnouncementDrafted,
        LettersQueued,
        LetterSent,
        LetterDeferred,
        LetterRefused,
        LetterReaddressed,
    ),
    keys=keys,
    project=project,
    indexes=("change_id", "contract_id", "provider_id", "state"),
)


def of_change(source: tables.Source, change_id: UUID) -> list[LetterRow]:
    """The letters of a change as last drafted, by contract: the register of AN-20."""
    change = tables.get(source, CHANGES, change_id)
    if change is None or change.drafted_at is None:
        return []
    where = {"change_id": change_id, "drafted_at": tables.AtLeast(change.drafted_at)}
    letters = tables.select(source, LETTERS, where, order=("contract_number",))
    return [as_of_change(letter, change) for letter in letters]


def as_of_change(letter: LetterRow, change: ChangeRow) -> LetterRow:
    """The letter in the light of its change.

    A postponement moves its last lawful day; what had not left the house when the change was
    withdrawn is recalled.
    """
    latest = latest_announcement(change.effective, letter.clause).value
    recalled = change.withdrawn_at is not None and letter.state in ("to_send", "retrying")
    return replace(letter, latest=latest, state="recalled" if recalled else letter.state)


def _drafted(key: str, event: AnnouncementDrafted) -> LetterRow | None:
    letter_id = UUID(key)
    recipient = next((each for each in event.recipients if each.letter_id == letter_id), None)
    if recipient is None:
        return None
    return LetterRow(
        letter_id=recipient.letter_id,
        change_id=event.change_id,
        contract_id=recipient.contract_id,
        contract_number=recipient.contract_number,
        provider_id=recipient.provider_id,
        clause=recipient.clause,
        latest=recipient.latest,
        drafted_at=event.at,
    )


def _answered(
    row: LetterRow, state: State, event: LetterSent | LetterDeferred | LetterRefused
) -> LetterRow:
    return replace(
        row, state=state, attempts=row.attempts + 1, answer=event.answer, answered_at=event.at
    )
