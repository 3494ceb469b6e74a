"""What the fields of a letter are filled in with, for people who read a draft of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from api.stationery import FilledField
from domain.base import Sentence
from workflows.fields import FIELDS, Field
from workflows.letter import Data, Term, kind_of


def fields_of(data: Data) -> Iterator[FilledField]:
    """Every field that its kind of letter has, also those that this letter leaves empty.

    What changes stands among the agreements; the table of it is the same once more.
    """
    for field in FIELDS[kind_of(data)]:
        if field.sort != "table":
            of = data if hasattr(data, field.name) else data.head
            yield from _filled(field, getattr(of, field.name))


def _filled(
    field: Field, value: Any, prefix: str = "", of: Sentence | None = None
) -> Iterator[FilledField]:
    name = prefix + field.name
    if field.sort != "group" or value is None:
        yield FilledField(name, field.sort, field.says, tuple(_texts(value)), of)
        return
    for each in field.of:
        yield from _filled(each, getattr(value, each.name, None), f"{name}.", of or field.says)


def _texts(value: Any) -> Sequence[str]:
    match value:
        case None:
            return ()
        case bool():
            return ("yes" if value else "no",)
        case date():
            return (value.isoformat(),)
        case tuple():
            return tuple(text for each in value for text in _texts(each))
        case Term():
            return (f"{value.name}: {value.after}",)
        case _:
            return (str(value),)
