"""Letters of a change that are alike in all that its register counts or filters by.

A change may have thousands of letters, of which few differ in more than whose they are. The
database counts those that are alike; one of each is judged as any letter is, so that what is
counted of thousands is what would be counted one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.sql import SQL

from projections import tables
from projections.changes import ChangeRow
from projections.letters import LETTERS, LetterRow, as_of_change, in_register

_EACH = SQL(
    "doc ->> 'kind', doc ->> 'state', doc ->> 'segment', doc ->> 'knew',"
    " doc ->> 'drafted_at', doc ->> 'announced_on', (doc ->> 'sent_at' is null)::text,"
    " doc #>> '{clause,clause_id}', doc #>> '{clause,clause_version}', doc #>> '{clause,months}',"
    " doc #>> '{clause,counting}', doc #>> '{clause,weekend}',"
    " (doc ->> 'contract_id' = any(%(narrowed)s))::text,"
    " case when doc -> 'earlier' <> '[]' then"
    " jsonb_path_query_array(doc, '$.earlier[*].announced_on')::text"
    " || jsonb_path_query_array(doc, '$.earlier[*].drafted_at')::text end"
)
"""All that `as_of_change`, `on_time.timing` and the filters read, but the contract's number."""

_FACTS = SQL("array[{}]::text").format(_EACH)
_ALIKE = SQL(
    "select {}, count(*), min(key), sum(count(*)) over ()"
    " from {} where (doc ->> 'change_id') = %(change)s group by {}"
)
_PAGE = SQL(
    "select doc::text from {} where (doc ->> 'change_id') = %(change)s{}{}"
    " order by {}, {}, key limit %(limit)s offset %(offset)s"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """So many letters, and one of them in the light of its change.

    `facts` tells them apart from others, `among` is how many letters there are with the others.
    """

    letter: LetterRow
    number: int
    facts: str
    among: int


def of_change(connection: Connection[Any], change: ChangeRow) -> list[Alike]:
    """What `letters.of_change` has, the letters that are alike together."""
    if change.drafted_at is None:
        return []
    query = _ALIKE.format(_FACTS, tables.view(LETTERS), _EACH)
    found = tables.ask(connection, [LETTERS], query, _values(change))
    rows = tables.get_all(connection, LETTERS, [one for _, _, one, _ in found])
    return [
        Alike(as_of_change(rows[one], change), number, facts, int(among))
        for facts, number, one, among in found
        if one in rows and in_register(rows[one], change)
    ]


def page(
    connection: Connection[Any],
    change: ChangeRow,
    chosen: Sequence[Alike],
    *,
    number: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[LetterRow]:
    """The letters that are like one of these, by contract; of one contract if `number` says so."""
    if not chosen:
        return []
    values = {
        **_values(change),
        "facts": [each.facts for each in chosen],
        "number": number,
        "limit": limit,
        "offset": offset,
    }
    fits = SQL(" and {} = any(%(facts)s)").format(_FACTS)
    some_do_not = number_of(chosen) < chosen[0].among
    its_number = SQL(" and {} = %(number)s").format(tables.expression(LETTERS, "contract_number"))
    by = [tables.ordering(LETTERS, field) for field in ("contract_number", "drafted_at")]
    parts = [fits if some_do_not else SQL(""), its_number if number else SQL("")]
    query = _PAGE.format(tables.view(LETTERS), *parts, *by)
    found = tables.ask(connection, [LETTERS], query, values)
    return [as_of_change(tables.row_of(LETTERS, doc), change) for (doc,) in found]


def number_of(alike: Sequence[Alike]) -> int:
    """How many letters these are together."""
    return sum(each.number for each in alike)


def _values(change: ChangeRow) -> dict[str, object]:
    narrowed: frozenset[UUID] = change.narrowed_contracts
    return {"change": str(change.change_id), "narrowed": [str(each) for each in narrowed]}
