"""What-ifs that somebody keeps under a name. An ordinary table, changed in place (ST-08)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, tuple_row

from domain.whatif.outcome import Outcome

_COLUMNS = (
    "what_if_id, owner, programme_id, name, supposed, following, plan_version, found, made_at,"
    " proposed_at"
)


@dataclass(frozen=True, slots=True)
class KeptWhatIf:
    """`supposed` is as the address has it; `found` is what it came to at `plan_version`.

    `found` is there to say what has become otherwise since, and for nothing else: a what-if is
    always worked out anew.
    """

    what_if_id: UUID
    owner: str
    programme_id: UUID
    name: str
    supposed: str
    following: str
    plan_version: int
    found: list[str]
    made_at: datetime
    proposed_at: datetime | None = None


def findings(outcome: Outcome) -> list[str]:
    """What it comes to, short: every move and every new break."""
    moves = [f"move {each.item_id} {each.after.edtf}" for each in outcome.moves]
    return sorted([*moves, *(f"break {each.code} {each.about}" for each in outcome.new)])


@dataclass(frozen=True, slots=True)
class Keeping:
    """The id that it goes by; `replaced` if something else was kept under that name."""

    what_if_id: UUID
    replaced: bool = False


def keep(connection: Connection[Any], kept: KeptWhatIf) -> Keeping:
    """Keep it; one of the same name supposes this instead, and keeps its address."""
    added = connection.execute(
        f"insert into what_ifs ({_COLUMNS})"  # noqa: S608 (our own column names)
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
        (
            kept.what_if_id,
            kept.owner,
            kept.programme_id,
            kept.name,
            kept.supposed,
            kept.following,
            kept.plan_version,
            kept.found,
            kept.made_at,
            kept.proposed_at,
        ),
    )
    if added.rowcount:
        return Keeping(kept.what_if_id)
    with connection.cursor(row_factory=tuple_row) as cursor:
        found = cursor.execute(
            "update what_ifs as it set supposed = %s, following = %s, plan_version = %s,"
            " found = %s, made_at = %s, proposed_at = null"
            " from (select what_if_id, supposed, following from what_ifs"
            " where owner = %s and programme_id = %s and name = %s for update) as was"
            " where it.what_if_id = was.what_if_id"
            " returning it.what_if_id, (was.supposed, was.following) is distinct from (%s, %s)",
            (
                kept.supposed,
                kept.following,
                kept.plan_version,
                kept.found,
                kept.made_at,
                kept.owner,
                kept.programme_id,
                kept.name,
                kept.supposed,
                kept.following,
            ),
        ).fetchone()
    return Keeping(UUID(str(found[0])), bool(found[1])) if found else Keeping(kept.what_if_id)


def get(connection: Connection[Any], programme_id: UUID, what_if_id: UUID) -> KeptWhatIf | None:
    """The what-if, for whoever knows its address."""
    with connection.cursor(row_factory=class_row(KeptWhatIf)) as cursor:
        return cursor.execute(
            f"select {_COLUMNS} from what_ifs"  # noqa: S608 (as above)
            " where programme_id = %s and what_if_id = %s",
            (programme_id, what_if_id),
        ).fetchone()


def of_owner(connection: Connection[Any], owner: str, programme_id: UUID) -> list[KeptWhatIf]:
    """What somebody keeps of a programme, the last first."""
    with connection.cursor(row_factory=class_row(KeptWhatIf)) as cursor:
        return cursor.execute(
            f"select {_COLUMNS} from what_ifs"  # noqa: S608 (as above)
            " where owner = %s and programme_id = %s order by made_at desc, name",
            (owner, programme_id),
        ).fetchall()


def discard(connection: Connection[Any], owner: str, programme_id: UUID, what_if_id: UUID) -> bool:
    """Keep it no longer; whether it was the owner's."""
    gone = connection.execute(
        "delete from what_ifs where what_if_id = %s and owner = %s and programme_id = %s",
        (what_if_id, owner, programme_id),
    )
    return gone.rowcount > 0


def proposed(
    connection: Connection[Any], programme_id: UUID, supposed: str, following: str, at: datetime
) -> None:
    """Remember of every what-if that supposes the same that it was proposed, whoever keeps it."""
    connection.execute(
        "update what_ifs set proposed_at = %s"
        " where programme_id = %s and supposed = %s and following = %s",
        (at, programme_id, supposed, following),
    )
