"""The building blocks of releases: days as OCDS writes them, milestones, periods, parties."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from domain.base import Sentence
from domain.dates import Window, start_of_day
from projections.language import say

Body = dict[str, Any]
"""A part of a release, as JSON; none takes back what an earlier release said."""
MilestoneType = Literal["preProcurement", "approval", "engagement", "assessment", "delivery"]
MilestoneStatus = Literal["scheduled", "met", "notMet"]


class Said(NamedTuple):
    """What an event says of the processes of these segments; none named means all of them."""

    programme_id: UUID
    segments: tuple[str, ...]
    body: Body


def instant(at: datetime) -> str:
    """An instant in UTC, always as long: as text they are in the order of time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def start_of(day: date | None) -> str | None:
    """The first moment of a day in the Netherlands."""
    return None if day is None else start_of_day(day).isoformat()


def end_of(day: date | None) -> str | None:
    """The last second of a day in the Netherlands."""
    if day is None:
        return None
    return (start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)).isoformat()


def exact(window: Window | None) -> date | None:
    """The day that a window is, if it is one; a window that is wider is no day."""
    if window is None or window.first is None or window.first != window.last:
        return None
    return window.first


def milestone(
    milestone_id: str,
    title: str,
    kind: MilestoneType,
    window: Window | None = None,
    *,
    status: MilestoneStatus | None = "scheduled",
    met: date | None = None,
    description: str | None = None,
) -> Body:
    """A milestone: due at the end of the last day that its window allows, if it has one.

    A window that is no day is told in the words of its source.
    """
    wide = window is not None and exact(window) is None
    return {
        "id": milestone_id,
        "title": title,
        "type": kind,
        "status": status,
        "description": description or (window.written if wide and window else None),
        "dueDate": end_of(window.last) if window else None,
        "dateMet": start_of(met),
    }


def period(first: date | None, last: date | None, extent: date | None = None) -> Body:
    """From the first moment of a day to the last of another, or to be extended until a third."""
    return {"startDate": start_of(first), "endDate": end_of(last), "maxExtentDate": end_of(extent)}


EXECUTIVE = "uitvoering"
"""The id, as a party, of who carries a programme out."""


def municipality(name: str) -> str:
    """The id of a municipality as a party."""
    return "gemeente-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def supplier(provider_id: UUID) -> Body:
    """A provider as a party: its id and no name, which stands outside events (ADR 0006)."""
    return {"id": str(provider_id), "roles": ["supplier"]}


def in_dutch(template: str, **values: object) -> str:
    """A sentence of ours in the language of the releases."""
    return say(Sentence(template, {name: str(each) for name, each in values.items()}), "nl")


def delta(before: Body, now: Body) -> Body:
    """What to say so that what was said comes to read as now; empty if it does.

    Objects in a list go by their ids; of one that is gone, all but its id is taken back.
    """
    said: Body = {}
    for name in dict.fromkeys([*now, *before]):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if isinstance(old or {}, dict) and isinstance(new or {}, dict) and (old or new):
            said[name] = delta(old or {}, new or {})
        elif _by_id(old) and _by_id(new):
            said[name] = list(_members(old or [], new or []))
        else:
            said[name] = new
    return {name: each for name, each in said.items() if each not in ({}, [])}


def _by_id(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in value)
    )


def _members(before: list[Body], now: list[Body]) -> Iterator[Body]:
    old, new = ({each["id"]: each for each in some} for some in (before, now))
    for key in dict.fromkeys([*new, *old]):
        said = delta(old.get(key, {}), new.get(key, {"id": key}))
        if said:
            yield {"id": key, **said}
