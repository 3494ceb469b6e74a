"""What a programme's file may contain, as people write it: `docs/programme-files.md`.

The rows are the parts of the domain with the shorter names of the file: `id`, `when`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, PositiveInt

from domain.base import Source, Standing
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.parts import (
    Cycle,
    Municipality,
    Part,
    PlanItem,
    PlannedChange,
    Segment,
)

KEY = r"^[a-z0-9-]+$"
Terms = Annotated[dict[str, str], Field(min_length=1)]


class Row(BaseModel, frozen=True, extra="forbid"):
    """An entry of a file."""


class DocumentRow(Row):
    """A document that the file cites by its code."""

    code: str
    title: str


class SegmentRow(Segment):
    segment_id: str = Field(alias="id", pattern=KEY)


class PlanRow(PlanItem):
    item_id: str = Field(alias="id", pattern=KEY)
    window: Window = Field(alias="when")


class ClauseRow(Part):
    """A notice clause and its scope in one entry."""

    id: str = Field(pattern=KEY)
    version: PositiveInt = 1
    months: PositiveInt
    counting: Literal["back", "forward"] = "back"
    weekend: Literal["no_shift", "working_day_before"] = "no_shift"
    segments: tuple[str, ...] = ()

    @property
    def notice(self) -> NoticeClause:
        return NoticeClause(
            clause_id=self.id,
            clause_version=self.version,
            months=self.months,
            counting=self.counting,
            weekend=self.weekend,
            source=self.source,
        )


class ChangeRow(PlannedChange):
    key: str = Field(alias="id", pattern=KEY)
    terms: Terms


class ProgrammeFile(Row):
    """What a programme's documents say. Every fact in it is cited."""

    kind: Literal["programme"]
    key: str = Field(pattern=KEY)
    title: str
    region: str
    executive: str | None = None
    documents: Annotated[tuple[DocumentRow, ...], Field(min_length=1)]
    standing: Standing = "stated"
    source: Source
    cycle: Cycle | None = None
    segments: Annotated[tuple[SegmentRow, ...], Field(min_length=1)]
    municipalities: tuple[Municipality, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()

    def clause_for(self, segment: str) -> ClauseRow | None:
        """The clause of a segment's contracts: one that names the segment, or the general one."""
        own = (each for each in self.clauses if segment in each.segments)
        general = (each for each in self.clauses if not each.segments)
        return next(own, None) or next(general, None)

    def item(self, item_id: str | None) -> PlanRow | None:
        return next((each for each in self.plan if each.item_id == item_id), None)
