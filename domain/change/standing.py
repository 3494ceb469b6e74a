"""How a change stands: what its rules and its workflow read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from domain.change.assessment import Assessment, Publication
from domain.change.events import (
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeProposed,
    ChangeTabled,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
)
from domain.change.letters import Letter, Letters, reply_letter
from domain.change.parts import Mandate, Override, Recipient, Ruling, Scope
from domain.change.scope import scope_of
from domain.notice import NoticeClause, in_time, latest_announcement
from domain.provisions import Provisions


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What was given up at once: these contracts and segments, or the whole change."""

    contract_ids: frozenset[UUID] = frozenset()
    segments: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalOrder:
    """The letters that say that something was given up, and from when they may leave.

    `order_id` is the id of the command that gave it up.
    """

    order_id: UUID
    letter_ids: frozenset[UUID]
    send_at: datetime
    given_up: GivenUp


@dataclass(frozen=True)
class Change:
    """A change as it stands. `proposal` is what was first proposed; `effective` may be later.

    `description`, `terms` and `provisions` are what is announced now, which may have replaced the
    proposal's (AN-14). `recipients` are all contracts that were laid out a letter, also those that
    the change was given up for since: those are `narrowed`. `restarted` says that other terms were
    announced than at first, `knew_otherwise` are contracts that were concluded with the former in
    view. `in_force` tells by contract from
    which day the change counts.
    """

    proposal: ChangeProposed | None = None
    effective: date = date.max
    description: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    provisions: Provisions = field(default_factory=dict)
    tabled: ChangeTabled | None = None
    adopted: ChangeAdopted | None = None
    lifted: ReservationLifted | None = None
    ruling: Ruling | None = None
    mandate: Mandate | None = None
    bars: frozenset[tuple[str, UUID]] = frozenset()
    paused: bool = False
    drafted_by: str | None = None
    template: str = ""
    recipients: Mapping[UUID, Recipient] = field(default_factory=dict)
    approved: bool = False
    send_at: datetime | None = None
    reactions_until: date | None = None
    letters: Letters = field(default_factory=Letters)
    announced: bool = False
    replaced: AnnouncementReplaced | None = None
    to_redraft: bool = False
    restarted: bool = False
    knew_otherwise: frozenset[UUID] = frozenset()
    reminded: frozenset[int] = frozenset()
    missed: bool = False
    overrides: Mapping[UUID, Override] = field(default_factory=dict)
    in_force: Mapping[UUID, date] = field(default_factory=dict)
    held_back: frozenset[UUID] = frozenset()
    narrowed: frozenset[UUID] = frozenset()
    narrowed_segments: frozenset[str] = frozenset()
    withdrawn: bool = False
    giving_up: GivenUp | None = None
    withdrawals: tuple[WithdrawalOrder, ...] = ()
    reactions: Mapping[UUID, ReactionReceived] = field(default_factory=dict)
    handled: Mapping[UUID, ReactionHandled] = field(default_factory=dict)
    assessment: Assessment | None = None
    publications: tuple[Publication, ...] = ()

    @property
    def clause(self) -> NoticeClause:
        """The programme's clause; each contract's own stands with its recipient."""
        assert self.proposal is not None
        return self.proposal.clause

    @property
    def scope(self) -> Scope:
        """Which contracts it was proposed for."""
        assert self.proposal is not None
        return scope_of(self.proposal.segment, self.proposal.scope)

    @property
    def active(self) -> Mapping[UUID, Recipient]:
        """The recipients that the change was not given up for."""
        if not self.narrowed:
            return self.recipients
        return {key: each for key, each in self.recipients.items() if key not in self.narrowed}

    @property
    def everywhere(self) -> bool:
        """Whether it is in force on every contract that it is still meant for."""
        return bool(self.in_force) and self.in_force.keys() == self.active.keys()

    @property
    def clauses(self) -> tuple[NoticeClause, ...]:
        """The different notice clauses of the contracts that have to be told in time (AN-24)."""
        return tuple(dict.fromkeys(each.clause for each in self.active.values() if not each.knew))

    @property
    def latest(self) -> date:
        """The last lawful day for every contract: the earliest over all, or by the programme.

        Contracts that were concluded with the announced terms in view need no notice.
        """
        days = [each.latest for each in self.active.values() if not each.knew]
        return min(days) if days else latest_announcement(self.effective, self.clause).value

    @property
    def reserved(self) -> bool:
        """Whether the decision that it was announced in advance of is still to come (AN-16)."""
        waits = self.proposal is not None and self.proposal.reservation is not None
        return waits and self.lifted is None

    @property
    def needs_no_notice(self) -> bool:
        """Whether somebody competent ruled that the notice clause does not cover it (AN-13)."""
        return self.ruling is not None and not self.ruling.covered

    @property
    def to_be_told(self) -> bool:
        """Whether its announcement has still to be ordered, by a last lawful day."""
        return self.send_at is None and not self.announced and not self.needs_no_notice

    @property
    def begun(self) -> bool:
        """Whether a letter that announces it was sent, or tried, in the present order."""
        letters = (each for _, each in self.letters.pairs())
        return any(each.status != "to_send" for each in letters if each.announces)

    @property
    def barred(self) -> bool:
        """Whether a closed gate keeps the announcement back: it does until the first has left."""
        return bool(self.bars) and not self.begun

    @property
    def told_all(self) -> bool:
        """Whether every letter that announces it has been taken over, or needs not be any more."""
        letters = [self.letters[each.letter_id] for each in self.active.values()]
        return bool(letters) and all(each.announced_on for each in letters)

    def segment_of(self, contract_id: UUID) -> str:
        """The segment of a recipient's contract; of old the change had but one."""
        assert self.proposal is not None
        return self.recipients[contract_id].segment or self.proposal.segment

    def terms_for(self, contract_id: UUID) -> dict[str, str]:
        """What this contract is to say: the change's terms, its own where they differ."""
        return {**self.terms, **(self.recipients[contract_id].terms or {})}

    def provisions_for(self, contract_id: UUID) -> Provisions:
        """The same in figures."""
        return {**self.provisions, **(self.recipients[contract_id].provisions or {})}

    def announced_on(self, contract_id: UUID) -> date | None:
        """The day this contract's provider was told, if it was."""
        return self.letters[self.recipients[contract_id].letter_id].announced_on

    def in_time(self, contract_id: UUID) -> bool:
        """Whether this contract's own clause was kept; by the old clause, if it is to change."""
        told = self.announced_on(contract_id)
        clause = self.recipients[contract_id].clause
        return told is not None and in_time(told, self.effective, clause)

    def excused(self, contract_id: UUID) -> bool:
        """Whether it counts without a letter in time: decided so, ruled so, or known at signing."""
        return (
            contract_id in self.overrides
            or self.needs_no_notice
            or self.recipients[contract_id].knew
        )

    def may_count(self, contract_id: UUID) -> bool:
        """The first rule of the design: announced in time under its own clause, or excused.

        Nothing counts that was not adopted, is still reserved, or was given up.
        """
        decided = self.adopted is not None and not self.reserved
        meant = not self.withdrawn and contract_id not in self.narrowed
        return decided and meant and (self.in_time(contract_id) or self.excused(contract_id))

    def due_at(self, letter_id: UUID) -> datetime | None:
        """From when a letter that waits may leave; none if it was not ordered, or is given up."""
        return self._due_at(letter_id, self.letters[letter_id])

    def waiting(self) -> Iterator[tuple[UUID, Letter, datetime]]:
        """The letters that have still to leave, or to be sent again, and from when they may."""
        for letter_id, letter in self.letters.pairs():
            if letter.waits and (moment := self._due_at(letter_id, letter)) is not None:
                yield letter_id, letter, moment

    def _due_at(self, letter_id: UUID, letter: Letter) -> datetime | None:
        if letter.kind == "reply":
            answers = {reply_letter(key): each.at for key, each in self.handled.items()}
            return answers.get(letter_id)
        if not letter.announces:
            orders = (each for each in self.withdrawals if letter_id in each.letter_ids)
            return next((each.send_at for each in orders), None)
        if self.withdrawn or letter.contract_id in self.narrowed:
            return None
        return self.send_at
