"""What a practice copy has for practising: a clock to move, and people to be."""

from datetime import date, datetime, time

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import not_found
from api.identity import PROVIDER, forget, known_person, remember
from api.language import spoken
from api.pages.addresses import way_back
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, asking, refused
from api.pages.rendering import ports_of, render
from domain.base import Refused, Sentence
from domain.dates import AMSTERDAM, local_day, start_of_day
from projections.language import say

router = APIRouter()


@router.get("/klok")
def show_clock(request: Request) -> HTMLResponse:
    return _clock(request)


@router.post("/klok")
def move_clock(request: Request, sent: Form) -> Response:
    """Move the clock to a time on a day, by default the morning; today that is from now on."""
    ports = ports_of(request)
    if ports.move_clock is None:
        raise not_found()
    try:
        person = asking(request, sent, "klok")
        to = _moment(sent)
        if local_day(ports.clock()) == local_day(to) and not sent.text("time"):
            to = max(to, ports.clock())
        position = ports.move_clock(to, person.person_id)
    except NotCarriedOut as error:
        return _clock(request, error.tried)
    except Refused as error:
        return _clock(request, refused(sent, "klok", error).tried)
    return afterwards(way_back(sent.text("terug")), position, "klok")


@router.get("/aanmelden")
def show_people(request: Request, terug: str = "/", aanbieder: str = "") -> HTMLResponse:
    """Who one can be: somebody of the office, or the provider that was asked for."""
    ports = ports_of(request)
    provider = known_person(f"{PROVIDER}{aanbieder}", ports) if aanbieder else None
    people = ports.people if provider is None else [provider]
    return render(request, "people.html", people=people, back=way_back(terug))


@router.post("/aanmelden")
def become(request: Request, sent: Form) -> Response:
    """From now on the browser says that it is this person."""
    answer = RedirectResponse(way_back(sent.text("terug")), status_code=303)
    person = known_person(sent.text("person"), ports_of(request))
    if person is None:
        raise not_found()
    remember(answer, person)
    return answer


@router.post("/afmelden")
def leave(sent: Form) -> Response:
    answer = RedirectResponse(way_back(sent.text("terug")), status_code=303)
    forget(answer)
    return answer


def _moment(sent: Sent) -> datetime:
    try:
        day = date.fromisoformat(sent.text("day"))
        if not sent.text("time"):
            return start_of_day(day).replace(hour=9)
        return datetime.combine(day, time.fromisoformat(sent.text("time")), AMSTERDAM)
    except ValueError as error:
        wrong = say(Sentence("Fill in a date, with day, month and year."), spoken())
        raise NotCarriedOut(Tried("klok", sent.values, {"day": wrong}, status=400)) from error


def _clock(request: Request, tried: Tried | None = None) -> HTMLResponse:
    if ports_of(request).move_clock is None:
        raise not_found()
    back = way_back(tried.values.get("terug", "/") if tried else "/")
    return render(request, "clock.html", tried.status if tried else 200, tried=tried, back=back)
