"""How care is arranged, segment by segment: what holds now, what is aimed at, what is undecided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.found import programme_of
from api.pages.references import Ref, References, references
from api.pages.register_labels import LABELS
from api.pages.rendering import ports_of, render
from domain.dates import local_day
from domain.programme.arrangements import Figure, Instrument, Relation, Rule, TargetGroup
from domain.programme.parts import Crosswalk
from projections import arrangements
from projections.arrangements import ArrangementRow
from projections.programmes import ProgrammeRow, SegmentPart

router = APIRouter()

INSTRUMENTS = tuple(LABELS["instrument"])
STATES = tuple(LABELS["arranged"])
SUBJECTS = tuple(LABELS["rule_about"])
ALWAYS = INSTRUMENTS[:5]
"""The four instruments and the purchasing model: shown also where the source is silent (SG-09)."""


@dataclass(frozen=True, slots=True)
class Held:
    """One arrangement: its words, and what an undecided one waits for."""

    row: ArrangementRow
    waits_for: tuple[Ref, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Instrumented:
    """An instrument with what is said of it, by how far that is."""

    instrument: str
    states: tuple[tuple[str, tuple[Held, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that holds for a segment, or for all of them."""

    instruments: tuple[Instrumented, ...]
    target_groups: tuple[ArrangementRow, ...]
    figures: tuple[ArrangementRow, ...]
    rules: tuple[tuple[str, tuple[ArrangementRow, ...]], ...]
    relations: tuple[ArrangementRow, ...]

    @property
    def silent(self) -> bool:
        """Whether the source says nothing at all."""
        said = any(each.states for each in self.instruments)
        return not (said or self.target_groups or self.figures or self.rules or self.relations)


@router.get("/programmas/{programme_id}/inrichting")
def show_arrangements(request: Request, programme_id: UUID, segment: str = "") -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        rows = arrangements.of_programme(connection, programme_id)
        refer = references(connection, programme)
    chosen = _segment(programme, segment)
    if segment and chosen is None:
        raise not_found()
    today = local_day(ports.clock())
    own = [row for row in rows if _is_for(row, chosen)]
    # An instrument for all segments is one of each segment as well: without it one would seem
    # to have none.
    for_all = [row for row in rows if not row.segments and row.kind == "instrument"]
    instruments = [*own, *(for_all if chosen else ())]
    return render(
        request,
        "arrangements.html",
        programme=programme,
        refer=refer,
        chosen=chosen,
        shown=_shown(own, instruments, refer, today),
        counts={
            each.segment_id: sum(_is_for(row, each) for row in rows) for each in programme.segments
        },
        crosswalks=_crosswalks(programme, chosen),
    )


def _segment(programme: ProgrammeRow, segment: str) -> SegmentPart | None:
    return next((each for each in programme.segments if each.segment_id == segment), None)


def _is_for(row: ArrangementRow, segment: SegmentPart | None) -> bool:
    """Whether it is of this segment by name; of none, whether it is for all of them.

    A relation is of the segment it leads to as well.
    """
    if segment is None:
        return not row.segments
    leads = row.arrangement.to_segments if isinstance(row.arrangement, Relation) else ()
    return segment.segment_id in (*row.segments, *leads)


def _shown(
    own: Sequence[ArrangementRow],
    instruments: Sequence[ArrangementRow],
    refer: References,
    today: date,
) -> Shown:
    rules = [
        (about, _of(own, Rule, about=about)) for about in SUBJECTS if _of(own, Rule, about=about)
    ]
    return Shown(
        instruments=tuple(
            Instrumented(each, _states(instruments, each, refer, today))
            for each in INSTRUMENTS
            if each in ALWAYS or _of(instruments, Instrument, about=each)
        ),
        target_groups=_of(own, TargetGroup),
        figures=_of(own, Figure),
        rules=tuple(rules),
        relations=_of(own, Relation),
    )


def _of(
    rows: Sequence[ArrangementRow], sort: type, about: str | None = None
) -> tuple[ArrangementRow, ...]:
    found = (row for row in rows if isinstance(row.arrangement, sort))
    return tuple(row for row in found if about is None or row.about == about)


def _states(
    rows: Sequence[ArrangementRow], instrument: str, refer: References, today: date
) -> tuple[tuple[str, tuple[Held, ...]], ...]:
    said = _of(rows, Instrument, about=instrument)
    by_state = [(state, tuple(each for each in said if each.state == state)) for state in STATES]
    return tuple(
        (state, tuple(Held(row, _waits_for(row, refer), row.holds(today)) for row in found))
        for state, found in by_state
        if found
    )


def _waits_for(row: ArrangementRow, refer: References) -> tuple[Ref, ...]:
    """What has to settle it first (SG-22)."""
    stated = row.arrangement
    return refer.many(stated.depends_on) if isinstance(stated, Instrument) else ()


def _crosswalks(
    programme: ProgrammeRow, segment: SegmentPart | None
) -> list[tuple[str, list[Crosswalk]]]:
    """What an older way of dividing the care became, by what is divided (SG-03, SG-11)."""
    here = [
        each
        for each in programme.crosswalks
        if segment is None or segment.segment_id in each.segments
    ]
    sorts = dict.fromkeys(each.taxonomy for each in here)
    return [(sort, [each for each in here if each.taxonomy == sort]) for sort in sorts]
