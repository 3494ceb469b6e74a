"""What may be asked of a programme."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source, Standing
from domain.dates import Day, Window
from domain.programme.arrangements import Arrangement
from domain.programme.parts import (
    Body,
    Clause,
    Crosswalk,
    Cycle,
    Document,
    Municipality,
    PlanItem,
    Scale,
    Segment,
    Term,
)


class PublishProgramme(Command):
    """Record what a programme's documents say. Only what is new or different becomes a fact."""

    kind: Literal["PublishProgramme"] = "PublishProgramme"
    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None = None
    municipalities: tuple[Municipality, ...]
    segments: tuple[Segment, ...]
    clauses: tuple[Clause, ...] = ()
    plan: tuple[PlanItem, ...] = ()
    cycle: Cycle | None = None
    documents: tuple[Document, ...] = ()
    bodies: tuple[Body, ...] = ()
    scales: tuple[Scale, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    terms: tuple[Term, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    standing: Standing | None = None
    source: Source | None = None


class OpenPlanItem(Command):
    """The first day of its window has come."""

    kind: Literal["OpenPlanItem"] = "OpenPlanItem"
    programme_id: UUID
    item_id: str


class RealisePlanItem(Command):
    """Somebody says that it was done, and when, as precisely as is known."""

    kind: Literal["RealisePlanItem"] = "RealisePlanItem"
    programme_id: UUID
    item_id: str
    realised_on: Window


class MissPlanItem(Command):
    """The last day of its window has passed and nobody said that it was done."""

    kind: Literal["MissPlanItem"] = "MissPlanItem"
    programme_id: UUID
    item_id: str


class RevisePlan(Command):
    """Plan anew: these items, as they are from now on, without those dropped (ST-08).

    The whole revision is refused if it moves or drops an item that is fixed or realised, or
    names one that was never planned. `decided_by` is a body. `on_version` is the version of the
    plan that it was thought out on: refused if there is a later one.
    """

    kind: Literal["RevisePlan"] = "RevisePlan"
    programme_id: UUID
    title: str
    reason: str
    decided_by: str | None = None
    items: tuple[PlanItem, ...] = ()
    drop: tuple[str, ...] = ()
    on_version: int | None = None


class ShiftPlan(Command):
    """Move every item that may still come by so many months, each in its own precision (ST-08).

    What is fixed, done, missed or of unknown outcome stays, and so do the items to `keep`.
    `segments` limits it; none named means all, and items of no segment too. Refused if some item
    cannot say so in its own words: "2030" moves by whole years only. `on_version` as for a
    revision.
    """

    kind: Literal["ShiftPlan"] = "ShiftPlan"
    programme_id: UUID
    months: int
    title: str
    reason: str
    decided_by: str | None = None
    segments: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    on_version: int | None = None


class WithdrawMunicipality(Command):
    """A municipality leaves, from a day on, for all segments or for those named."""

    kind: Literal["WithdrawMunicipality"] = "WithdrawMunicipality"
    programme_id: UUID
    name: str
    leaves_on: Day
    segments: tuple[str, ...] = ()
    reason: str


class SplitSegment(Command):
    """A segment becomes several; it goes on as what is still planned for it."""

    kind: Literal["SplitSegment"] = "SplitSegment"
    programme_id: UUID
    segment_id: str
    into: tuple[Segment, ...] = Field(min_length=2)
    from_day: Day
    reason: str


class ExtendTerm(Command):
    """Contracts of a term run longer, by a decision (GO-05)."""

    kind: Literal["ExtendTerm"] = "ExtendTerm"
    programme_id: UUID
    term_id: str
    until: Window
    decision: str | None = None


class EndTerm(Command):
    """The last day of a term has passed."""

    kind: Literal["EndTerm"] = "EndTerm"
    programme_id: UUID
    term_id: str


ProgrammeCommand = Annotated[
    PublishProgramme
    | OpenPlanItem
    | RealisePlanItem
    | MissPlanItem
    | RevisePlan
    | ShiftPlan
    | WithdrawMunicipality
    | SplitSegment
    | ExtendTerm
    | EndTerm,
    Field(discriminator="kind"),
]
