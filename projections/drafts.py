"""What somebody typed and did not send yet: sealed, theirs alone, and gone after a while.

An ordinary table, changed in place. Nothing here can read what was typed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

KEPT = timedelta(days=30)
MOST = 50
"""So many a person; of more the oldest go."""

_FIELDS = "draft_id, owner, action, path, sealed, saved_at, expires_at"
_KEEP = f"""
insert into drafts ({_FIELDS}) values (%s, %s, %s, %s, %s, %s, %s)
on conflict (owner, action) do update
set path = excluded.path, sealed = excluded.sealed, saved_at = excluded.saved_at,
    expires_at = excluded.expires_at
"""  # noqa: S608 (our own names)
_TIDY = """
delete from drafts where expires_at < %(now)s or draft_id in (
    select draft_id from drafts where owner = %(owner)s order by saved_at desc offset %(most)s)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was not sent: `action` is where it goes, `path` the page that it stands on."""

    draft_id: UUID
    owner: str
    action: str
    path: str
    sealed: bytes
    saved_at: datetime
    expires_at: datetime


def keep(connection: Connection[Any], draft: Draft) -> None:
    """Keep it in the place of what was typed in the same form before; what is too old goes."""
    values = (draft.draft_id, draft.owner, draft.action, draft.path, draft.sealed)
    connection.execute(_KEEP, (*values, draft.saved_at, draft.expires_at))
    tidied = {"now": draft.saved_at, "owner": draft.owner, "most": MOST}
    connection.execute(_TIDY, tidied)


def of_owner(
    connection: Connection[Any], owner: str, now: datetime, path: str | None = None
) -> list[Draft]:
    """What somebody has not sent yet, of one page or of all, the last first."""
    with connection.cursor(row_factory=class_row(Draft)) as cursor:
        return cursor.execute(
            f"select {_FIELDS} from drafts where owner = %(owner)s and expires_at >= %(now)s"  # noqa: S608
            " and (%(path)s::text is null or path = %(path)s) order by saved_at desc",
            {"owner": owner, "now": now, "path": path},
        ).fetchall()


def of_form(connection: Connection[Any], owner: str, action: str, now: datetime) -> Draft | None:
    """What somebody has typed in the form that goes there."""
    with connection.cursor(row_factory=class_row(Draft)) as cursor:
        return cursor.execute(
            f"select {_FIELDS} from drafts where owner = %s and action = %s and expires_at >= %s",  # noqa: S608
            (owner, action, now),
        ).fetchone()


def forget(connection: Connection[Any], owner: str, action: str) -> None:
    """The form was carried out, or is empty again."""
    connection.execute("delete from drafts where owner = %s and action = %s", (owner, action))


def throw_away(connection: Connection[Any], owner: str, draft_id: UUID) -> None:
    connection.execute("delete from drafts where owner = %s and draft_id = %s", (owner, draft_id))
