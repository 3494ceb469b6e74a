"""What a programme is made of, as its documents state it."""

from typing import Literal

from pydantic import BaseModel, Field

from domain.base import Source, Standing
from domain.dates import Window
from domain.notice import NoticeClause

ID = r"^[a-z0-9-]+$"
Participation = Literal["full", "partial", "undecided"]
PlanStatus = Literal["planned", "reserved", "realised"]
"""Planned, planned under reservation of a decision, or already done (PG, ST-04)."""
Stage = Literal["planning", "tender", "award", "contract", "implementation"]
Perspective = Literal["keep", "build", "phase_out"]
ItemKind = Literal[
    "step", "preparation", "consultation", "decision", "information", "milestone", "deadline"
]
"""`information` is a moment at which councils or others are informed (PG-17)."""


class Part(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A fact with its origin. Files write `id` for its own id."""

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

    segment_id: str = Field(pattern=ID)
    number: int
    title: str
    label: str | None = None
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    perspective: Perspective | None = None


class Body(Part):
    """Who takes part in governing the programme, with which mandate (PG-07, PG-08).

    `municipality` if it is of one; `segments` for a table of theirs (SG-17); `term` is how long
    it is to do its work.
    """

    body_id: str = Field(pattern=ID, alias="id")
    name: str
    kind: Literal[
        "council",
        "college",
        "administrative",
        "official",
        "executive",
        "advisory",
        "table",
        "working_group",
        "court",
        "outside",
    ]
    mandate: tuple[
        Literal["adopts", "proposes", "decides", "executes", "advises", "consults", "monitors"], ...
    ] = ()
    role: str | None = None
    municipality: str | None = None
    segments: tuple[str, ...] = ()
    term: Window | None = None


class Scale(Part):
    """A scale on which more than this region works or buys together (PG-06, SG-32)."""

    scale_id: str = Field(pattern=ID, alias="id")
    name: str
    members: tuple[str, ...] = ()
    purpose: str | None = None
    segments: tuple[str, ...] = ()
    since: Window | None = None


class Crosswalk(Part):
    """What an older way of dividing the care becomes in a newer one, from when (SG-03, SG-11).

    `taxonomy` names what is divided: segments, financing, products. Both sides are in words;
    `segments` are those of this programme that it leads to.
    """

    crosswalk_id: str = Field(pattern=ID, alias="id")
    taxonomy: Literal["segments", "financing", "products", "lots"]
    old: str
    new: tuple[str, ...]
    segments: tuple[str, ...] = ()
    since: Window | None = None


class Term(Part):
    """How long contracts run, in months, and what may follow (GO-05, GO-06, GO-13).

    The last day is computed from `starts`; `ends_stated` is what the source itself says.
    `extension_until` is how far an extension may reach, `extension_months` how long one is.
    `lead_months` is what a new procedure takes, for the latest decision (GO-07).
    """

    term_id: str = Field(pattern=ID, alias="id")
    title: str
    segments: tuple[str, ...] = ()
    starts: Window
    at_least_months: int | None = None
    at_most_months: int | None = None
    written: str
    ends_stated: Window | None = None
    extension_until: Window | None = None
    extension_months: int | None = None
    lead_months: int | None = None


class Clause(Part):
    """A notice clause and the segments whose contracts carry it; none named means all (AN-01)."""

    notice: NoticeClause
    segments: tuple[str, ...] = ()


class PlanItem(Part):
    """Something the plan says will happen in a window (ST-03).

    `after` names what it waits for, `body` who decides or does it (ST-09), `audience` who is
    informed. A `fixed` one keeps its window whatever else moves (ST-06). `restates` names the
    item that the source dates here once more, otherwise.
    """

    item_id: str = Field(pattern=ID)
    title: str
    window: Window
    segment: str | None = None
    status: PlanStatus = "planned"
    realised_on: Window | None = None
    after: tuple[str, ...] = ()
    kind: ItemKind | None = None
    body: str | None = None
    audience: str | None = None
    fixed: bool | None = None
    restates: str | None = None


class PlannedChange(Part):
    """A change of all contracts of a segment that the plan foresees (ST-21).

    `terms` are the contract terms after the change. `announce_item` and `effect_item` name the
    plan items that state when it is announced and when it takes effect; `discuss_item` and
    `formalise_item` those that a lenient and a strict reader would take for an announcement.
    """

    key: str = Field(pattern=ID)
    title: str
    segment: str
    description: str
    terms: dict[str, str]
    effect: Window
    announce_item: str | None = None
    effect_item: str | None = None
    discuss_item: str | None = None
    formalise_item: str | None = None
