"""What can have happened to a programme. Names and fields are storage format: add, never change."""

from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.dates import Day, Explained, Window
from domain.notice import NoticeClause
from domain.programme.arrangements import Arrangement
from domain.programme.parts import (
    Body,
    Crosswalk,
    Cycle,
    Document,
    ItemKind,
    Participation,
    Perspective,
    Scale,
    Segment,
    Term,
)


class ProgrammePublished(Event):
    """A programme exists, or its heading was stated anew."""

    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None = None
    cycle: Cycle | None = None
    documents: tuple[Document, ...] = ()


class MunicipalityEnrolled(Event):
    """A municipality takes part, for all segments (none named) or some, or has not decided yet."""

    programme_id: UUID
    name: str
    subregion: str | None = None
    participation: Participation
    segments: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    since: Window | None = None


class SegmentDefined(Event):
    """A segment of the programme was named or described anew."""

    programme_id: UUID
    segment_id: str
    number: int
    title: str
    label: str | None = None
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    perspective: Perspective | None = None


class ClauseStated(Event):
    """The programme's documents state a notice clause; no segment named means all."""

    programme_id: UUID
    notice: NoticeClause
    segments: tuple[str, ...] = ()


class PlanItemPlanned(Event):
    """Something is planned in a window, or planned anew.

    `status` is *unknown* when the window had passed before the system knew of it and its source
    does not say whether it was done: nobody may be called late for that.
    """

    programme_id: UUID
    item_id: str
    title: str
    window: Window
    segment: str | None = None
    status: Literal["planned", "reserved", "unknown"] = "planned"
    after: tuple[str, ...] = ()
    kind: ItemKind | None = None
    body: str | None = None
    audience: str | None = None
    fixed: bool | None = None
    restates: str | None = None


class PlanItemOpened(Event):
    """The first day of the item's window came."""

    programme_id: UUID
    item_id: str


class PlanItemRealised(Event):
    """The item was done, on the day or in the window that is known."""

    programme_id: UUID
    item_id: str
    realised_on: Window


class PlanItemMissed(Event):
    """The item's window passed without word that it was done."""

    programme_id: UUID
    item_id: str
    window: Window


class BodyRegistered(Event):
    """A body of the programme, its mandate and its term."""

    programme_id: UUID
    body: Body


class ScaleStated(Event):
    """A scale on which more than this region works together."""

    programme_id: UUID
    scale: Scale


class CrosswalkStated(Event):
    """What an older way of dividing the care becomes in a newer one."""

    programme_id: UUID
    crosswalk: Crosswalk


class TermStated(Event):
    """How long contracts run (GO-06).

    `ends` is computed, beside what the source itself says, with the reasons in `computed`; it is
    open, in the source's words, if the start is no day or no length is given.
    """

    programme_id: UUID
    term: Term
    ends: Window
    computed: tuple[Explained, ...] = ()


class TermExtended(Event):
    """Contracts of the term run longer; `previous` is the end that held until then (GO-05)."""

    programme_id: UUID
    term_id: str
    until: Window
    previous: Window
    decision: str | None = None


class TermEnded(Event):
    """The last day of the term passed: its contracts have ended."""

    programme_id: UUID
    term_id: str
    ended: Window


class ArrangementStated(Event):
    """How the care in a segment is arranged."""

    programme_id: UUID
    arrangement: Arrangement


class PlanRevised(Event):
    """A new version of the plan: the items recorded after it, without those dropped (ST-08).

    Version 1 is what was first published, without such an event. `origin` tells a document that
    was published anew, which has no reason of its own, from a revision and a shift by `months`.
    """

    programme_id: UUID
    number: int
    title: str
    reason: str | None = None
    decided_by: str | None = None
    origin: Literal["published", "revised", "shifted"] = "revised"
    months: int | None = None
    items: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class PlanItemDropped(Event):
    """An item is no longer planned: by a revision with its reason, or its document dropped it."""

    programme_id: UUID
    item_id: str
    reason: str | None = None


class MunicipalityWithdrew(Event):
    """A municipality leaves; no segments named means all."""

    programme_id: UUID
    name: str
    leaves_on: Day
    segments: tuple[str, ...] = ()
    reason: str


class SegmentSplit(Event):
    """A segment became several."""

    programme_id: UUID
    segment_id: str
    into: tuple[Segment, ...]
    from_day: Day
    reason: str


ProgrammeEvent = (
    ProgrammePublished
    | MunicipalityEnrolled
    | SegmentDefined
    | ClauseStated
    | PlanItemPlanned
    | PlanItemOpened
    | PlanItemRealised
    | PlanItemMissed
    | BodyRegistered
    | ScaleStated
    | CrosswalkStated
    | TermStated
    | TermExtended
    | TermEnded
    | ArrangementStated
    | PlanRevised
    | PlanItemDropped
    | MunicipalityWithdrew
    | SegmentSplit
)
