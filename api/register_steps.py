"""What people do with entries of a programme's registers and with its papers, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from api.change_proposals import programme_of
from api.conflicts import Corrected, record_correction
from api.errors import not_found
from api.moments import Day
from api.recording import Order, Recording, record
from api.shapes import Accepted, Input
from domain.base import Source, Standing, derived_id
from domain.dates import Window
from domain.document import parts
from domain.document.commands import ImposeSecrecy, LiftSecrecy, PublishDocument
from domain.steering.commands import AssignEntries, ReopenEntry, SettleEntry
from domain.steering.parts import Outcome
from projections import tables
from projections.documents import DOCUMENTS

entries = APIRouter(prefix="/register-entries", tags=["register-entries"])
documents = APIRouter(prefix="/documents", tags=["documents"])

Reason = Annotated[str, Field(min_length=3)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
EntryId = Annotated[str, Path(pattern=r"^[a-z0-9-]+$")]


class Settling(Input):
    """What became of it; `effect` is what it changes in the plan or a segment."""

    outcome: Outcome
    text: Reason
    settled_on: Day
    effect: str | None = None


class Reopening(Input):
    reason: Reason


class Assignment(Input):
    """Another body sees to these from now on."""

    entry_ids: Annotated[tuple[Key, ...], Field(min_length=1)]
    owner: str
    reason: Reason


class Imposing(Input):
    """The whole document if no section is named. Who sees it all the same is said by `sees`."""

    imposed_on: Day
    section: str | None = None
    ground: Reason
    regime: str | None = None
    body: str | None = None
    lifted_by: str | None = None
    until: Window | None = None
    sees: tuple[parts.Role, ...] = ()
    standing: Standing = "stated"
    source: Source


class Lifting(Input):
    section: str | None = None
    body: str = Field(min_length=2)
    lifted_on: Day
    reason: Reason


class Publication(Input):
    """Everybody of these roles gets it at once."""

    audience: Annotated[tuple[parts.Role, ...], Field(min_length=1)]
    channel: str = Field(min_length=2)
    published_on: Day


@entries.post("/{programme_id}/{entry_id}/settlements", status_code=202)
def settle(programme_id: UUID, entry_id: EntryId, body: Settling, order: Order) -> Accepted:
    """Say what became of an entry."""
    command = SettleEntry(
        steering_id=steering_of(order, programme_id),
        entry_id=entry_id,
        **body.model_dump(),
        **order.stamp,
    )
    return record(order, command, entry_at(programme_id, entry_id))


@entries.post("/{programme_id}/{entry_id}/reopenings", status_code=202)
def reopen(programme_id: UUID, entry_id: EntryId, body: Reopening, order: Order) -> Accepted:
    """Say that it was settled too early."""
    command = ReopenEntry(
        steering_id=steering_of(order, programme_id),
        entry_id=entry_id,
        reason=body.reason,
        **order.stamp,
    )
    return record(order, command, entry_at(programme_id, entry_id))


@entries.post("/{programme_id}/assignments", status_code=202)
def assign(programme_id: UUID, body: Assignment, order: Order) -> Accepted:
    """Have another body see to these entries: all of them, or none."""
    command = AssignEntries(
        steering_id=steering_of(order, programme_id), **body.model_dump(), **order.stamp
    )
    return record(order, command, f"/register-entries?programme={programme_id}")


@documents.post("/{document_id}/secrecies", status_code=202)
def impose(document_id: UUID, body: Imposing, order: Order) -> Corrected:
    """Make a document, or a part of it, secret; who was given it by then is listed."""
    document = tables.get(order.ports.pool, DOCUMENTS, document_id)
    if document is None:
        raise not_found()
    given = body.model_dump(exclude={"imposed_on"}, round_trip=True)
    command = ImposeSecrecy(
        document_id=document_id,
        secrecy=parts.Secrecy(document_id=document.code, **given),
        imposed_on=body.imposed_on,
        **order.stamp,
    )
    return record_correction(order, command, f"/documents/{document_id}", document_id)


@documents.post("/{document_id}/liftings", status_code=202)
def lift(document_id: UUID, body: Lifting, order: Order) -> Accepted:
    """The competent body lifts secrecy before its end."""
    command = LiftSecrecy(document_id=document_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/documents/{document_id}")


@documents.post("/{document_id}/publications", status_code=202)
def publish(document_id: UUID, body: Publication, order: Order) -> Accepted:
    """Give it to everybody of these roles at once."""
    command = PublishDocument(
        document_id=document_id,
        publication=parts.Publication(audience=body.audience, channel=body.channel),
        published_on=body.published_on,
        **order.stamp,
    )
    return record(order, command, f"/documents/{document_id}")


def steering_of(order: Recording, programme_id: UUID) -> UUID:
    return derived_id("steering", programme_of(order.ports, programme_id).key)


def entry_at(programme_id: UUID, entry_id: str) -> str:
    return f"/register-entries/{programme_id}/{entry_id}"
