"""Providers, contracts and letters as tables, so that what was not touched is imported as known.

The columns are those of an import, with the id and the version by which a row is known again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.ports import Wanted
from domain.base import Refused
from domain.dates import Window
from domain.identifiers import SCHEMES, Scheme
from domain.provider.state import Provider
from domain.provisions import Tariff
from projections import address_book, letters, providers, tables
from projections.address_book import Party
from projections.changes import CHANGES
from projections.contracts import CONTRACTS, ContractRow
from projections.language import write_date
from projections.letters import LetterRow
from projections.programmes import PROGRAMMES, ProgrammeRow
from runtime.sheets.cells import BOUNDS
from runtime.sheets.columns import COLUMNS, TERM, TITLES, Kind
from runtime.sheets.known import (
    contract_version,
    provider_version,
    provisions_on,
    terms_on,
)
from runtime.sheets.lines import BASES, SIZES
from runtime.sheets.tariffs import usual_term
from runtime.sheets.verdicts import Entry
from runtime.sheets.writing import Cell, Table

LETTER_HEADS = (
    *("Brief-id", "Overeenkomstnummer", "Aanbieder-id", "Aanbieder", "E-mail", "Soort", "Stand"),
    *("Uiterlijk aankondigen", "Aangekondigd op", "Dagen over", "Op tijd", "Ontvangst bevestigd"),
    *("Antwoord van de mailserver", "Controlegetal"),
)
_KINDS = {
    "announcement": "aankondiging",
    "rectification": "rectificatie",
    "withdrawal": "intrekking",
}
_STATES = {
    "to_send": "te verzenden",
    "sending": "wordt verzonden",
    "sent": "verzonden",
    "retrying": "opnieuw geprobeerd",
    "refused": "geweigerd",
    "recalled": "teruggehaald",
}
_ROUND = (
    "Een rij waarin niets is veranderd, telt bij het inlezen als bekend.",
    "Wat u verandert, wordt eerst per rij beoordeeld; niets wordt vastgelegd voor u bevestigt.",
    "Laat de kolommen met id en Versie zoals ze zijn: daaraan wordt de rij herkend.",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """The tables of a file, what is said about it, and a name for it without an ending."""

    tables: Sequence[Table]
    notes: Sequence[str]
    name: str


def exported(source: tables.Source, wanted: Wanted) -> Exported:
    """What was asked for, as it is known now. Raises `Refused` if there is no such thing."""
    with tables.connected(source) as connection:
        match wanted.what:
            case "letters":
                return _letters(connection, wanted)
            case "providers":
                found = [_providers(connection, wanted)]
            case "contracts":
                found = list(_contracts(connection, wanted))
            case "tariffs":
                found = list(_contracts(connection, wanted))[1:]
        programme = _programme(connection, wanted.programme_id)
    title = TITLES[wanted.what]
    said = (f"{title} van {programme.title}", *_filters(wanted), "", *_ROUND)
    parts = [title.lower(), programme.key, wanted.segment, wanted.day.isoformat()]
    return Exported(found, said, "-".join(each for each in parts if each))


def provider_rows(
    states: Mapping[UUID, Provider],
    names: Mapping[str, Party],
    numbers: Mapping[str, Mapping[Scheme, str]],
) -> Iterator[Sequence[Cell]]:
    """The providers as rows of their sheet, in the order of its columns."""
    sizes: dict[str | None, str] = {value: word for word, value in SIZES.items()}
    for provider_id, state in states.items():
        key = str(provider_id)
        party, known = names.get(key), numbers.get(key, {})
        entry = None
        if party is not None:
            entry = Entry(name=party.name, email=party.email, numbers=dict(known))
        yield (
            key,
            provider_version(entry, state),
            party.name if party else None,
            party.email if party else None,
            *(known.get(scheme) for scheme in SCHEMES),
            "; ".join(state.segments),
            sizes.get(state.size),
            state.region,
            "; ".join(state.municipalities),
        )


def contract_rows(
    rows: Iterable[ContractRow], names: Mapping[str, Party], day: date, terms: Sequence[str]
) -> Iterator[Sequence[Cell]]:
    """The contracts as rows of their sheet, with these terms as further columns."""
    bounds = {bound: word for word, bound in BOUNDS.items()}
    for row in rows:
        party = names.get(str(row.provider_id))
        in_force = terms_on(row, day)
        yield (
            row.number,
            contract_version(row, day),
            str(row.provider_id),
            None,
            party.name if party else None,
            row.segment,
            row.starts,
            _end(row.ends),
            None if row.ends.bound == "in" else bounds[row.ends.bound],
            row.ends.written,
            row.clause.clause_id,
            "; ".join(row.products),
            "; ".join(row.municipalities),
            "; ".join(each.written for each in row.options),
            standing(row, day),
            day,
            None,
            *(in_force.get(each) for each in terms),
        )


def tariff_rows(rows: Iterable[ContractRow], day: date) -> Iterator[Sequence[Cell]]:
    """The tariffs of these contracts as rows of their sheet."""
    bases = {value: word for word, value in BASES.items()}
    for row in rows:
        for term, figure in sorted(provisions_on(row, day).items()):
            if isinstance(figure, Tariff):
                usual = term == usual_term(figure.product)
                yield (
                    *(row.number, figure.product, figure.amount, figure.unit),
                    *(bases[figure.basis], figure.dated, figure.index, None if usual else term),
                )


def standing(row: ContractRow, day: date) -> str:
    """Whether the contract runs on a day."""
    if day < row.starts:
        return "nog niet ingegaan"
    if row.ends.last is not None and row.ends.last < day:
        return "geëindigd"
    return "loopt"


def table(kind: Kind, rows: Iterable[Sequence[Cell]], terms: Sequence[str] = ()) -> Table:
    """A sheet with the columns of its kind, and these terms behind them."""
    columns = COLUMNS[kind]
    heads = [*(each.title for each in columns), *(f"{TERM}{each}" for each in terms)]
    wide = [*(each.wide for each in columns), *(32 for _ in terms)]
    return Table(TITLES[kind], heads, rows, wide)


def _providers(connection: Connection[Any], wanted: Wanted) -> Table:
    rows = [
        each
        for each in providers.of_programme(connection, wanted.programme_id)
        if each.merged_into is None and (not wanted.segment or wanted.segment in each.segments)
    ]
    ids = [str(each.provider_id) for each in rows]
    names = address_book.many(connection, ids)
    numbers = address_book.identifiers(connection, ids)
    rows.sort(key=lambda row: _name(names, row.provider_id).casefold())
    states = {each.provider_id: each.provider for each in rows}
    return table("providers", list(provider_rows(states, names, numbers)))


def _contracts(connection: Connection[Any], wanted: Wanted) -> Iterator[Table]:
    asked = {
        "programme_id": wanted.programme_id,
        "segment": wanted.segment,
        "number": wanted.number,
        "provider_id": wanted.provider_id,
    }
    where = {name: value for name, value in asked.items() if value}
    rows = tables.select(connection, CONTRACTS, where, ("number",))
    names = address_book.many(connection, {str(each.provider_id) for each in rows})
    terms = sorted({name for row in rows for name in terms_on(row, wanted.day)})
    yield table("contracts", contract_rows(rows, names, wanted.day, terms), terms)
    yield table("tariffs", tariff_rows(rows, wanted.day))


def _letters(connection: Connection[Any], wanted: Wanted) -> Exported:
    if wanted.change_id is None:
        raise Refused("no_change_named", "say of which change: the register is one change's")
    change = tables.get(connection, CHANGES, wanted.change_id)
    if change is None:
        raise Refused("unknown_change", "there is no such change")
    rows = letters.of_change(connection, wanted.change_id)
    names = address_book.many(connection, {str(each.provider_id) for each in rows})
    found = Table("Brieven", LETTER_HEADS, [_letter(each, names) for each in rows], [18] * 14)
    asked = replace(wanted, segment=None, number=None, provider_id=None)
    notes = (f"Brieven bij de wijziging: {change.title}", *_filters(asked))
    return Exported([found], notes, f"brieven-{change.key}-{wanted.day.isoformat()}")


def _letter(row: LetterRow, names: Mapping[str, Party]) -> Sequence[Cell]:
    party = names.get(str(row.provider_id))
    in_time = {True: "ja", False: "nee", None: None}[row.in_time]
    return (
        str(row.letter_id),
        row.contract_number,
        str(row.provider_id),
        party.name if party else None,
        party.email if party else None,
        _KINDS.get(row.kind, row.kind),
        _STATES[row.state],
        row.latest,
        row.announced_on,
        row.days_to_spare,
        in_time,
        row.acknowledged_on,
        row.answer,
        row.digest,
    )


def _programme(connection: Connection[Any], programme_id: UUID) -> ProgrammeRow:
    found = tables.get(connection, PROGRAMMES, programme_id)
    if found is None:
        raise Refused("unknown_programme", "there is no such programme")
    return found


def _filters(wanted: Wanted) -> Iterator[str]:
    """The day, and what was left out, for who reads the file later."""
    yield f"Peildatum: {write_date(wanted.day, 'nl')}"
    for word, value in (
        ("Segment", wanted.segment),
        ("Overeenkomstnummer", wanted.number),
        ("Aanbieder-id", wanted.provider_id),
    ):
        if value:
            yield f"Alleen {word}: {value}"


def _end(window: Window) -> Cell:
    if window.edtf is None:
        return "onbepaalde tijd"
    if window.precision == "day" and window.bound == "in":
        return window.first
    return window.edtf


def _name(names: Mapping[str, Party], provider_id: UUID) -> str:
    party = names.get(str(provider_id))
    return (party.name if party else None) or ""
