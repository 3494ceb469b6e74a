"""Names, addresses and numbers of providers, the office and people, by their opaque id.

Not an event: an event is kept for ever, and a person may ask for a correction or to be
forgotten. Not a read model either: it could not be rebuilt from a log that holds no names.
It is an ordinary table, changed in place; events say `party_id`, and whoever shows or writes to
somebody asks here (`docs/adr`, personal data).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import Connection
from psycopg.rows import class_row, tuple_row

from domain.base import Refused
from domain.identifiers import SCHEMES, Scheme

PartyKind = Literal["provider", "office", "person", "alias"]
"""An `alias` is another name that is found for a party; whose, its events say (AD-18)."""


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
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "select party_id, kind, name, email, role from address_book where party_id = any(%s)",
            (list(party_ids),),
        )
        return {row[0]: Party(*row) for row in cursor.fetchall()}


def identify(
    connection: Connection[Any], party_id: str, numbers: Mapping[Scheme, str | None]
) -> None:
    """Write down by which numbers others know a party (AD-18); none takes a number away.

    The party must have been `put`. What is not named stays. Raises `Refused` for a number that
    is another party's.
    """
    for scheme, value in numbers.items():
        connection.execute(
            "delete from identifiers where party_id = %s and scheme = %s", (party_id, scheme)
        )
        if value is None:
            continue
        holder = holders(connection, scheme, [value]).get(value)
        if holder is not None:
            raise Refused(
                "identifier_taken",
                "the number %(value)s is that of %(holder)s already",
                value=value,
                holder=_name(connection, holder),
            )
        connection.execute(
            "insert into identifiers (party_id, scheme, value) values (%s, %s, %s)",
            (party_id, scheme, value),
        )


def identifiers(
    connection: Connection[Any], party_ids: Iterable[str]
) -> dict[str, dict[Scheme, str]]:
    """The numbers of these parties, in the order of the schemes; parties without any left out."""
    found: dict[str, dict[Scheme, str]] = {}
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "select party_id, scheme, value from identifiers where party_id = any(%s)",
            (list(party_ids),),
        )
        for party_id, scheme, value in sorted(cursor, key=lambda row: SCHEMES.index(row[1])):
            found.setdefault(party_id, {})[scheme] = value
    return found


def holders(connection: Connection[Any], scheme: Scheme, values: Iterable[str]) -> dict[str, str]:
    """Whose these numbers are: party ids by number; unknown numbers are left out."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "select value, party_id from identifiers where scheme = %s and value = any(%s)",
            (scheme, list(values)),
        )
        return dict(cursor.fetchall())


def called(connection: Connection[Any], text: str) -> dict[str, PartyKind]:
    """The ids of providers, and of other names of theirs, with this text in their name."""
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "select party_id, kind from address_book where kind in ('provider', 'alias')"
            " and name ilike %s order by party_id",
            (f"%{pattern}%",),
        )
        return dict(cursor.fetchall())


def erase(connection: Connection[Any], party_id: str) -> Party | None:
    """Forget name, e-mail address and numbers. The id stays, so that events stay readable."""
    connection.execute("delete from identifiers where party_id = %s", (party_id,))
    connection.execute(
        "update address_book set name = null, email = null where party_id = %s", (party_id,)
    )
    return get(connection, party_id)


def _name(connection: Connection[Any], party_id: str) -> str:
    known = get(connection, party_id)
    return (known.name if known else None) or party_id


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
