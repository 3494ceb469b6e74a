"""Documents: the register of papers, and what of each could be seen by whom on which day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.asked_days import days_of, moment_of
from api.pages.bodies import bodies_of
from api.pages.forms import Tried
from api.pages.found import programme_of, with_programme
from api.pages.names import Names
from api.pages.references import Ref, references, weave
from api.pages.rendering import ports_of, render
from domain.dates import local_day
from domain.document.parts import Role
from projections import documents, history, plans, steering
from projections.documents import DOCUMENTS, DocumentRow, what_was_known
from projections.lineage import Lineage, lineage, ways_down, ways_up
from projections.programmes import ProgrammeRow
from projections.steering import RegisterEntryRow

router = APIRouter()

VIEWERS: Mapping[str, Role] = {
    "openbaar": "public",
    "aanbieder": "provider",
    "raadslid": "council_member",
    "collegelid": "college_member",
    "ambtenaar": "official",
    "accountant": "auditor",
}
"""Who looks, by the word in the address."""

ROLES: tuple[Role, ...] = get_args(Role)
WAYS = 12
"""How many ways up or down are shown at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks, on which day, as known when; `wrong` says of each date what it was not."""

    viewer: str
    day: date
    known: date
    wrong: Mapping[str, str]

    @property
    def role(self) -> Role:
        return VIEWERS[self.viewer]


@router.get("/programmas/{programme_id}/documenten")
def list_documents(request: Request, programme_id: UUID) -> HTMLResponse:
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        rows = documents.of_programme(connection, programme_id)
        refer = references(connection, programme)
    return render(
        request,
        "documents.html",
        programme=programme,
        rows=rows,
        refer=refer,
        bodies=bodies_of(programme),
    )


@router.get("/documenten/{document_id}")
def show_document(request: Request, document_id: UUID) -> HTMLResponse:
    return document_page(request, document_id)


def document_page(request: Request, document_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    now = ports.clock()
    asked = _asked(request.query_params, local_day(now))
    with ports.pool.connection() as connection:
        row, programme = with_programme(connection, DOCUMENTS, document_id)
        papers = documents.of_programme(connection, row.programme_id)
        entries = steering.of_programme(connection, row.programme_id)
        refer = references(connection, programme)
        told = history.of_subject(connection, document_id)
        plan = plans.get(connection, document_id)
    moment = moment_of(asked.known, now)
    seen = what_was_known(ports.read(document_id), asked.role, asked.day, moment)
    return render(
        request,
        "document.html",
        tried.status if tried else 200,
        tried=tried,
        document=row,
        has_file=plan is not None and plan.content is not None,
        paper=row.paper,
        programme=programme,
        refer=refer,
        bodies=bodies_of(programme),
        asked=asked,
        viewers=VIEWERS,
        roles=ROLES,
        seen=seen,
        running=running_of(row),
        lifters=_lifters(row, programme),
        given=_given(row),
        cited=_cited(row, entries),
        told=told,
        names=Names(ports).learn([each.by for each in told]),
        **_ways(row, lineage(papers, (), programme), refer.known),
    )


def running_of(row: DocumentRow) -> list[tuple[str, str | None]]:
    """The secrecies that nobody lifted and whose end is not recorded, numbered for a form."""
    running = [each.secrecy.section for each in row.secrecies if each.ended is None]
    return [(str(number), section) for number, section in enumerate(running)]


def _asked(query: Mapping[str, str], today: date) -> Asked:
    viewer = query.get("als", "")
    days = days_of(query, ("op", "bekend"), (today, today), today)
    return Asked(viewer if viewer in VIEWERS else "openbaar", *days)


def _lifters(row: DocumentRow, programme: ProgrammeRow) -> list[tuple[str, str]]:
    """Who could lift it: who its source says may do so, or else any body of the programme."""
    bodies = bodies_of(programme)
    named = [each.secrecy.lifted_by for each in row.secrecies if each.ended is None]
    known = [each.body_id for each in programme.bodies if each.kind in ("council", "college")]
    others = [each.body_id for each in programme.bodies if each.body_id not in known]
    found = dict.fromkeys(each for each in (*named, *known, *others) if each)
    return [(body_id, bodies(body_id)) for body_id in found]


def _given(row: DocumentRow) -> list[tuple[date, str, tuple[Role, ...]]]:
    """Who was given it at once, by which way, the last first (TP-08)."""
    found = ((each.published_on, each.publication) for each in row.given)
    return sorted(((day, one.channel, one.audience) for day, one in found), reverse=True)


def _cited(row: DocumentRow, entries: Iterable[RegisterEntryRow]) -> list[tuple[str, int]]:
    """How many entries of each register this document states."""
    counted = Counter(each.kind for each in entries if each.source.document == row.code)
    return counted.most_common()


def _ways(row: DocumentRow, found: Lineage, known: Mapping[str, Ref]) -> dict[str, Any]:
    """From it up to what it rests on, and down to what rests on it, document by document."""
    name = next((key for key, node in found.nodes.items() if node.id == row.code), None)
    if name is None:
        return {"up": (), "down": ()}

    def refs(way: tuple[str, ...]) -> list[Ref]:
        nodes = [found.nodes[each] for each in way[1:]]
        return [known.get(each.id, Ref(each.title)) for each in nodes]

    up = [refs(way) for way in ways_up(found, name) if len(way) > 1]
    down = [refs(way) for way in ways_down(found, name) if len(way) > 1]
    return {"up": weave(up[:WAYS]), "down": weave(down[:WAYS])}
