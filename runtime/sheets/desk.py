"""Where spreadsheets are handed in and given out, for pages, API and command line alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from api.ports import File, Wanted
from domain.base import Refused
from projections import sheets
from projections.language import say
from projections.sheets import Line, Sheet
from runtime.sheets.columns import KINDS, TITLES
from runtime.sheets.exporting import exported
from runtime.sheets.handing_in import hand_in, handed
from runtime.sheets.known import Read
from runtime.sheets.writing import FORMS, MEDIA, Cell, Table, written

VERDICTS = {
    "new": "nieuw",
    "changed": "gewijzigd",
    "same": "bekend",
    "refused": "geweigerd",
}
"""The verdicts as a file has them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What it needs of the world."""

    pool: ConnectionPool[Any]
    read: Read
    clock: Callable[[], datetime]

    def hand_in(
        self, sheet_id: UUID, programme_id: UUID, name: str, content: bytes, by: str, /
    ) -> Sheet:
        """Judge a file and keep it with its verdicts. Raises `Refused` if it cannot be read."""
        sheet = handed(sheet_id, programme_id, name, self.clock(), by)
        return hand_in(self.pool, self.read, sheet, content)

    def verdicts(self, sheet: Sheet, form: str, /) -> File:
        """The rows as they were handed in, each with its verdict and why."""
        with self.pool.connection() as connection:
            rows = sheets.lines(connection, sheet.sheet_id)
        found = [_judged(kind, sheet.heads[kind], rows) for kind in KINDS if kind in sheet.heads]
        if not rows:
            raise Refused("rows_erased", "the rows of this file have been erased")
        if form == "csv":
            found = [_all(rows)]
        return _file(f"oordeel-{sheet.digest[:12]}", found, form)

    def export(self, wanted: Wanted, form: str, /) -> File:
        """What was asked for, as it is known now."""
        found = exported(self.pool, wanted)
        return _file(found.name, found.tables, form, found.notes)


def _file(name: str, tables: Sequence[Table], form: str, notes: Sequence[str] = ()) -> File:
    if form not in FORMS:
        raise Refused(
            "unknown_form",
            "there is no form “%(form)s”; there are: %(known)s",
            form=form,
            known=", ".join(FORMS),
        )
    content = written(tables, form, notes)
    return File(f"{name}.{form}", MEDIA[form], content)


def _judged(kind: str, heads: Sequence[str], rows: Sequence[Line]) -> Table:
    title = next(title for key, title in TITLES.items() if key == kind)
    mine = (each for each in rows if each.kind == kind)
    wide = [16, 60, *(18 for _ in heads)]
    return Table(title, ["Oordeel", "Toelichting", *heads], _told(mine, len(heads)), wide)


def _told(rows: Iterator[Line], width: int) -> Iterator[Sequence[Cell]]:
    for row in rows:
        cells = [*row.cells, *[None] * width][:width]
        yield (VERDICTS[row.verdict], explained(row), *map(_cell, cells))


def _all(rows: Sequence[Line]) -> Table:
    """All verdicts in one table, for a file that has room for one."""
    told = [
        (TITLES[each.kind], each.line, each.about, VERDICTS[each.verdict], explained(each))
        for each in rows
        if each.kind in KINDS
    ]
    return Table("Oordeel", ("Blad", "Rij", "Waarover", "Oordeel", "Toelichting"), told)


def explained(row: Line) -> str:
    """Why a row got its verdict, in words: what differs, and every remark with its cell."""
    differences = (f"{each.field}: “{each.old}” wordt “{each.new}”." for each in row.differences)
    remarks = (
        f"{each.cell}: {say(each.sentence, 'nl')}" if each.cell else say(each.sentence, "nl")
        for each in row.remarks
    )
    refusal = [say(row.refusal.sentence, "nl")] if row.refusal else []
    return " ".join((*differences, *remarks, *refusal))


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return "ja" if value else "nee"
        case float():
            return f"{value:.10g}".replace(".", ",")
        case None | int() | str():
            return value
        case _:
            return str(value)
