"""Reads CSV as spreadsheets write it: three separators, two encodings, an escaped formula."""

import csv
import re
from io import StringIO

from domain.base import Refused
from runtime.sheets.book import FORMULA, LONGEST_TEXT, Book, Sheet, Value, too_many

SEPARATORS = ";,\t"

_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = re.compile(r"[=@]|[+\-](?![\d.,\s]*$)")


def read(content: bytes, name: str) -> Book:
    """The one sheet of a CSV file. Raises `Refused` if it is none."""
    text = _decoded(content)
    csv.field_size_limit(LONGEST_TEXT * 8)
    try:
        records = list(
            csv.reader(StringIO(text, newline=""), delimiter=separator(text), strict=True)
        )
    except csv.Error as error:
        raise Refused(
            "not_csv",
            "this is no CSV file that can be read: check the quotation marks; an opening one "
            "lacks its closing one",
        ) from error
    too_many(len(records), max(map(len, records), default=0), name)
    return Book("csv", (Sheet(name, [[_value(each) for each in row] for row in records]),))


def separator(text: str) -> str:
    """What stands between the column names most often, outside quotation marks."""
    names = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(SEPARATORS, key=names.count)


def guarded(text: str) -> str:
    """The text as no spreadsheet takes it for a formula; `read` undoes it."""
    return f"'{text}" if re.match(r"'*[=+\-@\t\r]", text) else text


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise Refused(
            "not_a_spreadsheet",
            "this is not a spreadsheet: save it as Excel (.xlsx), OpenDocument (.ods) or CSV",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _value(text: str) -> Value:
    if _ESCAPED.match(text):
        return text[1:]
    return FORMULA if _FORMULA.match(text) else text
