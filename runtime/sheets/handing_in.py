"""Takes a spreadsheet in: judged row by row and kept with its verdicts; nothing is recorded."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from domain.base import Refused, Sentence
from domain.dates import local_day
from projections import sheets, tables
from projections.programmes import PROGRAMMES
from projections.sheets import Difference, Line, Remark, Sheet
from runtime.sheets import known
from runtime.sheets.book import Unusable, Value
from runtime.sheets.examining import Examined, examine
from runtime.sheets.verdicts import Judged


def hand_in(
    pool: ConnectionPool[Any],
    read: known.Read,
    sheet: Sheet,
    content: bytes,
) -> Sheet:
    """Judge the file and keep it. `sheet` says whose it is; the rest of it is filled in.

    Handing in the same under the same id again answers what was kept. Raises `Refused` for a
    file that cannot be read, and for another file under the same id.
    """
    programme = tables.get(pool, PROGRAMMES, sheet.programme_id)
    if programme is None:
        raise Refused("unknown_programme", "there is no such programme")
    now, name = sheet.handed_at, sheet.name or ""

    def load(numbers: Iterable[str]) -> known.Known:
        return known.load(pool, read, programme, local_day(now), numbers)

    examined = examine(content, name, load)
    with pool.connection() as connection:
        sheets.sweep(connection, now)
        sheets.put(connection, filled(sheet, examined), kept(examined))
        found = sheets.get(connection, sheet.sheet_id)
    if found is None or found.digest != examined.digest:
        raise Refused("other_sheet", "another file was handed in under this id: choose a new one")
    return found


def handed(sheet_id: UUID, programme_id: UUID, name: str, at: datetime, by: str) -> Sheet:
    """A file of which nothing is known yet but who handed it in."""
    return Sheet(sheet_id, programme_id, "", name, at, by, {}, (), {})


def filled(sheet: Sheet, examined: Examined) -> Sheet:
    return Sheet(
        sheet_id=sheet.sheet_id,
        programme_id=sheet.programme_id,
        digest=examined.digest,
        name=sheet.name,
        handed_at=sheet.handed_at,
        handed_by=sheet.handed_by,
        heads={kind: list(heads) for kind, heads in examined.heads.items()},
        mistakes=tuple(told(each) for each in examined.mistakes),
        counts=examined.counts,
    )


def kept(examined: Examined) -> Iterator[Line]:
    """The rows as they are kept, in the order in which they are carried out."""
    for nth, each in enumerate(examined.judged):
        yield _line(nth, each)


def told(
    sentence: Sentence, cell: str | None = None, column: str | None = None, *, wrong: bool = True
) -> Remark:
    values = {name: str(value) for name, value in sentence.values.items()}
    return Remark(sentence.template, values, cell, column, wrong)


def _line(nth: int, each: Judged) -> Line:
    remarks = sorted(each.line.remarks, key=lambda remark: not remark.wrong)
    return Line(
        nth=nth,
        kind=each.line.kind,
        line=each.line.number,
        verdict=each.verdict,
        about=_kept_text(each.about),
        cells=[_kept(value) for value in each.line.raw],
        remarks=tuple(told(one.sentence, one.cell, one.column, wrong=one.wrong) for one in remarks),
        differences=tuple(Difference(one.field, one.old, one.new) for one in each.differences),
        plan=each.plan.model_dump(mode="json") if each.plan else None,
    )


def _kept(value: Value) -> Any:
    """A cell as JSON has it; what cannot be used says so."""
    match value:
        case Unusable(kind):
            return f"#{kind}"
        case str():
            return _kept_text(value)
        case date():
            return value.isoformat()
        case bool() | int() | float() | None:
            return value
        case _:
            return str(value)


def _kept_text(text: str) -> str:
    """Without the one character that a database cannot keep."""
    return text.replace("\0", "")
