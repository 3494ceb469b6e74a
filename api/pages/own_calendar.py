"""A provider's own calendar, by a secret address that it can revoke (IN-05)."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.identity import PROVIDER
from api.pages.calendars import FORM, keep
from api.pages.forms import Form, NotCarriedOut, Tried, asking, key_of
from api.pages.names import Names
from api.pages.own import OWN, provider_asking
from api.pages.rendering import ports_of, render
from projections import calendar_links
from projections.calendar_links import CalendarLink

AT = f"{OWN}/agenda"

router = APIRouter(prefix=AT)


@router.get("")
def show_own_calendars(request: Request) -> HTMLResponse:
    return _page(request)


@router.post("")
def make_own_calendar(request: Request, sent: Form) -> Response:
    """Make an address. It is shown this once: we keep only what it can be recognised by."""
    owner = f"{PROVIDER}{provider_asking(request)}"
    try:
        person = asking(request, sent, FORM)
        link_id = key_of(person, sent, FORM)
        link = CalendarLink(link_id, owner, None, None, "mine", ports_of(request).clock())
        made = keep(request, person, link)
    except NotCarriedOut as error:
        return _page(request, tried=error.tried)
    return _page(request, made=made)


@router.post("/{link_id}/intrekken")
def revoke_own_calendar(request: Request, link_id: UUID) -> Response:
    """From now on who asks for it is told that it is over."""
    ports, owner = ports_of(request), f"{PROVIDER}{provider_asking(request)}"
    with ports.pool.connection() as connection:
        calendar_links.revoke(connection, owner, link_id, ports.clock())
    return RedirectResponse(f"{AT}?gedaan=agenda-ingetrokken", status_code=303)


@router.get("/{link_id}/intrekken")
def show_revoked(link_id: UUID) -> Response:  # noqa: ARG001 (an address that a reload may ask for)
    return RedirectResponse(AT, status_code=303)


def _page(request: Request, tried: Tried | None = None, made: str | None = None) -> HTMLResponse:
    ports, provider_id = ports_of(request), provider_asking(request)
    name = Names(ports)(provider_id)
    with ports.pool.connection() as connection:
        links = calendar_links.of_owner(connection, f"{PROVIDER}{provider_id}")
    return render(
        request,
        "own_calendar.html",
        tried.status if tried else 200,
        tried=tried,
        made=made,
        links=links,
        names={each.link_id: name for each in links},
        root=AT,
    )
