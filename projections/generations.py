"""The tables behind read models: which there are, how far they are, and how rows get in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from projections.read_model import ReadModel
from projections.tables import (
    SCHEMA,
    Source,
    connected,
    cursor,
    expression,
    index_method,
    ordering,
    rows,
    view,
)

_PREPARING = 20211201
"""The advisory lock under which tables are made, so that any number of processes may start."""

_ROWS_A_STATEMENT = 1_000


@dataclass(frozen=True, slots=True)
class Generation:
    """A table with the rows of one model, as of a position in the log."""

    model: ReadModel[Any]
    number: int
    position: int = 0

    @property
    def table(self) -> Identifier:
        return _table(self.model.name, self.number)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a generation does without, because its model could not take it in."""

    position: int
    topic: str
    error: str


def ensure(source: Source, models: Sequence[ReadModel[Any]]) -> None:
    """Make an empty live generation for each model, so that readers find a view.

    Not of one that a release adds to others: it is filled first, beside them, so that nobody reads
    that there is nothing where nothing was taken in yet.
    """
    with connected(source) as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [_PREPARING])
        known = versions(connection)
        for model in models:
            if not known:
                generation = begin(connection, model)
                finish(connection, generation)
                go_live(connection, generation)
        for generation in live(connection, models):
            _index_together(connection, generation)


def versions(connection: Connection[Any]) -> dict[str, int]:
    """The version of each model that readers see."""
    found = cursor(connection).execute(
        "select name, version from projections.read_models where live"
    )
    return dict(found.fetchall())


def live(connection: Connection[Any], models: Iterable[ReadModel[Any]]) -> list[Generation]:
    """The live generations that are of the very version of these models."""
    found = cursor(connection).execute(
        "select name, version, generation, position from projections.read_models where live"
    )
    by_name = {name: (version, number, at) for name, version, number, at in found}
    generations = []
    for model in models:
        version, number, position = by_name.get(model.name, (None, 0, 0))
        if version == model.version:
            generations.append(Generation(model, number, position))
    return generations


def begin(connection: Connection[Any], model: ReadModel[Any]) -> Generation:
    """Make an empty table that no reader sees."""
    found = (
        cursor(connection)
        .execute(
            """
            insert into projections.read_models (name, generation, version)
            select %(name)s, coalesce(max(generation), 0) + 1, %(version)s
            from projections.read_models where name = %(name)s
            returning generation
            """,
            {"name": model.name, "version": model.version},
        )
        .fetchone()
    )
    assert found is not None
    generation = Generation(model, found[0])
    # What fits into a page is not packed: unpacking it for each field that is asked takes longer
    # than all else of a query.
    columns = "(key text primary key, doc jsonb not null) with (toast_tuple_target = 8160)"
    connection.execute(SQL("create table {} {}").format(generation.table, SQL(columns)))
    return generation


def finish(connection: Connection[Any], generation: Generation) -> None:
    """Make the indexes, and let the planner know; after the table was filled, which is faster."""
    for field in generation.model.indexes:
        if isinstance(field, tuple):
            continue
        method, operators = index_method(generation.model, field)
        connection.execute(
            SQL("create index on {} using {} ({} {})").format(
                generation.table, method, expression(generation.model, field), operators
            )
        )
    _index_together(connection, generation)
    connection.execute(SQL("analyze {}").format(generation.table))


def _index_together(connection: Connection[Any], generation: Generation) -> None:
    """Make the indexes of several fields that are not there: a release may have added one."""
    model = generation.model
    for fields in model.indexes:
        if isinstance(fields, str):
            continue
        connection.execute(
            SQL("create index if not exists {} on {} ({})").format(
                Identifier("_".join((model.name, str(generation.number), *fields))),
                generation.table,
                SQL(", ").join(ordering(model, field) for field in fields),
            )
        )


def hold(connection: Connection[Any], model: ReadModel[Any]) -> int:
    """Keep the live generation where it is until the end of the transaction, and say where."""
    found = (
        cursor(connection)
        .execute(
            "select position from projections.read_models where name = %s and live for update",
            [model.name],
        )
        .fetchone()
    )
    return found[0] if found else 0


def go_live(connection: Connection[Any], generation: Generation) -> None:
    """Show this generation to readers from the end of the transaction on, and no other."""
    name = generation.model.name
    connection.execute(
        "update projections.read_models set live = false where name = %s and live", [name]
    )
    connection.execute(
        "update projections.read_models set live = true where name = %s and generation = %s",
        [name, generation.number],
    )
    connection.execute(
        SQL("create or replace view {} as select key, doc from {}").format(
            view(generation.model), generation.table
        )
    )


def drop_hidden(connection: Connection[Any], names: Iterable[str]) -> None:
    """Drop what no reader sees: what was replaced, and rebuilds that were broken off."""
    found = cursor(connection).execute(
        "delete from projections.read_models where name = any(%s) and not live"
        " returning name, generation",
        [list(names)],
    )
    for name, number in found.fetchall():
        connection.execute(SQL("drop table if exists {}").format(_table(name, number)))


def advance(
    connection: Connection[Any],
    generations: Iterable[Generation],
    position: int,
    changed: Collection[str],
) -> bool:
    """Note that these now stand at a position; `False` if any has moved or gone meanwhile.

    `changed` names those of which rows change on the way there: what was answered of them before
    (`projections.answers`) counts no longer.

    The rows stay locked until the end of the transaction: whoever advances first, wins.
    """
    before = {each.model.name: each for each in generations}
    moved = connection.execute(
        """
        update projections.read_models as known set position = %(position)s,
            changed_known_to = %(position)s,
            changed = case
                when known.name = any(%(changed)s) then %(position)s
                when changed_known_to = known.position then changed
                else known.position
            end
        from unnest(%(names)s::text[], %(numbers)s::int[], %(positions)s::bigint[])
            as before (name, generation, position)
        where known.name = before.name and known.generation = before.generation
          and known.position = before.position
        """,
        {
            "position": position,
            "changed": [*changed],
            "names": [*before],
            "numbers": [each.number for each in before.values()],
            "positions": [each.position for each in before.values()],
        },
        prepare=True,
    )
    return moved.rowcount == len(before)


def store(
    connection: Connection[Any], generation: Generation, changed: Mapping[str, Any | None]
) -> None:
    """Write the rows, and delete those that are `None`."""
    gone = [key for key, row in changed.items() if row is None]
    if gone:
        connection.execute(
            SQL("delete from {} where key = any(%s)").format(generation.table), [gone]
        )
    write = SQL(
        "insert into {} select key, value from jsonb_each(%s::jsonb)"
        " on conflict (key) do update set doc = excluded.doc"
    ).format(generation.table)
    kept = ((key, row) for key, row in changed.items() if row is not None)
    while piece := dict(islice(kept, _ROWS_A_STATEMENT)):
        documents = rows(generation.model).dump_json(piece).decode()
        connection.execute(write, [documents], prepare=True)


def set_aside(
    connection: Connection[Any], generation: Generation, letters: Iterable[DeadLetter]
) -> None:
    for letter in letters:
        connection.execute(
            "insert into projections.dead_letters (name, generation, position, topic, error)"
            " values (%s, %s, %s, %s, %s)",
            [
                generation.model.name,
                generation.number,
                letter.position,
                letter.topic,
                letter.error,
            ],
        )


def _table(name: str, number: int) -> Identifier:
    return Identifier(SCHEMA, f"{name}_{number}")
