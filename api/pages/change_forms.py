"""The forms of a change: each step that somebody decides on."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.change_steps import correct_address
from api.language import spoken
from api.pages import announcing_forms
from api.pages.changes import change_page
from api.pages.forms import (
    Form,
    NotCarriedOut,
    Sent,
    Tried,
    afterwards,
    submit,
)
from api.pages.rendering import ports_of
from api.pages.steps import Filled, Steps, filled_in, serve
from api.recording import Stamp, leaving_at
from domain.base import Command, Sentence
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    ReaddressLetter,
    RecallDispatch,
    TableChange,
)
from projections.language import say

router = APIRouter()


def _table(form: Filled, stamp: Stamp) -> Command:
    given = {"table": form.text("table"), "discussed_on": form.text("discussed_on")}
    return TableChange.model_validate({"change_id": form.key, **given, **stamp})


def _adopt(form: Filled, stamp: Stamp) -> Command:
    adoption = {
        "body": form.text("body"),
        "decided_on": form.text("decided_on"),
        "reference": form.optional("reference"),
    }
    return AdoptChange.model_validate({"change_id": form.key, "adoption": adoption, **stamp})


def _approve(form: Filled, stamp: Stamp) -> Command:
    return ApproveAnnouncement(change_id=form.key, **stamp)


def _recall(form: Filled, stamp: Stamp) -> Command:
    return RecallDispatch(change_id=form.key, **stamp)


def _postpone(form: Filled, stamp: Stamp) -> Command:
    given = {"effective": form.text("effective"), "reason": form.text("reason")}
    return PostponeChange.model_validate({"change_id": form.key, **given, **stamp})


def _override(form: Filled, stamp: Stamp) -> Command:
    override = {
        "decided_by": form.text("decided_by"),
        "decided_on": form.text("decided_on"),
        "reason": form.text("reason"),
        "reference": form.optional("reference"),
    }
    return OverrideNotice.model_validate({"change_id": form.key, "override": override, **stamp})


STEPS: Steps[Filled] = {
    **announcing_forms.STEPS,
    "bespreken": (("table", "discussed_on"), _table),
    "vaststellen": (("body", "decided_on"), _adopt),
    "goedkeuren": ((), _approve),
    "terugnemen": ((), _recall),
    "uitstellen": (("effective", "reason"), _postpone),
    "afwijken": (("decided_by", "decided_on", "reason"), _override),
}


@router.post("/wijzigingen/{change_id}/aankondigen")
def announce(request: Request, change_id: UUID, sent: Form) -> Response:
    """Have the letters sent, once the time for taking it back has passed."""
    ports = ports_of(request)

    def build(stamp: Stamp) -> Command:
        given = {"reactions_until": sent.text("reactions_until") or None}
        send_at = leaving_at(ports, stamp)
        return OrderDispatch.model_validate(
            {"change_id": change_id, "send_at": send_at, **given, **stamp}
        )

    return submit(
        request,
        sent,
        "aankondigen",
        (),
        build,
        again=lambda tried: change_page(request, change_id, tried),
        on=lambda position: afterwards(f"/wijzigingen/{change_id}", position, "aankondigen"),
    )


@router.post("/wijzigingen/{change_id}/brieven/{letter_id}/adres")
def readdress(request: Request, change_id: UUID, letter_id: UUID, sent: Form) -> Response:
    """Mend the address in the address book, then have the letter sent again."""
    form = f"adres-{letter_id}"

    def build(stamp: Stamp) -> Command:
        _check_address(sent, form)
        correct_address(ports_of(request), change_id, letter_id, sent.text("email"))
        return ReaddressLetter(change_id=change_id, letter_id=letter_id, **stamp)

    return submit(
        request,
        sent,
        form,
        ("email",),
        build,
        again=lambda tried: change_page(request, change_id, tried),
        on=lambda position: afterwards(f"/wijzigingen/{change_id}", position, "adres", "#letters"),
    )


def _check_address(sent: Sent, form: str) -> None:
    name, at, domain = sent.text("email").partition("@")
    if not (name and at and "." in domain) or " " in sent.text("email"):
        wrong = say(Sentence("Write an e-mail address, such as post@aanbieder.nl."), spoken())
        raise NotCarriedOut(Tried(form, sent.values, {"email": wrong}, status=400))


serve(router, "wijzigingen", STEPS, filled_in, change_page, elsewhere=("aankondigen",))
