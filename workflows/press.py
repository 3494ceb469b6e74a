"""Sets a letter or a report as a PDF that everybody can read: PDF/UA-1, tagged, in one open font.

The same letter gives the same bytes, on every day and machine with these versions of the
typesetter and the font: the date in it is the letter's own.
"""

from collections import deque
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from json import loads
from pathlib import Path

from typst import Compiler, Fonts, TypstError

from domain.base import Sentence

NO_PDF = Sentence(
    "no PDF could be made of the letter, perhaps for a character that its font lacks; look at the "
    "letter, mend the name or the text, and send it again"
).template
OUT_OF_ORDER = Sentence("the program that makes PDFs does not work here").template

FONT = "Noto Sans"

_TEMPLATES = Path(str(files("workflows") / "templates"))
_LETTER, _REPORT = _TEMPLATES / "letter.typ", _TEMPLATES / "report.typ"
_IDLE: dict[Path, deque[Compiler]] = {}
"""Typesetters that nobody uses now; each serves one thread at a time."""


class NoPdf(ValueError):  # noqa: N818 (says what is the case)
    """This letter cannot be set as it is."""


class OutOfOrder(RuntimeError):  # noqa: N818 (says what is the case)
    """Nothing can be set here, whatever the letter."""


def printed(paper: str) -> bytes:
    """The PDF of a letter. Takes some ten milliseconds in which other threads go on.

    Raises `NoPdf` if it is the letter's fault, and `OutOfOrder` if it is not.
    """
    year, month, day = loads(paper)["dated"]
    return _set(_LETTER, {"letter": paper}, date(year, month, day))


def printed_report(report: str, dated: date) -> bytes:
    """The PDF of a report, as its JSON tells it. Raises as `printed` does."""
    return _set(_REPORT, {"report": report}, dated)


def _set(template: Path, inputs: dict[str, str], dated: date) -> bytes:
    compiler = _idle(template)
    try:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        )
    except TypstError as error:
        raise NoPdf(str(error)) from error
    finally:
        _IDLE.setdefault(template, deque()).append(compiler)
    assert isinstance(pdf, bytes)
    return pdf


def _idle(template: Path) -> Compiler:
    try:
        return _IDLE[template].pop()
    except (KeyError, IndexError):
        return Compiler(
            template, root=template.parent, font_paths=_fonts(), ignore_system_fonts=True
        )


@cache
def _fonts() -> Fonts:
    """Only the font that comes with us: letters must not differ by machine."""
    folder = str(files("fontpkg_noto_sans") / "files")
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if FONT not in fonts.families() or not _LETTER.is_file():
        raise OutOfOrder(OUT_OF_ORDER)
    return fonts
