"""How many things are due on one day: a thousand contracts that end together are one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.sql import SQL

from projections import tables
from projections.agenda.rows import AgendaRow, Kind
from projections.read_model import ReadModel

_TALLY = SQL(
    "select (doc ->> 'programme_id')::uuid, doc ->> 'kind', (doc ->> 'due_on')::date, count(*),"
    " min(key) from {} where (doc ->> 'kind') = any(%(kinds)s)"
    " and (doc ->> 'due_on') between %(first)s and %(last)s and (doc ->> 'done') = 'false'"
    " group by 1, 2, 3, case when doc ->> 'contract_id' is null then key end order by 3, 2, 1, 5"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Contracts with the same kind of day, or one other thing; `key` is that of the first."""

    programme_id: UUID
    kind: Kind
    due_on: date
    count: int
    key: str


def tally(
    source: tables.Source, agenda: ReadModel[AgendaRow], kinds: Iterable[Kind], *days: date
) -> list[Tally]:
    """What is due of these kinds from the first to the last of these days and not settled."""
    first, last = min(days).isoformat(), max(days).isoformat()
    values = {"kinds": list(kinds), "first": first, "last": last}
    found = tables.ask(source, [agenda], _TALLY.format(tables.view(agenda)), values)
    return [Tally(*row) for row in found]
