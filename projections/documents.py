"""The documents: what each is, what it rests on, what of it is secret, who was given it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.base import Event
from domain.document import state
from domain.document.events import DocumentEvent
from domain.document.parts import Paper, Role
from domain.document.state import Document, Given, Period
from domain.document.visibility import Visible, visible
from projections import tables
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`secrecies` are all there ever were, also those that are over, so that any day can be asked.

    `code` is its id within the programme; `secret_until` the first day on which all of it is
    public, as far as is known, and `secret` that no such day has been recorded as come.
    """

    document_id: UUID
    programme_id: UUID
    code: str
    title: str
    type: str
    municipality: str | None
    first: date | None
    rests_on: tuple[str, ...]
    paper: Paper
    filed_at: datetime
    secrecies: tuple[Period, ...] = ()
    given: tuple[Given, ...] = ()
    secret: bool = False
    secret_until: date | None = None


def keys(event: Event) -> Iterable[str]:
    """A document has one row."""
    return (str(event.document_id),) if isinstance(event, DocumentEvent) else ()


def project(_: str, row: DocumentRow | None, event: Event) -> DocumentRow | None:
    """Fold one event into the row of its document, by the rules of the document itself."""
    if not isinstance(event, DocumentEvent):
        return row
    document = state.evolve(document_of(row), event)
    if document.paper is None:
        return row
    paper = document.paper
    running = [each for each in document.secrecies if each.ended is None]
    days = [each.public_from for each in running if each.public_from is not None]
    return DocumentRow(
        document_id=event.document_id,
        programme_id=event.programme_id,
        code=paper.document_id,
        title=paper.title,
        type=paper.type,
        municipality=paper.municipality,
        first=paper.dated.first if paper.dated else None,
        rests_on=paper.rests_on,
        paper=paper,
        filed_at=event.at if row is None else row.filed_at,
        secrecies=document.secrecies,
        given=document.given,
        secret=bool(running),
        secret_until=max(days) if running and len(days) == len(running) else None,
    )


DOCUMENTS = ReadModel(
    name="documents",
    version=1,
    row=DocumentRow,
    events=get_args(DocumentEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "code", "type", "first", "secret"),
)


def of_programme(source: tables.Source, programme_id: UUID) -> list[DocumentRow]:
    """The register of documents by their dates; what has none comes last."""
    where = {"programme_id": programme_id}
    return tables.select(source, DOCUMENTS, where, order=("first", "code"))


def document_of(row: DocumentRow | None) -> Document:
    """The document as its row has it."""
    if row is None:
        return Document()
    return Document(row.programme_id, row.paper, row.secrecies, row.given)


def what_could_be_seen(row: DocumentRow, role: Role, day: date) -> Visible:
    """What somebody in this role could see of it on that day, as is known now (TP-03)."""
    return visible(document_of(row), role, day)


def what_was_known(events: Iterable[Event], role: Role, day: date, moment: datetime) -> Visible:
    """The same as it was known at a moment: only what was recorded by then counts."""
    document = Document()
    for event in events:
        if isinstance(event, DocumentEvent) and event.at <= moment:
            document = state.evolve(document, event)
    return visible(document, role, day)
