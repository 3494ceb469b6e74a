"""Names and e-mail addresses of providers, the office and people, by their opaque id.

Not an event: an event is kept for ever, and a person may ask for a correction or to be
forgotten. Not a read model either: it could not be rebuilt from a log that holds no names.
It is an ordinary table, changed in place; events say `party_id`, and whoever shows or writes to
somebody asks here (`docs/adr`, personal data).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import Connection
from psycopg.rows import class_row

PartyKind = Literal["provider", "office", "person"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with an id. No name and no e-mail address: never known, or erased."""

    party_id: str
    kind: PartyKind
    name: str | None = None
    email: str | None = None
    role: str | None = None


def put(connection: Connection[Any], party: Party) -> None:
    """Write a party down, or correct it: what is given replaces what stood there."""
    connection.execute(
        "insert into address_book (party_id, kind, name, email, role) values (%s, %s, %s, %s, %s)"
        " on conflict (party_id) do update set kind = excluded.kind, name = excluded.name,"
        " email = excluded.email, role = excluded.role",
        (party.party_id, party.kind, _clean(party.name), _clean(party.email), party.role),
    )


def get(connection: Connection[Any], party_id: str) -> Party | None:
    """The party with this id; none if the id was never written down."""
    return many(connection, [party_id]).get(party_id)


def many(connection: Connection[Any], party_ids: Iterable[str]) -> dict[str, Party]:
    """The parties with these ids, by id; ids that were never written down are left out."""
    with connection.cursor(row_factory=class_row(Party)) as cursor:
        cursor.execute(
            "select party_id, kind, name, email, role from address_book where party_id = any(%s)",
            (list(party_ids),),
        )
        return {party.party_id: party for party in cursor}


def erase(connection: Connection[Any], party_id: str) -> Party | None:
    """Forget name and e-mail address. The id stays, so that events about it stay readable."""
    connection.execute(
        "update address_book set name = null, email = null where party_id = %s", (party_id,)
    )
    return get(connection, party_id)


def _clean(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def of_kind(connection: Connection[Any], kind: PartyKind) -> list[Party]:
    """All parties of a kind, in the order of their ids."""
    with connection.cursor(row_factory=class_row(Party)) as cursor:
        cursor.execute(
            "select party_id, kind, name, email, role from address_book where kind = %s"
            " order by party_id",
            (kind,),
        )
        return cursor.fetchall()
