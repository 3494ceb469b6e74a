"""How a change stands: what its rules and its workflow need to know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, assert_never
from uuid import UUID

from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeEvent,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    OfficeReminded,
)
from domain.change.parts import Override, Recipient
from domain.notice import NoticeClause, in_time, latest_announcement

LetterStatus = Literal["to_send", "queued", "deferred", "sent", "refused"]

_SHELF = 32


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `announced_on` is the day the mail server took it over.

    `edition` counts the addresses it was sent to: each goes out under a message id of its own.
    """

    contract_id: UUID
    edition: int = 1
    status: LetterStatus = "to_send"
    announced_on: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Letters(Mapping[UUID, Letter]):
    """The letters of a change, in the order they were laid out.

    They stand on shelves, and `but` copies only the shelf it touches: a change may have thousands
    of letters, and each has events of its own.
    """

    places: Mapping[UUID, int] = field(default_factory=dict)
    shelves: tuple[tuple[Letter, ...], ...] = ()

    @classmethod
    def of(cls, recipients: Sequence[Recipient]) -> "Letters":
        letters = tuple(Letter(each.contract_id) for each in recipients)
        return cls(
            places={each.letter_id: place for place, each in enumerate(recipients)},
            shelves=tuple(letters[at : at + _SHELF] for at in range(0, len(letters), _SHELF)),
        )

    def but(self, letter_id: UUID, letter: Letter) -> "Letters":
        """The same letters, but for this one."""
        number, place = divmod(self.places[letter_id], _SHELF)
        shelves = list(self.shelves)
        shelf = list(shelves[number])
        shelf[place] = letter
        shelves[number] = tuple(shelf)
        return Letters(self.places, tuple(shelves))

    def __getitem__(self, letter_id: UUID) -> Letter:
        number, place = divmod(self.places[letter_id], _SHELF)
        return self.shelves[number][place]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Change:
    """A change as it stands. `proposal` is what was first proposed; `effective` may be later.

    `in_force` tells by contract from which day the change counts.
    """

    proposal: ChangeProposed | None = None
    effective: date = date.max
    tabled: ChangeTabled | None = None
    adopted: ChangeAdopted | None = None
    drafted_by: str | None = None
    template: str = ""
    recipients: Mapping[UUID, Recipient] = field(default_factory=dict)
    approved: bool = False
    send_at: datetime | None = None
    letters: Letters = field(default_factory=Letters)
    announced: bool = False
    reminded: frozenset[int] = frozenset()
    missed: bool = False
    overrides: Mapping[UUID, Override] = field(default_factory=dict)
    in_force: Mapping[UUID, date] = field(default_factory=dict)
    held_back: frozenset[UUID] = frozenset()
    withdrawn: bool = False

    @property
    def clause(self) -> NoticeClause:
        """The programme's clause; each contract's own stands with its recipient."""
        assert self.proposal is not None
        return self.proposal.clause

    @property
    def latest(self) -> date:
        """The last lawful day for every contract: the earliest over all, or by the programme."""
        if self.recipients:
            return min(recipient.latest for recipient in self.recipients.values())
        return latest_announcement(self.effective, self.clause).value

    def announced_on(self, contract_id: UUID) -> date | None:
        """The day this contract's provider was told, if it was."""
        return self.letters[self.recipients[contract_id].letter_id].announced_on

    def in_time(self, contract_id: UUID) -> bool:
        """Whether this contract's own clause was kept."""
        told = self.announced_on(contract_id)
        clause = self.recipients[contract_id].clause
        return told is not None and in_time(told, self.effective, clause)

    def may_count(self, contract_id: UUID) -> bool:
        """The first rule of the design: announced in time under its own clause, or overridden."""
        return self.adopted is not None and (
            self.in_time(contract_id) or contract_id in self.overrides
        )


def evolve(change: Change, event: ChangeEvent) -> Change:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case LetterSent():
            return with_letter(change, event.letter_id, "sent", event.announced_on)
        case LetterDeferred():
            return with_letter(change, event.letter_id, "deferred")
        case LetterRefused():
            return with_letter(change, event.letter_id, "refused")
        case ChangeProposed():
            return replace(change, proposal=event, effective=event.effective or date.max)
        case ChangeTabled():
            return replace(change, tabled=event)
        case ChangeAdopted():
            return replace(change, adopted=event)
        case ChangePostponed():
            return postponed(change, event.effective or change.effective)
        case ChangeWithdrawn():
            return replace(change, withdrawn=True)
        case OfficeReminded():
            leads = (*(change.proposal.remind_days if change.proposal else ()), 0)
            passed = {days for days in leads if days >= event.days_before}
            return replace(change, reminded=change.reminded | passed)
        case AnnouncementMissed():
            return replace(change, missed=True)
        case NoticeOverridden():
            named = dict.fromkeys(event.contract_ids, event.override)
            return replace(
                change,
                overrides={**change.overrides, **named},
                held_back=change.held_back - set(event.contract_ids),
            )
        case ChangeTookEffect():
            counts = dict.fromkeys(event.contract_ids, event.effective or change.effective)
            return replace(change, in_force={**change.in_force, **counts})
        case ChangeHeldBack():
            held = {contract.contract_id for contract in event.contracts}
            return replace(change, held_back=change.held_back | held)
        case _:
            return evolve_announcement(change, event)


def evolve_announcement(
    change: Change,
    event: AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | DispatchRecalled
    | LettersQueued
    | LetterReaddressed
    | ChangeAnnounced,
) -> Change:
    match event:
        case AnnouncementDrafted():
            return replace(
                change,
                drafted_by=event.by,
                template=event.template,
                recipients={each.contract_id: each for each in event.recipients},
                letters=Letters.of(event.recipients),
                approved=False,
            )
        case AnnouncementApproved():
            return replace(change, approved=True)
        case DispatchOrdered():
            return replace(change, send_at=event.send_at)
        case DispatchRecalled():
            return replace(change, send_at=None)
        case LettersQueued():
            for letter_id in event.letter_ids:
                change = with_letter(change, letter_id, "queued")
            return change
        case LetterReaddressed():
            edition = change.letters[event.letter_id].edition + 1
            return with_letter(change, event.letter_id, "to_send", edition=edition)
        case ChangeAnnounced():
            return replace(change, announced=True)
        case _:
            assert_never(event)


def with_letter(
    change: Change,
    letter_id: UUID,
    status: LetterStatus,
    announced_on: date | None = None,
    edition: int | None = None,
) -> Change:
    """Most events of a long stream come here, so it copies by hand what `replace` would copy."""
    known = change.letters[letter_id]
    letter = Letter(known.contract_id, edition or known.edition, status, announced_on)
    copy = object.__new__(Change)
    copy.__dict__.update(change.__dict__, letters=change.letters.but(letter_id, letter))
    return copy


def postponed(change: Change, effective: date) -> Change:
    """Every last day follows the new effective date, and what was late may be in time again."""
    recipients = {
        contract_id: recipient.model_copy(
            update={"latest": latest_announcement(effective, recipient.clause).value}
        )
        for contract_id, recipient in change.recipients.items()
    }
    return replace(
        change,
        effective=effective,
        recipients=recipients,
        reminded=frozenset(),
        missed=False,
        held_back=frozenset(),
    )
