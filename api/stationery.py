"""What the web application needs to show letters and to have their templates edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol
from uuid import UUID

from domain.base import Refused, Sentence
from domain.template.parts import TemplateKind


@dataclass(frozen=True, slots=True)
class Words:
    """A template: its subject, one line, and its text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldSays:
    """A field that a template may ask for, by its whole name, and what it means."""

    name: str
    sort: str
    may_be_empty: bool
    says: Sentence


@dataclass(frozen=True, slots=True)
class FilledField:
    """What a field of one letter is filled with, by its whole name; several values for a list.

    Days are written as ISO text. No value means that this letter has none. `of` says what the
    field is a part of, if it is.
    """

    name: str
    sort: str
    says: Sentence
    values: tuple[str, ...]
    of: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a template, in its subject or text; line 0 means the whole."""

    part: str
    line: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Pdf:
    """A letter on paper."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Example:
    """A letter to try a template on: of a change, about the contract with this number.

    Without a number it is the first; without a change it is made up.
    """

    change_id: UUID | None = None
    number: str = ""


class Stationery(Protocol):
    """Letters on paper, and the templates that they are written with.

    A letter or contract that is not there is a `KeyError`; what cannot be a PDF is `Refused`.
    """

    def pdf(self, change_id: UUID, letter_id: UUID, /) -> Pdf: ...

    def filled(self, change_id: UUID, letter_id: UUID, /) -> Sequence[FilledField]:
        """What its template is filled in with, as things stand now."""
        ...

    def built_in(self, kind: TemplateKind, /) -> Words:
        """The text that comes with the program: version 0."""
        ...

    def fields(self, kind: TemplateKind, /) -> Sequence[FieldSays]: ...

    def mistakes(self, kind: TemplateKind, words: Words, /) -> Sequence[Mistake]:
        """All that is wrong with a template; none if it can be used."""
        ...

    def tried(self, kind: TemplateKind, words: Words, example: Example, /) -> Words:
        """How a letter reads in these words. Only for words without mistakes."""
        ...

    def tried_pdf(self, kind: TemplateKind, words: Words, example: Example, /) -> Pdf: ...


class NoStationery:
    """Where no letters are written."""

    def pdf(self, *_: object) -> Pdf:
        _nothing()

    def filled(self, *_: object) -> Sequence[FilledField]:
        return ()

    def built_in(self, _: TemplateKind, /) -> Words:
        _nothing()

    def fields(self, _: TemplateKind, /) -> Sequence[FieldSays]:
        _nothing()

    def mistakes(self, *_: object) -> Sequence[Mistake]:
        _nothing()

    def tried(self, *_: object) -> Words:
        _nothing()

    def tried_pdf(self, *_: object) -> Pdf:
        _nothing()


def _nothing() -> NoReturn:
    raise Refused("no_letters", "no letters are written here")
