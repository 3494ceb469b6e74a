"""What is known already, as far as rows have to be held against it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, reduce
from uuid import UUID

from domain.base import Event, derived_id
from domain.contract.commands import Terms
from domain.identifiers import SCHEMES, Scheme
from domain.provider.state import Provider, evolve
from domain.provisions import Provisions
from projections import address_book, tables
from projections.address_book import Party
from projections.contracts import CONTRACTS, ContractRow
from projections.programmes import ProgrammeRow
from runtime.sheets.verdicts import Entry, version_of

CHUNK = 1_000
Read = Callable[[UUID], Sequence[Event]]


@dataclass(frozen=True)
class Known:
    """One programme, all parties of the address book, and what streams and rows tell on demand."""

    programme: ProgrammeRow
    today: date
    parties: Mapping[str, Party]
    numbers: Mapping[str, Mapping[Scheme, str]]
    provider: Callable[[UUID], Provider]
    events: Callable[[UUID], int]
    contracts: Mapping[str, ContractRow]

    @cached_property
    def holders(self) -> Mapping[tuple[Scheme, str], str]:
        """Whose a number is: the party's id."""
        return {
            (scheme, value): party_id
            for party_id, each in self.numbers.items()
            for scheme, value in each.items()
        }

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Party ids by their names without what is often left out or written otherwise."""
        return {bare_name(each.name): each.party_id for each in self.parties.values() if each.name}

    @cached_property
    def segments(self) -> Mapping[str, str]:
        """Segment ids by everything they are called."""
        return {
            called.casefold(): each.segment_id
            for each in self.programme.segments
            for called in (each.segment_id, each.title, *each.aliases)
        }

    def entry(self, provider_id: UUID) -> Entry | None:
        """What the address book says of a provider."""
        party = self.parties.get(str(provider_id))
        if party is None:
            return None
        numbers = self.numbers.get(str(provider_id), {})
        return Entry(name=party.name, email=party.email, numbers=dict(numbers))

    def called(self, party_id: str) -> str:
        """A party's name, or its id if it has none."""
        party = self.parties.get(party_id)
        return (party.name if party else None) or party_id


def load(
    source: tables.Source, read: Read, programme: ProgrammeRow, today: date, numbers: Iterable[str]
) -> Known:
    """What is known, with the contracts that have these numbers."""
    contracts: dict[str, ContractRow] = {}
    wanted = list(dict.fromkeys(numbers))
    with tables.connected(source) as connection:
        parties = {each.party_id: each for each in address_book.of_kind(connection, "provider")}
        found = address_book.identifiers(connection, parties)
        for start in range(0, len(wanted), CHUNK):
            ids = [derived_id("contract", each) for each in wanted[start : start + CHUNK]]
            for row in tables.get_all(connection, CONTRACTS, ids).values():
                contracts[row.number] = row
    streams = cache(read)
    return Known(
        programme=programme,
        today=today,
        parties=parties,
        numbers=found,
        provider=lambda each: folded(streams(each)),
        events=lambda each: len(streams(each)),
        contracts=contracts,
    )


def folded(events: Iterable[Event]) -> Provider:
    """The provider that these events make."""
    return reduce(evolve, events, Provider())  # type: ignore[arg-type]  # a provider's stream


def bare_name(name: str) -> str:
    """A name without legal form, signs and spaces, so that two ways to write it are one."""
    words = "".join(each if each.isalnum() else " " for each in name.casefold()).split()
    return "".join(each for each in words if each not in ("stichting", "bv", "coöperatie", "de"))


def provider_version(entry: Entry | None, provider: Provider) -> str:
    """The mark of what an export says of a provider."""
    entry = entry or Entry()
    numbers = [entry.numbers.get(scheme) for scheme in SCHEMES]
    parts = (provider.segments, provider.size, provider.region, provider.municipalities)
    return version_of(entry.name, entry.email, numbers, *parts)


def contract_version(row: ContractRow, day: date) -> str:
    """The mark of what an export says of a contract on a day."""
    return version_of(
        row.provider_id,
        row.segment,
        row.starts,
        row.ends,
        row.clause.clause_id,
        row.products,
        row.municipalities,
        sorted(terms_on(row, day).items()),
        sorted(provisions_on(row, day).items()),
    )


def terms_on(row: ContractRow, day: date) -> Terms:
    """The terms on a day; before it starts those that it starts with."""
    return row.terms_on(max(day, row.starts))


def provisions_on(row: ContractRow, day: date) -> Provisions:
    """The terms that are known in figures too, on a day."""
    return row.provisions_on(max(day, row.starts))
