"""Every step of a procedure that somebody takes, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from api.moments import Day
from api.recording import Order, record
from api.shapes import Accepted, Input
from domain.dates import Window
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    ReplanProcedure,
    SkipStep,
    TakeBranch,
    WithdrawProcedure,
)

router = APIRouter(prefix="/procedures", tags=["procedures"])

Reason = Annotated[str, Field(min_length=3)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
StepId = Annotated[str, Path(pattern=r"^[a-z0-9-]+$")]


class Completion(Input):
    """It was done; for an award this is the day of dispatch."""

    done_on: Day
    output: str | None = None


class Reasoned(Input):
    reason: Reason


class Branching(Input):
    """A declared branch, and why it is taken."""

    branch_id: Key
    reason: Reason


class Planning(Input):
    """Other windows, by step."""

    windows: Annotated[dict[str, Window], Field(min_length=1)]
    reason: Reason


@router.post("/{procedure_id}/steps/{step_id}/completions", status_code=202)
def complete(procedure_id: UUID, step_id: StepId, body: Completion, order: Order) -> Accepted:
    """Say that a step was done, early or late."""
    command = CompleteStep(
        procedure_id=procedure_id, step_id=step_id, **body.model_dump(), **order.stamp
    )
    return record(order, command, f"/procedures/{procedure_id}")


@router.post("/{procedure_id}/steps/{step_id}/skips", status_code=202)
def skip(procedure_id: UUID, step_id: StepId, body: Reasoned, order: Order) -> Accepted:
    """Say that a step will not be done, and why."""
    command = SkipStep(
        procedure_id=procedure_id, step_id=step_id, reason=body.reason, **order.stamp
    )
    return record(order, command, f"/procedures/{procedure_id}")


@router.post("/{procedure_id}/branches", status_code=202)
def take_branch(procedure_id: UUID, body: Branching, order: Order) -> Accepted:
    """Go on along a declared branch."""
    command = TakeBranch(procedure_id=procedure_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/procedures/{procedure_id}")


@router.post("/{procedure_id}/plannings", status_code=202)
def replan(procedure_id: UUID, body: Planning, order: Order) -> Accepted:
    """Give steps other windows."""
    command = ReplanProcedure(
        procedure_id=procedure_id, windows=body.windows, reason=body.reason, **order.stamp
    )
    return record(order, command, f"/procedures/{procedure_id}")


@router.post("/{procedure_id}/withdrawals", status_code=202)
def withdraw(procedure_id: UUID, body: Reasoned, order: Order) -> Accepted:
    """Give the procedure up."""
    command = WithdrawProcedure(procedure_id=procedure_id, reason=body.reason, **order.stamp)
    return record(order, command, f"/procedures/{procedure_id}")


@router.post("/{procedure_id}/failures", status_code=202)
def fail(procedure_id: UUID, body: Reasoned, order: Order) -> Accepted:
    """Say that it led to nothing: no tenders, or none suitable."""
    command = FailProcedure(procedure_id=procedure_id, reason=body.reason, **order.stamp)
    return record(order, command, f"/procedures/{procedure_id}")
