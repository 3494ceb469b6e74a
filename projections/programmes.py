"""The programmes: who takes part, which segments there are, and which notice clauses apply."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.base import Source, Standing
from domain.notice import NoticeClause
from domain.programme.parts import Participation


@dataclass(frozen=True, slots=True)
class MunicipalityPart:
    """A municipality; no segments named means all."""

    name: str
    subregion: str | None
    participation: Participation
    segments: tuple[str, ...]
    standing: Standing | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class SegmentPart:
    segment_id: str
    number: int
    title: str
    aliases: tuple[str, ...]
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
    published_at: datetime
    municipalities: tuple[MunicipalityPart, ...] = ()
    segments: tuple[SegmentPart, ...] = ()
    clauses: tuple[ClausePart, ...] = ()
