"""A spreadsheet as it was handed in: sheets of cells, and what is wrong with the file itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.base import Refused
from projections.sheets import MEBIBYTE

LARGEST_CONTENT = 250 * MEBIBYTE
MOST_ROWS = 60_000
"""In one sheet, empty ones between others included."""

MOST_COLUMNS = 200
LONGEST_TEXT = 32_000


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell of which the value is not what somebody typed: a formula, or part of a merged cell."""

    kind: str


FORMULA, MERGED = Unusable("formula"), Unusable("merged")
Value = str | int | float | bool | date | datetime | time | timedelta | Unusable | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` begin with the first of the file, so that the place in it is the place on paper."""

    name: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """`form` is xlsx, ods or csv. `serials`: whether a bare number can be a day of Excel's count.

    `typed`: whether a cell tells a number from a text; in a CSV file all is text.
    """

    form: str
    sheets: Sequence[Sheet] = field(default_factory=tuple)
    serials: bool = True

    @property
    def typed(self) -> bool:
        return self.form != "csv"


def place(row: int, column: int) -> str:
    """The name of a cell, both counted from 0: `C12`."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def too_many(rows: int, columns: int, name: str) -> None:
    """Refuse a sheet that reaches too far; a stray space far below the rows can do that."""
    if rows > MOST_ROWS:
        raise Refused(
            "too_many_rows",
            "sheet “%(sheet)s” reaches to row %(rows)s, and %(most)s is the most: delete what "
            "stands below your rows, or divide the file",
            sheet=name,
            rows=rows,
            most=MOST_ROWS,
        )
    if columns > MOST_COLUMNS:
        raise Refused(
            "too_many_columns",
            "sheet “%(sheet)s” has %(columns)s columns, and %(most)s is the most: delete those "
            "that are not meant",
            sheet=name,
            columns=columns,
            most=MOST_COLUMNS,
        )
