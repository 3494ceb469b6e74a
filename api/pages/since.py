"""Since my last visit: what happened, by what it happened to, and marking it as seen."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import Problem
from api.identity import person_of
from api.pages.addresses import way_back
from api.pages.bodies import bodies_of, told_of_decision, told_of_plan, told_of_procedure
from api.pages.forms import Form
from api.pages.last_call import day_or
from api.pages.names import Names
from api.pages.rendering import here, ports_of, render
from api.ports import Person, Ports
from api.secret_reading import secrets_of
from domain.base import Sentence
from domain.dates import local_day, start_of_day
from projections import news, tables, visits
from projections.admissions import ADMISSIONS
from projections.batches import BATCHES
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS, DecisionRow
from projections.documents import DOCUMENTS
from projections.news import News
from projections.plan_items import PLAN_ITEMS, key_of
from projections.procedures import PROCEDURES, ProcedureRow
from projections.programmes import PROGRAMMES, ProgrammeRow, every
from projections.read_model import ReadModel
from projections.steering import REGISTER_ENTRIES
from projections.visits import Visit

router = APIRouter()

MOST = 500
"""So many events are looked at, the last; whoever seeks older ones asks up to a day."""
MONTH = timedelta(days=30)
TOLD = 3
"""So many of what happened to one thing are told; its own page has them all."""

_MODELS: Mapping[str, tuple[ReadModel[Any], str]] = {
    "change": (CHANGES, "/wijzigingen"),
    "contract": (CONTRACTS, "/overeenkomsten"),
    "decision": (DECISIONS, "/besluiten"),
    "procedure": (PROCEDURES, "/procedures"),
    "programme": (PROGRAMMES, "/programmas"),
    "document": (DOCUMENTS, "/documenten"),
    "batch": (BATCHES, "/bundels"),
    "admission": (ADMISSIONS, "/toelating"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one thing: its title and page, none of its words if they are secret.

    `alike` are the other things to which the same happened.
    """

    news: News
    title: str | None
    address: str
    programme_id: UUID | None
    secret: bool = False
    alike: Sequence["Told"] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since a moment. `until` is the last of it, `oldest` the first that was looked
    at; `more`: before that more happened.

    `first`: whoever looks was not here before, so that it is of the last week.
    """

    moment: datetime
    until: datetime
    oldest: datetime
    told: Sequence[Told]
    events: int
    more: bool
    first: bool = False


def since_last_visit(
    source: tables.Source,
    person: Person | None,
    now: datetime,
    programmes: Iterable[ProgrammeRow],
    most: int,
    programme: str = "",
) -> Since | None:
    """What is new to somebody; nothing for whom nobody knows."""
    if person is None:
        return None
    visit = visit_of(source, person)
    found = since(source, visits.boundary(visit, now), now, programmes, person, programme, most)
    return replace(found, first=visit is None)


def visit_of(source: tables.Source, person: Person) -> Visit | None:
    with tables.connected(source) as connection:
        return visits.of_person(connection, person.person_id)


def since(
    source: tables.Source,
    moment: datetime,
    now: datetime,
    programmes: Iterable[ProgrammeRow],
    person: Person | None,
    programme: str = "",
    most: int = MOST,
    before: datetime | None = None,
) -> Since:
    """What happened between two moments, without what whoever looks did themselves."""
    rows = news.since(source, moment, most, person.person_id if person else None, before)
    told = named(source, news.grouped(rows), local_day(now), programmes)
    fitting = [each for each in told if programme in ("", str(each.programme_id))]
    until = max((row.at for row in rows), default=now)
    events = sum(len(each.news.subjects) * each.news.count for each in fitting)
    oldest = min((row.at for row in rows), default=now)
    return Since(moment, until, oldest, fitting, events, len(rows) == most)


def named(
    source: tables.Source,
    found: Sequence[News],
    today: date,
    programmes: Iterable[ProgrammeRow],
) -> list[Told]:
    """What it happened to, by the title that it has now."""
    known = {each.programme_id: each for each in programmes}
    rows: dict[str, Mapping[str, Any]] = {
        noun: tables.get_all(source, model, ids)
        for noun, (model, _) in _MODELS.items()
        if (ids := _subjects(found, noun))
    }
    told = []
    for each in found:
        row = rows.get(each.noun, {}).get(str(each.subjects[0]))
        one = _registers(source, each) if each.noun == "steering" else _told(each, row, today)
        alike = [
            _told(replace(each, subjects=(other,)), rows.get(each.noun, {}).get(str(other)), today)
            for other in each.subjects[1:]
        ]
        told.append(replace(_in_words(source, one, row, known), alike=alike))
    return told


def _in_words(
    source: tables.Source, told: Told, row: Any, programmes: Mapping[UUID, ProgrammeRow]
) -> Told:
    """With names and titles in the place of the ids that events have."""
    rows = told.news.told
    if isinstance(row, DecisionRow):
        worded = told_of_decision(rows, row, bodies_of(programmes.get(row.programme_id)))
    elif isinstance(row, ProcedureRow):
        titles = {each.step_id: each.state.step.title for each in (*row.steps, *row.gave_way)}
        worded = told_of_procedure(rows, titles)
    elif isinstance(row, ProgrammeRow):
        items = {each.values["item"] for each in rows[:TOLD] if "item" in each.values}
        keys = [key_of(row.programme_id, item) for item in items]
        planned = tables.get_all(source, PLAN_ITEMS, keys).values()
        worded = told_of_plan(rows, {each.item_id: each.title for each in planned})
    else:
        return told
    return replace(told, news=replace(told.news, told=tuple(worded)))


def _registers(source: tables.Source, each: News) -> Told:
    """All registers of a programme are one thing to which things happen."""
    entries = tables.select(source, REGISTER_ENTRIES, {"steering_id": each.subjects[0]}, (), 1)
    if not entries:
        return _told(each, None, date.min)
    programme_id = entries[0].programme_id
    return Told(each, None, f"/programmas/{programme_id}/registers", programme_id)


def _subjects(found: Iterable[News], noun: str) -> list[UUID]:
    return [subject for each in found if each.noun == noun for subject in each.subjects]


def _told(each: News, row: Any, today: date) -> Told:
    subject_id = each.subjects[0]
    if row is None:
        page = f"/aanbieders/{subject_id}"
        file = f"/controle/dossier/{subject_id}"
        return Told(each, None, page if each.noun == "provider" else file, None)
    address = f"{_MODELS[each.noun][1]}/{subject_id}"
    programme_id: UUID = row.programme_id
    title = getattr(row, "number", None) or getattr(row, "title", None)
    if each.noun == "admission":
        title, address = row.segment, f"/toelating/{programme_id}/{row.segment}"
    secret = each.noun in ("document", "decision") and any(secrets_of(row, today))
    return Told(each, title, address, programme_id, secret)


@router.get("/sinds")
def show_since(
    request: Request, sinds: str = "", tot: str = "", programma: str = ""
) -> HTMLResponse:
    """`sinds` is a day; without it since the last visit of whoever looks, or this week.

    `tot` is the last day that is looked at; without it that is today.
    """
    ports = ports_of(request)
    now = ports.clock()
    person = person_of(request, ports)
    day, wrong = day_or(sinds, date.max)
    last, wrong_last = day_or(tot, date.max)
    before = start_of_day(last + timedelta(days=1)) if last < date.max else None
    with ports.pool.connection() as connection:
        visit = visit_of(connection, person) if person else None
        moment = visits.boundary(visit, now) if day == date.max else start_of_day(day)
        programmes = every(connection)
        found = since(connection, moment, now, programmes, person, programma, before=before)
        found = replace(found, first=visit is None)
    return render(
        request,
        "since.html",
        since=found,
        chosen=day != date.max,
        wrong={"sinds": wrong, "tot": wrong_last},
        asked={"sinds": sinds, "tot": tot, "programma": programma},
        whole=not (sinds or tot or programma),
        older=local_day(found.oldest),
        programmes={each.programme_id: each for each in programmes},
        segments={
            each.segment_id: each.title for programme in programmes for each in programme.segments
        },
        names=names_of(ports, found),
        most_told=TOLD,
        month_ago=local_day(now) - MONTH,
        at=lambda **changed: here(request, **changed),
    )


def names_of(ports: Ports, found: Since) -> Names:
    """Who did what is told, and the providers that it was done to."""
    by = [row.by for each in found.told for row in each.news.told[:TOLD]]
    providers = _subjects((each.news for each in found.told), "provider")
    return Names(ports).learn([*by, *providers])


@router.post("/sinds/gezien")
def mark_seen(request: Request, sent: Form) -> Response:
    """From now on only what happens after this is new."""
    back = way_back(sent.text("terug"))
    if not _moved(request, sent, visits.marked):
        return RedirectResponse(f"/aanmelden?{urlencode({'terug': back})}", 303)
    joint = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{joint}gedaan=gezien", 303)


@router.post("/sinds/bezoek")
def note_visit(request: Request, sent: Form) -> Response:
    """The page was before somebody's eyes: the next visit begins after what it showed."""
    return Response(status_code=204 if _moved(request, sent, visits.seen) else 403)


def _moved(request: Request, sent: Form, move: Any) -> bool:
    """Whether anybody known asks it. Raises a 400 problem for what is no moment."""
    ports = ports_of(request)
    person = person_of(request, ports)
    if person is None:
        return False
    to: datetime | None = None
    with suppress(ValueError):
        to = datetime.fromisoformat(sent.text("tot"))
    if to is None or to.tzinfo is None:
        raise Problem(400, Sentence("This cannot be read."))
    with ports.pool.connection() as connection, connection.transaction():
        visit = visits.of_person(connection, person.person_id, moving=True)
        visits.keep(connection, move(person.person_id, visit, to, ports.clock()))
    return True
