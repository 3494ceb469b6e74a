"""Forms: what a browser sent, carried out as a command once, or shown again with what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from api.errors import Problem
from api.identity import person_of
from api.language import spoken
from api.pages.rendering import ports_of
from api.pages.tried import Tried
from api.ports import Person, Ports
from api.recording import Stamp, command_id
from domain.base import Command, Refused, Sentence
from projections.language import say

__all__ = [
    "Form",
    "NotCarriedOut",
    "Sent",
    "Tried",
    "afterwards",
    "asking",
    "carry_out",
    "faults",
    "key_of",
    "refused",
    "same_origin",
    "stamp",
    "submit",
    "wait_for_position",
]

WAIT_SECONDS = 4.0
"""How long a page waits for what was just recorded before it says that it is behind."""

_MISSING = Sentence("Fill this in.")
_NO_DATE = Sentence("Fill in a date, with day, month and year.")
_WRONG = Sentence("This cannot be read.")
_SENT_BEFORE = Sentence(
    "This form was sent before with something else in it, and that was carried out. Look at what "
    "is recorded; if you want this as well, send it again."
)


class NotCarriedOut(Exception):  # noqa: N818 (an answer, not a malfunction)
    """The form has to be shown again."""

    def __init__(self, tried: Tried) -> None:
        self.tried = tried
        super().__init__(tried.form)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent with a form."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()


async def sent_of(request: Request) -> Sent:
    """The fields of the form; files are none of our fields and are passed over."""
    form = await request.form()
    return Sent({name: value for name, value in form.items() if isinstance(value, str)})


Form = Annotated[Sent, Depends(sent_of)]


async def same_origin(request: Request) -> None:
    """Refuse what another site has a browser post here. Old browsers say only `Origin`."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        allowed = site in ("same-origin", "none")
    else:
        origin = urlsplit(request.headers.get("Origin", ""))
        allowed = bool(origin.netloc) and origin.netloc == request.headers.get("Host")
    if not allowed:
        raise Problem(403, Sentence("Another site asked for this; it was not carried out."))


async def wait_for_position(request: Request) -> None:
    """Let the page show what was just recorded, or say that it does not yet."""
    position = request.query_params.get("position", "")
    request.state.lagging = False
    if request.method == "GET" and position.isdecimal() and len(position) < 18:  # noqa: PLR2004
        wait = ports_of(request).wait
        try:
            await run_in_threadpool(wait, int(position), (), WAIT_SECONDS)
        except TimeoutError:
            request.state.lagging = True


def carry_out(
    request: Request,
    sent: Sent,
    form: str,
    required: Sequence[str],
    build: Callable[[Stamp], Command],
) -> int:
    """Have the command of a form carried out; answers the log position.

    Raises `NotCarriedOut` with the reason, so that the page can show it beside the form.
    """
    ports = ports_of(request)
    person = asking(request, sent, form)
    missing = {name: say(_MISSING, spoken()) for name in required if not sent.text(name)}
    if missing:
        raise NotCarriedOut(Tried(form, sent.values, missing, status=400))
    try:
        return ports.handle(build(stamp(ports, person, sent, form)))
    except ValidationError as error:
        raise NotCarriedOut(Tried(form, sent.values, faults(error), status=400)) from error
    except Refused as error:
        raise refused(sent, form, error) from error


def submit(
    request: Request,
    sent: Sent,
    form: str,
    required: Sequence[str],
    build: Callable[[Stamp], Command],
    *,
    again: Callable[[Tried], Response],
    on: Callable[[int], Response],
) -> Response:
    """Have the form carried out and go on, or show its page again with what is wrong."""
    try:
        return on(carry_out(request, sent, form, required, build))
    except NotCarriedOut as refused:
        return again(refused.tried)


def asking(request: Request, sent: Sent, form: str) -> Person:
    """Whoever asks. Raises `NotCarriedOut` where the page does not know who that is."""
    person = person_of(request, ports_of(request))
    if person is None:
        sentence = Sentence("Say first who you are; what you filled in stays here.")
        raise NotCarriedOut(Tried(form, sent.values, refusal=say(sentence, spoken()), status=403))
    return person


def refused(sent: Sent, form: str, error: Refused) -> NotCarriedOut:
    """The domain's own words, made a sentence."""
    sentence = _SENT_BEFORE if error.reason == "command_id_reused" else error.sentence
    text = say(sentence, spoken()).rstrip(".")
    return NotCarriedOut(Tried(form, sent.values, refusal=f"{text[:1].upper()}{text[1:]}."))


def stamp(ports: Ports, person: Person, sent: Sent, form: str) -> Stamp:
    """The same form sent twice is one command."""
    return {
        "command_id": key_of(person, sent, form),
        "at": ports.clock(),
        "by": person.person_id,
    }


def key_of(person: Person, sent: Sent, form: str) -> UUID:
    return command_id(person, f"{form}:{sent.text('key')}")


def faults(error: ValidationError) -> dict[str, str]:
    """What is wrong by field, in words for people; a field within another goes by its own name."""
    return {
        str(fault["loc"][-1]) if fault["loc"] else "": _fault(fault) for fault in error.errors()
    }


def _fault(fault: Any) -> str:
    if fault["type"].startswith("date"):
        return say(_NO_DATE, spoken())
    if fault["type"] == "string_too_short":
        least = str(fault["ctx"]["min_length"])
        return say(Sentence("Write at least %(count)s characters.", {"count": least}), spoken())
    return say(_WRONG, spoken())


def afterwards(address: str, position: int, form: str, anchor: str = "") -> RedirectResponse:
    """On to the page that shows what was done; a reload of it does nothing again."""
    query = urlencode({"position": position, "gedaan": form})
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}{query}{anchor}", status_code=303)
