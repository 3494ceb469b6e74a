"""The documents that the programmes cite. They stand beside the clone, not in it."""

import os
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "sources"
CODES = {"S0": "000", "S1": "001", "S2": "002", "S3": "003", "S4": "004"}


def plain(text: str) -> str:
    """The text with every stretch of white space as one space: sources break lines anywhere."""
    return re.sub(r"\s+", " ", text).strip()


@cache
def source_text(code: str) -> str:
    [path] = FOLDER.glob(f"{CODES[code]}_*.txt")
    return plain(path.read_text(encoding="utf-8"))


@cache
def chapter(code: str, begin: str, end: str) -> str:
    """What stands between two headings, each of which occurs once."""
    text = source_text(code)
    assert text.count(begin) == text.count(end) == 1
    return text[text.index(begin) : text.index(end)]


def missing_piece(quote: str, text: str) -> str | None:
    """The first piece of a quote that does not stand in the text after the piece before it.

    Pieces are parted by " … ".
    """
    at = 0
    for piece in map(plain, quote.split("…")):
        found = text.find(piece, at)
        if found < 0 or not piece:
            return piece or quote
        at = found + len(piece)
    return None


def compare_with_sources() -> bool:
    """Whether the sources are here. Skips without them, except on CI, where skips are failures."""
    if FOLDER.is_dir():
        return True
    if os.environ.get("CI") != "true":
        pytest.skip(f"the sources are not here: {FOLDER}")
    return False
