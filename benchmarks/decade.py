"""Ten years of programmes: 20,000 contracts and 1,000,000 events, as the log would hold them.

What happened to contracts and changes is made of the same kinds of events, in the same streams
and the same order as if everybody had done it, but written in bulk: asking the deciders a million
times would take hours. Every contract is announced to, amended and reported on each year; beside
that there are changes of a few contracts, and reactions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from benchmarks.bulk import CONTRACT, LETTER, Cast, Happened, Mould, Single, mould, single
from benchmarks.contract_life import (
    DIGEST,
    FIRST,
    LAST,
    Contract,
    Segment,
    concluded,
    reported,
    tariff,
    words,
)
from domain.base import derived_id
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeProposed,
    ChangeTabled,
    ChangeTookEffect,
    DispatchOrdered,
    LetterAcknowledged,
    LetterSent,
    LettersQueued,
    ReactionHandled,
    ReactionReceived,
)
from domain.change.parts import Adoption, Recipient, Scope
from domain.contract.events import (
    ContractAmended,
)
from domain.notice import latest_announcement
from domain.provider.events import ProviderRegistered
from projections.address_book import Party

NOW = datetime(LAST, 5, 3, 7, tzinfo=UTC)
"""When the decade has passed: two months before the last lawful day for 2032."""

_QUEUED_AT_ONCE = 200
_FEW = 5
_REACTING = 0.05
_LEFT_OPEN = 0.3
_KINDS = ("Jeugdhulp", "Gezinshuis", "Pleegzorg", "Behandelcentrum", "Zorgboerderij")
Letters = Sequence[tuple[Contract, UUID]]


@dataclass(frozen=True, slots=True)
class Decade:
    """How much there is: contracts, providers, and changes of a few contracts each."""

    segments: Sequence[Segment]
    contracts: int = 20_000
    providers: int = 2_000
    small_changes: int = 700

    def events(self) -> Iterator[Happened]:
        """All of it in the order in which it happened, year by year."""
        dice = Random(7)
        yield from self._providers()
        groups = self._contracts(dice)
        for contracts in groups:
            yield from concluded(contracts)
        for year in range(FIRST, LAST + 1):
            for number, contracts in enumerate(groups):
                steps = number % 4 if year == LAST else 4
                yield from Change(contracts, year, "tarieven", steps).events(dice)
            for number in range(self.small_changes // (LAST + 1 - FIRST)):
                theirs = dice.choice(groups)
                some = dice.sample(theirs, min(len(theirs), dice.randint(1, _FEW)))
                steps = number % 4 if year == LAST else 4
                yield from Change(some, year, f"maatwerk {number}", steps).events(dice)
            if year < LAST:
                for contracts in groups:
                    yield from reported(contracts, year, dice)

    def parties(self) -> Iterator[Party]:
        """The providers' names and addresses, which stand outside events."""
        for number in range(self.providers):
            name = f"{_KINDS[number % len(_KINDS)]} Verzonnen {number:04}"
            email = f"post@aanbieder-{number}.example"
            yield Party(str(provider_id(number)), "provider", name, email)

    def _home(self, number: int) -> list[Segment]:
        """The segments in which a provider of this number delivers: all of one programme."""
        programme = self.segments[number % len(self.segments)].programme_id
        return [each for each in self.segments if each.programme_id == programme]

    def _providers(self) -> Iterator[Single]:
        for number in range(self.providers):
            home = self._home(number)
            yield single(
                provider_id(number),
                ProviderRegistered,
                datetime(FIRST - 1, 9, 1, 8, tzinfo=UTC) + timedelta(minutes=number),
                provider_id=provider_id(number),
                programme_id=home[0].programme_id,
                segments=tuple(each.name for each in home),
            )

    def _contracts(self, dice: Random) -> list[list[Contract]]:
        """By segment, without those that have none."""
        groups: dict[tuple[UUID, str], list[Contract]] = {}
        for number in range(self.contracts):
            whose = number % self.providers
            segment = dice.choice(self._home(whose))
            name = f"OV-{number:05}"
            contract = Contract(derived_id("contract", name), name, provider_id(whose), segment)
            groups.setdefault((segment.programme_id, segment.name), []).append(contract)
        return list(groups.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A change per the next year: 0 proposed, 1 adopted, 2 laid out, 3 announced, 4 in force."""

    contracts: Sequence[Contract]
    year: int
    key: str
    steps: int

    @property
    def segment(self) -> Segment:
        return self.contracts[0].segment

    @property
    def change_id(self) -> UUID:
        segment = self.segment
        return derived_id("change", segment.programme_id, segment.name, self.year, self.key)

    @property
    def effective(self) -> date:
        return date(self.year + 1, 1, 1)

    @property
    def latest(self) -> date:
        return latest_announcement(self.effective, self.segment.clause).value

    def events(self, dice: Random) -> Iterator[Happened]:
        start = datetime(self.year, 1, 11, 8, tzinfo=UTC) + timedelta(minutes=dice.randrange(9_000))
        yield self._proposed(start)
        if self.steps == 0:
            return
        tabled, adopted = start + timedelta(days=14), start + timedelta(days=28)
        adoption = Adoption(body="Regionaal bestuur", decided_on=adopted.date())
        yield self._one(ChangeTabled, tabled, table="Ontwikkeltafel", discussed_on=tabled.date())
        yield self._one(ChangeAdopted, adopted, adoption=adoption)
        if self.steps == 1:
            return
        letters = [(each, uuid5(self.change_id, each.number)) for each in self.contracts]
        at = start + timedelta(days=40)
        yield self._laid_out(letters, at)
        if self.steps == 2:
            return
        at += timedelta(days=1)
        until = (at + timedelta(days=42)).date()
        yield self._one(AnnouncementApproved, at, by="p-002")
        yield self._one(DispatchOrdered, at, send_at=at, reactions_until=until)
        yield from self._sent(letters, at)
        yield from self._answered(letters, at, dice)
        if self.steps == 4:
            yield from self._in_force(at.date())

    def _one(self, kind: Any, at: datetime, **fields: Any) -> Single:
        return single(self.change_id, kind, at, change_id=self.change_id, **fields)

    def _proposed(self, at: datetime) -> Single:
        segment, ids = self.segment, tuple(each.contract_id for each in self.contracts)
        return self._one(
            ChangeProposed,
            at,
            effective=self.effective,
            standing="stated",
            key=f"{segment.name}-{self.year}-{self.key}",
            programme_id=segment.programme_id,
            segment=segment.name,
            title=f"{self.key.capitalize()} {segment.name} per {self.year + 1}",
            description="De tarieven volgen de index van de arbeidskosten.",
            terms={"tarief": words(self.year + 1)},
            provisions={"tarief": tariff(self.year + 1)},
            clause=segment.clause,
            remind_days=(56, 28, 14, 7, 1),
            draft_days=84,
            kinds=("tariffs",),
            scope=None if len(ids) > _FEW else Scope(segments=(segment.name,), contracts=ids),
        )

    def _laid_out(self, letters: Letters, at: datetime) -> Single:
        recipients = tuple(
            Recipient(
                letter_id=letter_id,
                contract_id=each.contract_id,
                contract_number=each.number,
                provider_id=each.provider_id,
                clause=self.segment.clause,
                latest=self.latest,
                segment=self.segment.name,
            )
            for each, letter_id in letters
        )
        return self._one(AnnouncementDrafted, at, recipients=recipients, template="announcement/1")

    def _sent(self, letters: Letters, at: datetime) -> Iterator[Happened]:
        """In batches, as they leave the house."""
        for first in range(0, len(letters), _QUEUED_AT_ONCE):
            some, at = letters[first : first + _QUEUED_AT_ONCE], at + timedelta(seconds=9)
            yield self._one(LettersQueued, at, letter_ids=tuple(each for _, each in some))
            sent = self._mould(
                LetterSent,
                at,
                sent_at=at,
                announced_on=at.date(),
                answer="250 2.0.0 Ok: queued",
                message_id=f"<{LETTER}@inkoop.example>",
                digest=DIGEST,
            )
            yield from self._casts(sent, some)
        yield self._one(ChangeAnnounced, at, announced_on=at.date())

    def _answered(self, letters: Letters, at: datetime, dice: Random) -> Iterator[Happened]:
        """All providers say that they have the letter; some react, and not all get an answer."""
        yield from self._casts(self._mould(LetterAcknowledged, at + timedelta(days=2)), letters)
        for contract, letter_id in letters:
            if dice.random() > _REACTING:
                continue
            at += timedelta(minutes=7)
            reaction_id = uuid5(letter_id, "reaction")
            yield self._one(
                ReactionReceived,
                at + timedelta(days=9),
                reaction_id=reaction_id,
                contract_id=contract.contract_id,
                nature=dice.choice(("question", "objection", "suggestion", "agreement")),
                received_on=(at + timedelta(days=9)).date(),
                in_time=True,
                digest=DIGEST,
            )
            if self.year < LAST or dice.random() > _LEFT_OPEN:
                yield self._one(
                    ReactionHandled,
                    at + timedelta(days=14),
                    reaction_id=reaction_id,
                    handling="noted",
                    reason="Besproken aan de ontwikkeltafel.",
                )

    def _in_force(self, announced_on: date) -> Iterator[Happened]:
        """On the day itself: each contract is amended, and the change is told of it."""
        at = datetime(self.effective.year, 1, 1, 0, 5, tzinfo=UTC)
        amended = mould(
            ContractAmended,
            at,
            correlation=self.change_id,
            effective=self.effective,
            contract_id=CONTRACT,
            change_id=self.change_id,
            terms={"tarief": words(self.effective.year)},
            provisions={"tarief": tariff(self.effective.year)},
            kinds=("tariffs",),
            announced_on=announced_on,
            latest=self.latest,
            programme_id=self.segment.programme_id,
        )
        ids = tuple(each.contract_id for each in self.contracts)
        yield from (Cast(each, amended, each) for each in ids)
        yield self._one(ChangeTookEffect, at, effective=self.effective, contract_ids=ids)

    def _mould(self, kind: Any, at: datetime, **fields: Any) -> Mould:
        about = {"change_id": self.change_id, "contract_id": CONTRACT, "letter_id": LETTER}
        return mould(kind, at, correlation=self.change_id, **about, **fields)

    def _casts(self, form: Mould, letters: Letters) -> Iterator[Cast]:
        change_id = self.change_id
        return (Cast(change_id, form, each.contract_id, letter) for each, letter in letters)


def provider_id(number: int) -> UUID:
    return derived_id("provider", "decade", number)
