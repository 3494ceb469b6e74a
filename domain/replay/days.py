"""From which day on a part of something counts, for the nouns whose parts say so."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from domain.admission.state import Application, Edition, Imposed, Place, Turn
from domain.dates import Window
from domain.document.state import Given, Period
from domain.programme.state import TermState
from domain.provider.state import Held, Member

_DAY = timedelta(days=1)

_OF_PART: Mapping[type, Callable[[Any], date | None]] = {
    Edition: lambda part: part.counts_from,
    Turn: lambda part: part.since,
    Application: lambda part: part.received_on,
    Place: lambda part: part.since,
    Imposed: lambda part: part.imposed_on,
    Period: lambda part: part.first,
    Given: lambda part: part.published_on,
    Held: lambda part: part.certificate.valid_from,
    Member: lambda part: part.membership.since,
    TermState: lambda part: part.term.starts.first,
}
"""By the class of an entry; none means that it counts whatever the day."""

DATED = frozenset({"contract", "change", "programme", "provider", "document", "admission"})
"""The nouns that say of some of their parts from when they count; the others stand as known."""


def begins(place: tuple[Any, ...], value: Any) -> date | None:
    """The first day on which what stands at a place counts; none if it counts on any day."""
    of_part = _OF_PART.get(type(value))
    if of_part is not None:
        return of_part(value)
    if place[0] == "in_force" and isinstance(value, date):
        return value
    if place[0] == "stated" and isinstance(value, Mapping):
        return _of_statement(value)
    return None


def _of_statement(said: Mapping[str, Any]) -> date | None:
    """A programme's statement: since when a municipality takes part, when a segment is split."""
    if isinstance(said.get("since"), Window):
        first: date | None = said["since"].first
        return first
    if "leaves_on" in said:
        leaves: date = said["leaves_on"]
        return leaves + _DAY
    day = said.get("from_day") or said.get("effective")
    return day if isinstance(day, date) else None
