"""When the contracts of a programme end, and how far their options take them: that and no more.

A programme may have thousands of contracts, and what asks this asks it of all of them: what is
written the same of many is read once.
"""

import json
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.sql import SQL
from pydantic import TypeAdapter

from domain.contract.options import option_left
from domain.contract.parts import Option
from domain.dates import Window
from domain.whatif.world import Running
from projections import tables
from projections.contracts import CONTRACTS

_OPTIONS: TypeAdapter[tuple[Option, ...]] = TypeAdapter(tuple[Option, ...])
_ENDS = SQL(
    "select contract_id, it.number, it.segment, provider_id, starts, ends::text, options::text,"
    " case when options = '[]' then '[]' else extensions::text end"
    " from {}, jsonb_to_record(doc) as it(contract_id uuid, number text, segment text,"
    " provider_id uuid, starts date, ends jsonb, options jsonb, extensions jsonb, ended jsonb)"
    " where (doc ->> 'programme_id') = %s and (it.ended is null or it.ended = 'null')"
    " order by it.number"
)


def running(connection: Connection[Any], programme_id: UUID, today: date) -> list[Running]:
    """The programme's contracts that were not ended early and run on today or later, by number."""
    query = _ENDS.format(tables.view(CONTRACTS))
    found = tables.ask(connection, [CONTRACTS], query, [str(programme_id)])
    contracts = (
        Running(contract_id, number, segment, provider_id, starts, window, reach)
        for contract_id, number, segment, provider_id, starts, *last in found
        for window, reach in (_ending(*last),)
    )
    return [each for each in contracts if each.ends.last is None or each.ends.last >= today]


@lru_cache(maxsize=4096)
def _ending(ends: str, options: str, extensions: str) -> tuple[Window, date | None]:
    """The end, and the last day to which one more use of an option takes it, if that is known."""
    window = Window.model_validate_json(ends)
    if options == "[]":
        return window, None
    used = [each["option_id"] for each in json.loads(extensions) if each["how"] == "option"]
    left = [
        option_left(each, used.count(each.option_id), window).reach
        for each in _OPTIONS.validate_json(options)
    ]
    return window, max((day for day in left if day is not None), default=None)
