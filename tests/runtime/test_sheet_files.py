"""Files that are handed in: every one that cannot be used gets a clear answer."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from domain.base import Refused
from projections.sheets import LARGEST_FILE
from runtime.sheets.book import FORMULA
from runtime.sheets.delimited import guarded
from runtime.sheets.reading import read
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import NEW_PROVIDER, PROVIDER_HEADS

COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def zipped(**parts: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return kept.getvalue()


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def liar() -> bytes:
    """A zip whose largest part says that it is small."""
    honest = zipped(part=bytes(5_000_000))
    real, said = (5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    return honest.replace(real, said)


BAD_FILES: Mapping[str, tuple[bytes, str]] = {
    "nothing in it": (b"  \n", "empty_file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_spreadsheet"),
    "a zip of something else": (zipped(brief=b"Geachte"), "not_a_spreadsheet"),
    "cut off in the middle": (cut(of.workbook(of.providers())), "corrupt_file"),
    "a password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted_file"),
    "Excel of before 2007": (COMPOUND + b"Workbook", "old_format"),
    "a password in OpenDocument": (
        of.document([], manifest=b"<m:encryption-data/>"),
        "encrypted_file",
    ),
    "a zip bomb": (zipped(**{str(each): bytes(30 << 20) for each in range(9)}), "too_much_content"),
    "a zip that says it is smaller": (liar(), "corrupt_file"),
    "too many bytes": (b"x" * (LARGEST_FILE + 1), "file_too_large"),
    "a quotation mark that stays open": (b'naam;kvk\n"' + b"x" * 40_000, "not_csv"),
    "no row at all": (of.workbook({"Aanbieders": []}), "nothing_to_import"),
}


@pytest.mark.row("IN-12")
@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_used_is_refused_with_the_way_out(kind: str) -> None:
    content, reason = BAD_FILES[kind]
    with pytest.raises(Refused) as refused:
        of.examined(content)
    assert refused.value.reason == reason
    assert len(str(refused.value.sentence)) > 15


def test_what_a_file_is_shows_in_its_content_and_not_in_its_name() -> None:
    assert read(of.workbook(of.providers(NEW_PROVIDER)), "lijst.csv").form == "xlsx"
    assert read(of.document([PROVIDER_HEADS, NEW_PROVIDER]), "lijst.xlsx").form == "ods"
    assert read(b"naam;kvk\nDe Kade;1", "lijst.xlsx").form == "csv"


def test_a_stray_value_far_below_the_rows_is_told_before_anything_is_laid_out() -> None:
    def stray(_: Any, sheets: Mapping[str, Any]) -> None:
        sheets["Aanbieders"].write_string(1_048_575, 0, " ")

    with pytest.raises(Refused, match="1048576") as refused:
        read(of.workbook(of.providers(NEW_PROVIDER), stray), "a.xlsx")
    assert refused.value.reason == "too_many_rows"


def test_cells_that_are_only_coloured_do_not_count() -> None:
    def coloured(made: Any, sheets: Mapping[str, Any]) -> None:
        yellow = made.add_format({"bg_color": "yellow"})
        sheets["Aanbieders"].write_blank(1_048_575, 3, None, yellow)

    judged = of.only(of.workbook(of.providers(NEW_PROVIDER), coloured))
    assert judged.verdict == "new"


def test_a_formula_is_found_although_the_cell_has_a_value() -> None:
    def formula(_: Any, sheets: Mapping[str, Any]) -> None:
        sheets["Aanbieders"].write_formula("D2", "=B9", None, 12345678)

    judged = of.only(of.workbook(of.providers(NEW_PROVIDER), formula))
    assert judged.verdict == "refused"
    assert "D2 This cell holds a formula" in of.told(judged)


def test_a_formula_is_found_in_an_opendocument_sheet() -> None:
    cell = (
        '<table:table-cell table:formula="of:=[.A1]" office:value-type="float" office:value="3">'
        "<text:p>3</text:p></table:table-cell>"
    )
    heads = (*PROVIDER_HEADS[:3], "KvK-nummer")
    judged = of.only(of.document([heads, NEW_PROVIDER[:3]], cell), name="lijst.ods")
    assert judged.verdict == "refused"
    assert "D2 This cell holds a formula" in of.told(judged)


def test_merged_cells_are_refused_where_they_stand() -> None:
    def merge(_: Any, sheets: Mapping[str, Any]) -> None:
        sheets["Aanbieders"].merge_range("B2:B3", "De Kade")

    found = of.examined(
        of.workbook(of.providers(NEW_PROVIDER, ("de-wal", "", "", "87654321", "", "")), merge)
    )
    assert [each.verdict for each in found.judged] == ["refused", "refused"]
    assert "B2 This cell is merged" in of.told(found.judged[0])
    assert "B3 This cell is merged" in of.told(found.judged[1])


def test_empty_rows_between_others_are_passed_over() -> None:
    found = of.examined(of.providers((), NEW_PROVIDER, (" ", ""), (), name := ("x", "X"), ()))
    assert [each.line.number for each in found.judged] == [3, 6]
    assert name[1] == found.judged[1].about


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_usual_dialect(encoding: str, separator: str) -> None:
    rows = (PROVIDER_HEADS, ("de-kade", f'"Coöperatie{separator} De Kade"', *NEW_PROVIDER[2:]))
    text = "\r\n".join(separator.join(row) for row in rows)
    judged = of.only(text.encode(encoding), name="aanbieders.csv")
    assert judged.verdict == "new"
    assert judged.about == f"Coöperatie{separator} De Kade".replace("\t", " ").replace("  ", " ")


def test_what_a_spreadsheet_would_take_for_a_formula_goes_into_csv_and_comes_back() -> None:
    for text in ("=1+1", "+31 71", "-", "@huis", "'=x", "gewoon", "'tussen"):
        (sheet,) = read(f'naam;kvk\n"{guarded(text)}";1'.encode(), "a.csv").sheets
        assert sheet.rows[1][0] == text
        assert guarded(text)[0] not in "=+-@"
    (sheet,) = read(b"naam;kvk\n=1+1;1", "a.csv").sheets
    assert sheet.rows[1][0] is FORMULA


def test_entities_that_make_much_of_little_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    content = zipped(**{"xl/workbook.xml": bomb, "xl/_rels/workbook.xml.rels": b"<x/>"})
    with pytest.raises(Refused) as refused:
        read(content, "a.xlsx")
    assert refused.value.reason == "corrupt_file"
