"""What is due of a term: that its contracts end, on the day after its last one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from domain.programme.ends import end_in_force
from domain.programme.events import TermEnded, TermExtended, TermStated
from projections.agenda.rows import AgendaRow, Kind, opened, settled

TERM: tuple[Kind, ...] = ("end_term",)

TermEvent = TermStated | TermExtended | TermEnded

_DAY = timedelta(days=1)


def term_keys(event: TermEvent) -> Iterable[str]:
    """A term has one row."""
    term_id = event.term.term_id if isinstance(event, TermStated) else event.term_id
    return (f"term:{event.programme_id}:{term_id}",)


def term(key: str, row: AgendaRow | None, event: TermEvent) -> AgendaRow | None:
    if isinstance(event, TermStated):
        return _stated(key, row, event)
    if row is None:
        return None
    match event:
        case TermExtended():
            last = event.until.last
            moved = replace(row, extended_to=last, due_on=_day_after(last))
            return opened(moved) if moved.due_on != row.due_on else moved
        case TermEnded():
            return settled(row, "done", event)
        case _:
            assert_never(event)


def _stated(key: str, row: AgendaRow | None, event: TermStated) -> AgendaRow:
    """A term stated anew keeps its extension, and stays settled if it ends on the same day."""
    end = end_in_force(event.term, event.ends, None).last
    extended_to = row.extended_to if row else None
    later = extended_to is not None and (end is None or extended_to > end)
    stated = AgendaRow(
        key=key,
        kind="end_term",
        programme_id=event.programme_id,
        segment=event.term.segments[0] if len(event.term.segments) == 1 else None,
        title=event.term.title,
        due_on=_day_after(extended_to if later else end),
        term_id=event.term.term_id,
        extended_to=extended_to,
    )
    if row is None or stated.due_on != row.due_on:
        return stated
    return replace(stated, done=row.done, outcome=row.outcome, settled_at=row.settled_at)


def _day_after(last: date | None) -> date | None:
    return last and last + _DAY
