"""The forms of an entry: what became of it, that it is open again, who sees to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.language import spoken
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.found import with_programme
from api.pages.registers import entry_page, owners_of
from api.pages.rendering import ports_of
from api.recording import Stamp
from domain.base import Command, Sentence
from domain.steering.commands import AssignEntries, ReopenEntry, SettleEntry
from projections.language import say
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow, key_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way to becoming a command."""

    row: RegisterEntryRow
    sent: Sent

    def text(self, name: str) -> str:
        return self.sent.text(name)


def _settle(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("outcome", "text", "settled_on")}
    where = {"steering_id": form.row.steering_id, "entry_id": form.row.entry_id}
    effect = form.text("effect") or None
    return SettleEntry.model_validate({**where, **given, "effect": effect, **stamp})


def _reopen(form: Filled, stamp: Stamp) -> Command:
    return ReopenEntry(
        steering_id=form.row.steering_id,
        entry_id=form.row.entry_id,
        reason=form.text("reason"),
        **stamp,
    )


def _assign(form: Filled, stamp: Stamp) -> Command:
    return AssignEntries(
        steering_id=form.row.steering_id,
        entry_ids=(form.row.entry_id,),
        owner=form.text("owner"),
        reason=form.text("reason"),
        **stamp,
    )


STEPS: Mapping[str, tuple[tuple[str, ...], Callable[[Filled, Stamp], Command]]] = {
    "afhandelen": (("outcome", "text", "settled_on"), _settle),
    "heropenen": (("reason",), _reopen),
    "toewijzen": (("owner", "reason"), _assign),
}
"""What must be filled in, and the command that it becomes, by the form's name."""


@router.get("/programmas/{programme_id}/registers/{entry_id}/{step}")
def show_step(programme_id: UUID, entry_id: str, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in STEPS:
        raise not_found()
    return RedirectResponse(_at(programme_id, entry_id), status_code=303)


@router.post("/programmas/{programme_id}/registers/{entry_id}/{step}")
def take_step(
    request: Request, programme_id: UUID, entry_id: str, step: str, sent: Form
) -> Response:
    if step not in STEPS:
        raise not_found()
    required, make = STEPS[step]
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: make(_filled(request, programme_id, entry_id, step, sent), stamp),
        again=lambda tried: entry_page(request, programme_id, entry_id, tried),
        on=lambda position: afterwards(_at(programme_id, entry_id), position, step),
    )


def _filled(request: Request, programme_id: UUID, entry_id: str, step: str, sent: Sent) -> Filled:
    """With the entry as it stands. A body that the programme does not have sees to nothing."""
    with ports_of(request).pool.connection() as connection:
        row, programme = with_programme(
            connection, REGISTER_ENTRIES, key_of(programme_id, entry_id)
        )
    owner = sent.text("owner")
    if step == "toewijzen" and owner and owner not in dict(owners_of(row, programme)):
        wrong = say(Sentence("This cannot be read."), spoken())
        raise NotCarriedOut(Tried(step, sent.values, {"owner": wrong}, status=400))
    return Filled(row, sent)


def _at(programme_id: UUID, entry_id: str) -> str:
    return f"/programmas/{programme_id}/registers/{entry_id}"
