"""What may be asked of a document."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command
from domain.dates import Day
from domain.document.parts import Paper, Publication, Secrecy


class FileDocument(Command):
    """Enter it in the register, with what its source states to be secret: all of it or parts."""

    kind: Literal["FileDocument"] = "FileDocument"
    document_id: UUID
    programme_id: UUID
    paper: Paper
    secrecy: tuple[Secrecy, ...] = ()


class ImposeSecrecy(Command):
    """Make it, or a part of it, secret from a day on."""

    kind: Literal["ImposeSecrecy"] = "ImposeSecrecy"
    document_id: UUID
    secrecy: Secrecy
    imposed_on: Day


class LiftSecrecy(Command):
    """The competent body lifts it before its end."""

    kind: Literal["LiftSecrecy"] = "LiftSecrecy"
    document_id: UUID
    section: str | None = None
    body: str
    lifted_on: Day
    reason: str


class ExpireSecrecy(Command):
    """The day has come until which it was secret."""

    kind: Literal["ExpireSecrecy"] = "ExpireSecrecy"
    document_id: UUID
    section: str | None = None


class PublishDocument(Command):
    """Give it to everybody of these roles at once; refused while it is secret for one of them."""

    kind: Literal["PublishDocument"] = "PublishDocument"
    document_id: UUID
    publication: Publication
    published_on: Day


DocumentCommand = Annotated[
    FileDocument | ImposeSecrecy | LiftSecrecy | ExpireSecrecy | PublishDocument,
    Field(discriminator="kind"),
]
