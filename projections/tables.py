"""Reading rows: every question to a read model is asked here.

Readers see the live generation of a model: the view that bears its name in the schema
`projections`. Instants must be aware; numbers and instants are compared as such, all else as
the text that JSON has for it, so that ISO dates are in order and enumerations equal their value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, LiteralString, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from psycopg import Connection
from psycopg.sql import SQL, Composable, Composed, Identifier
from psycopg.sql import Literal as Quoted
from pydantic import AwareDatetime, TypeAdapter
from pydantic_core import to_json, to_jsonable_python

from projections.answers import Source, ask, connected, cursor
from projections.read_model import ReadModel

__all__ = [
    "AtLeast",
    "AtMost",
    "Contains",
    "NoneOf",
    "OneOf",
    "Source",
    "ask",
    "connected",
    "count",
    "cursor",
    "get",
    "get_all",
    "keys",
    "select",
]

Row = TypeVar("Row")

SCHEMA = "projections"

SHORT, LONG, KEPT, KEPT_LONG = 8_000, 100_000, 4_000, 300
"""How many short rows are remembered and how many long ones, and their characters at most."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    value: object


@dataclass(frozen=True, slots=True)
class AtMost:
    value: object


@dataclass(frozen=True, slots=True)
class OneOf:
    values: Iterable[object]


@dataclass(frozen=True, slots=True)
class NoneOf:
    values: Iterable[object]


@dataclass(frozen=True, slots=True)
class Contains:
    """The field is a tuple and this is one of its values."""

    value: object


Where = Mapping[str, object]
"""What must hold of a field: a value it equals, one of the classes above, or a list of these.

`{"segment": "wonen", "due": [AtLeast(monday), AtMost(friday)], "closed_at": None}`; comparisons
never hold for a field without a value.
"""

Kind = Literal["text", "number", "instant", "many"]

_FIELDS: Mapping[Kind, LiteralString] = {
    "text": "(doc ->> {})",
    "number": "((doc ->> {})::numeric)",
    "instant": "projections.instant(doc ->> {})",
    "many": "(doc -> {})",
}


def get(source: Source, model: ReadModel[Row], key: str | UUID) -> Row | None:
    """The row that goes by this key, if there is one."""
    return get_all(source, model, [key]).get(str(key))


def get_all(source: Source, model: ReadModel[Row], keys: Iterable[str | UUID]) -> dict[str, Row]:
    """The rows that go by these keys, those that exist."""
    asked = [str(key) for key in keys]
    if not asked:
        return {}
    query = SQL("select key, doc::text from {} where key = any(%s)").format(view(model))
    found = ask(source, [model], query, [asked])
    return {key: row_of(model, doc) for key, doc in found}


_ALL = SQL("select doc::text from {view}{condition} order by {by} limit %s offset %s")
_PAGE = SQL(
    "select doc::text from (select key, doc from {view}{condition} order by {by}"
    " limit %s offset %s) as shown order by {by}"
)
"""Of a page only what it shows is written out as text, and not all that it is sorted among."""


def select(
    source: Source,
    model: ReadModel[Row],
    where: Where | None = None,
    order: Sequence[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Row]:
    """The rows for which all conditions hold, in this order of fields (`-due`: last first).

    Rows without a value for a field come after those with one; rows that are alike in all the
    fields of `order` keep the same order in every answer. Raises `KeyError` for an unknown field.
    """
    condition, values = condition_of(model, where or {})
    by = SQL(", ").join([*(ordering(model, field) for field in order), SQL("key")])
    query = (_ALL if limit is None else _PAGE).format(view=view(model), condition=condition, by=by)
    found = ask(source, [model], query, [*values, limit, offset])
    return [row_of(model, doc) for (doc,) in found]


def keys(
    source: Source,
    model: ReadModel[Any],
    where: Where | None = None,
    order: Sequence[str] = (),
    limit: int | None = None,
) -> list[str]:
    """The keys of the rows that `select` would give, for when the rows are not asked for."""
    condition, values = condition_of(model, where or {})
    by = [ordering(model, field) for field in order]
    query = SQL("select key from {}{} order by {} limit %s").format(
        view(model), condition, SQL(", ").join([*by, SQL("key")])
    )
    found = ask(source, [model], query, [*values, limit])
    return [key for (key,) in found]


def count(source: Source, model: ReadModel[Any], where: Where | None = None) -> int:
    """For how many rows all conditions hold."""
    condition, values = condition_of(model, where or {})
    query = SQL("select count(*) from {}{}").format(view(model), condition)
    [(number,)] = ask(source, [model], query, values)
    return int(number)


def view(model: ReadModel[Any]) -> Identifier:
    """What readers ask."""
    return Identifier(SCHEMA, model.name)


def load(
    connection: Connection[Any], model: ReadModel[Row], table: Identifier, keys: Sequence[str]
) -> dict[str, Row]:
    """The rows that go by these keys in this table."""
    query = SQL(
        "select coalesce(json_object_agg(key, doc), '{{}}')::text from {} where key = any(%s)"
    ).format(table)
    found = cursor(connection).execute(query, [list(keys)], prepare=True).fetchone()
    assert found is not None
    return rows(model).validate_json(found[0])


@cache
def rows(model: ReadModel[Any]) -> TypeAdapter[dict[str, Any]]:
    """Between rows by key and one JSON object."""
    return TypeAdapter(dict[str, model.row])  # type: ignore[name-defined]


@cache
def expression(model: ReadModel[Any], field: str) -> SQL:
    """A field as SQL, the same for queries and for the index that serves them."""
    return _written(SQL(_FIELDS[_kinds(model)[field]]).format(Quoted(field)))


@cache
def ordering(model: ReadModel[Any], field: str) -> SQL:
    """A field to sort by, the same for queries and for the index that serves them."""
    named = expression(model, field.removeprefix("-"))
    return _written(SQL("{} desc nulls last" if field.startswith("-") else "{}").format(named))


def _written(composed: Composed) -> SQL:
    """In one piece: it takes longer to put together than to look up."""
    return SQL(composed.as_string())


def index_method(model: ReadModel[Any], field: str) -> tuple[SQL, SQL]:
    """The kind of index, and its operators, that answers questions about a field."""
    if _kinds(model)[field] == "many":
        return SQL("gin"), SQL("jsonb_path_ops")
    return SQL("btree"), SQL("")


def condition_of(model: ReadModel[Any], where: Where) -> tuple[Composable, list[Any]]:
    """All conditions as SQL after the name of a table, and the values in it."""
    clauses: list[Composable] = []
    values: list[Any] = []
    for field, conditions in where.items():
        column, kind = expression(model, field), _kinds(model)[field]
        for condition in conditions if isinstance(conditions, list) else [conditions]:
            match condition:
                case None:
                    operator, value = "{} is null", []
                case AtLeast(bound):
                    operator, value = "{} >= %s", [_comparable(kind, bound)]
                case AtMost(bound):
                    operator, value = "{} <= %s", [_comparable(kind, bound)]
                case OneOf(choices):
                    operator, value = "{} = any(%s)", [[_comparable(kind, one) for one in choices]]
                case NoneOf(known):
                    operator, value = "{} <> all(%s)", [[_comparable(kind, one) for one in known]]
                case Contains(member):
                    operator, value = "{} @> %s::jsonb", [to_json([member]).decode()]
                case _:
                    operator, value = "{} = %s", [_comparable(kind, condition)]
            clauses.append(SQL(operator).format(column))
            values += value
    return SQL(" where {}").format(SQL(" and ").join(clauses)) if clauses else SQL(""), values


def _comparable(kind: Kind, value: object) -> object:
    match kind:
        case "number":
            return Decimal(str(value))
        case "instant":
            return value
        case _:
            text = to_jsonable_python(value)
            return str(text).lower() if isinstance(text, bool) else str(text)


def row_of(model: ReadModel[Row], doc: str) -> Row:
    """The row that this JSON tells of.

    Rows are read far more often than they change, and reading one takes longer than finding what
    was read before from the same text. Nobody changes a row, so all can share it.
    """
    read = _short if len(doc) <= SHORT else _long if len(doc) <= LONG else _read
    found: Row = read(model, doc)
    return found


def _read(model: ReadModel[Any], doc: str) -> Any:
    return _row(model).validate_json(doc)


_short, _long = lru_cache(KEPT)(_read), lru_cache(KEPT_LONG)(_read)


@cache
def _row(model: ReadModel[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(model.row)


@cache
def _kinds(model: ReadModel[Any]) -> dict[str, Kind]:
    return {field: _kind(hint) for field, hint in get_type_hints(model.row).items()}


def _kind(hint: Any) -> Kind:
    if get_origin(hint) in (Union, UnionType):
        hint = next(member for member in get_args(hint) if member is not NoneType)
    if get_origin(hint) in (tuple, list, set, frozenset):
        return "many"
    if hint in (int, float, Decimal):
        return "number"
    if hint in (datetime, AwareDatetime):
        return "instant"
    return "text"
