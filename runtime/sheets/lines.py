"""The rows of a sheet, each as far as it can be read by itself, with what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.base import Sentence
from domain.identifiers import SCHEMES, Scheme
from runtime.sheets import cells
from runtime.sheets.book import Value, place
from runtime.sheets.cells import Read, Reading, Unfit
from runtime.sheets.columns import Filled, Kind

SIZES: Mapping[str, str] = {
    "zelfstandige": "sole",
    "klein": "small",
    "middelgroot": "medium",
    "groot": "large",
}
BASES: Mapping[str, str] = {
    "reële prijs": "real_price",
    "kostprijsonderzoek": "cost_study",
    "onderhandeld": "negotiated",
    "geharmoniseerd": "harmonised",
    "landelijk": "national",
}

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told about a row. `wrong` refuses it; else it is only to be known."""

    sentence: Sentence
    cell: str | None = None
    column: str | None = None
    wrong: bool = True


@dataclass(slots=True)
class Line:
    """A row that holds something. `number` is its row in the file, counted from 1."""

    kind: Kind
    sheet: str
    number: int
    raw: Sequence[Value]
    given: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def wrong(self) -> bool:
        return any(each.wrong for each in self.remarks)

    def text(self, key: str) -> str | None:
        found = self.given.get(key)
        return found if isinstance(found, str) else None

    def refuse(self, sentence: Sentence, key: str | None = None) -> None:
        self._tell(sentence, key, wrong=True)

    def note(self, sentence: Sentence, key: str | None = None) -> None:
        self._tell(sentence, key, wrong=False)

    def _tell(self, sentence: Sentence, key: str | None, *, wrong: bool) -> None:
        cell, column = self.places.get(key or "", (None, None))
        self.remarks.append(Remark(sentence, cell, column, wrong))


def lines(sheet: Filled, reading: Reading) -> Iterator[Line]:
    """The rows that hold something, as far as they can be read; empty ones are passed over."""
    fields = {**FIELDS[sheet.kind](reading)}
    needed = NEEDED[sheet.kind]
    for below, raw in enumerate(sheet.rows):
        if all(cells.is_empty(each) for each in raw):
            continue
        row = sheet.first + below
        line = Line(sheet.kind, sheet.name, row + 1, raw)
        line.places = _Places(sheet, row)
        for key, read in fields.items():
            if key in sheet.at:
                _take(line, key, read, _cell(raw, sheet.at[key]), needed=key in needed)
        if sheet.kind == "contracts":
            _take_end(line, sheet, reading)
            _take_terms(line, sheet)
        yield line


class _Places(Mapping[str, tuple[str, str]]):
    """Where each value of a row stands: the cell, and the name of its column."""

    def __init__(self, sheet: Filled, row: int) -> None:
        self.sheet, self.row = sheet, row

    def __getitem__(self, key: str) -> tuple[str, str]:
        index = self.sheet.at[key] if key in self.sheet.at else self.sheet.terms[key]
        return place(self.row, index), self.sheet.heads[index]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.sheet.at, *self.sheet.terms))

    def __len__(self) -> int:
        return len(self.sheet.at) + len(self.sheet.terms)


def _take(
    line: Line, key: str, read: Callable[[Value], Read], value: Value, *, needed: bool
) -> None:
    if cells.is_empty(value):
        if needed:
            line.refuse(Sentence("Fill this in."), key)
        return
    try:
        found = read(value)
    except Unfit as unfit:
        line.refuse(unfit.sentence, key)
        return
    line.given[key] = found.value
    if found.note:
        line.note(found.note, key)


def _take_end(line: Line, sheet: Filled, reading: Reading) -> None:
    value, bound, written = (
        _cell(line.raw, sheet.at[key]) if key in sheet.at else None
        for key in ("ends", "bound", "written")
    )
    if cells.is_empty(value) and not cells.is_empty(written):
        value = written
    if cells.is_empty(value):
        line.refuse(Sentence("Say when it ends; “onbepaalde tijd” if no end was agreed."), "ends")
        return
    try:
        found = cells.window(value, bound, written, reading)
    except Unfit as unfit:
        line.refuse(unfit.sentence, "ends")
        return
    line.given["ends"] = found.value
    if not cells.is_empty(written):
        line.given["written"] = True
    if found.note:
        line.note(found.note, "ends")


def _take_terms(line: Line, sheet: Filled) -> None:
    for name, index in sheet.terms.items():
        value = _cell(line.raw, index)
        if cells.is_empty(value):
            continue
        try:
            found = cells.text(value)
        except Unfit as unfit:
            line.refuse(unfit.sentence, name)
            continue
        line.terms[name] = str(found.value)
        if found.note:
            line.note(found.note, name)


def _cell(raw: Sequence[Value], index: int) -> Value:
    return raw[index] if index < len(raw) else None


def _providers(reading: Reading) -> Mapping[str, Callable[[Value], Read]]:
    def number_of(scheme: Scheme) -> Callable[[Value], Read]:
        return lambda value: cells.number(value, scheme, reading)

    return {
        "id": _provider_id,
        "version": cells.code,
        "name": _name,
        "email": _email,
        **{scheme: number_of(scheme) for scheme in SCHEMES},
        "segments": _many,
        "size": _one_of(SIZES),
        "region": cells.text,
        "municipalities": _many,
    }


def _contracts(reading: Reading) -> Mapping[str, Callable[[Value], Read]]:
    return {
        "number": cells.code,
        "version": cells.code,
        "provider": _provider_id,
        "kvk": lambda value: cells.number(value, "kvk", reading),
        "segment": cells.code,
        "starts": lambda value: cells.day(value, reading),
        "clause": cells.code,
        "products": _many,
        "municipalities": _many,
        "day": lambda value: cells.day(value, reading),
        "reason": cells.text,
    }


def _tariffs(reading: Reading) -> Mapping[str, Callable[[Value], Read]]:
    return {
        "number": cells.code,
        "product": cells.code,
        "amount": cells.amount,
        "unit": cells.code,
        "basis": _one_of(BASES),
        "dated": lambda value: cells.day(value, reading),
        "index": cells.code,
        "term": cells.code,
    }


FIELDS: Mapping[Kind, Callable[[Reading], Mapping[str, Callable[[Value], Read]]]] = {
    "providers": _providers,
    "contracts": _contracts,
    "tariffs": _tariffs,
}
NEEDED: Mapping[Kind, frozenset[str]] = {
    "providers": frozenset({"name"}),
    "contracts": frozenset({"number", "segment", "starts"}),
    "tariffs": frozenset({"number", "product", "amount", "unit", "basis", "dated"}),
}


def _name(value: Value) -> Read:
    return Read(" ".join(str(cells.text(value).value).split()))


def _email(value: Value) -> Read:
    words = str(cells.text(value).value)
    if not _ADDRESS.fullmatch(words):
        raise Unfit(
            Sentence(
                "“%(value)s” is no e-mail address: write one, such as zorg@haven.example.",
                {"value": words},
            )
        )
    return Read(words)


def _provider_id(value: Value) -> Read:
    words = str(cells.code(value).value).casefold()
    if not _ID.fullmatch(words):
        raise Unfit(
            Sentence(
                "“%(value)s” is no id: write small letters, digits and hyphens.", {"value": words}
            )
        )
    return Read(words)


def _many(value: Value) -> Read:
    words = str(cells.text(value).value)
    return Read(tuple(dict.fromkeys(filter(None, map(str.strip, re.split(r"[;\n]", words))))))


def _one_of(choices: Mapping[str, str]) -> Callable[[Value], Read]:
    def read(value: Value) -> Read:
        words = str(cells.text(value).value).casefold()
        if words not in choices:
            raise Unfit(
                Sentence(
                    "“%(value)s” is not known here; known: %(known)s.",
                    {"value": words, "known": ", ".join(choices)},
                )
            )
        return Read(choices[words])

    return read
