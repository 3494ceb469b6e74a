"""What can have happened to a document. Storage format: add, never change.

`title` is that of the document at the time.
"""

from uuid import UUID

from domain.base import Event
from domain.dates import Day
from domain.document.parts import Paper, Publication, Secrecy


class DocumentFiled(Event):
    """It is in the register, or was described anew."""

    document_id: UUID
    programme_id: UUID
    paper: Paper


class SecrecyImposed(Event):
    """It, or a part of it, is secret. `effective` is the day from which, where that is known."""

    document_id: UUID
    programme_id: UUID
    title: str
    secrecy: Secrecy


class SecrecyLifted(Event):
    """A body lifted it: `effective` is the day from which it is public."""

    document_id: UUID
    programme_id: UUID
    title: str
    section: str | None = None
    body: str
    lifted_on: Day
    reason: str


class SecrecyExpired(Event):
    """It ended by itself: `effective` is the first day on which it is public."""

    document_id: UUID
    programme_id: UUID
    title: str
    section: str | None = None


class DocumentPublished(Event):
    """Everybody of these roles got it at once."""

    document_id: UUID
    programme_id: UUID
    title: str
    publication: Publication
    published_on: Day


DocumentEvent = DocumentFiled | SecrecyImposed | SecrecyLifted | SecrecyExpired | DocumentPublished
