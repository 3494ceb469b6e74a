"""The forms of a provider: what is known of it, what it can show, whom it works with."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, carry_out, submit
from api.pages.found import programme_of
from api.pages.providers import provider_page, providers_page
from api.pages.rendering import LANGUAGE, ports_of
from api.ports import Ports
from api.provider_steps import alias_of, merging
from api.provider_steps import programme_of as programme_id_of
from api.recording import Stamp
from domain.base import Command, Sentence, derived_id
from domain.decision.answerer import slug
from domain.provider.commands import (
    JoinConsortium,
    LeaveConsortium,
    RecogniseProvider,
    RecordCertificate,
    RecordLeaving,
    RegisterProvider,
    WithdrawCertificate,
)
from projections import address_book, tables
from projections.address_book import Party
from projections.language import say
from projections.providers import PROVIDERS

router = APIRouter()

ROLE = "rol-"
"""Before the id of a segment in the name of the field that says what a provider does in it."""

Build = Callable[[Ports, UUID, Sent, Stamp], Command]


def _facts(sent: Sent) -> dict[str, Any]:
    """What a form says of a provider; a segment without a role is one it is not in."""
    chosen = {
        name.removeprefix(ROLE): value
        for name, value in sent.values.items()
        if name.startswith(ROLE) and value
    }
    roles = [{"segment": segment, "role": role} for segment, role in chosen.items() if role != "in"]
    return {
        "segments": list(chosen),
        "roles": roles,
        "form": sent.text("form") or "organisation",
        "size": sent.text("size") or None,
        "region": sent.text("region") or None,
        "municipalities": _listed(sent.text("municipalities")),
        "standing": "stated",
    }


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _register(ports: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    back = {"back": True} if sent.text("back") else {}
    programme_id = programme_id_of(ports, provider_id)
    own = {"provider_id": provider_id, "programme_id": programme_id}
    return RegisterProvider.model_validate({**own, **_facts(sent), **back, **stamp})


def _certify(_: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    certificate = {
        "certificate_id": slug(sent.text("certificate_id") or sent.text("title")) or "bewijs",
        "kind": sent.text("kind"),
        "title": sent.text("title"),
        "valid_from": sent.text("valid_from") or None,
        "valid_until": sent.text("valid_until") or None,
        "document": sent.text("document") or None,
    }
    given = {"provider_id": provider_id, "certificate": certificate}
    return RecordCertificate.model_validate({**given, **stamp})


def _withdraw(_: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given = {name: sent.text(name) for name in ("certificate_id", "last_day", "reason")}
    return WithdrawCertificate.model_validate({"provider_id": provider_id, **given, **stamp})


def _join(_: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    membership = {
        "member": sent.text("member"),
        "leads": bool(sent.text("leads")),
        "jointly": bool(sent.text("jointly")),
        "responsible_for": sent.text("responsible_for") or None,
        "since": sent.text("since") or None,
    }
    given = {"provider_id": provider_id, "membership": membership}
    return JoinConsortium.model_validate({**given, **stamp})


def _part(_: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given: dict[str, Any] = {name: sent.text(name) for name in ("member", "last_day", "reason")}
    given["next_leader"] = sent.text("next_leader") or None
    return LeaveConsortium.model_validate({"provider_id": provider_id, **given, **stamp})


def _recognise(ports: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    """The name goes into the address book; the event has an id for it."""
    name = sent.text("name")
    alias_id = alias_of(provider_id, name)
    with ports.pool.connection() as connection:
        address_book.put(connection, Party(str(alias_id), "alias", name))
    given = {"provider_id": provider_id, "alias_id": alias_id, "standing": "stated"}
    return RecogniseProvider.model_validate({**given, **stamp})


def _merge(ports: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    into = _uuid(sent, "samenvoegen", "into")
    return merging(ports, provider_id, into, sent.text("reason"), stamp)


def _leave(_: Ports, provider_id: UUID, sent: Sent, stamp: Stamp) -> Command:
    given = {name: sent.text(name) for name in ("last_day", "reason")}
    return RecordLeaving.model_validate({"provider_id": provider_id, **given, **stamp})


STEPS: Mapping[str, tuple[tuple[str, ...], Build]] = {
    "gegevens": (("form",), _register),
    "bewijs": (("kind", "title"), _certify),
    "bewijs-intrekken": (("certificate_id", "last_day", "reason"), _withdraw),
    "lid": (("member",), _join),
    "lid-vertrekt": (("member", "last_day", "reason"), _part),
    "naam": (("name",), _recognise),
    "samenvoegen": (("into", "reason"), _merge),
    "vertrekken": (("last_day", "reason"), _leave),
}
"""What must be filled in, and the command that it becomes, by the form's name."""


@router.post("/aanbieders/nieuw")
def register_new(request: Request, sent: Form) -> Response:
    """Make a provider known; what it does in each segment is filled in on its own page.

    One of the same name in the programme is that provider: nothing of it is changed.
    """
    ports = ports_of(request)
    made: list[UUID] = []

    def build(stamp: Stamp) -> Command:
        programme = programme_of(ports.pool, _uuid(sent, "nieuw", "programme_id"))
        key = slug(sent.text("name")) or "aanbieder"
        provider_id = derived_id("provider", programme.programme_id, key)
        made.append(provider_id)
        known = tables.get(ports.pool, PROVIDERS, provider_id)
        given = {
            "provider_id": provider_id,
            "programme_id": programme.programme_id,
            "segments": known.segments if known else [],
            "form": known.form if known else sent.text("form"),
            "standing": "stated",
        }
        return RegisterProvider.model_validate({**given, **stamp})

    try:
        position = carry_out(request, sent, "nieuw", ("programme_id", "name", "form"), build)
    except NotCarriedOut as refused:
        return providers_page(request, refused.tried)
    party = Party(str(made[0]), "provider", sent.text("name"), sent.text("email") or None)
    with ports.pool.connection() as connection:
        if address_book.get(connection, party.party_id) is None:
            address_book.put(connection, party)
    return afterwards(f"/aanbieders/{made[0]}", position, "nieuw")


@router.get("/aanbieders/{provider_id}/{step}")
def show_step(provider_id: UUID, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in STEPS:
        raise not_found()
    return RedirectResponse(f"/aanbieders/{provider_id}", status_code=303)


@router.post("/aanbieders/{provider_id}/{step}")
def take_step(request: Request, provider_id: UUID, step: str, sent: Form) -> Response:
    if step not in STEPS:
        raise not_found()
    required, build = STEPS[step]
    ports = ports_of(request)
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: build(ports, provider_id, sent, stamp),
        again=lambda tried: provider_page(request, provider_id, tried),
        on=lambda position: afterwards(f"/aanbieders/{provider_id}", position, step),
    )


def _uuid(sent: Sent, form: str, name: str) -> UUID:
    try:
        return UUID(sent.text(name))
    except ValueError as error:
        wrong = say(Sentence("This cannot be read."), LANGUAGE)
        raise NotCarriedOut(Tried(form, sent.values, {name: wrong}, status=400)) from error
