"""Every step of a decision that somebody takes, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.conflicts import Corrected, record_correction
from api.moments import Day
from api.recording import Order, record
from api.shapes import Accepted, Input
from domain.base import Source
from domain.dates import Window
from domain.decision import parts
from domain.decision.commands import (
    CorrectAnswer,
    ForgoDecision,
    GiveAdvice,
    NameAnswerer,
    RecordAnswer,
    ReleaseAnswerer,
    ReplanDecision,
    ReplyToAdvice,
    SettleDecision,
)

router = APIRouter(prefix="/decisions", tags=["decisions"])

Reason = Annotated[str, Field(min_length=3)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class ClosedDoors(Input):
    """That a body sat behind closed doors: why, under which law, until when it is kept."""

    ground: str = Field(min_length=3)
    regime: str | None = None
    until: Window | None = None


class Answering(Input):
    """What a body answered. The day, or else the window in which it was."""

    answerer_id: Key
    outcome: str
    decided_on: Day | None = None
    decided_in: Window | None = None
    reference: str | None = None
    parts: dict[str, str] = Field({}, description="By the label of a part, where it differs.")
    remark: str | None = None
    closed: ClosedDoors | None = None


class Correcting(Answering):
    """The answer as it should read."""

    reason: Reason


class Naming(Input):
    """Somebody else must answer as well."""

    answerer_id: Key
    body: str = Field(min_length=2)
    municipality: str | None = None


class Releasing(Input):
    answerer_id: Key
    reason: Reason


class Advising(Input):
    """Advice, or the reply to it under the same id."""

    advice_id: Key
    body: str = Field(min_length=2)
    document: str | None = None
    given: Window
    summary: str | None = None


class Settling(Input):
    """Somebody competent settles what the bodies do not agree on."""

    outcome: str
    decided_by: str = Field(min_length=2)
    decided_on: Day
    reason: Reason


class Forgoing(Input):
    """An option is let go, knowingly."""

    decided_by: str = Field(min_length=2)
    decided_on: Day
    reason: Reason
    source: Source | None = None


class Planning(Input):
    window: Window
    reason: Reason


@router.post("/{decision_id}/answers", status_code=202)
def answer(decision_id: UUID, body: Answering, order: Order) -> Accepted:
    """Record what a body answered."""
    command = RecordAnswer(decision_id=decision_id, answer=answer_of(body), **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/corrections", status_code=202)
def correct(decision_id: UUID, body: Correcting, order: Order) -> Corrected:
    """Correct what was recorded of a body's answer; what it read before stays on record.

    The answer lists what was recorded since and does not fit any more.
    """
    command = CorrectAnswer(
        decision_id=decision_id, answer=answer_of(body), reason=body.reason, **order.stamp
    )
    return record_correction(order, command, f"/decisions/{decision_id}", decision_id)


@router.post("/{decision_id}/answerers", status_code=202)
def name_answerer(decision_id: UUID, body: Naming, order: Order) -> Accepted:
    """Name somebody who must answer as well: a name left open, or a newcomer."""
    answerer = parts.Answerer.model_validate(body.model_dump())
    command = NameAnswerer(decision_id=decision_id, answerer=answerer, **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/releases", status_code=202)
def release(decision_id: UUID, body: Releasing, order: Order) -> Accepted:
    """Say that a body's answer is no longer needed."""
    command = ReleaseAnswerer(decision_id=decision_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/advices", status_code=202)
def advise(decision_id: UUID, body: Advising, order: Order) -> Accepted:
    """Record advice on the decision."""
    advice = parts.Advice.model_validate(body.model_dump())
    command = GiveAdvice(decision_id=decision_id, advice=advice, **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/replies", status_code=202)
def reply(decision_id: UUID, body: Advising, order: Order) -> Accepted:
    """Record the administrative reply to an advice."""
    said = parts.AdviceReply.model_validate(body.model_dump())
    command = ReplyToAdvice(decision_id=decision_id, reply=said, **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/settlements", status_code=202)
def settle(decision_id: UUID, body: Settling, order: Order) -> Accepted:
    """Settle a decision on which the bodies disagree and no rule says what then."""
    command = SettleDecision(decision_id=decision_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/waivers", status_code=202)
def forgo(decision_id: UUID, body: Forgoing, order: Order) -> Accepted:
    """Let an option lapse, knowingly: who decided, and why."""
    given = body.model_dump(exclude={"source"})
    command = ForgoDecision(decision_id=decision_id, source=body.source, **given, **order.stamp)
    return record(order, command, f"/decisions/{decision_id}")


@router.post("/{decision_id}/plannings", status_code=202)
def replan(decision_id: UUID, body: Planning, order: Order) -> Accepted:
    """Have it decided in another window."""
    command = ReplanDecision(
        decision_id=decision_id, window=body.window, reason=body.reason, **order.stamp
    )
    return record(order, command, f"/decisions/{decision_id}")


def answer_of(body: Answering) -> parts.Answer:
    given = body.model_dump(exclude={"reason", "decided_in"})
    return parts.Answer.model_validate({"decided_in": body.decided_in, **given})
