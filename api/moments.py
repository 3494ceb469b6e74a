"""Moments as callers write them: an instant, or a day."""

import re
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, WithJsonSchema

from domain.contract.replay import known_by
from domain.dates import start_of_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def end_of_day(value: object) -> object:
    """The last instant of the day in the Netherlands; anything else as it is."""
    day = _day(value)
    return value if day is None else known_by(day)


def midnight(value: object) -> object:
    """The instant at which the day begins in the Netherlands; anything else as it is."""
    day = _day(value)
    return value if day is None else start_of_day(day)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None


_EITHER = WithJsonSchema(
    {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
        "examples": ["2021-08-01", "2021-08-01T12:00:00Z"],
    }
)

Known = Annotated[AwareDatetime, BeforeValidator(end_of_day), _EITHER]
"""As known at an instant, or on a day: at its end."""

Start = Annotated[AwareDatetime, BeforeValidator(midnight), _EITHER]
"""From an instant on, or from the start of a day."""
