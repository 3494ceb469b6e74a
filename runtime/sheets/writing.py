"""Writes tables as Excel or CSV: text stays text, and none becomes a formula."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Literal

import xlsxwriter

from runtime.sheets.cells import written_amount
from runtime.sheets.columns import NOTES
from runtime.sheets.delimited import guarded

Form = Literal["xlsx", "csv"]
Cell = str | int | Decimal | date | None
FORMS: tuple[Form, ...] = ("xlsx", "csv")
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
LONGEST_CELL = 32_000
"""Excel keeps no longer text in a cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written. `wide` are the widths of its columns in characters."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    wide: Sequence[int] = field(default_factory=tuple)


def written(tables: Sequence[Table], form: Form, notes: Sequence[str] = ()) -> bytes:
    """The file. In CSV only the first table has room, and no notes."""
    if form == "csv":
        return _delimited(tables[0])
    return _workbook(tables, notes)


def _delimited(table: Table) -> bytes:
    """With a mark by which Excel knows the encoding, and semicolons as it has them here."""
    kept = StringIO()
    lines = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    lines.writerow(table.heads)
    lines.writerows([_as_text(each) for each in row] for row in table.rows)
    return kept.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return written_amount(cell)
        case date():
            return f"{cell.day}-{cell.month}-{cell.year}"
        case str():
            return guarded(cell)
        case _:
            return str(cell)


def _workbook(tables: Sequence[Table], notes: Sequence[str]) -> bytes:
    kept = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            "day": book.add_format({"num_format": "d-m-yyyy"}),
            "amount": book.add_format({"num_format": "#,##0.00##"}),
            "text": book.add_format({"num_format": "@"}),
        }
        for table in tables:
            _sheet(book.add_worksheet(table.title), table, bold, formats)
        if notes:
            sheet = book.add_worksheet(NOTES)
            sheet.set_column(0, 0, 100)
            for row, line in enumerate(notes):
                sheet.write_string(row, 0, line, bold if row == 0 else None)
    return kept.getvalue()


def _sheet(sheet: Any, table: Table, bold: Any, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&Rblad &P van &N")
    for column, head in enumerate(table.heads):
        width = table.wide[column] if column < len(table.wide) else 18
        sheet.set_column(column, column, width, formats["text"])
        sheet.write_string(0, column, head, bold)
    last = 0
    for last, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, formats)
    sheet.autofilter(0, 0, last, max(len(table.heads) - 1, 0))


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case Decimal():
            sheet.write_number(row, column, float(cell), formats["amount"])
        case date():
            sheet.write_datetime(row, column, cell, formats["day"])
        case int():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_string(row, column, cell[:LONGEST_CELL], formats["text"])
