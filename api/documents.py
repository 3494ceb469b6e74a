"""The register of documents over HTTP, and what somebody could see of one on a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.errors import not_found
from api.identity import Asking, World
from api.moments import Day, Known
from api.reading import ListQuery, Page, ReadQuery, catch_up, one, paged, rows_of
from api.secret_reading import note_rows
from api.shapes import DatedWindow, Instant, Shape, shown
from domain.base import Source, Standing
from domain.dates import local_day
from domain.document.parts import Role
from projections.documents import DOCUMENTS, DocumentRow, what_was_known

router = APIRouter(prefix="/documents", tags=["documents"])


class Secrecy(Shape):
    """That a document, or a section of it, is or was secret: why, by whom, until when."""

    section: str | None
    ground: str
    regime: str | None
    body: str | None
    lifted_by: str | None
    until: DatedWindow | None
    sees: list[Role]
    first: date | None
    public_from: date | None
    ended: str | None
    source: Source


class Document(Shape):
    """What is known of a document; `missing` is what was looked for and not found."""

    document_id: UUID
    programme_id: UUID
    code: str
    title: str
    type: str
    number: str | None
    dated: DatedWindow | None
    author: str | None
    body: str | None
    municipality: str | None
    status: str | None
    annexes: list[str]
    rests_on: list[str]
    missing: list[str]
    secret: bool
    secret_until: date | None
    secrecies: list[Secrecy]
    standing: Standing
    source: Source
    filed_at: Instant


class Hidden(Shape):
    """What is kept back: all of it, or a section; the reason, and from when it is public."""

    section: str | None
    ground: str
    regime: str | None
    body: str | None
    lifted_by: str | None
    until: DatedWindow | None
    public_from: date | None


class View(Shape):
    """What a role could see of a document on a day, as it was known at a moment."""

    role: Role
    day: date
    extent: str
    hidden: list[Hidden]
    given_on: date | None


class DocumentQuery(ListQuery):
    programme: UUID | None = None
    secret: bool | None = None


class ViewQuery(ReadQuery):
    """Who looks, at what on which day, and as it was known when; today and now if left out."""

    role: Role = "public"
    day: Day | None = None
    known: Known | None = Field(None, description="A day, at its end, or an instant.")


@router.get("")
def list_documents(
    request: Request,
    response: Response,
    ports: World,
    caller: Asking,
    query: Annotated[DocumentQuery, Query()],
) -> Page[Document]:
    """The register of documents by date; what has none comes last. Secrets read are noted."""
    where = {"programme_id": query.programme, "secret": query.secret}
    found = rows_of(ports, query, DOCUMENTS, where, ("first", "code"))
    note_rows(ports, caller, found[0])
    return paged(request, response, query, found, show)


@router.get("/{document_id}")
def show_document(
    document_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Document:
    """One document with all secrecy there ever was on it."""
    return show(one(ports, query, DOCUMENTS, document_id))


@router.get("/{document_id}/views")
def view(document_id: UUID, ports: World, query: Annotated[ViewQuery, Query()]) -> View:
    """What somebody in this role could see of it on that day, as was known at that moment."""
    catch_up(ports, query, DOCUMENTS)
    now = ports.clock()
    day = query.day or local_day(now)
    events = ports.read(document_id)
    if not events:
        raise not_found()
    found = what_was_known(events, query.role, day, query.known or now)
    return shown(View, found, role=query.role, day=day)


def show(row: DocumentRow) -> Document:
    paper = row.paper
    secrecies = [
        shown(
            Secrecy,
            each.secrecy,
            first=each.first,
            public_from=each.public_from,
            ended=each.ended,
        )
        for each in row.secrecies
    ]
    names = ("number", "dated", "author", "body", "status", "annexes", "missing")
    said = {name: getattr(paper, name) for name in names}
    return shown(
        Document,
        row,
        secrecies=secrecies,
        standing=paper.standing,
        source=paper.source,
        **said,
    )
