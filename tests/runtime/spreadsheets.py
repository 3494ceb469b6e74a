"""Spreadsheets as people hand them in, made on the spot; and what is known when they do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from domain.base import Source, derived_id
from domain.dates import Window
from domain.identifiers import Scheme
from domain.notice import NoticeClause
from domain.provider.state import Provider
from projections.address_book import Party
from projections.contracts import ContractRow, TermsFrom
from projections.programmes import ClausePart, ProgrammeRow, SegmentPart
from runtime.sheets.examining import Examined, examine
from runtime.sheets.known import Known
from runtime.sheets.verdicts import Judged

TODAY = date(2021, 5, 3)
KEY = "holland-rijnland-2021"
PROGRAMME_ID = derived_id("programme", KEY)
SOURCE = Source(document="S3", section="4", quote="zes maanden vooraf")
CLAUSE = NoticeClause(clause_id="wijzigingsclausule", months=6, source=SOURCE)
HAVEN, BRUG = derived_id("provider", KEY, "de-haven"), derived_id("provider", KEY, "de-brug")
FACT = UUID("00000000-0000-4000-8000-00000000fac7")
AT = datetime(2021, 1, 4, 9, tzinfo=UTC)

PROVIDER_HEADS = ("Aanbieder-id", "Naam", "E-mail", "KvK-nummer", "AGB-code", "Segmenten")
NEW_PROVIDER = ("de-kade", "De Kade", "post@kade.example", "12345678", "06012345", "wonen")
CONTRACT_HEADS = (
    *("Overeenkomstnummer", "Aanbieder-id", "Segment", "Ingangsdatum", "Einddatum", "Clausule"),
    "Voorwaarde wachttijd",
)
NEW_CONTRACT: tuple[Any, ...] = (
    *("HR-W-002", "de-haven", "wonen", "1-7-2021", "onbepaalde tijd", "wijzigingsclausule"),
    "Hooguit zes weken",
)
Rows = Iterable[Sequence[Any]]


def workbook(
    sheets: Mapping[str, Rows], bend: Callable[[Any, Mapping[str, Any]], None] | None = None
) -> bytes:
    """An Excel file. `bend` may add what no list of values can say; it gets the book and sheets."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "in_memory": True}) as book:
        day = book.add_format({"num_format": "d-m-yyyy"})
        made = {}
        for name, rows in sheets.items():
            made[name] = sheet = book.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif value is not None:
                        sheet.write(row, column, value)
        if bend:
            bend(book, made)
    return kept.getvalue()


def document(rows: Sequence[Sequence[str]], cell: str = "", manifest: bytes = b"<m/>") -> bytes:
    """An OpenDocument sheet of texts; `cell` is put into the first row below as it is."""
    told = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
            for value in row
        )
        + (cell if number == 1 else "")
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    names = "office table text"
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in names.split()
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Aanbieders">{told}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", manifest)
    return kept.getvalue()


def contract(number: str = "HR-W-001", **given: Any) -> ContractRow:
    """A contract of De Haven that is in force."""
    terms = given.pop("terms", {"wachttijd": "Bemiddelen en overbruggen"})
    fields: dict[str, Any] = {
        "contract_id": derived_id("contract", number),
        "number": number,
        "programme_id": PROGRAMME_ID,
        "segment": "wonen",
        "provider_id": HAVEN,
        "starts": date(2021, 1, 1),
        "ends": Window(written="onbepaalde tijd"),
        "clause": CLAUSE,
        "standing": "stated",
        "source": SOURCE,
        "recorded_at": AT,
        "timeline": (TermsFrom(date(2021, 1, 1), terms, (FACT,)),),
    }
    return ContractRow(**{**fields, **given})


def known(*contracts: ContractRow, **given: Any) -> Known:
    """A programme of two segments with De Haven, who has numbers, and De Brug, who has none."""
    segments = [
        SegmentPart(each, number, each.title(), (), (), "stated", SOURCE)
        for number, each in enumerate(("wonen", "verblijf"), 1)
    ]
    programme = ProgrammeRow(
        PROGRAMME_ID, KEY, "Holland Rijnland", "Holland Rijnland", None, None, None, None, AT,
        segments=tuple(segments),
        clauses=(ClausePart(CLAUSE, (), "stated"),),
    )  # fmt: skip
    numbers: dict[str, dict[Scheme, str]] = {str(HAVEN): {"kvk": "11111111", "agb": "06000001"}}
    states = {
        each: Provider(programme_id=PROGRAMME_ID, segments=("wonen",)) for each in (HAVEN, BRUG)
    }
    fields: dict[str, Any] = {
        "programme": programme,
        "today": TODAY,
        "parties": {
            str(HAVEN): Party(str(HAVEN), "provider", "De Haven", "post@haven.example"),
            str(BRUG): Party(str(BRUG), "provider", "De Brug", "post@brug.example"),
        },
        "numbers": numbers,
        "provider": lambda each: states.get(each, Provider()),
        "events": lambda each: 1 if each in states else 0,
        "contracts": {each.number: each for each in contracts},
    }
    return Known(**{**fields, **given})


def examined(
    sheets: Mapping[str, Rows] | bytes, have: Known | None = None, name: str = "lijst.xlsx"
) -> Examined:
    content = sheets if isinstance(sheets, bytes) else workbook(sheets)
    found = have or known()
    return examine(content, name, lambda _: found)


def only(
    sheets: Mapping[str, Rows] | bytes, have: Known | None = None, name: str = "lijst.xlsx"
) -> Judged:
    """The verdict on the one row there is."""
    found = examined(sheets, have, name)
    assert [str(each) for each in found.mistakes] == []
    (judged,) = found.judged
    return judged


def providers(*rows: Sequence[Any], heads: Sequence[str] = PROVIDER_HEADS) -> dict[str, Rows]:
    return {"Aanbieders": [heads, *rows]}


def contracts(*rows: Sequence[Any], heads: Sequence[str] = CONTRACT_HEADS) -> dict[str, Rows]:
    return {"Overeenkomsten": [heads, *rows]}


def told(judged: Judged) -> str:
    """Everything that is said about a row."""
    return " ".join(f"{each.cell or ''} {each.sentence}" for each in judged.line.remarks)
