"""What happened to a document, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.dates import local_day
from domain.document.events import (
    DocumentEvent,
    DocumentFiled,
    DocumentPublished,
    SecrecyExpired,
    SecrecyImposed,
    SecrecyLifted,
)
from projections.language import N_
from projections.narration.words import say


def tell_document(event: DocumentEvent) -> Sentence:
    match event:
        case DocumentFiled():
            return say(N_("“%(title)s” is in the register of documents."), title=event.paper.title)
        case SecrecyImposed():
            return _imposed(event)
        case SecrecyLifted():
            return _lifted(event)
        case SecrecyExpired():
            return _expired(event)
        case DocumentPublished():
            return say(
                N_("The document was published on %(day)s, to all at once: %(channel)s."),
                day=event.published_on,
                channel=event.publication.channel.strip().rstrip("."),
            )
        case _:
            assert_never(event)


def _imposed(event: SecrecyImposed) -> Sentence:
    secrecy = event.secrecy
    said = {"ground": secrecy.ground.strip().rstrip(".")}
    if secrecy.until is None:
        if secrecy.section is None:
            return say(N_("The document is secret: %(ground)s."), **said)
        return say(N_("Secret is “%(part)s”: %(ground)s."), part=secrecy.section, **said)
    said["until"] = secrecy.until.written
    if secrecy.section is None:
        return say(N_("The document is secret (%(until)s): %(ground)s."), **said)
    return say(N_("Secret is “%(part)s” (%(until)s): %(ground)s."), part=secrecy.section, **said)


def _lifted(event: SecrecyLifted) -> Sentence:
    said = {
        "day": event.effective or event.lifted_on,
        "body": event.body,
        "reason": event.reason.strip().rstrip("."),
    }
    if event.section is None:
        return say(
            N_("%(body)s lifted the secrecy; public from %(day)s on: %(reason)s."),
            **said,
        )
    return say(
        N_("%(body)s lifted the secrecy of “%(part)s”; public from %(day)s on: %(reason)s."),
        part=event.section,
        **said,
    )


def _expired(event: SecrecyExpired) -> Sentence:
    day = event.effective or local_day(event.at)
    if event.section is None:
        return say(N_("The secrecy ended by itself; public from %(day)s on."), day=day)
    return say(
        N_("The secrecy of “%(part)s” ended by itself; public from %(day)s on."),
        part=event.section,
        day=day,
    )
