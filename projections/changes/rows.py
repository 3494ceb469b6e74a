"""What is kept of one change for those who look at it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Source, Standing, derived_id
from domain.change.assessment import Assessment, Publication
from domain.change.letters import reply_letter
from domain.change.parts import (
    Adoption,
    ChangeKind,
    Handling,
    Indexation,
    Mandate,
    Override,
    Reaction,
    Reservation,
    Ruling,
    Scope,
)
from domain.change.scope import scope_of
from domain.notice import NoticeClause, latest_announcement
from domain.provisions import Provisions

Status = Literal[
    "proposed",
    "tabled",
    "adopted",
    "announced",
    "in_notice",
    "in_force",
    "held_back",
    "withdrawn",
]
"""*announced* means ordered or going out, *in_notice* that every letter was taken over."""

Announcement = Literal["none", "drafted", "approved", "ordered", "sending", "sent", "missed"]

Stage = Literal[
    "prepared",
    "discussed",
    "announced",
    "formalised",
    "in_implementation",
    "in_force",
    "withdrawn",
]
"""The stages of the planning documents (CC-10)."""


@dataclass(frozen=True, slots=True)
class Tabled:
    table: str
    discussed_on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    days_before: int
    latest: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Postponement:
    """The day on which the change was to take effect until it was postponed, and why it was."""

    effective: date
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """The decision that the announcement was reserved for, and when that was recorded."""

    decided_on: date
    reference: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Ruled:
    """Whether the notice clause covers the change, and who recorded that."""

    ruling: Ruling
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A closed gate before the announcement."""

    gate: str
    procedure_id: UUID


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when and why nothing is sent or put in force."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What was given up at once. `order_id` is the id under which that can be undone.

    `letters` count the providers that are told so from `send_at` on, `sent` those that were.
    `deferred`, `refused` and `clauses` are what stood on the row until then.
    """

    order_id: UUID
    at: datetime
    by: str
    reason: str
    whole: bool = False
    contract_ids: tuple[UUID, ...] = ()
    segments: tuple[str, ...] = ()
    letters: int = 0
    sent: int = 0
    send_at: datetime | None = None
    deferred: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    clauses: tuple[NoticeClause, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was announced until it was replaced, and why it was. `restarts` says of the clock."""

    description: str
    terms: dict[str, str]
    restarts: bool
    decided_by: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A contract that came under the change afterwards; whether it was signed knowing of it."""

    contract_id: UUID
    contract_number: str
    joined_on: date
    knew: bool


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction of a provider and what was done with it."""

    reaction_id: UUID
    contract_id: UUID
    nature: Reaction
    received_on: date
    in_time: bool
    handling: Handling | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change.

    `clause` is the programme's, `clauses` are those of the contracts in scope as last drafted.
    `latest` is the earliest of the last lawful days over the contracts in scope, or follows from
    the programme's clause while no letters were drafted. `earliest` is the earliest lawful effect
    if the announcement was missed or contracts were held back. `recipients` counts the contracts
    that the change is still meant for, `sent` the letters of the present text that went out.
    """

    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: dict[str, str]
    effective: date
    original_effective: date
    clause: NoticeClause
    latest: date
    draft_days: int
    remind_days: tuple[int, ...]
    standing: Standing | None
    source: Source | None
    proposed_at: datetime
    proposed_by: str
    status: Status = "proposed"
    announcement: Announcement = "none"
    table: Tabled | None = None
    adoption: Adoption | None = None
    clauses: tuple[NoticeClause, ...] = ()
    recipients: int = 0
    template: str | None = None
    drafted_at: datetime | None = None
    drafted_by: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    send_at: datetime | None = None
    ordered_by: str | None = None
    queued_at: datetime | None = None
    sent: int = 0
    deferred_letters: tuple[UUID, ...] = ()
    refused_letters: tuple[UUID, ...] = ()
    announced_on: date | None = None
    reminders: tuple[Reminder, ...] = ()
    missed_at: datetime | None = None
    earliest: date | None = None
    override: Override | None = None
    overridden_contracts: tuple[UUID, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    in_force: int = 0
    held_back_contracts: tuple[UUID, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None
    announce_item: str | None = None
    effect_item: str | None = None
    kinds: tuple[ChangeKind, ...] = ()
    scope: Scope | None = None
    provisions: Provisions = field(default_factory=dict)
    indexation: Indexation | None = None
    new_clause: NoticeClause | None = None
    reservation: Reservation | None = None
    lifted: Lifted | None = None
    ruled: Ruled | None = None
    mandate: Mandate | None = None
    bars: tuple[Bar, ...] = ()
    pause: Pause | None = None
    given_up: tuple[GivenUp, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    joined: tuple[Joined, ...] = ()
    reactions_until: date | None = None
    reactions: tuple[Reacted, ...] = ()
    acknowledged: int = 0
    assessment: Assessment | None = None
    assessed_at: datetime | None = None
    assessed_by: str | None = None
    publications: tuple[Publication, ...] = ()

    @property
    def deferred(self) -> int:
        """How many letters wait for the mail server."""
        return len(self.deferred_letters)

    @property
    def refused(self) -> int:
        """How many letters wait for a better address."""
        return len(self.refused_letters)

    @property
    def held_back(self) -> int:
        """On how many contracts the change may not count."""
        return len(self.held_back_contracts)

    @property
    def overridden(self) -> int:
        """For how many contracts somebody decided that a short notice will do."""
        return len(self.overridden_contracts)

    @property
    def to_announce(self) -> bool:
        """Whether providers have still to be told: neither all told, nor given up, nor in force.

        What somebody ruled to need no notice has not to be announced by a day.
        """
        stopped = self.status in ("withdrawn", "in_force") or self.needs_no_notice
        return self.announcement != "sent" and self.announced_on is None and not stopped

    @property
    def whole_scope(self) -> Scope:
        """Which contracts it was proposed for, also where that was said in a word."""
        return scope_of(self.segment, self.scope)

    @property
    def reserved(self) -> bool:
        """Whether the decision that it was announced in advance of is still to come (AN-16)."""
        return self.reservation is not None and self.lifted is None

    @property
    def needs_no_notice(self) -> bool:
        """Whether somebody ruled that the notice clause does not cover it (AN-13)."""
        return self.ruled is not None and not self.ruled.ruling.covered

    @property
    def narrowed_contracts(self) -> frozenset[UUID]:
        """The contracts that it was given up for, without being withdrawn."""
        return frozenset(each for part in self.given_up for each in part.contract_ids)

    @property
    def other_letters(self) -> frozenset[UUID]:
        """Letters that do not announce it: answers, and those that say where it was given up."""
        answers = {reply_letter(each.reaction_id) for each in self.reactions}
        gone = {derived_id("withdrawal", self.change_id, each) for each in self.narrowed_contracts}
        return frozenset(answers | gone)

    @property
    def consents_missing(self) -> tuple[str, ...]:
        """The municipalities whose consent the letters wait for (AN-12)."""
        if self.mandate is None:
            return ()
        given = {each.municipality for each in self.mandate.consents}
        return tuple(each for each in self.mandate.needed if each not in given)

    @property
    def undoable(self) -> GivenUp | None:
        """What was given up last, while no provider has been told of that; can be undone."""
        last = next((part for part in reversed(self.given_up) if part.letters), None)
        return last if last is not None and not last.sent else None

    @property
    def open_reactions(self) -> tuple[Reacted, ...]:
        """The reactions that nobody has done anything with."""
        return tuple(each for each in self.reactions if each.handling is None)

    @property
    def stage(self) -> Stage:
        """The furthest stage of CC-10 that it has reached.

        *Formalised* means adopted, and no longer under reservation; together with every provider
        told that begins the implementation, which the notice period is for (AN-09).
        """
        if self.withdrawn_at:
            return "withdrawn"
        if self.in_force and self.in_force >= self.recipients:
            return "in_force"
        formal = self.adoption is not None and not self.reserved
        if formal:
            underway = self.announced_on or self.in_force
            return "in_implementation" if underway else "formalised"
        if self.announced_on or self.send_at:
            return "announced"
        return "discussed" if self.table else "prepared"


def latest_day(effective: date, clauses: Iterable[NoticeClause]) -> date:
    """The last day on which every one of these clauses can still be kept."""
    return min(latest_announcement(effective, clause).value for clause in clauses)
