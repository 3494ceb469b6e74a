"""The programmes: who takes part, which segments there are, what applies and how long."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Explained, Window
from domain.notice import NoticeClause
from domain.programme.ends import end_in_force
from domain.programme.events import (
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.programme.parts import (
    Body,
    Crosswalk,
    Cycle,
    Document,
    Participation,
    Perspective,
    Scale,
    Term,
)
from projections import tables
from projections.read_model import ReadModel

TermStep = TermStated | TermExtended | TermEnded
Stated = (
    MunicipalityEnrolled
    | MunicipalityWithdrew
    | SegmentDefined
    | SegmentSplit
    | ClauseStated
    | BodyRegistered
    | ScaleStated
    | CrosswalkStated
    | TermStep
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From which day a municipality takes no part any more; no segments named means in any."""

    leaves_on: date
    segments: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MunicipalityPart:
    """A municipality; no segments named means all. `components` are parts of further segments."""

    name: str
    subregion: str | None
    participation: Participation
    segments: tuple[str, ...]
    components: tuple[str, ...]
    since: Window | None
    standing: Standing | None
    source: Source | None
    withdrawals: tuple[Withdrawal, ...] = ()

    def withdrawn(self, segment: str, day: date) -> bool:
        """Whether it has left this segment by that day."""
        return any(
            each.leaves_on <= day and (not each.segments or segment in each.segments)
            for each in self.withdrawals
        )


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """A segment; one that was split became others on `split_on`."""

    segment_id: str
    number: int
    title: str
    aliases: tuple[str, ...]
    products: tuple[str, ...]
    standing: Standing | None
    source: Source | None
    label: str | None = None
    perspective: Perspective | None = None
    became: tuple[str, ...] = ()
    split_on: date | None = None


@dataclass(frozen=True, slots=True)
class TermPart:
    """How long contracts run: what is stated, what was computed from it, and what became of it.

    `extended` is the end that an extension gave, by the `decision`; `ended_at` is when it was
    recorded that the last day had passed.
    """

    term: Term
    ends: Window
    computed: tuple[Explained, ...]
    extended: Window | None = None
    decision: str | None = None
    ended_at: datetime | None = None

    @property
    def end(self) -> Window:
        """The end that holds."""
        return end_in_force(self.term, self.ends, self.extended)


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A notice clause; no segments named means all. The clause itself says where it stands."""

    notice: NoticeClause
    segments: tuple[str, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None
    cycle: Cycle | None
    standing: Standing | None
    source: Source | None
    published_at: datetime
    municipalities: tuple[MunicipalityPart, ...] = ()
    segments: tuple[SegmentPart, ...] = ()
    clauses: tuple[ClausePart, ...] = ()
    documents: tuple[Document, ...] = ()
    bodies: tuple[Body, ...] = ()
    scales: tuple[Scale, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    terms: tuple[TermPart, ...] = ()

    def title_of(self, document: str) -> str:
        """A document's title, or its code if the programme does not tell the title."""
        return next((each.title for each in self.documents if each.code == document), document)

    def clause_for(self, segment: str) -> NoticeClause | None:
        """The clause of a segment's contracts: one that names it goes before one for all."""
        for part in self.clauses:
            if segment in part.segments:
                return part.notice
        return next((part.notice for part in self.clauses if not part.segments), None)


def keys(event: Event) -> Iterable[str]:
    """A publication's facts touch the row of the programme."""
    if isinstance(event, ProgrammePublished | Stated):
        return (str(event.programme_id),)
    return ()


def project(_: str, row: ProgrammeRow | None, event: Event) -> ProgrammeRow | None:
    """Fold one event into the row of its programme. What is stated anew takes the old's place."""
    if isinstance(event, ProgrammePublished):
        return _published(row, event)
    if row is None or not isinstance(event, Stated):
        return row
    match event:
        case MunicipalityEnrolled() | MunicipalityWithdrew():
            return replace(row, municipalities=_municipalities(row, event))
        case SegmentDefined() | SegmentSplit():
            return replace(row, segments=_segments(row, event))
        case ClauseStated():
            clauses = {part.notice.clause_id: part for part in row.clauses}
            clauses[event.notice.clause_id] = ClausePart(
                event.notice, event.segments, event.standing
            )
            return replace(row, clauses=tuple(clauses.values()))
        case BodyRegistered(body=body):
            bodies = {**{each.body_id: each for each in row.bodies}, body.body_id: body}
            return replace(row, bodies=tuple(bodies.values()))
        case ScaleStated(scale=scale):
            scales = {**{each.scale_id: each for each in row.scales}, scale.scale_id: scale}
            return replace(row, scales=tuple(scales.values()))
        case CrosswalkStated(crosswalk=crosswalk):
            crosswalks = {each.crosswalk_id: each for each in row.crosswalks}
            crosswalks[crosswalk.crosswalk_id] = crosswalk
            return replace(row, crosswalks=tuple(crosswalks.values()))
        case TermStated() | TermExtended() | TermEnded():
            return replace(row, terms=_terms(row, event))
        case _:
            assert_never(event)


PROGRAMMES = ReadModel(
    name="programmes",
    version=2,
    row=ProgrammeRow,
    events=(ProgrammePublished, *get_args(Stated)),
    keys=keys,
    project=project,
    indexes=("key",),
)


def every(source: tables.Source) -> list[ProgrammeRow]:
    """All programmes, by region and title."""
    return tables.select(source, PROGRAMMES, order=("region", "title"))


def by_key(source: tables.Source, key: str) -> ProgrammeRow | None:
    """The programme with this key, as it stands in its file."""
    return next(iter(tables.select(source, PROGRAMMES, {"key": key}, limit=1)), None)


def _published(row: ProgrammeRow | None, event: ProgrammePublished) -> ProgrammeRow:
    heading = ProgrammeRow(
        programme_id=event.programme_id,
        key=event.key,
        title=event.title,
        region=event.region,
        executive=event.executive,
        cycle=event.cycle,
        standing=event.standing,
        source=event.source,
        published_at=event.at,
        documents=event.documents,
    )
    if row is None:
        return heading
    return replace(
        heading,
        municipalities=row.municipalities,
        segments=row.segments,
        clauses=row.clauses,
        bodies=row.bodies,
        scales=row.scales,
        crosswalks=row.crosswalks,
        terms=row.terms,
    )


def _municipalities(
    row: ProgrammeRow, event: MunicipalityEnrolled | MunicipalityWithdrew
) -> tuple[MunicipalityPart, ...]:
    parts = {part.name: part for part in row.municipalities}
    known = parts.get(event.name)
    if isinstance(event, MunicipalityEnrolled):
        parts[event.name] = _municipality(event, known.withdrawals if known else ())
    elif known is not None:
        others = (each for each in known.withdrawals if {*each.segments} != {*event.segments})
        left = Withdrawal(event.leaves_on, event.segments, event.reason)
        parts[event.name] = replace(known, withdrawals=(*others, left))
    return tuple(parts.values())


def _municipality(
    event: MunicipalityEnrolled, withdrawals: tuple[Withdrawal, ...]
) -> MunicipalityPart:
    return MunicipalityPart(
        name=event.name,
        subregion=event.subregion,
        participation=event.participation,
        segments=event.segments,
        components=event.components,
        since=event.since,
        standing=event.standing,
        source=event.source,
        withdrawals=withdrawals,
    )


def _segments(row: ProgrammeRow, event: SegmentDefined | SegmentSplit) -> tuple[SegmentPart, ...]:
    parts = {part.segment_id: part for part in row.segments}
    known = parts.get(event.segment_id)
    if isinstance(event, SegmentDefined):
        parts[event.segment_id] = _segment(event, known)
    elif known is not None:
        became = tuple(each.segment_id for each in event.into)
        parts[event.segment_id] = replace(known, became=became, split_on=event.from_day)
    return tuple(sorted(parts.values(), key=lambda part: part.number))


def _segment(event: SegmentDefined, known: SegmentPart | None) -> SegmentPart:
    return SegmentPart(
        segment_id=event.segment_id,
        number=event.number,
        title=event.title,
        aliases=event.aliases,
        products=event.products,
        standing=event.standing,
        source=event.source,
        label=event.label,
        perspective=event.perspective,
        became=known.became if known else (),
        split_on=known.split_on if known else None,
    )


def _terms(row: ProgrammeRow, event: TermStep) -> tuple[TermPart, ...]:
    parts = {part.term.term_id: part for part in row.terms}
    if isinstance(event, TermStated):
        parts[event.term.term_id] = _term(event, parts.get(event.term.term_id))
    elif (known := parts.get(event.term_id)) is not None:
        parts[event.term_id] = (
            replace(known, extended=event.until, decision=event.decision)
            if isinstance(event, TermExtended)
            else replace(known, ended_at=event.at)
        )
    return tuple(parts.values())


def _term(event: TermStated, known: TermPart | None) -> TermPart:
    """A term stated anew keeps its extension, and has ended still if its end is the same."""
    stated = TermPart(event.term, event.ends, event.computed)
    if known is None:
        return stated
    stated = replace(stated, extended=known.extended, decision=known.decision)
    same = known.end.last == stated.end.last
    return replace(stated, ended_at=known.ended_at if same else None)
