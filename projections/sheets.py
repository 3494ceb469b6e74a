"""Spreadsheets that were handed in, row by row, with the verdict on each and what came of it.

Neither events nor a read model: rows hold names and addresses, and are erased once they have been
carried out, or some days after they were handed in. What was confirmed is known by the file's
digest, in the log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row, tuple_row
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from domain.base import Event, Sentence
from domain.sheet.events import SheetApplied

KEPT = timedelta(days=14)
"""How long rows are kept that nobody confirms."""

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 20 * MEBIBYTE
"""No larger file is taken in."""

Outcome = Literal["applied", "refused"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said of a row; `wrong` is why it is refused."""

    template: str
    values: Mapping[str, str]
    cell: str | None = None
    column: str | None = None
    wrong: bool = True

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.template, self.values)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field reads now, and what the row says."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row, in the order in which rows are carried out. `cells` are as they were handed in.

    `plan` is what confirming does; only whoever carries it out looks into it. `refusal` is why it
    was not carried out although it was to be.
    """

    nth: int
    kind: str
    line: int
    verdict: str
    about: str
    cells: Sequence[Any] = ()
    remarks: tuple[Remark, ...] = ()
    differences: tuple[Difference, ...] = ()
    plan: dict[str, Any] | None = None
    outcome: Outcome | None = None
    refusal: Remark | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was handed in. `counts`: rows by verdict, and `applies`: those to carry out.

    `mistakes` are those of the file itself: then no row was judged. From `confirmed_at` on its rows
    are kept until they have been carried out. At `erased_at` they were erased, and its name.
    """

    sheet_id: UUID
    programme_id: UUID
    digest: str
    name: str | None
    handed_at: datetime
    handed_by: str
    heads: dict[str, list[str]]
    mistakes: tuple[Remark, ...]
    counts: dict[str, int]
    confirmed_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def applies(self) -> int:
        return self.counts.get("applies", 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows were carried out, refused on the way, and are still to be."""

    applied: int
    refused: int
    left: int


_SHEET, _LINE, _REMARK = TypeAdapter(Sheet), TypeAdapter(Line), TypeAdapter(Remark)
_COLUMNS = "nth, kind, line, verdict, about, cells, remarks, differences, plan, outcome, refusal"


def put(connection: Connection[Any], sheet: Sheet, lines: Iterable[Line]) -> None:
    """Keep a file with its verdicts; one that is kept already stays as it is."""
    shown = _SHEET.dump_python(sheet, mode="json")
    with connection.transaction():
        kept = connection.execute(
            "insert into sheets (sheet_id, programme_id, digest, name, handed_at, handed_by, heads,"
            " mistakes, counts) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (sheet_id) do nothing returning sheet_id",
            (
                *(sheet.sheet_id, sheet.programme_id, sheet.digest, sheet.name),
                *(sheet.handed_at, sheet.handed_by),
                *(Jsonb(shown[each]) for each in ("heads", "mistakes", "counts")),
            ),
        ).fetchone()
        if kept is None:
            return
        names = f"copy sheet_lines (sheet_id, {_COLUMNS}) from stdin"
        with _tuples(connection).copy(names.encode()) as copy:
            for line in lines:
                copy.write_row(_row(sheet.sheet_id, line))


def get(connection: Connection[Any], sheet_id: UUID) -> Sheet | None:
    """The file with this id; none if it was never handed in, or cancelled."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("select * from sheets where sheet_id = %s", (sheet_id,)).fetchone()
    return _SHEET.validate_python(row) if row else None


def latest(connection: Connection[Any], programme_id: UUID, limit: int = 20) -> list[Sheet]:
    """The files that were handed in last, the last first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "select * from sheets where programme_id = %s order by handed_at desc limit %s",
            (programme_id, limit),
        )
        return [_SHEET.validate_python(row) for row in cursor]


def of_digest(connection: Connection[Any], programme_id: UUID, digest: str) -> Sheet | None:
    """The last dry run of exactly this file of which the rows are still there."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "select * from sheets where programme_id = %s and digest = %s and erased_at is null"
            " order by handed_at desc limit 1",
            (programme_id, digest),
        ).fetchone()
    return _SHEET.validate_python(row) if row else None


def lines(
    connection: Connection[Any],
    sheet_id: UUID,
    verdict: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """The rows in their order, or those with this verdict."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            f"select {_COLUMNS} from sheet_lines where sheet_id = %s"  # noqa: S608 (our own names)
            " and (%s::text is null or verdict = %s) order by nth limit %s offset %s",
            (sheet_id, verdict, verdict, limit, offset),
        )
        return [_LINE.validate_python(row) for row in cursor]


def not_done(connection: Connection[Any], sheet_id: UUID, limit: int = 100) -> list[Line]:
    """The rows that were to be carried out and were refused then."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            f"select {_COLUMNS} from sheet_lines where sheet_id = %s"  # noqa: S608
            " and outcome = 'refused' order by nth limit %s",
            (sheet_id, limit),
        )
        return [_LINE.validate_python(row) for row in cursor]


def to_do(connection: Connection[Any], sheet_id: UUID, limit: int) -> list[Line]:
    """The next rows to carry out."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            f"select {_COLUMNS} from sheet_lines where sheet_id = %s"  # noqa: S608
            " and plan is not null and outcome is null order by nth limit %s",
            (sheet_id, limit),
        )
        return [_LINE.validate_python(row) for row in cursor]


def done(
    connection: Connection[Any], sheet_id: UUID, nth: int, refusal: Remark | None = None
) -> None:
    """Remember what came of a row."""
    outcome = "refused" if refusal else "applied"
    told = Jsonb(_REMARK.dump_python(refusal, mode="json")) if refusal else None
    connection.execute(
        "update sheet_lines set outcome = %s, refusal = %s where sheet_id = %s and nth = %s",
        (outcome, told, sheet_id, nth),
    )


def progress_of(connection: Connection[Any], sheet_id: UUID, events: Iterable[Event]) -> Progress:
    """How far it is; once everything was carried out the log alone knows. `events` are its own."""
    for event in events:
        if isinstance(event, SheetApplied):
            return Progress(event.applied, event.refused, 0)
    return progress(connection, sheet_id)


def progress(connection: Connection[Any], sheet_id: UUID) -> Progress:
    """How far carrying out is, by the rows that are kept."""
    row = (
        _tuples(connection)
        .execute(
            "select count(*) filter (where outcome = 'applied'),"
            " count(*) filter (where outcome = 'refused'),"
            " count(*) filter (where plan is not null and outcome is null)"
            " from sheet_lines where sheet_id = %s",
            (sheet_id,),
        )
        .fetchone()
    )
    assert row is not None
    return Progress(*row)


def cancel(connection: Connection[Any], sheet_id: UUID) -> None:
    """Forget a file that nobody confirmed."""
    connection.execute("delete from sheets where sheet_id = %s", (sheet_id,))


def erase(connection: Connection[Any], sheet_id: UUID, now: datetime) -> None:
    """Forget the rows that were carried out or not to be; what was refused on the way is kept.

    So that somebody can still see what was not done and why; it goes with the days.
    """
    with connection.transaction():
        connection.execute(
            "delete from sheet_lines where sheet_id = %s and outcome is distinct from 'refused'",
            (sheet_id,),
        )
        connection.execute(
            "update sheets set name = null, erased_at = coalesce(erased_at, %s)"
            " where sheet_id = %s",
            (now, sheet_id),
        )


def confirm(connection: Connection[Any], sheet_id: UUID, now: datetime) -> None:
    """Keep the rows until they have been carried out, however long that takes."""
    connection.execute(
        "update sheets set confirmed_at = coalesce(confirmed_at, %s) where sheet_id = %s",
        (now, sheet_id),
    )


def sweep(connection: Connection[Any], now: datetime) -> int:
    """Forget what nobody confirmed, and what was carried out, once its days are over."""
    return connection.execute(
        "delete from sheets where (confirmed_at is null and handed_at < %(before)s)"
        " or erased_at < %(before)s",
        {"before": now - KEPT},
    ).rowcount


def _row(sheet_id: UUID, line: Line) -> tuple[Any, ...]:
    shown = _LINE.dump_python(line, mode="json")
    return (
        sheet_id,
        *(shown[each] for each in ("nth", "kind", "line", "verdict", "about")),
        *(Jsonb(shown[each]) for each in ("cells", "remarks", "differences")),
        Jsonb(shown["plan"]) if shown["plan"] is not None else None,
        shown["outcome"],
        Jsonb(shown["refusal"]) if shown["refusal"] else None,
    )


def _tuples(connection: Connection[Any]) -> Any:
    return connection.cursor(row_factory=tuple_row)
