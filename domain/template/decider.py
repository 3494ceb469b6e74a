"""The rules of letter templates: a version follows on the one before it and never changes."""

from dataclasses import dataclass

from domain.base import Decider, Refused, made
from domain.template.commands import TemplateCommand, WriteTemplate
from domain.template.events import TemplateEvent, TemplateWritten


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it stands; none was written while `latest` is absent."""

    latest: TemplateWritten | None = None

    @property
    def number(self) -> int:
        """The latest version; 0 is the text that comes with the program."""
        return self.latest.number if self.latest else 0


def decide(command: TemplateCommand, template: Template) -> list[TemplateEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case WriteTemplate():
            return write(command, template)


def write(command: WriteTemplate, template: Template) -> list[TemplateEvent]:
    """The same words again are no new version."""
    latest = template.latest
    if latest and (latest.subject, latest.text) == (command.subject, command.text):
        return []
    if command.based_on is not None and command.based_on != template.number:
        raise Refused(
            "template_changed",
            "version %(number)s of this template was written since you opened it: compare it with "
            "yours, and write yours on top of it",
            number=template.number,
        )
    return [
        TemplateWritten(
            template_id=command.template_id,
            programme_id=command.programme_id,
            template_kind=command.template_kind,
            number=template.number + 1,
            subject=command.subject,
            text=command.text,
            **made(command),
        )
    ]


def evolve(_: Template, event: TemplateEvent) -> Template:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case TemplateWritten():
            return Template(event)


TEMPLATE = Decider(
    name="template",
    identity="template_id",
    initial=Template(),
    decide=decide,
    evolve=evolve,
)
