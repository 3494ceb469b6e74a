"""The columns that a sheet can have, by the names that people see, and how a sheet is told.

These names are a file format: what an export writes, an import reads, in any order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from domain.base import Refused, Sentence
from runtime.sheets.book import Book, Sheet, Unusable, Value, place
from runtime.sheets.cells import is_empty, tidy

Kind = Literal["providers", "contracts", "tariffs"]
KINDS: tuple[Kind, ...] = ("providers", "contracts", "tariffs")
TITLES: Mapping[Kind, str] = {
    "providers": "Aanbieders",
    "contracts": "Overeenkomsten",
    "tariffs": "Tarieven",
}
NOTES = "Toelichting"
"""A sheet with this name explains the file and is not read."""

TERM = "Voorwaarde "
"""Before the name of a contract term at the head of its column."""


@dataclass(frozen=True, slots=True)
class Column:
    """`shown` columns are for readers: an export has them, an import passes over them.

    `other` are further names that are taken for this one. `wide` is the width in characters.
    """

    key: str
    title: str
    needed: bool = False
    shown: bool = False
    other: tuple[str, ...] = ()
    wide: int = 18


PROVIDERS = (
    Column("id", "Aanbieder-id", other=("id",), wide=38),
    Column("version", "Versie", wide=12),
    Column("name", "Naam", needed=True, wide=36),
    Column("email", "E-mail", other=("e-mailadres", "email", "mail"), wide=32),
    Column("kvk", "KvK-nummer", other=("kvk", "kvknummer")),
    Column("agb", "AGB-code", other=("agb", "agbcode")),
    Column("establishment", "Vestigingsnummer"),
    Column("segments", "Segmenten", other=("segment",), wide=28),
    Column("size", "Grootteklasse"),
    Column("region", "Regio"),
    Column("municipalities", "Gemeenten", wide=28),
)
CONTRACTS = (
    Column("number", "Overeenkomstnummer", needed=True, other=("nummer", "contractnummer")),
    Column("version", "Versie", wide=12),
    Column("provider", "Aanbieder-id", other=("aanbieder id",), wide=38),
    Column("kvk", "KvK-nummer", other=("kvk", "kvknummer")),
    Column("provider_name", "Aanbieder", shown=True, wide=36),
    Column("segment", "Segment", needed=True),
    Column("starts", "Ingangsdatum", needed=True, other=("begindatum", "startdatum")),
    Column("ends", "Einddatum", needed=True, other=("einde",)),
    Column("bound", "Eindgrens"),
    Column("written", "Einde in woorden", wide=24),
    Column("clause", "Clausule", other=("wijzigingsclausule",), wide=22),
    Column("products", "Producten", wide=24),
    Column("municipalities", "Gemeenten", wide=24),
    Column("options", "Verlengingen", shown=True, wide=24),
    Column("status", "Stand", shown=True, wide=16),
    Column("day", "Peildatum"),
    Column("reason", "Reden van correctie", wide=28),
)
TARIFFS = (
    Column("number", "Overeenkomstnummer", needed=True, other=("nummer", "contractnummer")),
    Column("product", "Product", needed=True),
    Column("amount", "Bedrag", needed=True, other=("tarief",)),
    Column("unit", "Eenheid", needed=True),
    Column("basis", "Grondslag", needed=True),
    Column("dated", "Prijspeil", needed=True, other=("datum",)),
    Column("index", "Index"),
    Column("term", "Voorwaarde", other=("naam voorwaarde",), wide=24),
)
COLUMNS: Mapping[Kind, Sequence[Column]] = {
    "providers": PROVIDERS,
    "contracts": CONTRACTS,
    "tariffs": TARIFFS,
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet whose columns are known: where each stands, and the rows below the names.

    `first` is the place of the first of these rows in the file, counted from 0. `terms` are the
    columns of contract terms, by the term's name.
    """

    kind: Kind
    name: str
    at: Mapping[str, int]
    terms: Mapping[str, int]
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    first: int

    def titled(self, key: str) -> str:
        """The name of a column as this sheet has it."""
        return self.heads[self.at[key]]


@dataclass(slots=True)
class Sorted:
    """What is known of a book's sheets, and everything wrong with their columns."""

    sheets: list[Filled] = field(default_factory=list)
    mistakes: list[Sentence] = field(default_factory=list)


def sorted_out(book: Book) -> Sorted:
    """Which sheet holds what. Raises `Refused` if nothing in the book can be read.

    Sheets without a cell, and `Toelichting`, are passed over.
    """
    found = Sorted()
    for sheet in book.sheets:
        top = next((row for row, cells in enumerate(sheet.rows) if not _blank(cells)), None)
        if top is None or _plain(sheet.name) == _plain(NOTES):
            continue
        heads = [_head(each) for each in sheet.rows[top]]
        kind = _kind(sheet.name) or _kind_of(heads)
        if kind is None:
            found.mistakes.append(_unknown_sheet(sheet))
            continue
        if kind in (each.kind for each in found.sheets):
            found.mistakes.append(
                Sentence(
                    "Two sheets hold “%(title)s”: put their rows in one.", {"title": TITLES[kind]}
                )
            )
            continue
        filled = _filled(kind, sheet, top, heads, found.mistakes)
        found.sheets.append(filled)
    if not found.sheets and not found.mistakes:
        raise Refused(
            "nothing_to_import",
            "the file has no rows: put column names in the first row, such as %(names)s",
            names=", ".join(each.title for each in PROVIDERS if not each.shown),
        )
    found.sheets.sort(key=lambda each: KINDS.index(each.kind))
    return found


def _filled(
    kind: Kind, sheet: Sheet, top: int, heads: list[str], mistakes: list[Sentence]
) -> Filled:
    at: dict[str, int] = {}
    terms: dict[str, int] = {}
    for index, head in enumerate(heads):
        mistakes += _misplaced(sheet, top, index, head)
        if not head:
            continue
        term = _term(head) if kind == "contracts" else None
        column = None if term else _column(kind, head)
        if term is None and column is None:
            mistakes.append(_unknown_column(kind, sheet, head))
        elif (term or "") in terms or (column and column.key in at):
            mistakes.append(
                Sentence(
                    "Sheet “%(sheet)s” has the column “%(column)s” twice: leave one out.",
                    {"sheet": sheet.name, "column": head},
                )
            )
        elif term:
            terms[term] = index
        elif column:
            at[column.key] = index
    mistakes += _missing(kind, sheet, at)
    return Filled(kind, sheet.name, at, terms, heads, sheet.rows[top + 1 :], top + 1)


def _missing(kind: Kind, sheet: Sheet, at: Mapping[str, int]) -> Iterator[Sentence]:
    lacking = [each.title for each in COLUMNS[kind] if each.needed and each.key not in at]
    if kind == "contracts" and not {"provider", "kvk"} & at.keys():
        lacking.append("Aanbieder-id / KvK-nummer")
    if lacking:
        yield Sentence(
            "Sheet “%(sheet)s” lacks these columns: %(columns)s.",
            {"sheet": sheet.name, "columns": ", ".join(lacking)},
        )


def _misplaced(sheet: Sheet, top: int, index: int, head: str) -> Iterator[Sentence]:
    """A column without a name that has values, or with one that cannot be read."""
    if isinstance(sheet.rows[top][index], Unusable):
        yield Sentence(
            "In sheet “%(sheet)s” cell %(cell)s holds no plain column name: the first row has to "
            "hold the names, none of them merged and none a formula.",
            {"sheet": sheet.name, "cell": place(top, index)},
        )
    elif not head and any(
        index < len(row) and not is_empty(row[index]) for row in sheet.rows[top + 1 :]
    ):
        yield Sentence(
            "In sheet “%(sheet)s” the column below cell %(cell)s has no name: name it or empty it.",
            {"sheet": sheet.name, "cell": place(top, index)},
        )


def _unknown_column(kind: Kind, sheet: Sheet, head: str) -> Sentence:
    known = [each.title for each in COLUMNS[kind]]
    known += [f"{TERM}…"] if kind == "contracts" else []
    by_plain = {_plain(each): each for each in known}
    values = {"sheet": sheet.name, "column": head}
    if near := get_close_matches(_plain(head), by_plain, n=1):
        return Sentence(
            "Sheet “%(sheet)s” has a column “%(column)s” that is not known. Did you mean "
            "“%(near)s”?",
            {**values, "near": by_plain[near[0]]},
        )
    return Sentence(
        "Sheet “%(sheet)s” has a column “%(column)s” that is not known. Known here: %(known)s.",
        {**values, "known": ", ".join(known)},
    )


def _unknown_sheet(sheet: Sheet) -> Sentence:
    return Sentence(
        "What sheet “%(sheet)s” holds is not known: call it %(titles)s, and have its first row "
        "hold column names.",
        {"sheet": sheet.name, "titles": ", ".join(TITLES.values())},
    )


def _column(kind: Kind, head: str) -> Column | None:
    plain = _plain(head)
    return next(
        (
            each
            for each in COLUMNS[kind]
            if plain == _plain(each.title) or plain in map(_plain, each.other)
        ),
        None,
    )


def _term(head: str) -> str | None:
    match = re.match(rf"{TERM.strip()}[\s:]+(.+)", head, re.IGNORECASE | re.DOTALL)
    return tidy(match[1]) if match else None


def _kind(name: str) -> Kind | None:
    return next((kind for kind in KINDS if _plain(TITLES[kind]) == _plain(name)), None)


def _kind_of(heads: Iterable[str]) -> Kind | None:
    """By its columns: the kind that knows most of them, if it knows two or more."""
    names = [each for each in heads if each]
    known = {kind: sum(_column(kind, each) is not None for each in names) for kind in KINDS}
    best = max(KINDS, key=lambda kind: known[kind])
    return best if known[best] > 1 else None


def _head(value: Value) -> str:
    return re.sub(r"\s+", " ", tidy(value)) if isinstance(value, str) else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]+", "", name.casefold())


def _blank(cells: Iterable[Value]) -> bool:
    return all(is_empty(each) for each in cells)
