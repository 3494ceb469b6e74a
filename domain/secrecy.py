"""Which events somebody in a role may not see on a day, and why not (TP-01, TP-03, TP-11, TP-12).

The rules are the table of docs/secrecy.md. Whoever may see an event whole gets no reason; there
is no seeing half an event. Whether it had been recorded by then is another matter.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from domain.audiences import GOVERNING, OFFICE, Circle, circle_of
from domain.base import Event, Sentence, Source
from domain.change.events import AnnouncementReplaced, ReactionHandled
from domain.dates import Window, local_day
from domain.decision.events import (
    AnswerCorrected,
    AnswerRecorded,
    DecisionDisputed,
    DecisionReached,
)
from domain.decision.parts import Answer, ClosedDoors
from domain.document.events import DocumentFiled
from domain.document.parts import Role, id_of
from domain.document.state import Document, Period, first_public_day
from domain.document.visibility import may_see, member_of
from domain.facts import Facts

Rule = Literal["secret_document", "closed_doors", "not_announced", "other_provider", "office"]


class Reason(BaseModel, frozen=True, extra="forbid"):
    """Why something is withheld: by which rule, why, under which law, by whom, until when.

    `ground` is in the source's words where a source imposed it. `public_from` is the first day
    on which this reason no longer holds, none if none is known; `until` how the source put it.
    `lifted_by` is who may end it before; `document` and `section` say what is secret.
    """

    rule: Rule
    ground: str
    regime: str | None = None
    body: str | None = None
    lifted_by: str | None = None
    until: Window | None = None
    public_from: date | None = None
    document: str | None = None
    section: str | None = None


_NOT_ANNOUNCED = Sentence("the change has not been announced to this reader")
_OTHER_PROVIDER = Sentence("it is about one provider, and only that one and who governs may see it")
_OFFICE = Sentence("it is part of the office's own work, for officials and auditors")


def withheld(event: Event, role: Role, day: date, facts: Facts) -> Reason | None:
    """Why this role may not see the event on the day; none if it may.

    A provider that looks is `facts.provider`; without one it is no provider in particular. A
    secrecy of which no end is known goes before one that ends, for it is the one that holds.
    """
    if role == "auditor":
        return None
    reasons = [*_by_circle(event, role, day, facts), *_by_secrecy(event, role, day, facts)]
    unending = (each for each in reasons if each.public_from is None)
    dated = sorted(
        (each for each in reasons if each.public_from), key=lambda each: str(each.public_from)
    )
    return next(unending, dated[-1] if dated else None)


def _by_circle(event: Event, role: Role, day: date, facts: Facts) -> Iterator[Reason]:
    circle: Circle = circle_of(event)
    if circle == "office" and role not in OFFICE:
        yield Reason(rule="office", ground=_OFFICE.template)
    if role in GOVERNING:
        return
    if circle == "own":
        about = concerned(event, facts)
        if role != "provider" or facts.provider is None or about != {facts.provider}:
            yield Reason(rule="other_provider", ground=_OTHER_PROVIDER.template)
    elif circle == "announced" and not _is_own_contract(event, role, facts):
        known_from = told_from(event, role, facts)
        if known_from is None or day < known_from:
            yield Reason(
                rule="not_announced", ground=_NOT_ANNOUNCED.template, public_from=known_from
            )


def concerned(event: Event, facts: Facts) -> set[UUID]:
    """The providers that an event is about; empty if that cannot be told."""
    provider: UUID | None = getattr(event, "provider_id", None)
    if provider is not None:
        return {provider}
    contract: UUID | None = getattr(event, "contract_id", None)
    if isinstance(event, ReactionHandled):
        contract = facts.reactions.get(event.reaction_id)
    owner = facts.providers.get(contract) if contract is not None else None
    return set() if owner is None else {owner}


def told_from(event: Event, role: Role, facts: Facts) -> date | None:
    """The day on which the reader was told of the change that the event is about; none if never.

    New words for what was announced before count as told when they have been announced too.
    """
    change: UUID | None = getattr(event, "change_id", None)
    if change is None:
        return None
    days = list(facts.announced.get(change, ()))
    if role == "provider" and facts.provider is not None:
        letters = facts.told.get(change, ())
        days += [
            each.day for each in letters if facts.providers.get(each.contract_id) == facts.provider
        ]
    if isinstance(event, AnnouncementReplaced):
        days = [each for each in days if each >= local_day(event.at)]
    return min(days, default=None)


def _is_own_contract(event: Event, role: Role, facts: Facts) -> bool:
    own = facts.provider is not None and concerned(event, facts) == {facts.provider}
    return role == "provider" and own


def _by_secrecy(event: Event, role: Role, day: date, facts: Facts) -> Iterator[Reason]:
    yield from _closed(event, role, day, facts)
    if not facts.any_secret:
        return
    if isinstance(event, DocumentFiled):
        key = (event.programme_id, event.paper.document_id)
        document = facts.documents.get(key, Document())
        yield from (
            hidden(each, key[1])
            for each in _held(document, role, day)
            if each.secrecy.section is None
        )
    programme = _programme_of(event, facts)
    for source in set(sources(event)):
        code = id_of(source.document)
        for document in _documents(code, programme, facts):
            for period in _held(document, role, day):
                if _covers(period.secrecy.section, source.section):
                    yield hidden(period, code)


def hidden(period: Period, document: str) -> Reason:
    """The reason that a secrecy gives."""
    secrecy = period.secrecy
    return Reason(
        rule="secret_document",
        ground=secrecy.ground,
        regime=secrecy.regime,
        body=secrecy.body,
        lifted_by=secrecy.lifted_by,
        until=secrecy.until,
        public_from=period.public_from,
        document=document,
        section=secrecy.section,
    )


def _held(document: Document, role: Role, day: date) -> Iterable[Period]:
    return (
        each for each in document.secrecies if each.holds(day) and not may_see(role, each.secrecy)
    )


def _documents(code: str, programme: UUID | None, facts: Facts) -> list[Document]:
    """Of an event whose programme nobody knows, those of every programme: rather too much."""
    if programme is not None:
        found = facts.documents.get((programme, code))
        return [] if found is None else [found]
    return [each for (_, named), each in facts.documents.items() if named == code]


def _programme_of(event: Event, facts: Facts) -> UUID | None:
    programme: UUID | None = getattr(event, "programme_id", None)
    for name in ("change_id", "contract_id"):
        if programme is None:
            programme = facts.programmes.get(getattr(event, name, None) or UUID(int=0))
    return programme


def _covers(secret: str | None, quoted: str) -> bool:
    """Whether what is quoted stands in what is secret; a section has the ones below it."""
    return secret is None or quoted.casefold().startswith(secret.casefold())


def sources(value: object) -> Iterator[Source]:
    """All sources in an event, also those of its parts."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sources(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from sources(each)
    elif isinstance(value, dict):
        yield from sources(tuple(value.values()))


def _closed(event: Event, role: Role, day: date, facts: Facts) -> Iterator[Reason]:
    """What was answered behind closed doors, and the outcome that gives it away."""
    if role in OFFICE:
        return
    answers: Iterable[Answer] = ()
    if isinstance(event, AnswerRecorded | AnswerCorrected):
        answers = (event.answer,)
    elif isinstance(event, DecisionReached | DecisionDisputed):
        answers = facts.answers.get(event.decision_id, {}).values()
    for answer in answers:
        if answer.closed is not None and member_of(answer.answerer_id) != role:
            over = first_public_day(answer.closed.until)
            if over is None or day < over:
                yield behind_doors(answer.closed, answer.answerer_id, over)


def behind_doors(closed: ClosedDoors, body: str, public_from: date | None) -> Reason:
    """The reason that closed doors give."""
    return Reason(
        rule="closed_doors",
        ground=closed.ground,
        regime=closed.regime,
        body=body,
        until=closed.until,
        public_from=public_from,
    )
