"""The forms of what bears on an announcement: narrow, replace, lift, rule, mandate, pause."""

from typing import Any

from api.change_steps import not_written
from api.language import spoken
from api.pages.found import with_programme
from api.pages.steps import Filled, Steps
from api.pages.term_rows import kept, lines, term_faults, terms_and_tariffs, ticked
from api.recording import Stamp, leaving_at
from domain.base import Command, Sentence
from domain.change.commands import (
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    PauseChange,
    RecallDispatch,
    ReplaceAnnouncement,
    ResumeChange,
    RuleOnNotice,
    WithdrawChange,
)
from domain.change.parts import Mandate, Ruling
from projections.changes import CHANGES
from projections.language import say
from projections.reach import known_numbers

SEGMENT, BEHALF, NEEDED, AGREED = "segment-", "namens-", "nodig-", "instemming-"
"""Before the segment or municipality in the name of a field."""


def _lay_out(form: Filled, stamp: Stamp) -> Command:
    if form.ports.lay_out is None:
        raise not_written()
    return form.ports.lay_out(form.key, stamp)


def _withdraw(form: Filled, stamp: Stamp) -> Command:
    return WithdrawChange.model_validate(
        {
            "change_id": form.key,
            "reason": form.text("reason"),
            "send_at": leaving_at(form.ports, stamp),
            **stamp,
        }
    )


def _narrow(form: Filled, stamp: Stamp) -> Command:
    with form.ports.pool.connection() as connection:
        change, _ = with_programme(connection, CHANGES, form.key)
        numbers = tuple(each.upper() for each in lines(form.text("contracts")))
        known = known_numbers(connection, change.programme_id, numbers)
    unknown = [each for each in numbers if each not in known]
    if unknown:
        said = {"numbers": ", ".join(unknown)}
        words = Sentence("No contract of this programme has number %(numbers)s.", said)
        form.wrong("inperken", {"contracts": say(words, spoken())})
    return NarrowChange.model_validate(
        {
            "change_id": form.key,
            "contract_ids": tuple(known[each] for each in numbers),
            "segments": ticked(form.sent, SEGMENT),
            "reason": form.text("reason"),
            "send_at": leaving_at(form.ports, stamp),
            **stamp,
        }
    )


def _take_up_again(form: Filled, stamp: Stamp) -> Command:
    given = {"change_id": form.key, "withdrawal": form.text("withdrawal")}
    return RecallDispatch.model_validate({**given, **stamp})


def _replace(form: Filled, stamp: Stamp) -> Command:
    wrong = term_faults(form.sent)
    if wrong:
        form.wrong("vervangen", wrong)
    with form.ports.pool.connection() as connection:
        change, _ = with_programme(connection, CHANGES, form.key)
    given = {name: form.text(name) for name in ("description", "nature", "decided_by", "reason")}
    typed = terms_and_tariffs(form.sent, change.effective)
    terms = {"terms": typed["terms"], "provisions": kept(change.provisions, typed)}
    return ReplaceAnnouncement.model_validate({"change_id": form.key, **given, **terms, **stamp})


def _lift(form: Filled, stamp: Stamp) -> Command:
    given = {"decided_on": form.text("decided_on"), "reference": form.optional("reference")}
    return LiftReservation.model_validate({"change_id": form.key, **given, **stamp})


def _rule(form: Filled, stamp: Stamp) -> Command:
    given: dict[str, Any] = {
        name: form.text(name) for name in ("decided_by", "decided_on", "reason")
    }
    ruling = Ruling.model_validate(
        {"covered": form.text("covered") == "ja", "reference": form.optional("reference"), **given}
    )
    return RuleOnNotice(change_id=form.key, ruling=ruling, **stamp)


def _mandate(form: Filled, stamp: Stamp) -> Command:
    consents = [
        {"municipality": name.removeprefix(AGREED), "decided_on": day}
        for name, day in form.sent.values.items()
        if name.startswith(AGREED) and day
    ]
    mandate = Mandate.model_validate(
        {
            "announced_by": form.text("announced_by"),
            "power": form.text("power"),
            "on_behalf_of": ticked(form.sent, BEHALF),
            "needed": ticked(form.sent, NEEDED),
            "consents": consents,
        }
    )
    return MandateAnnouncement(change_id=form.key, mandate=mandate, **stamp)


def _pause(form: Filled, stamp: Stamp) -> Command:
    given = {"change_id": form.key, "reason": form.text("reason")}
    return PauseChange.model_validate({**given, **stamp})


def _resume(form: Filled, stamp: Stamp) -> Command:
    return ResumeChange(change_id=form.key, **stamp)


STEPS: Steps[Filled] = {
    "opstellen": ((), _lay_out),
    "intrekken": (("reason",), _withdraw),
    "inperken": (("reason",), _narrow),
    "toch-doorgaan": (("withdrawal",), _take_up_again),
    "vervangen": (("description", "nature", "decided_by", "reason"), _replace),
    "voorbehoud": (("decided_on",), _lift),
    "oordelen": (("covered", "decided_by", "decided_on", "reason"), _rule),
    "mandateren": (("announced_by", "power"), _mandate),
    "pauzeren": (("reason",), _pause),
    "hervatten": ((), _resume),
}
