"""The forms of a contract: letting it last, keeping it, handing over its clients."""

import re
from typing import Any

from fastapi import APIRouter

from api.language import spoken
from api.pages.contracts import contract_page
from api.pages.steps import Filled, Steps, filled_in, serve
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


def _decision(form: Filled) -> dict[str, Any]:
    names = ("decided_by", "decided_on", "reason")
    return {**{name: form.text(name) for name in names}, "reference": form.optional("reference")}


def _extend(form: Filled, stamp: Stamp) -> Command:
    """By the option that was chosen; without one it is bridged."""
    option = form.optional("option_id")
    given = {
        "contract_id": form.key,
        "how": "option" if option else "bridging",
        "option_id": option,
        "until": form.optional("until"),
        "told_on": form.optional("told_on"),
        "decision": _decision(form),
    }
    return ExtendContract.model_validate({**given, **stamp})


def _end(form: Filled, stamp: Stamp) -> Command:
    names = ("ground", "decided_by", "reason", "continuity")
    ending = {name: form.text(name) for name in names}
    given = {"contract_id": form.key, "last_day": form.text("last_day"), "ending": ending}
    return EndContract.model_validate({**given, **stamp})


def _fulfil(form: Filled, stamp: Stamp) -> Command:
    given = {
        "contract_id": form.key,
        "duty": form.text("duty"),
        "fulfilled_on": form.text("fulfilled_on"),
        "arose_on": form.optional("arose_on"),
        "proof": form.optional("proof"),
    }
    return FulfilDuty.model_validate({**given, **stamp})


def _result(form: Filled, stamp: Stamp) -> Command:
    first, last = form.text("period_from"), form.text("period_until")
    value = form.optional("value")
    given = {
        "contract_id": form.key,
        "performance": form.text("performance"),
        "period": {"edtf": f"{first}/{last}", "written": f"{first} t/m {last}"},
        "written": form.text("written"),
        "value": value.replace(",", ".") if value else None,
    }
    return RecordResult.model_validate({**given, **stamp})


def _enforce(form: Filled, stamp: Stamp) -> Command:
    about, _, rung = form.text("step").rpartition("#")
    given = {
        "contract_id": form.key,
        "about": about,
        "rung": rung,
        "decision": _decision(form),
        "skip_reason": form.optional("skip_reason"),
    }
    return EnforceContract.model_validate({**given, **stamp})


def _sign(form: Filled, stamp: Stamp) -> Command:
    """The digest may be pasted with spaces, or in capitals, as programs show it."""
    digest = "".join(form.text("digest").split()).lower()
    if not _DIGEST.fullmatch(digest):
        wrong = Sentence("A SHA-256 has 64 characters: 0 to 9 and a to f.")
        form.wrong("ondertekenen", {"digest": say(wrong, spoken())})
    names = ("party", "signed_on", "document", "document_version")
    given = {name: form.text(name) for name in names}
    return SignContract.model_validate(
        {"contract_id": form.key, "digest": digest, **given, **stamp}
    )


def _plan_hand_over(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("clients", "due", "arrangement")}
    return PlanHandOver.model_validate({"contract_id": form.key, **given, **stamp})


def _complete_hand_over(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("completed_on", "transferred", "care_ended")}
    return CompleteHandOver.model_validate({"contract_id": form.key, **given, **stamp})


_DECIDED = ("decided_by", "decided_on", "reason")
STEPS: Steps[Filled] = {
    "verlengen": (_DECIDED, _extend),
    "beeindigen": (("last_day", "ground", "decided_by", "reason", "continuity"), _end),
    "nakomen": (("duty", "fulfilled_on"), _fulfil),
    "resultaat": (("performance", "period_from", "period_until", "written"), _result),
    "handhaven": (("step", *_DECIDED), _enforce),
    "ondertekenen": (("party", "signed_on", "document", "document_version", "digest"), _sign),
    "overdragen": (("clients", "due", "arrangement"), _plan_hand_over),
    "overgedragen": (("completed_on", "transferred", "care_ended"), _complete_hand_over),
}

serve(router, "overeenkomsten", STEPS, filled_in, contract_page)
