"""The names of fields and the values in them, in words; ids by what they are called.

English is the name in the code; Dutch stands in two tables of data, as there are hundreds. What
they lack is said as it is.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Literal
from uuid import UUID

from babel.dates import format_datetime

from domain.base import Sentence, Source
from domain.dates import AMSTERDAM, Explained, Window
from domain.replay.reading import Path
from domain.replay.track import Track
from projections import address_book, tables
from projections.changes import CHANGES
from projections.contract_cards import CONTRACT_CARDS
from projections.decisions import DECISIONS
from projections.language import LOCALE, N_, Language, say, translate, write_date
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.replays import Replay
from projections.same import Same

MANY = 12
"""Of a longer row of values only so many are said."""

_YES, _NO = N_("yes"), N_("no")

Called = Mapping[str, str]
"""What ids are called."""


@dataclass(frozen=True, slots=True)
class Reader:
    """In which language things of a noun are said, and what ids are called."""

    language: Language
    noun: str
    called: Called


def path_words(path: Path, reader: Reader) -> str:
    """Where a value stands: "Letters · HR-W-001 · announced on"."""
    words = " · ".join(_part(each, reader) for each in path)
    return words[:1].upper() + words[1:]


def value_words(path: Path, value: Any, reader: Reader) -> str:
    """A value as people write it."""
    return _said(next((each for each in reversed(path) if not each.isdigit()), ""), value, reader)


def calls(
    source: tables.Source, found: Replay, shown: Iterable[tuple[Path, Any]]
) -> dict[str, str]:
    """What the ids among these paths and values are called, as far as anybody knows."""
    ids = {each for path, value in shown for each in (*path, *_texts(value)) if _is_id(each)}
    letters = _letters(Same([found.source]))
    called = {each: letters[each] for each in ids if each in letters}
    left = ids - called.keys()
    if not left:
        return called
    with tables.connected(source) as connection:
        for model, name in _NAMES:
            rows = tables.get_all(connection, model, sorted(left))
            called |= {key: str(getattr(row, name)) for key, row in rows.items()}
            left -= rows.keys()
        parties = address_book.many(connection, left)
    return called | {key: party.name for key, party in parties.items() if party.name}


@lru_cache(maxsize=4)
def _letters(of: Same[Track]) -> Mapping[str, str]:
    """The number of the contract that each letter of a change is about."""
    [source] = of.things
    return {
        str(touches[-1][1].letter_id): touches[-1][1].contract_number
        for place, touches in source.touches.items()
        if place[0] == "recipients" and touches[-1][1] is not None
    }


_NAMES: tuple[tuple[Any, str], ...] = (
    (CONTRACT_CARDS, "number"),
    (CHANGES, "title"),
    (DECISIONS, "title"),
    (PROCEDURES, "title"),
    (PROGRAMMES, "title"),
)


def _part(name: str, reader: Reader) -> str:
    if name in reader.called:
        return reader.called[name]
    kind, colon, rest = name.partition(":")
    words = _name_words(kind, reader)
    if words is None:
        return name
    return f"{words} {rest}" if colon else words


def _said(name: str, value: Any, reader: Reader) -> str:
    language = reader.language
    match value:
        case bool():
            return translate(language).gettext(_YES if value else _NO)
        case datetime():
            at = value.astimezone(AMSTERDAM)
            return format_datetime(at, "d MMMM y, HH:mm", locale=language)
        case date():
            return write_date(value, language)
        case Window():
            exact = value.precision == "day" and value.bound == "in" and value.first
            return write_date(exact, language) if exact else value.written
        case Explained():
            return write_date(value.value, language)
        case Source():
            return f"{value.document}, {value.section}"
        case tuple():
            return _row(name, value, reader)
        case _:
            text = str(value)
            return reader.called.get(text) or _value_words(name, text, language)


def _row(name: str, values: tuple[Any, ...], reader: Reader) -> str:
    words = ", ".join(_said(name, each, reader) for each in values[:MANY])
    more = len(values) - MANY
    if more <= 0:
        return words
    counted = Sentence("%(words)s and %(count)s more", {"words": words, "count": str(more)})
    return say(counted, reader.language)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value[:MANY]))
    return (str(value),) if isinstance(value, UUID | str) else ()


def _is_id(text: str) -> bool:
    if len(text) != 36:  # noqa: PLR2004 (as long as a UUID is written)
        return False
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@cache
def dutch(table: Literal["names", "values"]) -> Mapping[str | tuple[str, str], str]:
    """The Dutch words: of fields by their name, of values by the field's name and themselves."""
    with (LOCALE / "nl" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if table == "names":
        return {row[0]: row[1] for row in rows}
    return {(name, value): words for name, value, words in rows}


def _name_words(name: str, reader: Reader) -> str | None:
    own = f"{reader.noun}.{name}"
    known = dutch("names")
    if name not in known and own not in known:
        return None
    return known.get(own) or known[name] if reader.language == "nl" else name.replace("_", " ")


def _value_words(name: str, text: str, language: Language) -> str:
    words = dutch("values").get((name, text))
    if words is None:
        return text
    return words if language == "nl" else text.replace("_", " ")
