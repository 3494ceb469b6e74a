"""What must be known beside an event to say who may see it, gathered from other events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    ChangeAnnounced,
    ChangePublished,
    ChangeTookEffect,
    ContractsJoined,
    LetterSent,
    ReactionReceived,
)
from domain.contract.events import ContractConcluded
from domain.dates import local_day
from domain.decision.events import AnswerCorrected, AnswerRecorded
from domain.decision.parts import Answer
from domain.document.events import DocumentEvent
from domain.document.state import Document, evolve


class Told(NamedTuple):
    """That a provider was told of a change, by a letter about this contract, on a day."""

    contract_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of secrecy, announcements and providers; `provider` is who looks, if one.

    Documents go by programme and id (`s1`). `announced` are the days on which everybody was told
    of a change, by letters, a publication or its effect, in the order of recording.
    """

    provider: UUID | None = None
    documents: Mapping[tuple[UUID, str], Document] = field(default_factory=dict)
    codes: Mapping[UUID, tuple[UUID, str]] = field(default_factory=dict)
    programmes: Mapping[UUID, UUID] = field(default_factory=dict)
    announced: Mapping[UUID, tuple[date, ...]] = field(default_factory=dict)
    told: Mapping[UUID, tuple[Told, ...]] = field(default_factory=dict)
    providers: Mapping[UUID, UUID] = field(default_factory=dict)
    reactions: Mapping[UUID, UUID] = field(default_factory=dict)
    answers: Mapping[UUID, Mapping[str, Answer]] = field(default_factory=dict)

    @property
    def any_secret(self) -> bool:
        """Whether anything ever was secret."""
        return any(each.secrecies for each in self.documents.values())


@dataclass(slots=True)
class _Gathering:
    """The same, still growing."""

    documents: dict[tuple[UUID, str], Document] = field(default_factory=dict)
    streams: dict[UUID, Document] = field(default_factory=dict)
    codes: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    programmes: dict[UUID, UUID] = field(default_factory=dict)
    announced: dict[UUID, tuple[date, ...]] = field(default_factory=dict)
    told: dict[UUID, tuple[Told, ...]] = field(default_factory=dict)
    providers: dict[UUID, UUID] = field(default_factory=dict)
    reactions: dict[UUID, UUID] = field(default_factory=dict)
    answers: dict[UUID, dict[str, Answer]] = field(default_factory=dict)


def facts_of(events: Iterable[Event], provider: UUID | None = None) -> Facts:
    """Gather from all events that bear on what is to be judged, in their order.

    Those are the documents of the programmes, and the changes, contracts and decisions
    concerned; more does no harm. `provider` is the provider that looks.
    """
    known = _Gathering()
    for event in events:
        _learn(known, event)
    return Facts(
        provider=provider,
        documents=known.documents,
        codes=known.codes,
        programmes=known.programmes,
        announced=known.announced,
        told=known.told,
        providers=known.providers,
        reactions=known.reactions,
        answers=known.answers,
    )


def _learn(known: _Gathering, event: Event) -> None:
    programme: UUID | None = getattr(event, "programme_id", None)
    change: UUID | None = getattr(event, "change_id", None)
    if programme is not None and change is not None:
        known.programmes[change] = programme
    match event:
        case ContractConcluded():
            known.providers[event.contract_id] = event.provider_id
            known.programmes[event.contract_id] = event.programme_id
        case AnswerRecorded() | AnswerCorrected():
            given = known.answers.setdefault(event.decision_id, {})
            given[event.answer.answerer_id] = event.answer
        case _ if isinstance(event, DocumentEvent):
            _learn_document(known, event)
        case _ if change is not None:
            _learn_change(known, change, event)


def _learn_document(known: _Gathering, event: DocumentEvent) -> None:
    document = evolve(known.streams.get(event.document_id, Document()), event)
    known.streams[event.document_id] = document
    if document.paper is not None:
        key = (event.programme_id, document.paper.document_id)
        known.codes[event.document_id] = key
        known.documents[key] = document


def _learn_change(known: _Gathering, change: UUID, event: Event) -> None:
    match event:
        case AnnouncementDrafted() | ContractsJoined():
            for each in event.recipients:
                known.providers[each.contract_id] = each.provider_id
        case LetterSent():
            told = Told(event.contract_id, event.announced_on)
            known.told[change] = (*known.told.get(change, ()), told)
        case ReactionReceived():
            known.reactions[event.reaction_id] = event.contract_id
        case ChangeAnnounced():
            _everybody_told(known, change, event.announced_on)
        case ChangePublished():
            _everybody_told(known, change, event.publication.published_on)
        case ChangeTookEffect():
            _everybody_told(known, change, local_day(event.at))


def _everybody_told(known: _Gathering, change: UUID, day: date) -> None:
    known.announced[change] = (*known.announced.get(change, ()), day)
