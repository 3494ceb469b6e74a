"""What can have happened to a letter template. Storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.template.parts import TemplateKind


class TemplateWritten(Event):
    """The office wrote this version, the first is 1. It stays as it is, for letters use it."""

    template_id: UUID
    programme_id: UUID
    template_kind: TemplateKind
    number: int
    subject: str
    text: str


TemplateEvent = TemplateWritten
