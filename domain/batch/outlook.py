"""What a batch asks for next, and what it asks of each contract."""

from datetime import datetime
from typing import Any, Literal, assert_never
from uuid import UUID

from pydantic import BaseModel

from domain.base import derived_id
from domain.batch.parts import EndEach, ExtendEach, HandOverEach, Order, SignEach
from domain.batch.state import Batch
from domain.contract.commands import EndContract, ExtendContract, PlanHandOver, SignContract

AT_ONCE = 200
"""How many contracts have their turn before it is recorded; a pause waits for so many at most."""


class Step(BaseModel, frozen=True):
    """One thing to do now; *wait* is for news."""

    kind: Literal["apply", "wait", "end"]
    contract_ids: tuple[UUID, ...] = ()


def next_step(batch: Batch) -> Step:
    """Say what the batch asks for at this moment."""
    if batch.completed:
        return Step(kind="end")
    if batch.confirmed is None or batch.paused:
        return Step(kind="wait")
    return Step(kind="apply", contract_ids=batch.left[:AT_ONCE])


def command_for(
    order: Order, batch_id: UUID, contract_id: UUID, *, at: datetime, by: str
) -> ExtendContract | EndContract | PlanHandOver | SignContract:
    """The command for one contract: always under the same id, so that it is carried out once."""
    about: dict[str, Any] = {
        "contract_id": contract_id,
        "command_id": derived_id("batch", batch_id, contract_id),
        "correlation": batch_id,
        "at": at,
        "by": by,
    }
    match order:
        case ExtendEach():
            return ExtendContract(
                how=order.how,
                option_id=order.option_id,
                until=order.until,
                told_on=order.told_on,
                decision=order.decision,
                **about,
            )
        case EndEach():
            return EndContract(last_day=order.last_day, ending=order.ending, **about)
        case HandOverEach():
            return PlanHandOver(
                clients=order.clients.get(contract_id, 0),
                due=order.due,
                arrangement=order.arrangement,
                receivers=order.receivers,
                **about,
            )
        case SignEach():
            return SignContract(
                party=order.party,
                on_behalf_of=order.on_behalf_of,
                signed_on=order.signed_on,
                document=order.document,
                document_version=order.document_version,
                digest=order.digest,
                **about,
            )
        case _:
            assert_never(order)
