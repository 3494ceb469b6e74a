"""The rules of a document and its secrecy."""

from datetime import date
from typing import assert_never
from uuid import UUID

from domain.base import Decider, Refused, made
from domain.dates import local_day
from domain.document.commands import (
    DocumentCommand,
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
    PublishDocument,
)
from domain.document.events import (
    DocumentEvent,
    DocumentFiled,
    DocumentPublished,
    SecrecyExpired,
    SecrecyImposed,
    SecrecyLifted,
)
from domain.document.parts import Paper, Secrecy
from domain.document.state import Document, Given, Period, evolve, first_public_day, last_of
from domain.document.visibility import may_see


def decide(command: DocumentCommand, document: Document) -> list[DocumentEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case FileDocument():
            return file(command, document)
        case ImposeSecrecy():
            return impose(command, document)
        case LiftSecrecy():
            return lift(command, document)
        case ExpireSecrecy():
            return expire(command, document)
        case PublishDocument():
            return publish(command, document)
        case _:
            assert_never(command)


def file(command: FileDocument, document: Document) -> list[DocumentEvent]:
    """Record what is new: the paper, and the secrecy that is stated of it or of its sections."""
    stamp = {
        "document_id": command.document_id,
        "programme_id": command.programme_id,
        **made(command),
    }
    events: list[DocumentEvent] = []
    for secrecy in command.secrecy:
        concerns(secrecy, command.paper)
    if command.paper != document.paper:
        origin = {"standing": command.paper.standing, "source": command.paper.source}
        events.append(DocumentFiled(paper=command.paper, **origin, **stamp))
    for secrecy in command.secrecy:
        if is_news(secrecy, last_of(secrecy.section, document)):
            since = secrecy.since and secrecy.since.first
            origin = {"standing": secrecy.standing, "source": secrecy.source}
            events.append(
                SecrecyImposed(
                    title=command.paper.title, secrecy=secrecy, effective=since, **origin, **stamp
                )
            )
    return events


def is_news(secrecy: Secrecy, last: Period | None) -> bool:
    """Whether the file says something that is not known.

    Saying it in other words does not bring back what a body has lifted or what has ended, unless
    it now ends later than it did.
    """
    if last is None:
        return True
    if last.secrecy == secrecy or last.ended == "lifted":
        return False
    if last.ended != "expired":
        return True
    later = first_public_day(secrecy.until)
    return later is None or last.public_from is None or later > last.public_from


def concerns(secrecy: Secrecy, paper: Paper) -> None:
    if secrecy.document_id != paper.document_id:
        raise Refused(
            "other_document",
            "the secrecy is of document %(other)s and not of %(document)s: say it of that one",
            other=secrecy.document_id,
            document=paper.document_id,
        )


def filed(document: Document) -> Paper:
    if document.paper is None:
        raise Refused("unknown_document", "there is no such document: file it first")
    return document.paper


def impose(command: ImposeSecrecy, document: Document) -> list[DocumentEvent]:
    paper = filed(document)
    secrecy = command.secrecy
    concerns(secrecy, paper)
    public_from = first_public_day(secrecy.until)
    if public_from is not None and public_from <= command.imposed_on:
        raise Refused(
            "secrecy_already_over",
            "a secrecy from %(day)s on cannot end before it: it would be public from "
            "%(public_from)s on; give a later end, or none",
            day=command.imposed_on,
            public_from=public_from,
        )
    last = last_of(secrecy.section, document)
    if last is not None and last.secrecy == secrecy and last.holds(command.imposed_on):
        return []
    return [
        SecrecyImposed(
            document_id=command.document_id,
            programme_id=programme_of(document),
            title=paper.title,
            secrecy=secrecy,
            effective=command.imposed_on,
            standing=secrecy.standing,
            source=secrecy.source,
            **made(command),
        )
    ]


def lift(command: LiftSecrecy, document: Document) -> list[DocumentEvent]:
    """Only the body that the imposition names may lift it; if none is named, whoever does (TP-02).

    What was public by then already is left as it is.
    """
    paper = filed(document)
    last = last_of(command.section, document)
    if last is None:
        raise Refused(
            "not_secret",
            "“%(part)s” was never secret; what is or was secret: %(parts)s",
            part=command.section or paper.title,
            parts=", ".join(each.secrecy.section or paper.title for each in document.secrecies)
            or "-",
        )
    competent = last.secrecy.lifted_by
    if competent is not None and command.body != competent:
        raise Refused(
            "not_competent_to_lift",
            "%(body)s cannot lift this secrecy, only %(competent)s can: have it decide",
            body=command.body,
            competent=competent,
        )
    if last.public_from is not None and last.public_from <= command.lifted_on:
        return []
    if last.first is not None and command.lifted_on < last.first:
        raise Refused(
            "lifted_before_imposed",
            "the secrecy begins on %(first)s: it cannot be lifted on %(day)s, before it",
            first=last.first,
            day=command.lifted_on,
        )
    return [
        SecrecyLifted(
            document_id=command.document_id,
            programme_id=programme_of(document),
            title=paper.title,
            section=command.section,
            body=command.body,
            lifted_on=command.lifted_on,
            reason=command.reason,
            effective=command.lifted_on,
            **made(command),
        )
    ]


def expire(command: ExpireSecrecy, document: Document) -> list[DocumentEvent]:
    """Not before the first day on which it is public by its own words, and once."""
    paper = filed(document)
    last = last_of(command.section, document)
    if last is None or last.ended is not None or last.public_from is None:
        return []
    if local_day(command.at) < last.public_from:
        return []
    return [
        SecrecyExpired(
            document_id=command.document_id,
            programme_id=programme_of(document),
            title=paper.title,
            section=command.section,
            effective=last.public_from,
            **made(command),
        )
    ]


def publish(command: PublishDocument, document: Document) -> list[DocumentEvent]:
    """To all of them or to nobody: secret for one role is secret for this publication (TP-08)."""
    paper = filed(document)
    if command.published_on > local_day(command.at):
        raise Refused(
            "not_yet_published",
            "%(day)s has not come yet: say on which day it was published, in the past",
            day=command.published_on,
        )
    refuse_secret(command, paper, document)
    if Given(command.publication, command.published_on) in document.given:
        return []
    return [
        DocumentPublished(
            document_id=command.document_id,
            programme_id=programme_of(document),
            title=paper.title,
            publication=command.publication,
            published_on=command.published_on,
            effective=command.published_on,
            **made(command),
        )
    ]


def refuse_secret(command: PublishDocument, paper: Paper, document: Document) -> None:
    for period in document.secrecies:
        roles = kept_from(period, command, command.published_on)
        if roles:
            raise Refused(
                "still_secret",
                "on %(day)s “%(part)s” is secret for %(roles)s until %(until)s: wait, have "
                "%(body)s lift it, leave them out, or file a version without it as a document of "
                "its own",
                day=command.published_on,
                part=period.secrecy.section or paper.title,
                roles=", ".join(roles),
                until=period.public_from or "?",
                body=period.secrecy.lifted_by or period.secrecy.body or "?",
            )


def kept_from(period: Period, command: PublishDocument, day: date) -> list[str]:
    if not period.holds(day):
        return []
    return [each for each in command.publication.audience if not may_see(each, period.secrecy)]


def programme_of(document: Document) -> UUID:
    assert document.programme_id is not None, "a document comes with its programme"
    return document.programme_id


DOCUMENT = Decider(
    name="document",
    identity="document_id",
    initial=Document(),
    decide=decide,
    evolve=evolve,
)
