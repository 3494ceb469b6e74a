"""What can have happened to a programme. Names and fields are storage format: add, never change."""

from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.parts import Cycle, Document, Participation


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
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


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


ProgrammeEvent = (
    ProgrammePublished
    | MunicipalityEnrolled
    | SegmentDefined
    | ClauseStated
    | PlanItemPlanned
    | PlanItemOpened
    | PlanItemRealised
    | PlanItemMissed
)
