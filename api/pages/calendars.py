"""Calendars that other programs follow, each by a secret address of its own (IN-05)."""

from collections.abc import Iterator
from secrets import token_urlsafe
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import Problem, not_found
from api.identity import PROVIDER, known_person, person_of
from api.language import spoken
from api.pages.calendar_entries import KINDS, entries, waiting
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, asking, key_of
from api.pages.icalendar import MEDIA_TYPE, Deadline, calendar
from api.pages.labels import LABELS
from api.pages.own_days import own_days
from api.pages.rendering import ports_of, render
from api.ports import Person
from domain.base import Sentence
from projections import calendar_links, drafts
from projections.calendar_links import CalendarLink
from projections.language import say
from projections.programmes import ProgrammeRow, every

router = APIRouter()

FORM = "agenda"


@router.get("/agendas")
def list_calendars(request: Request) -> HTMLResponse:
    return _page(request)


@router.post("/agendas")
def make_calendar(request: Request, sent: Form) -> Response:
    """Make an address. It is shown this once: we keep only what it can be recognised by."""
    try:
        person = asking(request, sent, FORM)
        link = _link(request, sent, key_of(person, sent, FORM), person.person_id)
        made = keep(request, person, link)
    except NotCarriedOut as error:
        return _page(request, tried=error.tried)
    return _page(request, made=made)


def keep(request: Request, person: Person, link: CalendarLink) -> str:
    """The address of a new calendar, and its draft gone: its page is shown, not led to.

    Raises `NotCarriedOut` for a form that was sent before.
    """
    secret = token_urlsafe(32)
    with ports_of(request).pool.connection() as connection:
        if calendar_links.make(connection, link, secret):
            drafts.forget(connection, person.person_id, request.url.path)
            spoken_in = "" if spoken() == "nl" else f"?taal={spoken()}"
            return f"{_site(request)}/agendas/{secret}.ics{spoken_in}"
    said = Sentence("This calendar was made already; its address was shown once.")
    raise NotCarriedOut(Tried(FORM, refusal=say(said, spoken())))


@router.post("/agendas/{link_id}/intrekken")
def revoke_calendar(request: Request, link_id: UUID, sent: Form) -> Response:
    """From now on who asks for it is told that it is over."""
    ports = ports_of(request)
    try:
        person = asking(request, sent, FORM)
    except NotCarriedOut as error:
        return _page(request, tried=error.tried)
    with ports.pool.connection() as connection:
        calendar_links.revoke(connection, person.person_id, link_id, ports.clock())
    return RedirectResponse("/agendas?gedaan=agenda-ingetrokken", status_code=303)


@router.get("/agendas/{link_id}/intrekken")
def show_revoked(link_id: UUID) -> Response:  # noqa: ARG001 (an address that a reload may ask for)
    return RedirectResponse("/agendas", status_code=303)


@router.get("/agendas/{secret}.ics")
def show_calendar(request: Request, secret: str) -> Response:
    """The file, for a program that knows the address. Raises 410 once it was revoked."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        link = calendar_links.used(connection, secret, ports.clock())
        if link is None:
            raise not_found()
        if link.revoked_at is not None:
            raise Problem(410, Sentence("This calendar was revoked: delete it from your program."))
        programmes = [each for each in every(connection) if _meant(link, each)]
    headers = {"Content-Disposition": 'inline; filename="inkoopspoor.ics"'}
    file = calendar(_name(link, programmes), _days(request, link, programmes))
    return Response(file, media_type=MEDIA_TYPE, headers=headers)


def _days(
    request: Request, link: CalendarLink, programmes: list[ProgrammeRow]
) -> Iterator[Deadline]:
    ports, site = ports_of(request), _site(request)
    if link.owner.startswith(PROVIDER):
        yield from own_days(ports, UUID(link.owner.removeprefix(PROVIDER)), site)
        return
    owner = known_person(link.owner, ports)
    with ports.pool.connection() as connection:
        if link.kind != "mine":
            for each in programmes:
                yield from entries(connection, link, each.programme_id, site, ports.clock())
        elif owner is not None:
            yield from waiting(connection, link, owner, site, ports.clock())


def _meant(link: CalendarLink, programme: ProgrammeRow) -> bool:
    return link.programme_id in (None, programme.programme_id)


def _name(link: CalendarLink, programmes: list[ProgrammeRow]) -> str:
    parts = [each.region for each in programmes] if link.programme_id else ["inkoopspoor"]
    segments = {each.segment_id: each.title for one in programmes for each in one.segments}
    if link.segment is not None:
        parts.append(segments.get(link.segment, link.segment))
    if link.kind is not None:
        parts.append(say(Sentence(LABELS["calendar"][link.kind]), spoken()))
    return ", ".join(parts)


def _link(request: Request, sent: Sent, link_id: UUID, owner: str) -> CalendarLink:
    """`what` is nothing for all programmes, else a programme, or one of its segments after `#`."""
    ports = ports_of(request)
    programme, _, segment = sent.text("what").partition("#")
    kind = next((each for each in KINDS if each == sent.text("kind")), None)
    with ports.pool.connection() as connection:
        known = {
            (str(one.programme_id), each): one.programme_id
            for one in every(connection)
            for each in ("", *(part.segment_id for part in one.segments))
        }
    if programme and (programme, segment) not in known:
        wrong = {"what": say(Sentence("This cannot be read."), spoken())}
        raise NotCarriedOut(Tried(FORM, sent.values, wrong, status=400))
    return CalendarLink(
        link_id=link_id,
        owner=owner,
        programme_id=known.get((programme, segment)),
        segment=segment or None,
        kind=kind,
        made_at=ports.clock(),
    )


def _site(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _page(request: Request, tried: Tried | None = None, made: str | None = None) -> HTMLResponse:
    ports = ports_of(request)
    person = person_of(request, ports)
    with ports.pool.connection() as connection:
        programmes = every(connection)
        links = calendar_links.of_owner(connection, person.person_id) if person else []
    what = [
        (f"{one.programme_id}#{part}".rstrip("#"), f"{one.region}{title}")
        for one in programmes
        for part, title in (("", ""), *((p.segment_id, f": {p.title}") for p in one.segments))
    ]
    return render(
        request,
        "calendars.html",
        tried.status if tried else 200,
        tried=tried,
        made=made,
        links=links,
        names={
            each.link_id: _name(each, [p for p in programmes if _meant(each, p)]) for each in links
        },
        what=what,
        kinds=[(each, say(Sentence(LABELS["calendar"][each]), spoken())) for each in KINDS],
    )
