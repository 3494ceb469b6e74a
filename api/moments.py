"""Days and instants as callers write them, within the years that this is about."""

import re
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.contract.replay import known_by
from domain.dates import start_of_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


FIRST, LAST = date(1990, 1, 1), date(2199, 12, 31)

Day = Annotated[date, Field(ge=FIRST, le=LAST)]
"""A day that terms can be counted from, forwards and backwards."""


def end_of_day(value: object) -> object:
    """The last instant of the day in the Netherlands; anything else as it is."""
    day = _day(value)
    return value if day is None else known_by(day)


def midnight(value: object) -> object:
    """The instant at which the day begins in the Netherlands; anything else as it is."""
    day = _day(value)
    return value if day is None else start_of_day(day)


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    day = date.fromisoformat(value)
    if not FIRST <= day <= LAST:
        years = {"first": FIRST.year, "last": LAST.year}
        raise PydanticCustomError("year", "is not between {first} and {last}", years)
    return day


_EITHER = WithJsonSchema(
    {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
        "examples": ["2021-08-01", "2021-08-01T12:00:00Z"],
    }
)

Moment = Annotated[AwareDatetime, Field(ge=start_of_day(FIRST), le=known_by(LAST))]

Known = Annotated[Moment, BeforeValidator(end_of_day), _EITHER]
"""As known at an instant, or on a day: at its end."""

Start = Annotated[Moment, BeforeValidator(midnight), _EITHER]
"""From an instant on, or from the start of a day."""
