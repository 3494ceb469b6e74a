"""Reads what was handed in: an Excel workbook, an OpenDocument sheet or a CSV file."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from domain.base import Refused
from projections.sheets import LARGEST_FILE, MEBIBYTE
from runtime.sheets import delimited, zipped
from runtime.sheets.book import (
    FORMULA,
    MERGED,
    Book,
    Sheet,
    Unusable,
    Value,
    too_many,
)

_ZIP = b"PK\x03\x04"
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")


def read(content: bytes, file_name: str) -> Book:
    """The cells of the file. Raises `Refused` with what to do when it cannot be used at all.

    What it is shows in the content, not in its name.
    """
    if not content.strip():
        raise Refused("empty_file", "the file is empty")
    if len(content) > LARGEST_FILE:
        raise Refused(
            "file_too_large",
            "the file has %(size)s MB, and %(most)s MB is the most: divide it",
            size=-(-len(content) // MEBIBYTE),
            most=LARGEST_FILE // MEBIBYTE,
        )
    if not content.startswith((_ZIP, _COMPOUND)):
        return delimited.read(content, PurePath(file_name).stem or "CSV")
    with zipped.opened(content) as file:
        names = set(file.namelist())
        if "xl/workbook.xml" in names:
            return _workbook(content, file)
        if "content.xml" in names and b"spreadsheet" in file.read("mimetype"):
            return _document(content, file)
    raise Refused(
        "not_a_spreadsheet",
        "this is not a spreadsheet: save it as Excel (.xlsx), OpenDocument (.ods) or CSV",
    )


def _workbook(content: bytes, file: ZipFile) -> Book:
    parts = zipped.sheet_parts(file)
    unusable: dict[str, list[zipped.Place]] = {}
    for name, part in parts.items():
        if part in file.namelist():
            found = zipped.examined(file, part)
            too_many(found.rows, found.columns, name)
            unusable[name] = found.formulas
    return Book("xlsx", _sheets(content, unusable), serials=not zipped.counts_from_1904(file))


def _document(content: bytes, file: ZipFile) -> Book:
    if zipped.encrypted_document(file):
        raise Refused(
            "encrypted_file",
            "the file is protected by a password: take the password off and hand it in again",
        )
    return Book("ods", _sheets(content, zipped.document_formulas(file)), serials=False)


def _sheets(content: bytes, formulas: dict[str, list[zipped.Place]]) -> Sequence[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return [_sheet(book, each, formulas) for each in book.sheets_metadata]
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(
            "corrupt_file",
            "the file is damaged and cannot be opened: open it in your spreadsheet program, save "
            "it again, and hand that in",
        ) from error


def _sheet(book: CalamineWorkbook, about: Any, formulas: dict[str, list[zipped.Place]]) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    too_many(len(rows), len(rows[0]) if rows else 0, about.name)
    mark(rows, formulas.get(about.name, ()), FORMULA)
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        reach = range(first_row, min(last_row + 1, len(rows)))
        across = range(first_column, last_column + 1)
        mark(rows, ((row, column) for row in reach for column in across), MERGED)
    return Sheet(about.name, rows, hidden=about.visible is not SheetVisibleEnum.Visible)


def mark(rows: list[list[Value]], places: Iterable[zipped.Place], kind: Unusable) -> None:
    """Say of these cells that their values cannot be used."""
    for row, column in places:
        while len(rows) <= row < len(rows) + 2:
            rows.append([])
        if row < len(rows):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = kind
