"""What bears on an announcement beside its letters, over HTTP: who may, for whom, of what."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.change_parts import Mandate, Ruling
from api.moments import Day
from api.provisions import Provisions
from api.recording import Order, leaving_at, record
from api.shapes import Accepted, Input
from domain.change import parts
from domain.change.commands import (
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    Reason,
    ReplaceAnnouncement,
    RuleOnNotice,
)

router = APIRouter(prefix="/changes", tags=["changes"])


class Narrowing(Input):
    """The contracts and segments that the change is given up for."""

    contract_ids: tuple[UUID, ...] = ()
    segments: tuple[str, ...] = ()
    reason: Reason


class Replacement(Input):
    """What is announced instead: `other_terms` restart the clock, a `writing_error` does not."""

    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    provisions: Provisions = Field(default_factory=dict)
    nature: Literal["other_terms", "writing_error"]
    decided_by: str = Field(min_length=2)
    reason: Reason


class Lifting(Input):
    decided_on: Day
    reference: str | None = None


class Mandating(Mandate, Input):
    """As a mandate."""


class RulingOnNotice(Ruling, Input):
    """As a ruling."""


@router.post("/{change_id}/narrowings", status_code=202)
def narrow(change_id: UUID, body: Narrowing, order: Order) -> Accepted:
    """Give the change up for some contracts or segments; for the others the clock runs on."""
    stamp = order.stamp
    command = NarrowChange(
        change_id=change_id,
        contract_ids=body.contract_ids,
        segments=body.segments,
        reason=body.reason,
        send_at=leaving_at(order.ports, stamp),
        **stamp,
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/replacements", status_code=202)
def replace(change_id: UUID, body: Replacement, order: Order) -> Accepted:
    """Announce something else in place of what was announced; the letters are laid out anew."""
    command = ReplaceAnnouncement.model_validate(
        {"change_id": change_id, **body.model_dump(), **order.stamp}
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/liftings", status_code=202)
def lift(change_id: UUID, body: Lifting, order: Order) -> Accepted:
    """Say that the decision was taken that the announcement was reserved for."""
    command = LiftReservation(
        change_id=change_id, decided_on=body.decided_on, reference=body.reference, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/rulings", status_code=202)
def rule(change_id: UUID, body: RulingOnNotice, order: Order) -> Accepted:
    """Record whether the notice clause covers the change at all."""
    ruling = parts.Ruling.model_validate(body.model_dump(by_alias=False))
    return record(
        order,
        RuleOnNotice(change_id=change_id, ruling=ruling, **order.stamp),
        f"/changes/{change_id}",
    )


@router.post("/{change_id}/mandates", status_code=202)
def mandate(change_id: UUID, body: Mandating, order: Order) -> Accepted:
    """Record who announces, for whom and by which power, with the consents there are."""
    given = parts.Mandate.model_validate(body.model_dump(by_alias=False))
    return record(
        order,
        MandateAnnouncement(change_id=change_id, mandate=given, **order.stamp),
        f"/changes/{change_id}",
    )
