"""The forms of a decision: what a body answered, who must answer, what ends it otherwise."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from api.language import spoken
from api.pages.decisions import decision_page, nameable
from api.pages.forms import NotCarriedOut, Sent, Tried
from api.pages.found import with_programme
from api.pages.rendering import ports_of
from api.pages.steps import Steps, serve
from api.recording import Stamp
from domain.base import Command, Sentence
from domain.decision.commands import (
    CorrectAnswer,
    ForgoDecision,
    NameAnswerer,
    RecordAnswer,
    SettleDecision,
)
from domain.decision.parts import Answer, Answerer
from projections.decisions import DECISIONS
from projections.language import say

router = APIRouter()

PART = "deel-"
"""Before the label of a lettered part in the name of its field."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way to becoming a command; `named` is who it names, if it names somebody."""

    decision_id: UUID
    sent: Sent
    before: Answer | None = None
    named: Answerer | None = None

    def text(self, name: str) -> str:
        return self.sent.text(name)

    def optional(self, name: str) -> str | None:
        return self.sent.text(name) or None

    def answer(self) -> dict[str, Any]:
        """The answer as typed. Without a day the period stays that was known before."""
        day = self.optional("decided_on")
        return {
            "answerer_id": self.text("answerer_id"),
            "outcome": self.text("outcome"),
            "decided_on": day,
            "decided_in": self.before.decided_in if self.before and day is None else None,
            "reference": self.optional("reference"),
            "remark": self.optional("remark"),
            "closed": self.closed(),
            "parts": {
                name.removeprefix(PART): value
                for name, value in self.sent.values.items()
                if name.startswith(PART) and value
            },
        }

    def closed(self) -> dict[str, Any] | None:
        """Why it was given behind closed doors; the law and the end stay as they were known."""
        ground = self.optional("closed")
        if ground is None:
            return None
        known = self.before.closed if self.before else None
        return {**(known.model_dump() if known else {}), "ground": ground}


def _answer(form: Filled, stamp: Stamp) -> Command:
    given = {"decision_id": form.decision_id, "answer": form.answer()}
    return RecordAnswer.model_validate({**given, **stamp})


def _correct(form: Filled, stamp: Stamp) -> Command:
    given = {"decision_id": form.decision_id, "answer": form.answer()}
    return CorrectAnswer.model_validate({**given, "reason": form.text("reason"), **stamp})


def _name(form: Filled, stamp: Stamp) -> Command:
    assert form.named is not None
    return NameAnswerer(decision_id=form.decision_id, answerer=form.named, **stamp)


def _settle(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("outcome", "decided_by", "decided_on", "reason")}
    return SettleDecision.model_validate({"decision_id": form.decision_id, **given, **stamp})


def _forgo(form: Filled, stamp: Stamp) -> Command:
    given = {name: form.text(name) for name in ("decided_by", "decided_on", "reason")}
    return ForgoDecision.model_validate({"decision_id": form.decision_id, **given, **stamp})


STEPS: Steps[Filled] = {
    "antwoord": (("answerer_id", "outcome", "decided_on"), _answer),
    "verbeteren": (("answerer_id", "outcome", "reason"), _correct),
    "noemen": (("who",), _name),
    "beslechten": (("outcome", "decided_by", "decided_on", "reason"), _settle),
    "loslaten": (("decided_by", "decided_on", "reason"), _forgo),
}


def _filled(request: Request, decision_id: UUID, step: str, sent: Sent) -> Filled:
    """With what is known already of the answer that is corrected or the body that is named."""
    with ports_of(request).pool.connection() as connection:
        row, programme = with_programme(connection, DECISIONS, decision_id)
    if step == "verbeteren":
        known = {each.answerer_id: each.answer for each in row.answerers}
        return Filled(decision_id, sent, before=known.get(sent.text("answerer_id")))
    if step != "noemen" or not sent.text("who"):
        return Filled(decision_id, sent)
    who = sent.text("who")
    asked = (
        Answerer(answerer_id=each.answerer_id, body=each.body, municipality=each.municipality)
        for each in row.answerers
    )
    possible = {each.answerer_id: each for each in (*asked, *nameable(row, programme))}
    if who not in possible:
        wrong = say(Sentence("This cannot be read."), spoken())
        raise NotCarriedOut(Tried(step, sent.values, {"who": wrong}, status=400))
    return Filled(decision_id, sent, named=possible[who])


serve(router, "besluiten", STEPS, _filled, decision_page)
