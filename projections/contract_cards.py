"""Each contract as lists, filters and scopes ask for it, and no more.

After ten years a contract is a document of 10 kB, that PostgreSQL stores apart from its table and
unpacks for every field that is asked. A card stays below 1 kB, so that thousands are counted in
milliseconds. `projections.contracts` has all the rest, from the same events.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args
from uuid import UUID

from psycopg.sql import SQL

from domain.base import Event
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractEnded,
    ContractExtended,
    ContractReplaced,
)
from domain.dates import Window
from projections import tables
from projections.contracts import area_of, begins_to_count, last_day_by
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class ContractCard:
    """`area`, `ends` and `products` as in `ContractRow`; one that `runs` was not ended or replaced.

    `days` are those from which something else counts than before, in their order.
    """

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    products: tuple[str, ...]
    area: tuple[str, ...]
    days: tuple[date, ...]
    runs: bool = True

    def changes_after(self, day: date) -> date | None:
        """The first day after this one on which something agreed already begins to count."""
        return next((each for each in self.days if each > day), None)


Told = ContractConcluded | ContractAmended | ContractEnded | ContractExtended | ContractReplaced
"""What happens to a contract that its card tells of."""


def keys(event: Event) -> Iterable[str]:
    """A contract has one card."""
    return (str(event.contract_id),) if isinstance(event, Told) else ()


def project(_: str, card: ContractCard | None, event: Event) -> ContractCard | None:
    """Fold one event into the card of its contract."""
    if isinstance(event, ContractConcluded):
        return _concluded(event)
    if card is None:
        return None
    match event:
        case ContractAmended():
            return replace(card, days=tuple(sorted({*card.days, begins_to_count(event)})))
        case ContractEnded() | ContractReplaced():
            return replace(card, ends=Window.on(last_day_by(event)), runs=False)
        case ContractExtended():
            return replace(card, ends=Window.on(last_day_by(event)))
        case _:
            return card


CONTRACT_CARDS = ReadModel(
    name="contract_cards",
    version=1,
    row=ContractCard,
    events=get_args(Told),
    keys=keys,
    project=project,
    indexes=(("programme_id", "segment"), "segment", "provider_id", "number", "runs"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a programme: how many contracts there are, and how many of these run."""

    programme_id: UUID
    contracts: int
    running: int


_COUNTED = SQL(
    "select (doc ->> 'programme_id')::uuid, count(*),"
    " count(*) filter (where doc ->> 'runs' = 'true') from {}{} group by doc ->> 'programme_id'"
)
_NUMBERS = SQL("select min(doc ->> 'number'), max(doc ->> 'number') from {}{}")


def counted(source: tables.Source, where: tables.Where) -> list[Counted]:
    """Those for which all conditions hold, counted by programme."""
    condition, values = tables.condition_of(CONTRACT_CARDS, where)
    query = _COUNTED.format(tables.view(CONTRACT_CARDS), condition)
    found = tables.ask(source, [CONTRACT_CARDS], query, values)
    return [Counted(*each) for each in found]


def first_and_last(source: tables.Source, where: tables.Where) -> tuple[str, str]:
    """From which number to which those are for which all conditions hold; there must be some."""
    condition, values = tables.condition_of(CONTRACT_CARDS, where)
    query = _NUMBERS.format(tables.view(CONTRACT_CARDS), condition)
    [(first, last)] = tables.ask(source, [CONTRACT_CARDS], query, values)
    return first, last


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Alike:
    """Contracts of which a scope cannot tell one from another.

    One that the scope names by its id is alone in its group; of the others that is `NOBODY`.
    """

    contract_id: UUID
    segment: str
    products: tuple[str, ...]
    area: tuple[str, ...]
    ends: Window
    contracts: int


_ALIKE = SQL(
    "select case when key = any(%s) then key end as named, doc ->> 'segment', doc ->> 'products',"
    " doc ->> 'area', doc ->> 'ends', count(*) from {}{} group by 1, 2, 3, 4, 5"
)
"""Grouped by their text, which takes less than comparing JSON."""


def alike(
    source: tables.Source, where: Mapping[str, object], named: Collection[UUID]
) -> Iterable[Alike]:
    """Those for which all conditions hold, in groups of which one answer is enough."""
    condition, values = tables.condition_of(CONTRACT_CARDS, where)
    query = _ALIKE.format(tables.view(CONTRACT_CARDS), condition)
    asked = [sorted(map(str, named)), *values]
    found = tables.ask(source, [CONTRACT_CARDS], query, asked)
    return [
        Alike(
            contract_id=UUID(key) if key else NOBODY,
            segment=segment,
            products=tuple(json.loads(products)),
            area=tuple(json.loads(area)),
            ends=Window.model_validate_json(ends),
            contracts=contracts,
        )
        for key, segment, products, area, ends, contracts in found
    ]


def _concluded(event: ContractConcluded) -> ContractCard:
    return ContractCard(
        contract_id=event.contract_id,
        number=event.number,
        programme_id=event.programme_id,
        segment=event.segment,
        provider_id=event.provider_id,
        starts=event.starts,
        ends=event.ends,
        products=event.products,
        area=area_of(event.municipalities, event.principals),
        days=(begins_to_count(event),),
    )
