"""What may be asked of a procedure."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command
from domain.dates import Day, Window
from domain.procedure.parts import Track


class PlanProcedure(Command):
    """Lay a segment's way out; the same words again are no news."""

    kind: Literal["PlanProcedure"] = "PlanProcedure"
    procedure_id: UUID
    programme_id: UUID
    key: str
    track: Track


class ReplanProcedure(Command):
    """Other windows for these steps; a fixed one is refused."""

    kind: Literal["ReplanProcedure"] = "ReplanProcedure"
    procedure_id: UUID
    windows: dict[str, Window]
    reason: str


class OpenGate(Command):
    """A decision that steps wait for was reached (or taken back: `reached` false)."""

    kind: Literal["OpenGate"] = "OpenGate"
    procedure_id: UUID
    gate: str
    reached: bool = True


class StartStep(Command):
    """Its window has come, what it waits for is done, its gate is open."""

    kind: Literal["StartStep"] = "StartStep"
    procedure_id: UUID
    step_id: str


class RemindStep(Command):
    """So many days before its last day it is not done."""

    kind: Literal["RemindStep"] = "RemindStep"
    procedure_id: UUID
    step_id: str
    days_before: int


class MissStep(Command):
    """Its last day has passed and nobody said that it was done."""

    kind: Literal["MissStep"] = "MissStep"
    procedure_id: UUID
    step_id: str


class CompleteStep(Command):
    """It was done, early or late; for an award `done_on` is the day of dispatch."""

    kind: Literal["CompleteStep"] = "CompleteStep"
    procedure_id: UUID
    step_id: str
    done_on: Day
    output: str | None = None


class SkipStep(Command):
    """It will not be done, for a reason."""

    kind: Literal["SkipStep"] = "SkipStep"
    procedure_id: UUID
    step_id: str
    reason: str


class TakeBranch(Command):
    """Go on along a declared branch."""

    kind: Literal["TakeBranch"] = "TakeBranch"
    procedure_id: UUID
    branch_id: str
    reason: str


class WithdrawProcedure(Command):
    """The authority gives it up."""

    kind: Literal["WithdrawProcedure"] = "WithdrawProcedure"
    procedure_id: UUID
    reason: str


class FailProcedure(Command):
    """It led to nothing: no tenders, none suitable."""

    kind: Literal["FailProcedure"] = "FailProcedure"
    procedure_id: UUID
    reason: str


ProcedureCommand = Annotated[
    PlanProcedure
    | ReplanProcedure
    | OpenGate
    | StartStep
    | RemindStep
    | MissStep
    | CompleteStep
    | SkipStep
    | TakeBranch
    | WithdrawProcedure
    | FailProcedure,
    Field(discriminator="kind"),
]
