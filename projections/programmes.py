"""The programmes: who takes part, which segments there are, and which notice clauses apply."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.events import (
    ClauseStated,
    MunicipalityEnrolled,
    ProgrammePublished,
    SegmentDefined,
)
from domain.programme.parts import Cycle, Document, Participation
from projections import tables
from projections.read_model import ReadModel


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


@dataclass(frozen=True, slots=True)
class SegmentPart:
    segment_id: str
    number: int
    title: str
    aliases: tuple[str, ...]
    products: tuple[str, ...]
    standing: Standing | None
    source: Source | None


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
    match event:
        case ProgrammePublished() | MunicipalityEnrolled() | SegmentDefined() | ClauseStated():
            return (str(event.programme_id),)
        case _:
            return ()


def project(_: str, row: ProgrammeRow | None, event: Event) -> ProgrammeRow | None:
    """Fold one event into the row of its programme. What is stated anew takes the old's place."""
    if isinstance(event, ProgrammePublished):
        return _published(row, event)
    if row is None:
        return None
    match event:
        case MunicipalityEnrolled():
            parts = {part.name: part for part in row.municipalities}
            parts[event.name] = _municipality(event)
            return replace(row, municipalities=tuple(parts.values()))
        case SegmentDefined():
            segments = {part.segment_id: part for part in row.segments}
            segments[event.segment_id] = _segment(event)
            in_order = sorted(segments.values(), key=lambda part: part.number)
            return replace(row, segments=tuple(in_order))
        case ClauseStated():
            clauses = {part.notice.clause_id: part for part in row.clauses}
            clauses[event.notice.clause_id] = ClausePart(
                event.notice, event.segments, event.standing
            )
            return replace(row, clauses=tuple(clauses.values()))
        case _:
            return row


PROGRAMMES = ReadModel(
    name="programmes",
    version=1,
    row=ProgrammeRow,
    events=(ProgrammePublished, MunicipalityEnrolled, SegmentDefined, ClauseStated),
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
    return ProgrammeRow(
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
        municipalities=row.municipalities if row else (),
        segments=row.segments if row else (),
        clauses=row.clauses if row else (),
    )


def _municipality(event: MunicipalityEnrolled) -> MunicipalityPart:
    return MunicipalityPart(
        name=event.name,
        subregion=event.subregion,
        participation=event.participation,
        segments=event.segments,
        components=event.components,
        since=event.since,
        standing=event.standing,
        source=event.source,
    )


def _segment(event: SegmentDefined) -> SegmentPart:
    return SegmentPart(
        segment_id=event.segment_id,
        number=event.number,
        title=event.title,
        aliases=event.aliases,
        products=event.products,
        standing=event.standing,
        source=event.source,
    )
