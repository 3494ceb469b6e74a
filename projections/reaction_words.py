"""The words of providers' reactions to a change, and of the answers they got (AN-19).

Like the address book an ordinary table: events have the SHA-256 of words and never the words, so
that they can be erased and what is left can still be proved.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

Key = tuple[UUID, str]
"""A reaction, and the digest of the words: its own, or those of its answer."""


def tidy(words: str) -> str:
    """Words as they are kept: without spaces around them, lines ended in one way only."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest_of(words: str) -> str:
    """What an event says of these words."""
    return sha256(words.encode()).hexdigest()


def keep(connection: Connection[Any], reaction_id: UUID, party_id: str, words: str) -> bool:
    """Write words down, before an event speaks of them; says whether they were not there yet."""
    kept = connection.execute(
        "insert into reaction_words as known (reaction_id, digest, party_id, words)"
        " values (%s, %s, %s, %s) on conflict (reaction_id, digest)"
        " do update set words = excluded.words where known.words is null",
        (reaction_id, digest_of(words), party_id, words),
    )
    return kept.rowcount == 1


def forget(connection: Connection[Any], reaction_id: UUID, digest: str) -> None:
    """Leave out words after all: the command that would have spoken of them was refused."""
    connection.execute(
        "delete from reaction_words where reaction_id = %s and digest = %s", (reaction_id, digest)
    )


def many(connection: Connection[Any], keys: Iterable[Key]) -> dict[Key, str]:
    """The words by reaction and digest; those that were erased are left out."""
    wanted = list(keys)
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(
            "select reaction_id, digest, words from reaction_words where words is not null"
            " and (reaction_id, digest) in (select * from unnest(%s::uuid[], %s::text[]))",
            ([reaction_id for reaction_id, _ in wanted], [digest for _, digest in wanted]),
        )
        return {(reaction_id, digest): words for reaction_id, digest, words in cursor}


def erase(connection: Connection[Any], party_id: str) -> None:
    """Forget what this party wrote and was answered; that it reacted, and when, stays."""
    connection.execute("update reaction_words set words = null where party_id = %s", (party_id,))
