"""What may be asked of a decision."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source
from domain.dates import Day, Window
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, Question


class PlanDecision(Command):
    """Put a question on the programme's way; the same words again are no news.

    A question stated anew before anybody answered replaces the earlier one; once there is an
    answer only its window can be moved (`ReplanDecision`).
    """

    kind: Literal["PlanDecision"] = "PlanDecision"
    decision_id: UUID
    programme_id: UUID
    key: str
    question: Question
    advice: tuple[Advice, ...] = ()
    replies: tuple[AdviceReply, ...] = ()
    answers: tuple[Answer, ...] = ()


class ReplanDecision(Command):
    """It is to be decided in another window."""

    kind: Literal["ReplanDecision"] = "ReplanDecision"
    decision_id: UUID
    window: Window
    reason: str


class NameAnswerer(Command):
    """Somebody else must answer as well: a name that the source left open, or a newcomer."""

    kind: Literal["NameAnswerer"] = "NameAnswerer"
    decision_id: UUID
    answerer: Answerer


class ReleaseAnswerer(Command):
    """A body's answer is no longer needed: its municipality leaves."""

    kind: Literal["ReleaseAnswerer"] = "ReleaseAnswerer"
    decision_id: UUID
    answerer_id: str
    reason: str


class OpenDecision(Command):
    """The first day of its window has come: the bodies can answer."""

    kind: Literal["OpenDecision"] = "OpenDecision"
    decision_id: UUID


class GiveAdvice(Command):
    """An advisory body said what it thinks of it."""

    kind: Literal["GiveAdvice"] = "GiveAdvice"
    decision_id: UUID
    advice: Advice


class ReplyToAdvice(Command):
    """The administration answered the advice."""

    kind: Literal["ReplyToAdvice"] = "ReplyToAdvice"
    decision_id: UUID
    reply: AdviceReply


class RecordAnswer(Command):
    """A body has answered; not in the future, one answer each."""

    kind: Literal["RecordAnswer"] = "RecordAnswer"
    decision_id: UUID
    answer: Answer


class CorrectAnswer(Command):
    """What was recorded of a body's answer was wrong, or the body took it back and decided anew."""

    kind: Literal["CorrectAnswer"] = "CorrectAnswer"
    decision_id: UUID
    answer: Answer
    reason: str


class RemindAnswerers(Command):
    """So many days before the last day there are bodies that have not answered."""

    kind: Literal["RemindAnswerers"] = "RemindAnswerers"
    decision_id: UUID
    days_before: int


class MissDecision(Command):
    """The last day has passed and it is not decided: it is late, not lost."""

    kind: Literal["MissDecision"] = "MissDecision"
    decision_id: UUID


class SettleDecision(Command):
    """The bodies disagree and no rule says what then: somebody competent settles it."""

    kind: Literal["SettleDecision"] = "SettleDecision"
    decision_id: UUID
    outcome: str
    decided_by: str
    decided_on: Day
    reason: str


class ForgoDecision(Command):
    """Let an option lapse, knowingly: who decided, and why (GO-16)."""

    kind: Literal["ForgoDecision"] = "ForgoDecision"
    decision_id: UUID
    decided_by: str
    decided_on: Day
    reason: str
    source: Source | None = None


class LapseDecision(Command):
    """The latest day on which it could be used has passed and nobody said anything."""

    kind: Literal["LapseDecision"] = "LapseDecision"
    decision_id: UUID


DecisionCommand = Annotated[
    PlanDecision
    | ReplanDecision
    | NameAnswerer
    | ReleaseAnswerer
    | OpenDecision
    | GiveAdvice
    | ReplyToAdvice
    | RecordAnswer
    | CorrectAnswer
    | RemindAnswerers
    | MissDecision
    | SettleDecision
    | ForgoDecision
    | LapseDecision,
    Field(discriminator="kind"),
]
