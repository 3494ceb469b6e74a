"""What retention is made of."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.base import Source, Standing, derived_id
from domain.dates import Day

Kind = Literal[
    "programme",
    "contract",
    "change",
    "decision",
    "procedure",
    "admission",
    "provider",
    "document",
    "steering",
    "template",
    "sheet",
    "batch",
]
"""The nouns whose streams are kept for a time of their own."""

RETENTION_ID = derived_id("retention")
"""The only stream of its noun: holds and lists must see one another."""

MOST_ITEMS = 5_000
SIGNATURES = 2
"""Four eyes."""

Reason = Annotated[str, Field(min_length=10)]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Stated(Part):
    """What a source says of how long a kind is kept: at least so many years, none if it is open.

    `counted_from` says in words from when; `open` what is unclear and to be settled.
    """

    kind: Kind
    years: int | None = None
    counted_from: str
    standing: Standing
    source: Source | None = None
    open: str | None = None


class Item(Part):
    """A stream that is to be destroyed: what it is, when it was over, from when it may go.

    `about` is its number or title, never a name of a person or a provider.
    """

    stream_id: UUID
    kind: Kind
    about: str
    programme_id: UUID | None = None
    closed_on: Day
    due: Day


def due_on(closed_on: date, years: int) -> date:
    """The first day on which it may be destroyed: kept for so many whole years after it was over.

    Counted by years and not by days, and from the day after the last one: what was over on
    31 December 2020 and is kept for seven years goes on 1 January 2028.
    """
    after = date.fromordinal(closed_on.toordinal() + 1)
    try:
        return after.replace(year=after.year + years)
    except ValueError:  # 29 February in a year that lacks it
        return date(after.year + years, 3, 1)
