"""Every citation stands in the document it names, word for word."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from domain.base import Source
from domain.dates import Window
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from tests.programmes.sources import (
    CODES,
    ROOT,
    chapter,
    compare_with_sources,
    missing_piece,
    plain,
    source_text,
)

PROGRAMMES = sorted((ROOT / "programmes").glob("*.yaml"))
HEADINGS = [
    "4.1 SEGMENT 1",
    "4.2 SEGMENT 2",
    "4.3 SEGMENT 3",
    "4.4 SEGMENT 4",
    "4.5 SEGMENT 5",
    "4.6 SEGMENT 6",
    "4.7 SEGMENT 7",
    "Sturing De gemeenten in de Leidse regio",
]


def programme(path: Path) -> ProgrammeFile:
    file = read(path)
    assert isinstance(file, ProgrammeFile)
    return file


def parts(value: Any, kind: type[BaseModel]) -> Iterator[Any]:
    if isinstance(value, kind):
        yield value
    if isinstance(value, BaseModel):
        for _, each in value:
            yield from parts(each, kind)
    if isinstance(value, tuple):
        for each in value:
            yield from parts(each, kind)


def texts_of(file: ProgrammeFile) -> list[str]:
    """The documents that are at hand; a register also has those that are only mentioned."""
    return [source_text(each.code) for each in file.documents if each.code in CODES]


def without_accents(text: str) -> str:
    """For names, which are spelled as they should be where a scan misread an accent."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_every_quote_stands_in_the_document_it_names(path: Path) -> None:
    cited = list(parts(programme(path), Source))
    assert cited
    assert {source.document for source in cited} <= set(CODES)
    if compare_with_sources():
        wrong = {
            (source.section, piece)
            for source in cited
            if (piece := missing_piece(source.quote, source_text(source.document)))
        }
        assert not wrong


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_every_date_is_written_as_its_document_writes_it(path: Path) -> None:
    file = programme(path)
    if compare_with_sources():
        texts = texts_of(file)
        written = {window.written for window in parts(file, Window)}
        assert not {each for each in written if not any(plain(each) in text for text in texts)}


def test_together_the_programmes_cite_all_five_documents() -> None:
    files = [programme(path) for path in PROGRAMMES]
    assert {source.document for file in files for source in parts(file, Source)} == set(CODES)


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_names_of_segments_and_products_stand_in_the_document(path: Path) -> None:
    file = programme(path)
    if compare_with_sources():
        texts = [without_accents(each) for each in texts_of(file)]
        names = {
            name for each in file.segments for name in (each.title, *each.aliases, *each.products)
        }
        unknown = {
            name for name in names if not any(without_accents(name) in text for text in texts)
        }
        assert not unknown


def test_plans_of_segments_are_quoted_from_their_own_chapter() -> None:
    file = programme(ROOT / "programmes" / "holland-rijnland-2021.yaml")
    numbers = {each.segment_id: each.number for each in file.segments}
    if compare_with_sources():
        quoted = [item for item in file.plan if item.segment and item.source.section[:2] == "4."]
        for item in quoted:
            number = numbers[item.segment or ""]
            own = chapter("S3", HEADINGS[number - 1], HEADINGS[number])
            assert item.source.section.startswith(f"4.{number} ")
            assert missing_piece(item.source.quote, own) is None, item.item_id


def test_a_quote_that_is_not_there_is_found() -> None:
    text = plain("De gemeenten\n  kondigen   wijzigingen aan, uiterlijk 1 juli.")
    assert missing_piece("De gemeenten kondigen … uiterlijk 1 juli.", text) is None
    assert missing_piece("uiterlijk 1 juli. … De gemeenten", text) == "De gemeenten"
    assert missing_piece("De gemeenten … uiterlijk 2 juli", text) == "uiterlijk 2 juli"
    assert missing_piece("", text) == ""
