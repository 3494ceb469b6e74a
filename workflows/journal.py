"""Keeps the letter journal: what was asked of the mail server, and what it answered.

A row says *asking* before a letter's conversation begins and *answered* after it ended. Found
*asking* later, the conversation was cut off and nobody knows whether the letter went out.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter as the journal has it."""

    message_id: str
    letter_id: UUID
    party_id: str
    attempt: int
    state: Literal["asking", "answered"]
    outcome: Literal["sent", "deferred", "refused"] | None
    answer: str | None
    answered_at: datetime | None
    digest: str
    asked_again: bool
    first_asked: datetime
    recipient: str | None
    subject: str | None
    body: str | None
    paper: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether the mail server's last word on this letter is known."""
        return self.outcome in ("sent", "refused")


@dataclass(frozen=True, slots=True)
class Asking:
    """A letter is about to be given to the mail server, for the `attempt`-th time.

    Words that cannot be sent cannot be kept either: then there are none.
    """

    message_id: str
    letter_id: UUID
    party_id: str
    attempt: int
    digest: str
    asked_again: bool
    first_asked: datetime
    recipient: str | None
    subject: str | None
    body: str | None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the mail server said; no outcome if the answer was lost, then the row stays *asking*."""

    message_id: str
    outcome: Literal["sent", "deferred", "refused"] | None
    answer: str
    at: datetime


_ASK = """
insert into letter_journal as known
    (message_id, letter_id, party_id, attempt, state, digest, asked_again, first_asked,
     recipient, subject, body, paper)
select message_id, letter_id, party_id, attempt, 'asking', digest, asked_again, first_asked,
    recipient, subject, body, paper
from unnest(%s::text[], %s::uuid[], %s::text[], %s::int[], %s::text[], %s::bool[],
    %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[])
    as asked (message_id, letter_id, party_id, attempt, digest, asked_again, first_asked,
    recipient, subject, body, paper)
on conflict (message_id) do update set attempt = excluded.attempt, state = 'asking',
    outcome = null, answer = null, answered_at = null, digest = excluded.digest,
    asked_again = excluded.asked_again, recipient = excluded.recipient,
    subject = excluded.subject, body = excluded.body, paper = excluded.paper
where known.attempt = excluded.attempt - 1
    and known.outcome is distinct from 'sent' and known.outcome is distinct from 'refused'
returning message_id
"""

_ANSWER = """
update letter_journal as known set answer = said.answer, outcome = said.outcome,
    state = case when said.outcome is null then 'asking' else 'answered' end,
    answered_at = case when said.outcome is null then null else said.at end
from unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[])
    as said (message_id, outcome, answer, at)
where known.message_id = said.message_id and known.outcome is distinct from 'sent'
"""


def known(pool: Pool, message_ids: Iterable[str]) -> dict[str, Entry]:
    """What the journal has on these letters, by message id; new ones are left out."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Entry)) as cursor:
        cursor.execute(
            "select message_id, letter_id, party_id, attempt, state, outcome, answer, answered_at,"
            " digest, asked_again, first_asked, recipient, subject, body, paper"
            " from letter_journal where message_id = any(%s)",
            (list(message_ids),),
        )
        return {entry.message_id: entry for entry in cursor}


def write(pool: Pool, asking: Sequence[Asking], answered: Sequence[Answered]) -> set[str]:
    """Record both, committed together; gives the message ids that may be asked for.

    Not among them is a letter that another sender asked for, or got an answer to, in between.
    """
    granted: set[str] = set()
    with pool.connection() as connection:
        if answered:
            rows = [(each.message_id, each.outcome, each.answer, each.at) for each in answered]
            connection.execute(_ANSWER, _columns(rows))
        if asking:
            asked = [tuple(getattr(each, name) for name in Asking.__slots__) for each in asking]
            granted = {row[0] for row in connection.execute(_ASK, _columns(asked))}
    return granted


def erase(connection: Connection[Any], party_id: str) -> None:
    """Forget to whom and in which words letters to this party went; that they went stays."""
    connection.execute(
        "update letter_journal set recipient = null, subject = null, body = null,"
        " paper = null"
        " where party_id = %s",
        (party_id,),
    )


class Writer:
    """Commits for many senders at once: whoever comes while one commit runs shares the next."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: asyncio.Queue[
            tuple[Asking | None, Answered | None, asyncio.Future[bool]]
        ] = asyncio.Queue()

    async def record(self, answered: Answered | None, asking: Asking | None) -> bool:
        """Returns when both are committed, and whether the letter may be asked for."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((asking, answered, done))
        return await done

    async def run(self) -> None:
        """Commit what comes, until cancelled."""
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            granted = await asyncio.to_thread(
                write,
                self._pool,
                [asking for asking, _, _ in batch if asking],
                [answered for _, answered, _ in batch if answered],
            )
            for asking, _, done in batch:
                if not done.done():
                    done.set_result(asking is not None and asking.message_id in granted)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
