"""In which words letters go out: the versions that the office wrote, and those built in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain.template.events import TemplateWritten
from domain.template.parts import TemplateKind, template_of
from eventstore.log import EventLog
from workflows import words
from workflows.words import Words


class NoVersion(LookupError):  # noqa: N818 (says what is the case)
    """No template has this version."""


class Wording:
    """Looks up templates. A version that was read once is kept: it never changes."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._known: dict[tuple[UUID, int], Words] = {}

    def of_draft(self, programme_id: UUID, template: str, kind: TemplateKind) -> Words:
        """The words that a draft froze for this kind of letter. Raises `NoVersion`."""
        former = words.former(template)
        if former is not None and kind == "announcement":
            return former
        return self.version(programme_id, kind, words.version_of(template, kind))

    def at(self, programme_id: UUID, kind: TemplateKind, moment: datetime) -> Words:
        """The words that were in use at a moment."""
        written = [each for each in self._written(programme_id, kind) if each.at <= moment]
        return Words(written[-1].subject, written[-1].text) if written else words.built_in(kind)

    def version(self, programme_id: UUID, kind: TemplateKind, number: int) -> Words:
        """One version; 0 is the text that comes with the program. Raises `NoVersion`."""
        if number == 0:
            return words.built_in(kind)
        template_id = template_of(programme_id, kind)
        if (template_id, number) not in self._known:
            for each in self._written(programme_id, kind):
                self._known[template_id, each.number] = Words(each.subject, each.text)
        try:
            return self._known[template_id, number]
        except KeyError as error:
            raise NoVersion(f"{kind}/{number}") from error

    def frozen(self, programme_id: UUID, *, rectifies: bool) -> str:
        """What a draft of today names as its template: the version in use of each kind it needs."""
        kinds: list[TemplateKind] = ["announcement"]
        if rectifies:
            kinds.append("rectification")
        return words.frozen({each: len(self._written(programme_id, each)) for each in kinds})

    def _written(self, programme_id: UUID, kind: TemplateKind) -> Sequence[TemplateWritten]:
        events = self._log.read(template_of(programme_id, kind))
        return [each for each in events if isinstance(each, TemplateWritten)]
