"""The plans that providers handed in, as files (AD-19): an ordinary table beside the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a provider; no name and no content once they were erased."""

    document_id: UUID
    party_id: str
    file_name: str | None
    content: bytes | None
    handed_in_at: datetime


def keep(connection: Connection[Any], plan: Plan) -> bool:
    """Keep a plan; says whether it was not there yet."""
    kept = connection.execute(
        "insert into plans (document_id, party_id, file_name, content, handed_in_at)"
        " values (%s, %s, %s, %s, %s) on conflict (document_id) do nothing",
        (plan.document_id, plan.party_id, plan.file_name, plan.content, plan.handed_in_at),
    )
    return kept.rowcount == 1


def get(connection: Connection[Any], document_id: UUID) -> Plan | None:
    """The plan of this document, if a provider handed it in."""
    with connection.cursor(row_factory=class_row(Plan)) as cursor:
        cursor.execute(
            "select document_id, party_id, file_name, content, handed_in_at from plans"
            " where document_id = %s",
            (document_id,),
        )
        return cursor.fetchone()


def of_party(connection: Connection[Any], party_id: str) -> Sequence[Plan]:
    """What a provider handed in, without the content, the last first."""
    with connection.cursor(row_factory=class_row(Plan)) as cursor:
        cursor.execute(
            "select document_id, party_id, file_name, null::bytea as content, handed_in_at"
            " from plans where party_id = %s order by handed_in_at desc, document_id",
            (party_id,),
        )
        return cursor.fetchall()


def erase(connection: Connection[Any], party_id: str) -> None:
    """Forget what a provider handed in; that it did, and the digest of it, stays."""
    connection.execute(
        "update plans set file_name = null, content = null where party_id = %s", (party_id,)
    )
