"""What somebody in a role could see on a day, of anything, and who read what is secret."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import Problem, not_found
from api.identity import person_of
from api.pages.asked_days import days_of, moment_of
from api.pages.documents import VIEWERS
from api.pages.found import programme_of
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.ports import Ports
from api.secret_reading import note_reading
from domain.base import Event, Sentence
from domain.dates import local_day
from domain.document.parts import Role
from projections import readings, tables, views
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.narration import tell
from projections.programmes import every
from projections.views import NOUNS, View

router = APIRouter()

PAGE_SIZE = 50
MOST = 100
"""How many things of a kind are offered to choose from."""

WORDS: Mapping[str, str] = {noun: word for word, noun in NOUNS.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at, by whom, on which day, as known when; `wrong` says what a date was not."""

    word: str
    subject_id: UUID | None
    viewer: str
    day: date
    known: date
    wrong: Mapping[str, str]
    provider: UUID | None

    @property
    def role(self) -> Role:
        return VIEWERS[self.viewer]


@router.get("/controle/gezien-door")
def seen_by(request: Request) -> HTMLResponse:
    """Without a subject the page offers what there is to choose from."""
    ports = ports_of(request)
    now = ports.clock()
    asked = _asked(request.query_params, local_day(now))
    if asked.subject_id is None:
        return _choose(request, ports, asked)
    moment = moment_of(asked.known, now)
    question = views.Asked(asked.role, asked.day, moment, asked.provider)
    try:
        noun = NOUNS[asked.word]
        found = views.view(noun, asked.subject_id, question, ports.read, ports.pool)
    except LookupError:
        raise not_found() from None
    closed = _note(request, ports, asked, found)
    return render(
        request,
        "seen_by.html",
        asked=asked,
        viewers=VIEWERS,
        words=WORDS,
        found=found,
        closed=closed,
        visible=[] if closed else [(each, tell(each)) for each in found.visible],
        providers=_providers(found),
        names=Names(ports),
        ground=lambda reason: Sentence(reason.ground),
    )


def _note(request: Request, ports: Ports, asked: Asked, found: View) -> Problem | None:
    """Write down what of it is secret; why nothing is shown, if that did not go well."""
    today = local_day(ports.clock())
    secrets = views.secrets(found, found.visible, today)
    try:
        note_reading(ports, person_of(request, ports), asked.role, "page", found.noun, secrets)
    except Problem as problem:
        return problem
    return None


def _providers(found: View) -> list[UUID]:
    """The providers that it is about, to look as one of them."""
    known = dict.fromkeys(
        each for e in (*found.visible, *(k.event for k in found.hidden)) for each in _named(e)
    )
    return list(known)[:MOST]


def _named(event: Event) -> Sequence[UUID]:
    provider: UUID | None = getattr(event, "provider_id", None)
    recipients = getattr(event, "recipients", ())
    return [*([provider] if provider else []), *(each.provider_id for each in recipients)]


def _choose(request: Request, ports: Ports, asked: Asked) -> HTMLResponse:
    programme_id = _uuid(request.query_params.get("programma", ""))
    with ports.pool.connection() as connection:
        programmes = every(connection)
        programme = programme_of(connection, programme_id) if programme_id else None
        offered: dict[str, list[tuple[UUID, str]]] = {}
        if programme is not None:
            where = {"programme_id": programme.programme_id}
            contracts = tables.select(connection, CONTRACTS, where, ("number",), MOST)
            offered = {
                "programme": [(programme.programme_id, programme.title)],
                "document": [
                    (each.document_id, each.title)
                    for each in tables.select(connection, DOCUMENTS, where, ("title",), MOST)
                ],
                "decision": [
                    (each.decision_id, each.title)
                    for each in tables.select(connection, DECISIONS, where, ("title",), MOST)
                ],
                "change": [
                    (each.change_id, each.title)
                    for each in tables.select(connection, CHANGES, where, ("title",), MOST)
                ],
                "contract": [(each.contract_id, each.number) for each in contracts],
            }
    return render(
        request,
        "seen_by_choice.html",
        asked=asked,
        programmes=programmes,
        programme=programme,
        offered=offered,
        words=WORDS,
        most=MOST,
    )


@router.get("/controle/inzage")
def list_readings(request: Request) -> HTMLResponse:
    """Who read what is secret, the last first."""
    ports = ports_of(request)
    page = page_of(request.query_params.get("pagina", ""))
    subject = _uuid(request.query_params.get("over", ""))
    offset = (page - 1) * PAGE_SIZE
    asked = readings.Asked(
        subject, request.query_params.get("door") or None, None, PAGE_SIZE, offset
    )
    with ports.pool.connection() as connection:
        rows, total = readings.found(connection, asked)
        documents = tables.get_all(connection, DOCUMENTS, [each.subject_id for each in rows])
    return render(
        request,
        "readings.html",
        rows=rows,
        total=total,
        titles={key: each.title for key, each in documents.items()},
        names=Names(ports).learn([each.by for each in rows]),
        words=WORDS,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        turned=lambda number: here(request, pagina=number),
        years=readings.KEPT_YEARS,
    )


def _asked(query: Mapping[str, str], today: date) -> Asked:
    viewer, word = query.get("als", ""), query.get("soort", "")
    subject = _uuid(query.get("id", ""))
    if subject is not None and word not in NOUNS:
        raise not_found()
    return Asked(
        word,
        subject,
        viewer if viewer in VIEWERS else "openbaar",
        *days_of(query, ("op", "bekend"), (today, today), today),
        provider=_uuid(query.get("aanbieder", "")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise not_found() from None
