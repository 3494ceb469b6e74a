"""The forms of a procedure: what was done, what is left out, which way it goes on or ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.pages.forms import Form, Sent, afterwards, submit
from api.pages.procedures import procedure_page
from api.recording import Stamp
from domain.base import Command
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    SkipStep,
    TakeBranch,
    WithdrawProcedure,
)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way to becoming a command, of one step if it is about one."""

    procedure_id: UUID
    sent: Sent
    step_id: str = ""


Make = Callable[[Filled, Stamp], Command]


def _complete(form: Filled, stamp: Stamp) -> Command:
    given = {
        "procedure_id": form.procedure_id,
        "step_id": form.step_id,
        "done_on": form.sent.text("done_on"),
        "output": form.sent.text("output") or None,
    }
    return CompleteStep.model_validate({**given, **stamp})


def _skip(form: Filled, stamp: Stamp) -> Command:
    return SkipStep(
        procedure_id=form.procedure_id,
        step_id=form.step_id,
        reason=form.sent.text("reason"),
        **stamp,
    )


def _branch(form: Filled, stamp: Stamp) -> Command:
    return TakeBranch(
        procedure_id=form.procedure_id,
        branch_id=form.sent.text("branch_id"),
        reason=form.sent.text("reason"),
        **stamp,
    )


def _withdraw(form: Filled, stamp: Stamp) -> Command:
    return WithdrawProcedure(
        procedure_id=form.procedure_id, reason=form.sent.text("reason"), **stamp
    )


def _fail(form: Filled, stamp: Stamp) -> Command:
    return FailProcedure(procedure_id=form.procedure_id, reason=form.sent.text("reason"), **stamp)


OF_STEP: Mapping[str, tuple[tuple[str, ...], Make, str]] = {
    "gereed": (("done_on",), _complete, "stap-gereed"),
    "overslaan": (("reason",), _skip, "overslaan"),
}
"""What must be filled in, the command that it becomes, and what the page says then."""

OF_WHOLE: Mapping[str, tuple[tuple[str, ...], Make]] = {
    "tak": (("branch_id", "reason"), _branch),
    "stoppen": (("reason",), _withdraw),
    "mislukt": (("reason",), _fail),
}


@router.get("/procedures/{procedure_id}/{step}")
@router.get("/procedures/{procedure_id}/stappen/{step_id}/{step}")
def show_step(procedure_id: UUID, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in (*OF_STEP, *OF_WHOLE):
        raise not_found()
    return RedirectResponse(f"/procedures/{procedure_id}", status_code=303)


@router.post("/procedures/{procedure_id}/stappen/{step_id}/{step}")
def of_step(request: Request, procedure_id: UUID, step_id: str, step: str, sent: Form) -> Response:
    if step not in OF_STEP:
        raise not_found()
    required, make, done = OF_STEP[step]
    filled = Filled(procedure_id, sent, step_id)
    return submit(
        request,
        sent,
        f"{step}-{step_id}",
        required,
        lambda stamp: make(filled, stamp),
        again=lambda tried: procedure_page(request, procedure_id, tried),
        on=lambda position: afterwards(
            f"/procedures/{procedure_id}", position, done, f"#{step_id}"
        ),
    )


@router.post("/procedures/{procedure_id}/{step}")
def of_whole(request: Request, procedure_id: UUID, step: str, sent: Form) -> Response:
    if step not in OF_WHOLE:
        raise not_found()
    required, make = OF_WHOLE[step]
    filled = Filled(procedure_id, sent)
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: make(filled, stamp),
        again=lambda tried: procedure_page(request, procedure_id, tried),
        on=lambda position: afterwards(f"/procedures/{procedure_id}", position, step),
    )
