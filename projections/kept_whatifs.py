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


def keep(connection: Connection[Any], kept: KeptWhatIf) -> UUID:
    """Keep it; one of the same name supposes this instead. Answers the id that it goes by."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        found = cursor.execute(
            f"insert into what_ifs ({_COLUMNS})"  # noqa: S608 (our own column names)
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (owner, programme_id, name) do update set supposed = excluded.supposed,"
            " following = excluded.following, plan_version = excluded.plan_version,"
            " found = excluded.found, made_at = excluded.made_at, proposed_at = null"
            " returning what_if_id",
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
        ).fetchone()
    assert found is not None, "an insert that returns something answers a row"
    return UUID(str(found[0]))


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
    connection: Connection[Any], owner: str, programme_id: UUID, supposed: str, at: datetime
) -> None:
    """Remember of the owner's what-ifs that suppose this that it was proposed."""
    connection.execute(
        "update what_ifs set proposed_at = %s"
        " where owner = %s and programme_id = %s and supposed = %s",
        (at, owner, programme_id, supposed),
    )
