"""The log of who read what is secret (AU-11): an ordinary table beside the event log.

A reading is written before what was asked for is shown, in a transaction of its own: what cannot be
written is not shown. One statement for all parts of one answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.document.parts import Role
from domain.secrecy import Reason

KEPT_YEARS = 5
"""Our choice, open to be decided otherwise: no source was found (docs/retention.md)."""

Via = Literal["page", "api", "file", "bundle", "command"]

_WRITE = """
insert into readings (at, by, role, via, kind, subject_id, part, rule)
select %s, %s, %s, %s, %s, subject, nullif(part, ''), rule
from unnest(%s::uuid[], %s::text[], %s::text[]) as secret (subject, part, rule)
"""
_LIST = """
select reading_id, at, by, role, via, kind, subject_id, part, rule from readings
where (%(subject)s::uuid is null or subject_id = %(subject)s)
  and (%(by)s::text is null or by = %(by)s)
  and (%(since)s::timestamptz is null or at >= %(since)s)
order by reading_id desc limit %(limit)s offset %(offset)s
"""
_COUNT = """
select count(*) from readings
where (%(subject)s::uuid is null or subject_id = %(subject)s)
  and (%(by)s::text is null or by = %(by)s)
  and (%(since)s::timestamptz is null or at >= %(since)s)
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which role, by which way, when. `by` is an opaque id."""

    by: str
    role: Role
    via: Via
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody read something secret; `part` is the section, none for all of it."""

    reading_id: int
    at: datetime
    by: str
    role: str
    via: str
    kind: str
    subject_id: UUID
    part: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which readings are looked for."""

    subject: UUID | None = None
    by: str | None = None
    since: datetime | None = None
    limit: int = 50
    offset: int = 0


def write(
    connection: Connection[Any],
    reader: Reader,
    kind: str,
    secrets: Iterable[tuple[UUID, Reason]],
) -> int:
    """Write down what is about to be shown, once a part; answers how many rows that were.

    `secrets` are the subjects with why they are kept from others. Raises `psycopg.Error` if it
    cannot be written: then it must not be shown.
    """
    parts = sorted({(subject, why.section or "", why.rule) for subject, why in secrets})
    if not parts:
        return 0
    subjects, sections, rules = zip(*parts, strict=True)
    given = (reader.at, reader.by, reader.role, reader.via, kind)
    with connection.transaction():
        return connection.execute(
            _WRITE, (*given, list(subjects), list(sections), list(rules))
        ).rowcount


def found(connection: Connection[Any], asked: Asked) -> tuple[Sequence[Reading], int]:
    """The readings, the last first, and how many there are in all."""
    values = {name: getattr(asked, name) for name in Asked.__slots__}
    rows = connection.cursor(row_factory=class_row(Reading)).execute(_LIST, values).fetchall()
    count = connection.execute(_COUNT, values).fetchone()
    assert count is not None
    return rows, int(count[0])


def forget(connection: Connection[Any], before: datetime) -> int:
    """Delete what was read before this moment; the database refuses what is under a year old."""
    return connection.execute("delete from readings where at < %s", (before,)).rowcount
