"""The forms of a contract: letting it last, keeping it, handing over its clients."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.pages.contracts import contract_page
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.rendering import LANGUAGE
from api.recording import Stamp
from domain.base import Command, Sentence
from domain.contract.commands import (
    CompleteHandOver,
    EndContract,
    EnforceContract,
    ExtendContract,
    FulfilDuty,
    PlanHandOver,
    RecordResult,
    SignContract,
)
from projections.language import say

router = APIRouter()

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _decision(sent: Sent) -> dict[str, Any]:
    names = ("decided_by", "decided_on", "reason")
    return {**{name: sent.text(name) for name in names}, "reference": _or_none(sent, "reference")}


def _or_none(sent: Sent, name: str) -> str | None:
    return sent.text(name) or None


def _extend(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    """By the option that was chosen; without one it is bridged."""
    option = _or_none(sent, "option_id")
    given = {
        "contract_id": contract_id,
        "how": "option" if option else "bridging",
        "option_id": option,
        "until": _or_none(sent, "until"),
        "told_on": _or_none(sent, "told_on"),
        "decision": _decision(sent),
    }
    return ExtendContract.model_validate({**given, **stamp})


def _end(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    names = ("ground", "decided_by", "reason", "continuity")
    ending = {name: sent.text(name) for name in names}
    given = {"contract_id": contract_id, "last_day": sent.text("last_day"), "ending": ending}
    return EndContract.model_validate({**given, **stamp})


def _fulfil(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given = {
        "contract_id": contract_id,
        "duty": sent.text("duty"),
        "fulfilled_on": sent.text("fulfilled_on"),
        "arose_on": _or_none(sent, "arose_on"),
        "proof": _or_none(sent, "proof"),
    }
    return FulfilDuty.model_validate({**given, **stamp})


def _result(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    first, last = sent.text("period_from"), sent.text("period_until")
    value = _or_none(sent, "value")
    given = {
        "contract_id": contract_id,
        "performance": sent.text("performance"),
        "period": {"edtf": f"{first}/{last}", "written": f"{first} t/m {last}"},
        "written": sent.text("written"),
        "value": value.replace(",", ".") if value else None,
    }
    return RecordResult.model_validate({**given, **stamp})


def _enforce(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    about, _, rung = sent.text("step").rpartition("#")
    given = {
        "contract_id": contract_id,
        "about": about,
        "rung": rung,
        "decision": _decision(sent),
        "skip_reason": _or_none(sent, "skip_reason"),
    }
    return EnforceContract.model_validate({**given, **stamp})


def _sign(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    """The digest may be pasted with spaces, or in capitals, as programs show it."""
    digest = "".join(sent.text("digest").split()).lower()
    if not _DIGEST.fullmatch(digest):
        raise _wrong(sent, "digest", Sentence("A SHA-256 has 64 characters: 0 to 9 and a to f."))
    names = ("party", "signed_on", "document", "document_version")
    given = {name: sent.text(name) for name in names}
    return SignContract.model_validate(
        {"contract_id": contract_id, "digest": digest, **given, **stamp}
    )


def _plan_hand_over(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given = {name: sent.text(name) for name in ("clients", "due", "arrangement")}
    return PlanHandOver.model_validate({"contract_id": contract_id, **given, **stamp})


def _complete_hand_over(contract_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given = {name: sent.text(name) for name in ("completed_on", "transferred", "care_ended")}
    return CompleteHandOver.model_validate({"contract_id": contract_id, **given, **stamp})


_DECIDED = ("decided_by", "decided_on", "reason")
STEPS: Mapping[str, tuple[tuple[str, ...], Callable[[UUID, Sent, Stamp], Command]]] = {
    "verlengen": (_DECIDED, _extend),
    "beeindigen": (("last_day", "ground", "decided_by", "reason", "continuity"), _end),
    "nakomen": (("duty", "fulfilled_on"), _fulfil),
    "resultaat": (("performance", "period_from", "period_until", "written"), _result),
    "handhaven": (("step", *_DECIDED), _enforce),
    "ondertekenen": (("party", "signed_on", "document", "document_version", "digest"), _sign),
    "overdragen": (("clients", "due", "arrangement"), _plan_hand_over),
    "overgedragen": (("completed_on", "transferred", "care_ended"), _complete_hand_over),
}
"""What must be filled in, and the command that it becomes, by the form's name."""


@router.get("/overeenkomsten/{contract_id}/{step}")
def show_step(contract_id: UUID, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in STEPS:
        raise not_found()
    return RedirectResponse(f"/overeenkomsten/{contract_id}", status_code=303)


@router.post("/overeenkomsten/{contract_id}/{step}")
def take_step(request: Request, contract_id: UUID, step: str, sent: Form) -> Response:
    if step not in STEPS:
        raise not_found()
    required, make = STEPS[step]
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: make(contract_id, sent, stamp),
        again=lambda tried: contract_page(request, contract_id, tried),
        on=lambda position: afterwards(f"/overeenkomsten/{contract_id}", position, step),
    )


def _wrong(sent: Sent, name: str, sentence: Sentence) -> NotCarriedOut:
    said = {name: say(sentence, LANGUAGE)}
    return NotCarriedOut(Tried("ondertekenen", sent.values, said, status=400))
