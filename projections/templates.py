"""The letter templates that offices wrote, with every version there was (AN-05)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.base import Event
from domain.template.events import TemplateWritten
from domain.template.parts import TemplateKind
from projections import tables
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class VersionPart:
    """A version as it was written; nobody can change it."""

    number: int
    subject: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The versions of one kind of letter in one programme, the first one first."""

    template_id: UUID
    programme_id: UUID
    kind: TemplateKind
    versions: tuple[VersionPart, ...] = ()

    @property
    def latest(self) -> VersionPart:
        return self.versions[-1]


def keys(event: Event) -> Iterable[str]:
    """A template has one row."""
    return (str(event.template_id),) if isinstance(event, TemplateWritten) else ()


def project(_: str, row: TemplateRow | None, event: Event) -> TemplateRow | None:
    """Fold one event into the row of its template."""
    if not isinstance(event, TemplateWritten):
        return row
    known = row or TemplateRow(event.template_id, event.programme_id, event.template_kind)
    version = VersionPart(event.number, event.subject, event.text, event.by, event.at)
    return replace(known, versions=(*known.versions, version))


TEMPLATES = ReadModel(
    name="templates",
    version=1,
    row=TemplateRow,
    events=(TemplateWritten,),
    keys=keys,
    project=project,
    indexes=("programme_id",),
)


def of_programme(source: tables.Source, programme_id: UUID) -> dict[TemplateKind, TemplateRow]:
    """What was written for this programme, by kind; a kind that is not there is as built in."""
    found = tables.select(source, TEMPLATES, {"programme_id": programme_id}, order=("kind",))
    return {each.kind: each for each in found}
