"""What somebody in a role could see on a day over HTTP, and who read what is secret."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.errors import not_found
from api.identity import Asking, World
from api.language import Asked as InLanguage
from api.moments import Day, Known, Start
from api.reading import ListQuery, Page, ReadQuery, catch_up, paged
from api.secret_reading import note_reading
from api.shapes import DatedWindow, Instant, Shape
from domain.base import Event, Sentence, Source
from domain.dates import local_day
from domain.document.parts import Role
from domain.secrecy import Rule
from projections import readings, views
from projections.documents import DOCUMENTS
from projections.language import say
from projections.narration import tell
from projections.replays import refuse_future
from projections.views import Kept, Noun

router = APIRouter(tags=["views"])


class Shown(Shape):
    """An event that could be seen, in words."""

    event_id: UUID
    at: Instant
    kind: str
    text: str
    source: Source | None


class Hidden(Shape):
    """An event that could not be seen: by which rule, why, under which law, by whom, until when."""

    event_id: UUID
    at: Instant
    kind: str
    rule: Rule
    ground: str
    regime: str | None
    body: str | None
    lifted_by: str | None
    until: DatedWindow | None
    public_from: date | None
    document: str | None
    section: str | None


class View(Shape):
    """What a role could see on a day, of what is known; `later` was recorded after the day."""

    noun: Noun
    subject_id: UUID
    title: str | None
    role: Role
    day: date
    known: Instant
    visible: list[Shown]
    hidden: list[Hidden]
    later: int


class ViewQuery(ReadQuery):
    """Who looks, on which day, and as it was known when; today and now if left out."""

    role: Role = "public"
    day: Day | None = None
    known: Known | None = Field(None, description="A day, at its end, or an instant.")
    provider: UUID | None = Field(None, description="Which provider, if the role is one.")


class Reading(Shape):
    """That somebody read something secret; `part` is the section, none for all of it."""

    reading_id: int
    at: Instant
    by: str
    role: str
    via: str
    kind: str
    subject_id: UUID
    part: str | None
    rule: str


class ReadingQuery(ListQuery):
    subject: UUID | None = None
    by: str | None = None
    since: Start | None = None


@router.get("/views/{noun}/{about_id}")
def view(
    noun: Noun,
    about_id: UUID,
    ports: World,
    caller: Asking,
    language: InLanguage,
    query: Annotated[ViewQuery, Query()],
) -> View:
    """What could be seen, what was kept back, why and until when. Secrets read are written down."""
    catch_up(ports, query, DOCUMENTS)
    now = ports.clock()
    known = query.known or now
    refuse_future(known, now)
    asked = views.Asked(query.role, query.day or local_day(now), known, query.provider)
    try:
        found = views.view(noun, about_id, asked, ports.read, ports.pool)
    except LookupError:
        raise not_found() from None
    note_reading(
        ports,
        caller,
        query.role,
        "api",
        noun,
        views.secrets(found, found.visible, local_day(now)),
    )
    return View(
        noun=noun,
        subject_id=about_id,
        title=found.title,
        role=asked.role,
        day=asked.day,
        known=asked.known,
        visible=[_shown(each, language) for each in found.visible],
        hidden=[_hidden(each, language) for each in found.hidden],
        later=len(found.later),
    )


@router.get("/readings")
def list_readings(
    request: Request, response: Response, ports: World, query: Annotated[ReadingQuery, Query()]
) -> Page[Reading]:
    """Who read what is secret, when and in which role; the last first."""
    asked = readings.Asked(query.subject, query.by, query.since, query.page_size, query.offset)
    with ports.pool.connection() as connection:
        found = readings.found(connection, asked)
    return paged(request, response, query, found, Reading.model_validate)


def _shown(event: Event, language: InLanguage) -> Shown:
    assert event.event_id is not None
    return Shown(
        event_id=event.event_id,
        at=event.at,
        kind=type(event).__name__,
        text=say(tell(event), language),
        source=event.source,
    )


def _hidden(kept: Kept, language: InLanguage) -> Hidden:
    reason = kept.reason.model_dump(exclude={"until", "ground"})
    return Hidden.model_validate(
        {
            **reason,
            "event_id": kept.event.event_id,
            "at": kept.event.at,
            "kind": type(kept.event).__name__,
            "ground": say(Sentence(kept.reason.ground), language),
            "until": kept.reason.until,
        }
    )
