"""Secret addresses of calendars: who made each, what is in it, whether it still works (IN-05).

An ordinary table, like the address book: a link is made, used and revoked in place.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.sql import SQL

Kind = Literal["plan", "decision", "announcement", "contract", "mine"]
"""`mine` is what waits for the owner's own next move; all others are days of anybody."""

_COLUMNS = SQL("link_id, owner, programme_id, segment, kind, made_at, used_at, revoked_at")
_OF_OWNER = SQL(
    "select {} from calendar_links where owner = %s and revoked_at is null"
    " order by made_at desc, link_id"
).format(_COLUMNS)
_USE = SQL("update calendar_links set used_at = %s where digest = %s returning {}").format(_COLUMNS)


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """What a calendar shows: all that there is, or of one programme, segment or kind."""

    link_id: UUID
    owner: str
    programme_id: UUID | None
    segment: str | None
    kind: Kind | None
    made_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


def make(connection: Connection[Any], link: CalendarLink, secret: str) -> bool:
    """Keep the link; says whether it is new. What was made before keeps its own secret."""
    kept = connection.execute(
        "insert into calendar_links (link_id, digest, owner, programme_id, segment, kind, made_at)"
        " values (%s, %s, %s, %s, %s, %s, %s) on conflict (link_id) do nothing",
        (
            link.link_id,
            _digest(secret),
            link.owner,
            link.programme_id,
            link.segment,
            link.kind,
            link.made_at,
        ),
    )
    return kept.rowcount == 1


def of_owner(connection: Connection[Any], owner: str) -> list[CalendarLink]:
    """The links that still work, the latest first."""
    with connection.cursor(row_factory=class_row(CalendarLink)) as cursor:
        return cursor.execute(_OF_OWNER, (owner,)).fetchall()


def used(connection: Connection[Any], secret: str, now: datetime) -> CalendarLink | None:
    """The link with this secret, also one that was revoked; it is noted that it was used."""
    with connection.cursor(row_factory=class_row(CalendarLink)) as cursor:
        return cursor.execute(_USE, (now, _digest(secret))).fetchone()


def revoke(connection: Connection[Any], owner: str, link_id: UUID, now: datetime) -> None:
    """The link of this owner works no more; one that was revoked stays revoked as it was."""
    connection.execute(
        "update calendar_links set revoked_at = %s"
        " where link_id = %s and owner = %s and revoked_at is null",
        (now, link_id, owner),
    )


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
