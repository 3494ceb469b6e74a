"""What asks for somebody's next move, gathered from everything that is going on (PG-35)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from api.pages.bodies import bodies_of
from api.pages.matters.of_changes import of_changes
from api.pages.matters.of_days import of_days
from api.pages.matters.of_governance import of_decisions, of_procedures, of_registers
from api.pages.matters.of_plan import of_plan
from api.pages.matters.parts import URGENCIES, WHO, Matter, Urgency, View, Who, move_of
from api.ports import Person
from domain.dates import local_day
from projections import tables
from projections.changes import ChangeRow, underway
from projections.programmes import ProgrammeRow, every

__all__ = [
    "URGENCIES",
    "WHO",
    "Matter",
    "Urgency",
    "View",
    "Who",
    "gather",
    "move_of",
    "segments",
    "waiting_for",
]


def gather(
    source: tables.Source,
    view: View,
    now: datetime,
    programmes: Iterable[ProgrammeRow],
    changes: Sequence[ChangeRow],
) -> Sequence[Matter]:
    """Everything that waits for a move, the most urgent first; `changes` are those under way."""
    known = list(programmes)
    bodies = {each.programme_id: bodies_of(each) for each in known}
    found = (
        *of_changes(source, view, now, changes),
        *of_plan(source, view, bodies),
        *of_decisions(source, view, bodies),
        *of_procedures(source, view),
        *of_registers(source, view, bodies),
        *of_days(source, view, segments(known)),
    )
    return sorted(found, key=lambda each: each.order)


def waiting_for(source: tables.Source, person: Person, now: datetime) -> list[Matter]:
    """What somebody can bring on by the role that they have, the most urgent first (PG-35)."""
    view = View(local_day(now), person)
    found = gather(source, view, now, every(source), underway(source))
    return [each for each in found if move_of(person, each)]


def segments(programmes: Iterable[ProgrammeRow]) -> dict[tuple[UUID, str | None], str]:
    """The titles of all segments, by programme and segment."""
    return {
        (programme.programme_id, segment.segment_id): segment.title
        for programme in programmes
        for segment in programme.segments
    }
