"""What may be asked of a letter template."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command
from domain.template.parts import TemplateKind


class WriteTemplate(Command):
    """Write the next version of a programme's template for one kind of letter (AN-05).

    `subject` and `text` have been checked: they ask for no field that such a letter lacks.
    `based_on` is the version that the writer had before them, 0 for the text that comes with the
    program; if somebody wrote another meanwhile, that must be seen first.
    """

    kind: Literal["WriteTemplate"] = "WriteTemplate"
    template_id: UUID
    programme_id: UUID
    template_kind: TemplateKind
    subject: Annotated[str, Field(min_length=3, max_length=300)]
    text: Annotated[str, Field(min_length=20, max_length=20_000)]
    based_on: int | None = Field(default=None, ge=0)


TemplateCommand = WriteTemplate
