"""Keeping and destroying: periods, holds, what is due, and lists that two people sign (AU-15)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import not_found
from api.pages.forms import Form, Sent, Tried, afterwards, submit
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.ports import Ports
from api.recording import Stamp
from api.retention import due_now, items_due, standing_of
from domain.base import Command, derived_id
from domain.dates import local_day
from domain.retention.commands import (
    DecidePeriod,
    DropDestruction,
    LiftHold,
    ListDestruction,
    PlaceHold,
    SignDestruction,
)
from domain.retention.parts import RETENTION_ID
from projections.programmes import every

router = APIRouter()

HOME = "/controle/bewaren"
MOST = 200
"""How much of what is over is shown; a list takes in all that is due."""

_OF_IT = {"retention_id": RETENTION_ID}
Build = Callable[[Ports, Sent, Stamp], Command]


def _period(ports: Ports, sent: Sent, stamp: Stamp) -> Command:
    kind = sent.text("of")
    return DecidePeriod.model_validate(
        {
            **_OF_IT,
            "of": kind,
            "years": None if sent.text("for_ever") else sent.text("years"),
            "decided_by": sent.text("decided_by"),
            "decided_on": sent.text("decided_on"),
            "reason": sent.text("reason"),
            "reference": sent.text("reference") or None,
            "stated": next((each for each in ports.stated if each.kind == kind), None),
            **stamp,
        }
    )


def _hold(_: Ports, sent: Sent, stamp: Stamp) -> Command:
    return PlaceHold.model_validate(
        {
            **_OF_IT,
            "hold_id": derived_id("hold", stamp["command_id"]),
            "programme_id": sent.text("programme_id") or None,
            "stream_ids": tuple(sent.text("streams").split()),
            "decided_by": sent.text("decided_by"),
            "reason": sent.text("reason"),
            "reference": sent.text("reference") or None,
            **stamp,
        }
    )


def _lift(_: Ports, sent: Sent, stamp: Stamp) -> Command:
    given = {name: sent.text(name) for name in ("hold_id", "decided_by", "reason")}
    return LiftHold.model_validate({**_OF_IT, **given, **stamp})


def _list(ports: Ports, _: Sent, stamp: Stamp) -> Command:
    list_id = derived_id("destruction", stamp["command_id"])
    given = {"list_id": list_id, "items": items_due(ports)}
    return ListDestruction.model_validate({**_OF_IT, **given, **stamp})


STEPS: Mapping[str, tuple[tuple[str, ...], Build]] = {
    "termijn": (("of", "decided_by", "decided_on", "reason"), _period),
    "stop": (("decided_by", "reason"), _hold),
    "opheffen-stop": (("hold_id", "decided_by", "reason"), _lift),
    "lijst": ((), _list),
}
"""By the form's name, what must be filled in and the command that it is."""


@router.get(HOME)
def show(request: Request) -> HTMLResponse:
    return _page(request)


@router.get(f"{HOME}/lijsten/{{list_id}}")
def show_list(request: Request, list_id: UUID) -> HTMLResponse:
    return _list_page(request, list_id)


@router.post(f"{HOME}/lijsten/{{list_id}}/{{step}}")
def of_list(request: Request, list_id: UUID, step: str, sent: Form) -> Response:
    """Sign it, or give it up."""
    required = {"ondertekenen": ("signed_as",), "intrekken-lijst": ("reason",)}
    if step not in required:
        raise not_found()

    def build(stamp: Stamp) -> Command:
        of_it: dict[str, Any] = {**_OF_IT, "list_id": list_id, **stamp}
        if step == "ondertekenen":
            return SignDestruction.model_validate({"signed_as": sent.text("signed_as"), **of_it})
        return DropDestruction.model_validate({"reason": sent.text("reason"), **of_it})

    return submit(
        request,
        sent,
        step,
        required[step],
        build,
        again=lambda tried: _list_page(request, list_id, tried),
        on=lambda position: afterwards(f"{HOME}/lijsten/{list_id}", position, step),
    )


@router.get(f"{HOME}/lijsten/{{list_id}}/{{_step}}")
def show_list_step(list_id: UUID, _step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    return RedirectResponse(f"{HOME}/lijsten/{list_id}", status_code=303)


@router.get(f"{HOME}/{{step}}")
def show_step(step: str) -> Response:
    """The same for the forms of the page itself."""
    if step not in STEPS:
        raise not_found()
    return RedirectResponse(HOME, status_code=303)


@router.post(f"{HOME}/{{step}}")
def take_step(request: Request, step: str, sent: Form) -> Response:
    """Decide a period, place or lift a hold, lay out a list."""
    if step not in STEPS:
        raise not_found()
    required, build = STEPS[step]
    if step == "termijn" and not sent.text("for_ever"):
        required = (*required, "years")
    ports = ports_of(request)
    return submit(
        request,
        sent,
        step,
        required,
        lambda stamp: build(ports, sent, stamp),
        again=lambda tried: _page(request, tried),
        on=lambda position: afterwards(HOME, position, step),
    )


def _page(request: Request, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    retention = standing_of(ports)
    found = due_now(ports)
    with ports.pool.connection() as connection:
        programmes = every(connection)
    return render(
        request,
        "retention.html",
        tried.status if tried else 200,
        tried=tried,
        periods=[(each, retention.periods.get(each.kind)) for each in ports.stated],
        retention=retention,
        programmes=programmes,
        titles={each.programme_id: each.title for each in programmes},
        due=found[:MOST],
        over=len(found),
        may_go=sum(each.may_go(today) for each in found),
        goes=[each.may_go(today) for each in found[:MOST]],
        names=Names(ports).learn([each.by for each in retention.holds.values()]),
    )


def _list_page(request: Request, list_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    found = standing_of(ports).lists.get(list_id)
    if found is None:
        raise not_found()
    signers = [each.by for each in found.signed]
    return render(
        request,
        "destruction.html",
        tried.status if tried else 200,
        tried=tried,
        found=found,
        items=found.listed.items,
        held=set(found.started.held if found.started else ()),
        names=Names(ports).learn([found.listed.by, *signers]),
    )
