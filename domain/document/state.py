"""A document as its events leave it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, assert_never
from uuid import UUID

from domain.dates import Window
from domain.document.events import (
    DocumentEvent,
    DocumentFiled,
    DocumentPublished,
    SecrecyExpired,
    SecrecyImposed,
    SecrecyLifted,
)
from domain.document.parts import Paper, Publication, Secrecy

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A secrecy and the days it holds: from `first`, until the day before `public_from`.

    No `first` means since before anybody can tell, no `public_from` that no end is known.
    `ended` says that somebody lifted it or that its end was recorded; a day is enough to end it.
    """

    secrecy: Secrecy
    first: date | None
    public_from: date | None
    ended: Literal["lifted", "expired", "replaced"] | None = None
    ended_by: str | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on this day."""
        begun = self.first is None or self.first <= day
        return begun and (self.public_from is None or day < self.public_from)


@dataclass(frozen=True, slots=True)
class Given:
    """A publication and its day."""

    publication: Publication
    published_on: date


@dataclass(frozen=True, slots=True)
class Document:
    """What is filed, all secrecy that ever was, and who was given it."""

    programme_id: UUID | None = None
    paper: Paper | None = None
    secrecies: tuple[Period, ...] = ()
    given: tuple[Given, ...] = ()


def first_public_day(until: Window | None) -> date | None:
    """The day after the last one that the words allow; none if they name no end (TP-01).

    "Until 1 January 2026" stops before that day: public on 1 January. Of "until 2026" it is
    1 January 2026, of a secrecy that lasts "in 2026" 1 January 2027.
    """
    last = None if until is None else until.last
    return None if last is None else last + _DAY


def last_of(section: str | None, document: Document) -> Period | None:
    """The latest secrecy of this section, over or not; none if it never was secret."""
    return next((e for e in reversed(document.secrecies) if e.secrecy.section == section), None)


def evolve(document: Document, event: DocumentEvent) -> Document:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case DocumentFiled():
            return replace(document, programme_id=event.programme_id, paper=event.paper)
        case SecrecyImposed():
            return replace(document, secrecies=tuple(imposed(event, document.secrecies)))
        case SecrecyLifted():
            day = event.effective or event.lifted_on
            return ended(document, event.section, day, "lifted", event.body)
        case SecrecyExpired():
            return ended(document, event.section, event.effective, "expired", None)
        case DocumentPublished():
            given = Given(event.publication, event.published_on)
            return replace(document, given=(*document.given, given))
        case _:
            assert_never(event)


def imposed(event: SecrecyImposed, periods: tuple[Period, ...]) -> list[Period]:
    """The new one takes the place of an earlier one of its section, from its own first day on.

    One of which it is not known since when was wrongly stated before: it takes its place wholly.
    """
    section, first = event.secrecy.section, event.effective
    kept: list[Period] = []
    for each in periods:
        if each.secrecy.section != section or (each.ended and each.ended != "replaced"):
            kept.append(each)
        elif first is not None and (each.first is None or each.first < first):
            public = min(first, each.public_from or first)
            kept.append(replace(each, public_from=public, ended="replaced"))
    return [*kept, Period(event.secrecy, first, first_public_day(event.secrecy.until))]


def ended(
    document: Document,
    section: str | None,
    day: date | None,
    how: Literal["lifted", "expired"],
    by: str | None,
) -> Document:
    last = last_of(section, document)
    if last is None:
        return document
    over = replace(last, public_from=day or last.public_from, ended=how, ended_by=by)
    return replace(
        document, secrecies=tuple(over if each is last else each for each in document.secrecies)
    )
