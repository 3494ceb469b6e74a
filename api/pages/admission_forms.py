"""The forms of admission: each becomes one command of the segment's admission."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.admission_steps import application_of, ending_contract
from api.errors import not_found
from api.pages.admissions import admission_page
from api.pages.forms import Form, Sent, afterwards, submit
from api.pages.partner_rule import figures_of, rule_of
from api.pages.rendering import ports_of
from api.ports import Ports
from api.recording import Stamp
from domain.admission import commands
from domain.admission.state import Admission
from domain.base import Command, Refused
from domain.decision.answerer import slug
from projections import admissions, tables
from projections.programmes import PROGRAMMES
from projections.providers import PROVIDERS, ability

router = APIRouter()

VERDICT, SCORE, REASON, HOLDS = "oordeel-", "score-", "reden-", "geldt-"
"""Before the id of a criterion, or of a condition, in the names of the fields of judging."""


class Filled:
    """A form of one segment, with what is known of its admission."""

    def __init__(self, ports: Ports, programme_id: UUID, segment: str, sent: Sent) -> None:
        self.ports, self.sent = ports, sent
        self.row = admissions.of_segment(ports.pool, programme_id, segment)
        self.known = self.row.admission if self.row else Admission()
        self.where: dict[str, Any] = {
            "admission_id": admissions.admission_id(programme_id, segment),
            "programme_id": programme_id,
            "segment": segment,
        }

    def given(self, *names: str) -> dict[str, Any]:
        """What was typed, without what was left empty."""
        return {name: text for name in names if (text := self.sent.text(name))}

    def after(self, prefix: str) -> dict[str, str]:
        """What was filled in of the fields whose name begins so, by the rest of the name."""
        return {
            name.removeprefix(prefix): value.strip()
            for name, value in self.sent.values.items()
            if name.startswith(prefix) and value.strip()
        }

    def publication(self) -> dict[str, Any]:
        """Where it was published, if the form says so."""
        said = self.given("channel", "published_on")
        return {"publication": said} if said else {}

    def findings(self) -> list[dict[str, Any]]:
        verdicts, scores, reasons = self.after(VERDICT), self.after(SCORE), self.after(REASON)
        return [
            {
                "criterion_id": key,
                "verdict": verdicts.get(key),
                "score": scores.get(key),
                "reason": reasons.get(key),
            }
            for key in dict.fromkeys((*verdicts, *scores))
        ]

    def conditions(self) -> dict[str, bool]:
        return {key: value == "ja" for key, value in self.after(HOLDS).items()}


Make = Callable[[Filled], tuple[type[commands.OfAdmission], dict[str, Any]]]


def _criterion(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    """The edition before it with this criterion in it, in place of one with the same code."""
    sent = form.sent
    criterion: dict[str, Any] = {
        "criterion_id": slug(sent.text("criterion_id") or sent.text("text")[:40]),
        **form.given("kind", "text", "lives_in", "points", "minimum", "certificate"),
        "plan": bool(sent.text("plan")),
    }
    if sent.text("document"):
        places = ("document", "section", "quote")
        criterion["source"] = {name: sent.text(name) or "-" for name in places}
    if sent.text("condition"):
        text = sent.text("condition")
        criterion["only_if"] = {"condition_id": slug(text[:40]), "text": text}
    stated = _stated(form)
    known = [each.model_dump() for each in stated]
    kept = [each for each in known if each["criterion_id"] != criterion["criterion_id"]]
    return commands.StateCriteria, {"criteria": [*kept, criterion], **_edition(form)}


def _dropped(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    gone = form.sent.text("criterion_id")
    kept = [each for each in _stated(form) if each.criterion_id != gone]
    return commands.StateCriteria, {"criteria": kept, **_edition(form)}


def _stated(form: Filled) -> tuple[Any, ...]:
    return form.known.editions[-1].criteria if form.known.editions else ()


def _edition(form: Filled) -> dict[str, Any]:
    return {**form.given("counts_from", "reason", "decided_by"), **form.publication()}


def _option(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    text = form.sent.text("text")
    option = {
        "option_id": slug(text[:40]),
        **form.given("form", "text", "depends_on", "expected_newcomers"),
    }
    return commands.ConsiderOpening, {"option": option}


def _choice(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    given = form.given("option_id", "depended", "reason", "decided_by", "decided_on")
    return commands.ChooseOpening, given


def _opening(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    given = {**form.given("opens", "until", "answer_days"), **form.publication()}
    procedure_id, _, step_id = form.sent.text("step").partition("/")
    if step_id:
        given["step"] = {"procedure_id": procedure_id, "step_id": step_id}
    return commands.OpenAdmission, given


def _closing(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.CloseAdmission, form.given("closes", "until", "reason", "decided_by")


def _reopening(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.ReopenAdmission, form.given("opens", "reason")


def _limit(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    """Up to three phases, each with its day; none lifts the limit."""
    days, most = form.after("vanaf-"), form.after("ten-hoogste-")
    phases = [{"since": days[key], "most": most[key]} for key in days if key in most]
    given = form.given("means_to", "reason", "decided_by")
    return commands.LimitNumber, {"phases": phases, **given}


def _enrolment(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.EnrolProvider, form.given("provider_id", "since")


def _application(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    given = form.given("provider_id", "received_on", "plan")
    received = _day(given.get("received_on"))
    row = tables.get(form.ports.pool, PROVIDERS, given.get("provider_id", "-"))
    if row is not None and received is not None:
        admission_id = form.where["admission_id"]
        given["application_id"] = application_of(admission_id, row.provider_id, received)
        given["provider_is"] = ability(row, received)
    return commands.ApplyForEntry, {**given, "conditions": form.conditions()}


def _assessment(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    given = {**form.given("edition", "plan"), "application_id": form.sent.text("about")}
    return commands.AssessApplication, {**given, "findings": form.findings()}


def _admission(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.AdmitProvider, form.given("application_id", "starts", "exception")


def _rejection(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.RejectApplication, form.given("application_id", "ground", "reason")


def _leaving(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.LeaveSegment, form.given("provider_id", "last_day", "reason")


def _reassessment(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    told = {
        "provider_id": form.sent.text("about"),
        "findings": form.findings(),
        "conditions": form.conditions(),
        **form.given("plan"),
    }
    return commands.ReassessProviders, {**form.given("edition"), "providers": [told]}


def _classes(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    given = form.given("takes_part", "reason", "decided_by")
    values = form.sent.values
    return commands.ClassPartners, {
        "rule": rule_of(values),
        "turnover": figures_of(values),
        **given,
    }


def _reserve(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    return commands.CallReserve, form.given("dropped", "called", "out_of_turn")


def _imposed(form: Filled) -> tuple[type[commands.OfAdmission], dict[str, Any]]:
    names = ("provider_id", "court", "imposed_on", "measures", "agreement", "document")
    return commands.ImposeSupplier, form.given(*names)


STEPS: Mapping[str, tuple[tuple[str, ...], Make]] = {
    "eis": (("kind", "text", "lives_in", "counts_from", "reason"), _criterion),
    "eis-vervalt": (("criterion_id", "counts_from", "reason"), _dropped),
    "optie": (("form", "text"), _option),
    "kiezen": (("option_id", "reason", "decided_by", "decided_on"), _choice),
    "openen": (("opens",), _opening),
    "sluiten": (("closes", "reason", "decided_by"), _closing),
    "weer-openen": (("opens", "reason"), _reopening),
    "aantal": (("means_to", "reason", "decided_by"), _limit),
    "inschrijven": (("provider_id", "since"), _enrolment),
    "aanmelden": (("provider_id", "received_on"), _application),
    "beoordelen": (("about", "edition"), _assessment),
    "toelaten": (("application_id", "starts"), _admission),
    "afwijzen": (("application_id", "ground", "reason"), _rejection),
    "uittreden": (("provider_id", "last_day", "reason"), _leaving),
    "herbeoordelen": (("about", "edition"), _reassessment),
    "indelen": (
        ("by", "development", "year", "document", "takes_part", "reason", "decided_by"),
        _classes,
    ),
    "oproepen": (("dropped", "called"), _reserve),
    "opleggen": (("provider_id", "court", "imposed_on"), _imposed),
}
"""What must be filled in, and the command that it becomes, by the form's name."""

ENDING = "beeindigen"
"""The form that ends a contract of who fails; its command is the contract's."""


@router.get("/toelating/{programme_id}/{segment}/{step}")
def show_step(programme_id: UUID, segment: str, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in STEPS and step != ENDING:
        raise not_found()
    return RedirectResponse(f"/toelating/{programme_id}/{segment}", status_code=303)


@router.post("/toelating/{programme_id}/{segment}/{step}")
def take_step(
    request: Request, programme_id: UUID, segment: str, step: str, sent: Form
) -> Response:
    if step not in STEPS and step != ENDING:
        raise not_found()
    ports = ports_of(request)
    _refuse_unknown(ports, programme_id, segment)
    required = STEPS[step][0] if step in STEPS else _OF_ENDING
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: _command(Filled(ports, programme_id, segment, sent), step, stamp),
        again=lambda tried: admission_page(request, programme_id, segment, tried),
        on=lambda position: afterwards(f"/toelating/{programme_id}/{segment}", position, step),
    )


_OF_ENDING = ("contract_id", "last_day", "decided_by", "reason", "continuity")


def _command(form: Filled, step: str, stamp: Stamp) -> Command:
    if step == ENDING:
        return _ending(form, stamp)
    of, given = STEPS[step][1](form)
    return of.model_validate({**form.where, **given, **stamp})


def _ending(form: Filled, stamp: Stamp) -> Command:
    if form.row is None:
        raise Refused("no_criteria", "nothing was asked of providers in this segment yet")
    given = {name: form.sent.text(name) for name in _OF_ENDING}
    try:
        contract_id = UUID(given["contract_id"])
    except ValueError as error:
        raise not_found() from error
    return ending_contract(form.ports, form.row, contract_id, given, stamp)


def _refuse_unknown(ports: Ports, programme_id: UUID, segment: str) -> None:
    programme = tables.get(ports.pool, PROGRAMMES, programme_id)
    segments = programme.segments if programme else ()
    if segment not in [each.segment_id for each in segments]:
        raise not_found()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
