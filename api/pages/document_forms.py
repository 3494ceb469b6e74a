"""The forms of a document: that its secrecy is lifted, and that it was given to roles."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request

from api.language import spoken
from api.pages.documents import ROLES, document_page, running_of
from api.pages.forms import NotCarriedOut, Sent, Tried
from api.pages.found import with_programme
from api.pages.rendering import ports_of
from api.pages.steps import Steps, serve
from api.recording import Stamp
from domain.base import Command, Sentence
from domain.document.commands import LiftSecrecy, PublishDocument
from projections.documents import DOCUMENTS
from projections.language import say

router = APIRouter()

TO = "aan-"
"""Before the role in the name of its box."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way to becoming a command; `section` is what is secret, none the whole."""

    document_id: UUID
    sent: Sent
    section: str | None = None

    def text(self, name: str) -> str:
        return self.sent.text(name)


def _lift(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("body", "lifted_on", "reason")}
    return LiftSecrecy.model_validate(
        {"document_id": form.document_id, "section": form.section, **given, **stamp}
    )


def _publish(form: Filled, stamp: Stamp) -> Command:
    audience = [role for role in ROLES if form.text(TO + role)]
    return PublishDocument.model_validate(
        {
            "document_id": form.document_id,
            "publication": {"audience": audience, "channel": form.text("channel")},
            "published_on": form.text("published_on"),
            **stamp,
        }
    )


STEPS: Steps[Filled] = {
    "opheffen": (("which", "body", "lifted_on", "reason"), _lift),
    "verstrekken": (("channel", "published_on"), _publish),
}


def _filled(request: Request, document_id: UUID, step: str, sent: Sent) -> Filled:
    """With the section whose secrecy is lifted; to nobody at all nothing is given."""
    with ports_of(request).pool.connection() as connection:
        row, _ = with_programme(connection, DOCUMENTS, document_id)
    if step == "verstrekken":
        if not any(sent.text(TO + role) for role in ROLES):
            raise _wrong(step, sent, "audience", Sentence("Choose at least one."))
        return Filled(document_id, sent)
    running = dict(running_of(row))
    which = sent.text("which")
    if which and which not in running:
        raise _wrong(step, sent, "which", Sentence("This cannot be read."))
    return Filled(document_id, sent, running.get(which))


def _wrong(step: str, sent: Sent, name: str, sentence: Sentence) -> NotCarriedOut:
    return NotCarriedOut(Tried(step, sent.values, {name: say(sentence, spoken())}, status=400))


serve(router, "documenten", STEPS, _filled, document_page)
