"""Looks into a zipped spreadsheet before anything unpacks it: its size, formulas, merged cells.

The library that reads cells gives a formula's last value, and lays out all cells up to the last
one; so what it must not meet is found here first, without laying out anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from domain.base import Refused
from projections.sheets import MEBIBYTE
from runtime.sheets.book import LARGEST_CONTENT, MOST_COLUMNS, MOST_ROWS

CHUNK = 1 << 20
_OVERLAP = 400
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = tuple(f"{before}f{after}".encode() for before in "<:" for after in "> /\t\r\n")
_ROW = re.compile(rb'row [^>]*?\br="(\d+)"')
_WIDE = re.compile(rb' r="([A-Z]{2,3})\d')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>/]*>')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)

Place = tuple[int, int]


@dataclass(slots=True)
class Part:
    """What one part of the file says that a reader of cells does not: counted from 0."""

    formulas: list[Place] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def opened(content: bytes) -> ZipFile:
    """The file, once it is known to be a zip that can be unpacked. Raises `Refused`."""
    if content.startswith(_COMPOUND):
        raise Refused(*_compound(content))
    try:
        file = ZipFile(BytesIO(content))
        _measure(file)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Refused(
            "corrupt_file",
            "the file is damaged and cannot be opened: open it in your spreadsheet program, save "
            "it again, and hand that in",
        ) from error
    return file


def examined(file: ZipFile, name: str) -> Part:
    """Formulas and reach of one sheet of a workbook."""
    part = Part()
    formulas = False
    for chunk in _chunks(file, name):
        formulas = formulas or any(each in chunk for each in _FORMULA)
        part.rows = max(part.rows, *map(int, _ROW.findall(chunk)), 0)
        wide = (column_of(each.decode()) + 1 for each in set(_WIDE.findall(chunk)))
        part.columns = max(part.columns, *wide, 0)
    if part.rows > MOST_ROWS or part.columns > MOST_COLUMNS:
        part.rows, part.columns = _reach(file, name)
    if formulas:
        part.formulas = list(_formulas(file, name))
    return part


def _reach(file: ZipFile, name: str) -> Place:
    """How many rows and columns hold something: what is only coloured does not count."""
    rows = columns = 0
    for chunk in _chunks(file, name):
        for letters, row in _CELL.findall(chunk):
            rows = max(rows, int(row))
            columns = max(columns, column_of(letters.decode()) + 1)
    return rows, columns


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def sheet_parts(file: ZipFile) -> dict[str, str]:
    """In a workbook: the part that holds each sheet, by the sheet's name."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def of_relations(name: str, given: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def of_workbook(name: str, given: dict[str, str]) -> None:
        if _local(name) == "sheet":
            relation = next((v for k, v in given.items() if _local(k) == "id"), "")
            found[given.get("name", "")] = targets.get(relation, "")

    _parse(file, "xl/_rels/workbook.xml.rels", of_relations)
    _parse(file, "xl/workbook.xml", of_workbook)
    return found


def counts_from_1904(file: ZipFile) -> bool:
    """Whether the workbook counts days from 1904, as old ones of Macs do."""
    said: list[str] = []

    def of_workbook(name: str, given: dict[str, str]) -> None:
        if _local(name) == "workbookPr":
            said.append(given.get("date1904", "0"))

    _parse(file, "xl/workbook.xml", of_workbook)
    return any(each in ("1", "true") for each in said)


def encrypted_document(file: ZipFile) -> bool:
    """Whether an OpenDocument file asks for a password."""
    try:
        return b"encryption-data" in file.read("META-INF/manifest.xml")
    except KeyError:
        return False


def document_formulas(file: ZipFile) -> dict[str, list[Place]]:
    """In an OpenDocument file: the formulas of each sheet, by the sheet's name."""
    if not any(b"formula=" in chunk for chunk in _chunks(file, "content.xml")):
        return {}
    found: dict[str, list[Place]] = {}
    at = {"row": 0, "column": 0, "rows": 1}
    inside: list[str] = [""]

    def start(name: str, given: dict[str, str]) -> None:
        match name:
            case "table:table":
                inside[0] = given.get("table:name", "")
                at.update(row=-1, rows=1)
            case "table:table-row":
                at["row"] += at["rows"]
                at.update(column=0, rows=int(given.get("table:number-rows-repeated", "1")))
            case "table:table-cell" | "table:covered-table-cell":
                if "table:formula" in given:
                    found.setdefault(inside[0], []).append((at["row"], at["column"]))
                at["column"] += int(given.get("table:number-columns-repeated", "1"))

    _parse(file, "content.xml", start)
    return found


def _compound(content: bytes) -> tuple[str, str]:
    if _ENCRYPTED in content:
        return (
            "encrypted_file",
            "the file is protected by a password: take the password off and hand it in again",
        )
    return (
        "old_format",
        "this is the format of Excel before 2007: save it as .xlsx and hand that in",
    )


def _measure(file: ZipFile) -> None:
    """Refuse what would unpack to too much, or was made to look smaller than it is."""
    total = 0
    for each in file.infolist():
        if each.flag_bits & 0x1:
            raise Refused(
                "encrypted_file",
                "the file is protected by a password: take the password off and hand it in again",
            )
        total += each.file_size
    if total > LARGEST_CONTENT:
        raise Refused(
            "too_much_content",
            "unpacked the file holds %(size)s MB, and %(most)s MB is the most: divide it, and "
            "leave pictures out",
            size=-(-total // MEBIBYTE),
            most=LARGEST_CONTENT // MEBIBYTE,
        )
    for each in file.infolist():
        _unpack(file, each)


def _unpack(file: ZipFile, info: ZipInfo) -> None:
    """To its end, for its checksum: what says a smaller size than it has is damaged."""
    with file.open(info) as part:
        while part.read(CHUNK):
            pass


def _chunks(file: ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no tag is cut in all of them."""
    tail = b""
    with file.open(name) as part:
        while chunk := part.read(CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _formulas(file: ZipFile, name: str) -> Iterator[Place]:
    found: list[Place] = []
    at = {"row": -1, "column": -1}

    def start(name: str, given: dict[str, str]) -> None:
        match _local(name):
            case "row":
                at.update(row=int(given.get("r", at["row"] + 2)) - 1, column=-1)
            case "c":
                match = _REFERENCE.fullmatch(given.get("r", ""))
                at["column"] = column_of(match[1]) if match else at["column"] + 1
            case "f":
                found.append((at["row"], at["column"]))

    _parse(file, name, start)
    yield from found


def _parse(file: ZipFile, name: str, start: object) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EntityDeclHandler = _refuse_entities
    try:
        with file.open(name) as part:
            parser.ParseFile(part)
    except (expat.ExpatError, KeyError) as error:
        raise Refused(
            "corrupt_file",
            "the file is damaged and cannot be opened: open it in your spreadsheet program, save "
            "it again, and hand that in",
        ) from error


def _refuse_entities(*_: object) -> None:
    """No spreadsheet program writes any; they are how little XML becomes much."""
    raise KeyError


def _local(name: str) -> str:
    return name.rpartition(":")[2]
