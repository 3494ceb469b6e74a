"""What a programme is made of, as its documents state it."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.base import Source, Standing
from domain.dates import Window
from domain.notice import NoticeClause

Participation = Literal["full", "partial", "undecided"]
PlanStatus = Literal["planned", "reserved", "realised"]
"""Planned, planned under reservation of a decision, or already done (PG, ST-04)."""
Stage = Literal["planning", "tender", "award", "contract", "implementation"]


class Part(BaseModel, frozen=True, extra="forbid"):
    """A fact with its origin."""

    standing: Standing = "stated"
    source: Source


class Cycle(Part):
    """The years a programme is for, the contracts it follows and those it begets (PG-01).

    `stage` is OCDS's word for how far it is by its own documents.
    """

    years: Window
    predecessors_end: Window
    successors_start: Window
    stage: Stage


class Document(BaseModel, frozen=True, extra="forbid"):
    """A document that facts are cited from: our code for it, and its own title (PG-32)."""

    code: str
    title: str


class Municipality(Part):
    """Takes part for all segments, for the named ones, or has not decided yet (PG-03..05).

    `components` are parts of further segments in which it takes part, in the source's words.
    Who is undecided takes part in what is named and may yet join for more.
    """

    name: str
    subregion: str | None = None
    participation: Participation = "full"
    segments: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    since: Window | None = None


class Segment(Part):
    """A part of the care that is bought in its own way (SG-01)."""

    segment_id: str = Field(pattern=r"^[a-z0-9-]+$")
    number: int
    title: str
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Clause(Part):
    """A notice clause and the segments whose contracts carry it; none named means all (AN-01)."""

    notice: NoticeClause
    segments: tuple[str, ...] = ()


class PlanItem(Part):
    """Something the plan says will happen in a window (ST-03); `after` names what it waits for."""

    item_id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    window: Window
    segment: str | None = None
    status: PlanStatus = "planned"
    realised_on: Window | None = None
    after: tuple[str, ...] = ()


class PlannedChange(Part):
    """A change of all contracts of a segment that the plan foresees (ST-21).

    `terms` are the contract terms after the change. `announce_item` and `effect_item` name the
    plan items that state when it is announced and when it takes effect.
    """

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    segment: str
    description: str
    terms: dict[str, str]
    effect: Window
    announce_item: str | None = None
    effect_item: str | None = None
