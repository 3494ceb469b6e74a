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
                N_("“%(title)s” was published on %(day)s, to all at once: %(channel)s."),
                title=event.title,
                day=event.published_on,
                channel=_inside(event.publication.channel),
            )
        case _:
            assert_never(event)


def _imposed(event: SecrecyImposed) -> Sentence:
    secrecy = event.secrecy
    said = {"title": event.title, "ground": _inside(secrecy.ground)}
    if secrecy.section is not None:
        said["part"] = secrecy.section
    if secrecy.until is not None:
        said["until"] = secrecy.until.written
    match secrecy.section, secrecy.until:
        case None, None:
            return say(N_("“%(title)s” is secret: %(ground)s."), **said)
        case _, None:
            return say(N_("“%(part)s” of “%(title)s” is secret: %(ground)s."), **said)
        case None, _:
            return say(N_("“%(title)s” is secret (%(until)s): %(ground)s."), **said)
        case _:
            return say(N_("“%(part)s” of “%(title)s” is secret (%(until)s): %(ground)s."), **said)


def _lifted(event: SecrecyLifted) -> Sentence:
    said = {
        "title": event.title,
        "day": event.effective or event.lifted_on,
        "body": event.body,
        "reason": _inside(event.reason),
    }
    if event.section is None:
        return say(
            N_("%(body)s lifted the secrecy of “%(title)s”; public from %(day)s on: %(reason)s."),
            **said,
        )
    return say(
        N_(
            "%(body)s lifted the secrecy of “%(part)s” of “%(title)s”; public from %(day)s on: "
            "%(reason)s."
        ),
        part=event.section,
        **said,
    )


def _expired(event: SecrecyExpired) -> Sentence:
    day = event.effective or local_day(event.at)
    if event.section is None:
        return say(
            N_("The secrecy of “%(title)s” ended by itself; public from %(day)s on."),
            title=event.title,
            day=day,
        )
    return say(
        N_("The secrecy of “%(part)s” of “%(title)s” ended by itself; public from %(day)s on."),
        part=event.section,
        title=event.title,
        day=day,
    )


def _inside(text: str) -> str:
    """A text of somebody's own, to stand within a sentence."""
    return text.strip().rstrip(".")
