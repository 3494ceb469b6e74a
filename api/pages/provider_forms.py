"""The forms of a provider: what is known of it, what it can show, whom it works with."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.language import spoken
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, carry_out
from api.pages.found import programme_of
from api.pages.providers import provider_page, providers_page
from api.pages.rendering import ports_of
from api.pages.steps import Filled, Steps, filled_in, serve
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


def _register(form: Filled, stamp: Stamp) -> Command:
    back = {"back": True} if form.text("back") else {}
    programme_id = programme_id_of(form.ports, form.key)
    own = {"provider_id": form.key, "programme_id": programme_id}
    return RegisterProvider.model_validate({**own, **_facts(form.sent), **back, **stamp})


def _certify(form: Filled, stamp: Stamp) -> Command:
    certificate = {
        "certificate_id": slug(form.text("certificate_id") or form.text("title")) or "bewijs",
        "kind": form.text("kind"),
        "title": form.text("title"),
        "valid_from": form.optional("valid_from"),
        "valid_until": form.optional("valid_until"),
        "document": form.optional("document"),
    }
    given = {"provider_id": form.key, "certificate": certificate}
    return RecordCertificate.model_validate({**given, **stamp})


def _withdraw(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("certificate_id", "last_day", "reason")}
    return WithdrawCertificate.model_validate({"provider_id": form.key, **given, **stamp})


def _join(form: Filled, stamp: Stamp) -> Command:
    membership = {
        "member": form.text("member"),
        "leads": bool(form.text("leads")),
        "jointly": bool(form.text("jointly")),
        "responsible_for": form.optional("responsible_for"),
        "since": form.optional("since"),
    }
    given = {"provider_id": form.key, "membership": membership}
    return JoinConsortium.model_validate({**given, **stamp})


def _part(form: Filled, stamp: Stamp) -> Command:
    given: dict[str, Any] = {name: form.text(name) for name in ("member", "last_day", "reason")}
    given["next_leader"] = form.optional("next_leader")
    return LeaveConsortium.model_validate({"provider_id": form.key, **given, **stamp})


def _recognise(form: Filled, stamp: Stamp) -> Command:
    """The name goes into the address book; the event has an id for it."""
    name = form.text("name")
    alias_id = alias_of(form.key, name)
    with form.ports.pool.connection() as connection:
        address_book.put(connection, Party(str(alias_id), "alias", name))
    given = {"provider_id": form.key, "alias_id": alias_id, "standing": "stated"}
    return RecogniseProvider.model_validate({**given, **stamp})


def _merge(form: Filled, stamp: Stamp) -> Command:
    into = _uuid(form.sent, "samenvoegen", "into")
    return merging(form.ports, form.key, into, form.text("reason"), stamp)


def _leave(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("last_day", "reason")}
    return RecordLeaving.model_validate({"provider_id": form.key, **given, **stamp})


STEPS: Steps[Filled] = {
    "gegevens": (("form",), _register),
    "bewijs": (("kind", "title"), _certify),
    "bewijs-intrekken": (("certificate_id", "last_day", "reason"), _withdraw),
    "lid": (("member",), _join),
    "lid-vertrekt": (("member", "last_day", "reason"), _part),
    "naam": (("name",), _recognise),
    "samenvoegen": (("into", "reason"), _merge),
    "vertrekken": (("last_day", "reason"), _leave),
}


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


def _uuid(sent: Sent, form: str, name: str) -> UUID:
    try:
        return UUID(sent.text(name))
    except ValueError as error:
        wrong = say(Sentence("This cannot be read."), spoken())
        raise NotCarriedOut(Tried(form, sent.values, {name: wrong}, status=400)) from error


serve(router, "aanbieders", STEPS, filled_in, provider_page)
