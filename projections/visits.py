"""How far somebody has seen what happened. An ordinary table, changed in place.

A visit goes on until nobody has looked for some hours: what was new in it stays new as long as it
lasts, or until it is marked as seen. Asking for a page is no visit; having seen it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row

SITTING = timedelta(hours=4)
"""Without a look for so long, a visit is over."""
FIRST = timedelta(days=7)
"""So far back goes what is new to somebody who was never here."""

_KEEP = """
insert into visits (person, since, seen_to, looked_at) values (%s, %s, %s, %s)
on conflict (person) do update
set since = excluded.since, seen_to = excluded.seen_to, looked_at = excluded.looked_at
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What happened after `since` is new; `seen_to` is how far it was seen, last `looked_at`."""

    person: str
    since: datetime
    seen_to: datetime
    looked_at: datetime


def boundary(visit: Visit | None, now: datetime) -> datetime:
    """From when on what happened is new: since the visit before this one."""
    if visit is None:
        return now - FIRST
    return visit.seen_to if now - visit.looked_at >= SITTING else visit.since


def seen(person: str, visit: Visit | None, to: datetime, now: datetime) -> Visit:
    """Somebody has had before them what happened until `to`; it stays new during this visit."""
    to = min(to, now)
    before = visit.seen_to if visit else to
    return Visit(person, boundary(visit, now), max(before, to), now)


def marked(person: str, visit: Visit | None, to: datetime, now: datetime) -> Visit:
    """Somebody says that they have seen what happened until `to`: it is no longer new."""
    to = max(min(to, now), boundary(visit, now))
    return Visit(person, to, to, now)


def of_person(connection: Connection[Any], person: str, *, moving: bool = False) -> Visit | None:
    """`moving`: nobody else moves it on until this transaction ends."""
    query = "select person, since, seen_to, looked_at from visits where person = %s"
    with connection.cursor(row_factory=class_row(Visit)) as cursor:
        return cursor.execute(f"{query} for update" if moving else query, (person,)).fetchone()


def keep(connection: Connection[Any], visit: Visit) -> None:
    connection.execute(_KEEP, (visit.person, visit.since, visit.seen_to, visit.looked_at))
