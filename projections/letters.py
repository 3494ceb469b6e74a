"""The letters: what became of each, and the register that proves which were in time (AN-20)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Generic, Literal, TypeVar
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    ContractsJoined,
    LetterAcknowledged,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    ReactionHandled,
    WithdrawalOrdered,
)
from domain.change.letters import LetterKind
from domain.change.parts import Recipient, ReplyLetter, WithdrawalLetter
from domain.dates import local_day
from domain.notice import NoticeClause, latest_announcement
from projections import tables
from projections.changes import CHANGES, ChangeRow
from projections.read_model import ReadModel

State = Literal["to_send", "sending", "sent", "retrying", "refused", "recalled"]
Answered = LetterSent | LetterDeferred | LetterRefused


@dataclass(frozen=True, slots=True)
class Delivery:
    """An earlier text of a letter that went out: when that was, and what proves it."""

    drafted_at: datetime
    edition: int
    sent_at: datetime
    announced_on: date
    answer: str
    message_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """An earlier text that was being sent when another took its place."""

    drafted_at: datetime
    edition: int


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter to one provider about one contract.

    `latest` is its last lawful day under the contract's own clause. `attempts` are those that
    the mail server answered, with `answer` the last time; `asked_again` says that an earlier
    attempt had ended without an answer. `edition` counts its addresses and texts, `earlier` are
    the texts before this one that went out, `awaits` is one of which the answer is still to come.
    `knew` says that the contract was signed with the change in view, `terms` are those that
    it says otherwise than the other letters. What the change as a whole has to say about its
    letters is added by `of_change`.
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
    kind: LetterKind = "announcement"
    edition: int = 1
    segment: str | None = None
    joined_on: date | None = None
    knew: bool = False
    terms: dict[str, str] | None = None
    acknowledged_on: date | None = None
    earlier: tuple[Delivery, ...] = ()
    awaits: Awaited | None = None

    @property
    def announces(self) -> bool:
        """Whether it tells of the change, be it in a better text."""
        return self.kind in ("announcement", "rectification")

    @property
    def days_to_spare(self) -> int | None:
        """Days between the letter and its last lawful day; below zero it was too late."""
        if self.announced_on is None or not self.announces:
            return None
        return (self.latest - self.announced_on).days

    @property
    def in_time(self) -> bool | None:
        """Whether it announced in time; none while it has not gone out, or announces nothing."""
        spare = self.days_to_spare
        return None if spare is None else spare >= 0


def keys(event: Event) -> Iterable[str]:
    """What lays letters out touches a row for every letter, other events the letters they name."""
    match event:
        case AnnouncementDrafted() | ContractsJoined():
            return (str(recipient.letter_id) for recipient in event.recipients)
        case WithdrawalOrdered():
            return (str(letter.letter_id) for letter in event.letters)
        case ReactionHandled():
            return (str(event.reply.letter_id),) if event.reply else ()
        case LettersQueued():
            return (str(letter_id) for letter_id in event.letter_ids)
        case (
            LetterSent()
            | LetterDeferred()
            | LetterRefused()
            | LetterReaddressed()
            | LetterAcknowledged()
        ):
            return (str(event.letter_id),)
        case _:
            return ()


def project(key: str, row: LetterRow | None, event: Event) -> LetterRow | None:
    """Fold one event into the row of one letter. A new draft lays its letters out anew."""
    match event:
        case AnnouncementDrafted() | ContractsJoined():
            recipient = _named(key, event.recipients)
            return row if recipient is None else _laid_out(recipient, row, event)
        case WithdrawalOrdered():
            letter = _named(key, event.letters)
            return row if letter is None else _ordered(letter, "withdrawal", event, event.send_at)
        case ReactionHandled():
            return _ordered(event.reply, "reply", event, event.at) if event.reply else row
        case _ if row is None:
            return None
        case LettersQueued():
            return replace(row, state="sending", queued_at=event.at, awaits=None)
        case LetterSent() | LetterDeferred() | LetterRefused():
            return _answered(row, event) if row.awaits is None else _of_earlier_text(row, event)
        case LetterReaddressed():
            return replace(row, state="to_send", edition=row.edition + 1)
        case LetterAcknowledged():
            return replace(row, acknowledged_on=local_day(event.at))
        case _:
            return row


LETTERS = ReadModel(
    name="letters",
    version=2,
    row=LetterRow,
    events=(
        AnnouncementDrafted,
        ContractsJoined,
        WithdrawalOrdered,
        LettersQueued,
        LetterSent,
        LetterDeferred,
        LetterRefused,
        LetterReaddressed,
        LetterAcknowledged,
        ReactionHandled,
    ),
    keys=keys,
    project=project,
    indexes=(
        "change_id",
        "contract_id",
        "provider_id",
        "state",
        ("change_id", "state", "contract_number", "drafted_at"),
        ("change_id", "contract_number", "drafted_at"),
    ),
)


def of_change(source: tables.Source, change_id: UUID) -> list[LetterRow]:
    """The letters of a change as last drafted, by contract: the register of AN-20.

    Whoever got one is in it for good, also when a later draft passes that contract over.
    """
    change = tables.get(source, CHANGES, change_id)
    if change is None or change.drafted_at is None:
        return []
    order = ("contract_number", "drafted_at")
    letters = tables.select(source, LETTERS, {"change_id": change_id}, order)
    narrowed = change.narrowed_contracts
    return [_as_of(letter, change, narrowed) for letter in letters if in_register(letter, change)]


def in_register(letter: LetterRow, change: ChangeRow) -> bool:
    """Whether the letter counts: it is of the last draft, went out, or announces nothing."""
    assert change.drafted_at is not None
    of_last_draft = letter.drafted_at >= change.drafted_at
    return of_last_draft or letter.sent_at is not None or not letter.announces


def as_of_change(letter: LetterRow, change: ChangeRow) -> LetterRow:
    """The letter in the light of its change.

    A postponement moves its last lawful day; what had not left the house when the change was
    given up for its contract is recalled, and so is a withdrawal letter once that was undone. The
    day on which an earlier text told of the change stays, unless other terms replaced it since.
    """
    return _as_of(letter, change, change.narrowed_contracts)


def _as_of(letter: LetterRow, change: ChangeRow, narrowed: frozenset[UUID]) -> LetterRow:
    """`narrowed` are the contracts that the change was given up for."""
    gone = change.withdrawn_at is not None or letter.contract_id in narrowed
    unsent = letter.state in ("to_send", "retrying", "refused")
    recalled = unsent and (gone if letter.announces else letter.kind == "withdrawal" and not gone)
    state: State = "recalled" if recalled else letter.state
    latest = _latest(change.effective, letter.clause)
    told = _told_on(letter, change) if letter.announces else letter.announced_on
    if (letter.latest, letter.state, letter.announced_on) == (latest, state, told):
        return letter
    return replace(letter, latest=latest, state=state, announced_on=told)


@lru_cache(maxsize=256)
def _latest(effective: date, clause: NoticeClause) -> date:
    """Of thousands of letters of a change, which have few clauses."""
    return latest_announcement(effective, clause).value


def _told_on(letter: LetterRow, change: ChangeRow) -> date | None:
    """The first day on which a text went out that still counts (AN-14)."""
    since = max((each.at for each in change.replaced if each.restarts), default=None)
    texts: list[Delivery | LetterRow] = [*letter.earlier, letter]
    days = [
        each.announced_on
        for each in texts
        if each.announced_on and (since is None or each.drafted_at > since)
    ]
    return min(days, default=None)


Named = TypeVar("Named", Recipient, WithdrawalLetter)


def _named(key: str, letters: Sequence[Named]) -> Named | None:
    return _by_id(_SameLetters(letters)).get(key)


@dataclass(frozen=True, slots=True, eq=False)
class _SameLetters(Generic[Named]):
    """Letters that are the same only if they stand in the same event: equality would read all."""

    letters: Sequence[Named]

    def __hash__(self) -> int:
        return id(self.letters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameLetters) and self.letters is other.letters


@lru_cache(maxsize=1)
def _by_id(same: _SameLetters[Named]) -> Mapping[str, Named]:
    """Made once for an event, which is folded into a row for every one of its letters."""
    return {str(each.letter_id): each for each in reversed(same.letters)}


def _laid_out(
    recipient: Recipient, row: LetterRow | None, event: AnnouncementDrafted | ContractsJoined
) -> LetterRow:
    """A letter as it waits to be sent; after one that went out it is a rectification."""
    fresh = LetterRow(
        letter_id=recipient.letter_id,
        change_id=event.change_id,
        contract_id=recipient.contract_id,
        contract_number=recipient.contract_number,
        provider_id=recipient.provider_id,
        clause=recipient.clause,
        latest=recipient.latest,
        drafted_at=event.at,
        segment=recipient.segment,
        joined_on=recipient.joined_on,
        knew=recipient.knew,
        terms=recipient.terms,
    )
    if row is None:
        return fresh
    earlier = (*row.earlier, *_delivered(row))
    left = row.state != "to_send"
    return replace(
        fresh,
        kind="rectification" if earlier else "announcement",
        edition=row.edition + 1 if left else row.edition,
        earlier=earlier,
        awaits=Awaited(row.drafted_at, row.edition) if row.state == "sending" else row.awaits,
    )


def _delivered(row: LetterRow) -> tuple[Delivery, ...]:
    """What proves that the present text went out, if it did."""
    if row.sent_at is None or row.announced_on is None:
        return ()
    return (
        Delivery(
            drafted_at=row.drafted_at,
            edition=row.edition,
            sent_at=row.sent_at,
            announced_on=row.announced_on,
            answer=row.answer or "",
            message_id=row.message_id or "",
            digest=row.digest or "",
        ),
    )


def _ordered(
    letter: WithdrawalLetter | ReplyLetter,
    kind: LetterKind,
    event: WithdrawalOrdered | ReactionHandled,
    send_at: datetime,
) -> LetterRow:
    return LetterRow(
        letter_id=letter.letter_id,
        change_id=event.change_id,
        contract_id=letter.contract_id,
        contract_number=letter.contract_number,
        provider_id=letter.provider_id,
        clause=letter.clause,
        latest=local_day(send_at),
        drafted_at=event.at,
        kind=kind,
    )


def _answered(row: LetterRow, event: Answered) -> LetterRow:
    states: dict[type[Event], State] = {LetterDeferred: "retrying", LetterRefused: "refused"}
    row = replace(
        row,
        state=states.get(type(event), "sent"),
        attempts=row.attempts + 1,
        answer=event.answer,
        answered_at=event.at,
    )
    if not isinstance(event, LetterSent):
        return row
    return replace(
        row,
        sent_at=event.sent_at,
        announced_on=event.announced_on,
        message_id=event.message_id,
        digest=event.digest,
        asked_again=event.asked_again,
    )


def _of_earlier_text(row: LetterRow, event: Answered) -> LetterRow:
    """The answer to an attempt from before the text was replaced: the new one still waits."""
    assert row.awaits is not None
    if not isinstance(event, LetterSent):
        return replace(row, awaits=None)
    sent = Delivery(
        drafted_at=row.awaits.drafted_at,
        edition=row.awaits.edition,
        sent_at=event.sent_at,
        announced_on=event.announced_on,
        answer=event.answer,
        message_id=event.message_id,
        digest=event.digest,
    )
    return replace(row, awaits=None, kind="rectification", earlier=(*row.earlier, sent))
