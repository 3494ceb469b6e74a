"""Lists with their filters, kept by somebody under a name. An ordinary table, changed in place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, tuple_row


@dataclass(frozen=True, slots=True)
class SavedView:
    """`page` is the path of the list, `query` its filters as they stand in the address."""

    view_id: UUID
    owner: str
    page: str
    name: str
    query: str
    made_at: datetime


def keep(connection: Connection[Any], view: SavedView) -> bool:
    """Keep the view; whether it took the place of other filters of the same name."""
    added = connection.execute(
        "insert into saved_views (view_id, owner, page, name, query, made_at)"
        " values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
        (view.view_id, view.owner, view.page, view.name, view.query, view.made_at),
    )
    if added.rowcount:
        return False
    changed = connection.execute(
        "update saved_views set query = %s"
        " where owner = %s and page = %s and name = %s and query <> %s",
        (view.query, view.owner, view.page, view.name, view.query),
    )
    return bool(changed.rowcount)


def of_page(connection: Connection[Any], owner: str, page: str) -> list[SavedView]:
    """The views that somebody keeps of a list, by name."""
    with connection.cursor(row_factory=class_row(SavedView)) as cursor:
        return cursor.execute(
            "select view_id, owner, page, name, query, made_at from saved_views"
            " where owner = %s and page = %s order by lower(name), name",
            (owner, page),
        ).fetchall()


def forget(connection: Connection[Any], owner: str, view_id: UUID) -> str | None:
    """Keep the view no longer; answers the list that it was of, if it was the owner's."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        gone = cursor.execute(
            "delete from saved_views where view_id = %s and owner = %s returning page",
            (view_id, owner),
        ).fetchone()
    return None if gone is None else str(gone[0])
