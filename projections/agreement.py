"""Whether read models are what the log says: folded anew beside them, compared row by row (AU-04).

Nothing is written but tables that are gone with the connection. All is seen at one moment, so the
models may be followed meanwhile. Rows that no longer fit in memory wait in those tables.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from eventstore.follow import Row
from eventstore.verification.verdicts import KEPT_OF_A_KIND, Found, Verdict
from projections.folding import ROWS_IN_MEMORY, UNFIT, Fold, fold_in, rows_in_memory
from projections.generations import Generation, live, store
from projections.read_model import ReadModel
from projections.tables import view

_BATCH = 2_000
_FIELDS_NAMED = 5
_HEAD = "select coalesce(max(notification_id), 0) from eventlog_events"
_READ = """
select notification_id, originator_id, originator_version, topic, state from eventlog_events
where notification_id > %(after)s and notification_id <= %(until)s and topic = any(%(topics)s)
order by notification_id limit %(limit)s
"""
_DIFFERING = """
select coalesce(seen.key, replayed.key) as key, seen.doc::text, replayed.doc::text, count(*) over ()
from {seen} as seen full join {replayed} as replayed using (key)
where seen.doc is distinct from replayed.doc order by 1 limit %s
"""


@dataclass(frozen=True, slots=True)
class Replayed(Generation):
    """Rows folded anew, in a table of this connection only."""

    @property
    def table(self) -> Identifier:
        return Identifier("pg_temp", f"replayed_{self.model.name}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which models were compared, up to which position of the log each, and which were not.

    Those of another version than this release's are being built anew, by this or another release.
    """

    compared: dict[str, int]
    other_version: tuple[str, ...]


def agreement(
    url: str,
    models: Sequence[ReadModel[Any]],
    found: Found,
    tick: Callable[[int, int], None] = lambda *_: None,
) -> Agreement:
    """Fold the log anew up to where each model stands, and hold every row against it."""
    with psycopg.connect(url, autocommit=True) as connection:
        for model in models:
            create = SQL("create table {} (key text primary key, doc jsonb not null)")
            connection.execute(create.format(Replayed(model, 0).table))
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            seen = live(connection, models)
            head = _number(connection, _HEAD)
            folds = {each.model.name: Fold(Replayed(each.model, 0)) for each in seen}
            until = {each.model.name: min(each.position, head) for each in seen}
            for name in _unfit(connection, folds, until, tick):
                del folds[name]
                found.add(_not_comparable(name))
            for generation in seen:
                if generation.position > head:
                    found.add(_beyond(generation, head))
                if generation.model.name in folds:
                    found.add(*_differing(connection, generation.model, found))
    names = {each.model.name for each in seen}
    return Agreement(until, tuple(each.name for each in models if each.name not in names))


def _unfit(
    connection: Connection[Any],
    folds: dict[str, Fold],
    until: dict[str, int],
    tick: Callable[[int, int], None],
) -> Iterator[str]:
    """Fold all into their tables; yields the names of models whose rows cannot be stored."""
    going, unfit, after = dict(folds), set[str](), 0
    end = max(until.values(), default=0)
    while going:
        stop = min(until[name] for name in going)
        group = list(going.values())
        rows, after = _next(connection, group, after, stop)
        fold_in(connection, group, rows)
        tick(after, end)
        done = [name for name in going if until[name] <= after]
        if done or rows_in_memory(group) > ROWS_IN_MEMORY:
            unfit.update(name for name in going if not _kept(connection, going[name]))
        for name in {*done, *unfit} & going.keys():
            del going[name]
    yield from sorted(unfit)


def _next(
    connection: Connection[Any], group: Sequence[Fold], after: int, stop: int
) -> tuple[list[Row], int]:
    topics = sorted(frozenset[str]().union(*(fold.topics for fold in group)))
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    asked = {"after": after, "until": stop, "topics": topics, "limit": _BATCH}
    rows = cursor.execute(_READ, asked, prepare=True).fetchall()
    return rows, rows[-1][0] if len(rows) == _BATCH else stop


def _kept(connection: Connection[Any], fold: Fold) -> bool:
    """Put the rows away; whether they could be stored."""
    try:
        with connection.transaction():
            store(connection, fold.generation, fold.changed)
    except UNFIT:
        return False
    fold.stored()
    fold.forget()
    return True


def _differing(
    connection: Connection[Any], model: ReadModel[Any], found: Found
) -> Iterator[Verdict]:
    """Compares what readers see, which is the view."""
    query = SQL(_DIFFERING).format(seen=view(model), replayed=Replayed(model, 0).table)
    cursor = connection.cursor(row_factory=tuple_row)
    rows = cursor.execute(query, [KEPT_OF_A_KIND]).fetchall()
    for key, seen, replayed, _ in rows:
        what = f"{model.name}, row {key}: {_difference(seen, replayed)}"
        yield Verdict("read_model_differs", what, model=model.name, key=key)
    if rows:
        found.more("read_model_differs", rows[0][3] - len(rows))


def _difference(seen: str | None, replayed: str | None) -> str:
    if replayed is None:
        return "readers see it, but nothing in the log makes it"
    if seen is None:
        return "the log makes it, but readers do not see it"
    one, other = json.loads(seen), json.loads(replayed)
    names = sorted(name for name in {*one, *other} if one.get(name, one) != other.get(name, other))
    told = ", ".join(names[:_FIELDS_NAMED]) + (" and others" if len(names) > _FIELDS_NAMED else "")
    return f"not as the log has it: {told}"


def _beyond(generation: Generation, head: int) -> Verdict:
    what = (
        f"{generation.model.name} has seen position {generation.position}, the log ends at {head}:"
        " its end was cut off, or the log is from an older backup than its read models"
    )
    return Verdict("read_model_differs", what, head, model=generation.model.name)


def _not_comparable(name: str) -> Verdict:
    what = f"{name} cannot be folded anew: a row comes out that the database cannot keep"
    return Verdict("read_model_not_comparable", what, model=name)


def _number(connection: Connection[Any], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
