"""What somebody in a role could see on a day, of anything (TP-03): what, what not, and why not.

Of what was recorded by the moment `known`. What was recorded only after the day could not be seen
on it, whatever its secrecy, and is told apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.contract.events import ContractAmended, ContractConcluded
from domain.dates import local_day
from domain.decision.events import DecisionPlanned
from domain.document.events import DocumentFiled
from domain.document.parts import Role
from domain.facts import Facts, facts_of
from domain.programme.events import ProgrammePublished
from domain.secrecy import Reason, withheld
from eventstore.registry import OWN_EVENTS
from projections import tables
from projections.documents import DOCUMENTS

Noun = Literal["programme", "document", "decision", "change", "contract"]
Read = Callable[[UUID], Sequence[Event]]

SECRET = ("secret_document", "closed_doors")
"""The rules that make a thing secret, so that reading it is written down (AU-11)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks on which day, and as known when; `provider` is which provider, if one."""

    role: Role
    day: date
    known: datetime
    provider: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An event that could not be seen, and why not."""

    event: Event
    reason: Reason


@dataclass(frozen=True, slots=True)
class View:
    """What could be seen, what was kept back, and what was recorded only after the day.

    `facts` are those of now: they say what is secret today, to whoever is shown it.
    """

    noun: Noun
    subject_id: UUID
    title: str | None
    visible: tuple[Event, ...]
    hidden: tuple[Kept, ...]
    later: tuple[Event, ...]
    facts: Facts


def view(noun: Noun, subject_id: UUID, asked: Asked, read: Read, source: tables.Source) -> View:
    """Read the subject's events, and beside them what says who may see them."""
    own = read(subject_id)
    if not own or type(own[0]) not in OWN_EVENTS[noun]:
        raise LookupError(noun)
    beside = [each for stream in beside_of(noun, own, source) for each in read(stream)]
    told = (*beside, *own) if noun == "programme" else tuple(own)
    known = [each for each in (*own, *beside) if each.at <= asked.known]
    facts = facts_of(sorted(known, key=lambda each: each.at), asked.provider)
    visible: list[Event] = []
    hidden: list[Kept] = []
    later: list[Event] = []
    for event in sorted(told, key=lambda each: each.at):
        if event.at > asked.known:
            continue
        reason = withheld(event, asked.role, asked.day, facts)
        if local_day(event.at) > asked.day:
            later.append(event)
        elif reason is None:
            visible.append(event)
        else:
            hidden.append(Kept(event, reason))
    now = facts_of(sorted((*own, *beside), key=lambda each: each.at))
    return View(noun, subject_id, title_of(own), tuple(visible), tuple(hidden), tuple(later), now)


def beside_of(noun: Noun, own: Sequence[Event], source: tables.Source) -> Iterator[UUID]:
    """The streams that say who may see it: the documents, and the changes of a contract."""
    programme = next((each for e in own if (each := getattr(e, "programme_id", None))), None)
    if programme is not None and noun != "document":
        for row in tables.select(source, DOCUMENTS, {"programme_id": programme}):
            yield row.document_id
    if noun == "contract":
        yield from dict.fromkeys(e.change_id for e in own if isinstance(e, ContractAmended))


def title_of(own: Sequence[Event]) -> str | None:
    """What it is called, by its events."""
    for event in reversed(own):
        match event:
            case ContractConcluded():
                return event.number
            case DocumentFiled():
                return event.paper.title
            case DecisionPlanned():
                return event.question.title
            case ProgrammePublished():
                return event.title
    return getattr(own[0], "title", None)


def secrets(found: View, shown: Sequence[Event], today: date) -> list[tuple[UUID, Reason]]:
    """What of these events is secret for the public today: whoever is shown it reads a secret."""
    reasons = ((each, withheld(each, "public", today, found.facts)) for each in shown)
    return [
        (subject_of(event, found.subject_id), reason)
        for event, reason in reasons
        if reason is not None and reason.rule in SECRET
    ]


def subject_of(event: Event, subject_id: UUID) -> UUID:
    """The document that an event is about, or else what was asked for."""
    document: UUID | None = getattr(event, "document_id", None)
    return document or subject_id


NOUNS: Mapping[str, Noun] = {
    "programma": "programme",
    "document": "document",
    "besluit": "decision",
    "wijziging": "change",
    "overeenkomst": "contract",
}
"""What can be looked at, by the word in the address."""
