"""The forms of one page: each has an address of its own below that of the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.rendering import ports_of
from api.ports import Ports
from api.recording import Stamp
from domain.base import Command

F = TypeVar("F")
Steps = Mapping[str, tuple[Sequence[str], Callable[[F, Stamp], Command]]]
"""What must be filled in, and the command that it becomes, by the form's name."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way to becoming a command; `key` is the id of what its page is about."""

    ports: Ports
    key: UUID
    sent: Sent

    def text(self, name: str) -> str:
        return self.sent.text(name)

    def optional(self, name: str) -> str | None:
        return self.sent.text(name) or None

    def wrong(self, form: str, errors: Mapping[str, str]) -> NoReturn:
        """Show the form again, with what is wrong beside its fields."""
        raise NotCarriedOut(Tried(form, self.sent.values, errors, status=400))


def filled_in(request: Request, key: UUID, _: str, sent: Sent) -> Filled:
    """A form that needs nothing besides what was sent."""
    return Filled(ports_of(request), key, sent)


def serve(
    router: APIRouter,
    page: str,
    steps: Steps[F],
    filled: Callable[[Request, UUID, str, Sent], F],
    again: Callable[[Request, UUID, Tried], Response],
    *,
    elsewhere: Sequence[str] = (),
) -> None:
    """Take the forms of the pages `/page/id`, and lead back to the page who comes by their address.

    `filled` readies what was sent for the command; it may raise `NotCarriedOut`. `again` shows the
    page with what is wrong. The forms `elsewhere` are taken by routes of their own.
    """

    def show_step(key: UUID, step: str) -> Response:
        if step not in (*steps, *elsewhere):
            raise not_found()
        return RedirectResponse(f"/{page}/{key}", status_code=303)

    def take_step(request: Request, key: UUID, step: str, sent: Form) -> Response:
        if step not in steps:
            raise not_found()
        required, command = steps[step]
        return submit(
            request,
            sent,
            step,
            required,
            lambda stamp: command(filled(request, key, step, sent), stamp),
            again=lambda tried: again(request, key, tried),
            on=lambda position: afterwards(f"/{page}/{key}", position, step),
        )

    router.add_api_route(f"/{page}/{{key}}/{{step}}", show_step, methods=["GET"])
    router.add_api_route(f"/{page}/{{key}}/{{step}}", take_step, methods=["POST"])
