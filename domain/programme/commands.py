"""What may be asked of a programme."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source, Standing
from domain.dates import Window
from domain.programme.parts import Clause, Cycle, Document, Municipality, PlanItem, Segment


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


ProgrammeCommand = Annotated[
    PublishProgramme | OpenPlanItem | RealisePlanItem | MissPlanItem, Field(discriminator="kind")
]
