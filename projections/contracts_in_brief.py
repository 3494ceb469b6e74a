"""Contracts as a list of them names each: that and no more, as there may be twenty thousand."""

from dataclasses import dataclass
from uuid import UUID

from psycopg.sql import SQL

from projections import tables
from projections.contracts import CONTRACTS

_BRIEF = SQL(
    "select contract_id, it.number, programme_id, segment, provider_id, ends ->> 'written',"
    " (it.ended is null or it.ended = 'null') and successions = '[]'"
    " from {}, jsonb_to_record(doc) as it(contract_id uuid, number text, programme_id uuid,"
    " segment text, provider_id uuid, ends jsonb, ended jsonb, successions jsonb){} order by 2"
)


@dataclass(frozen=True, slots=True)
class Brief:
    """A contract; `ends` as it is written. One that `runs` was neither ended nor replaced."""

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    ends: str
    runs: bool


def in_brief(source: tables.Source, where: tables.Where) -> list[Brief]:
    """The contracts for which all conditions hold, by number."""
    condition, values = tables.condition_of(CONTRACTS, where)
    query = _BRIEF.format(tables.view(CONTRACTS), condition)
    with tables.connected(source) as connection:
        found = tables.cursor(connection).execute(query, values).fetchall()
    return [Brief(*row) for row in found]
