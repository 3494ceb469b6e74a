"""Every step of a contract that somebody takes, over HTTP: lasting, keeping, handing over."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from pydantic.alias_generators import to_camel

from api.moments import Day
from api.recording import Order, Recording, record
from api.shapes import Accepted, Input
from domain.base import Command
from domain.contract import commands, parts
from domain.dates import Window
from domain.provisions import Amount, Figure

router = APIRouter(prefix="/contracts", tags=["contracts"])

C = TypeVar("C", bound=Command)
Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Decided(parts.Decided, alias_generator=to_camel, populate_by_name=True):
    """Who decided, when and why; a body or an office, never a person."""


class Extension(Input):
    """By an option, by bridging, or to align ends; an option that says how long needs no day."""

    how: parts.Means
    option_id: str | None = None
    until: Day | None = None
    told_on: Day | None = None
    decision: Decided


class Replacing(Input):
    """The contracts that take its place from the day after its last."""

    by_contracts: Annotated[tuple[UUID, ...], Field(min_length=1)]
    how: parts.Lineage
    last_day: Day
    decision: Decided | None = None


class Signature(Input):
    """`digest` is the SHA-256 of the file that was signed, in hexadecimal."""

    party: parts.Party
    on_behalf_of: tuple[str, ...] = ()
    signed_on: Day
    document: Text
    document_version: Text = "1"
    digest: str


class Fulfilment(Input):
    """A party did what it had to do; `arose_on` for a duty that is due whenever it arises."""

    duty: Text
    fulfilled_on: Day
    arose_on: Day | None = None
    proof: str | None = None


class Omission(Input):
    """A duty that arose was not done."""

    duty: Text
    arose_on: Day | None = None
    reason: str | None = None


class Result(Input):
    """What came of a performance in a period, in words, and in figures where it has them."""

    performance: Text
    period: Window
    written: Text
    value: Figure | None = None
    met: bool | None = None
    document: str | None = None


class Enforcement(Input):
    """A step of the ladder of a performance or a duty."""

    about: Text
    rung: Annotated[int, Field(ge=1)]
    decision: Decided
    skip_reason: str | None = None


class HandOver(Input):
    """By when the clients are with others; only how many, never who."""

    clients: Annotated[int, Field(ge=0)]
    due: Day
    arrangement: Text
    receivers: tuple[UUID, ...] = ()


class HandedOver(Input):
    completed_on: Day
    transferred: Annotated[int, Field(ge=0)]
    care_ended: Annotated[int, Field(ge=0)] = 0


class Drawing(Input):
    """What a call-off draws on a right of its framework; zero frees it."""

    right: Text
    call_off: UUID
    drawn_on: Day
    amount: Amount | None = None
    fte: Annotated[Figure, Field(ge=0)] | None = None


@router.post("/{contract_id}/extensions", status_code=202)
def extend(contract_id: UUID, body: Extension, order: Order) -> Accepted:
    """Let it end later, by what its terms allow or a decision says (CC-02, CC-12, CC-18)."""
    return _asked(order, contract_id, commands.ExtendContract, body)


@router.post("/{contract_id}/replacements", status_code=202)
def replace(contract_id: UUID, body: Replacing, order: Order) -> Accepted:
    """Say which contracts take its place (CC-04)."""
    return _asked(order, contract_id, commands.ReplaceContract, body)


@router.post("/{contract_id}/signatures", status_code=202)
def sign(contract_id: UUID, body: Signature, order: Order) -> Accepted:
    """Record that a party signed (CC-20)."""
    return _asked(order, contract_id, commands.SignContract, body)


@router.post("/{contract_id}/fulfilments", status_code=202)
def fulfil(contract_id: UUID, body: Fulfilment, order: Order) -> Accepted:
    """Record that a duty was done (CC-15)."""
    return _asked(order, contract_id, commands.FulfilDuty, body)


@router.post("/{contract_id}/omissions", status_code=202)
def miss(contract_id: UUID, body: Omission, order: Order) -> Accepted:
    """Record that a duty was not done."""
    return _asked(order, contract_id, commands.MissDuty, body)


@router.post("/{contract_id}/results", status_code=202)
def record_result(contract_id: UUID, body: Result, order: Order) -> Accepted:
    """Record what came of an agreed performance (CC-13)."""
    return _asked(order, contract_id, commands.RecordResult, body)


@router.post("/{contract_id}/enforcements", status_code=202)
def enforce(contract_id: UUID, body: Enforcement, order: Order) -> Accepted:
    """Take a step of enforcement (CC-14)."""
    return _asked(order, contract_id, commands.EnforceContract, body)


@router.post("/{contract_id}/hand-overs", status_code=202)
def plan_hand_over(contract_id: UUID, body: HandOver, order: Order) -> Accepted:
    """Say by when the clients of a contract that ends are with others (GO-11)."""
    return _asked(order, contract_id, commands.PlanHandOver, body)


@router.post("/{contract_id}/hand-over-completions", status_code=202)
def complete_hand_over(contract_id: UUID, body: HandedOver, order: Order) -> Accepted:
    """Record that all clients were handed over, or that their care ended."""
    return _asked(order, contract_id, commands.CompleteHandOver, body)


@router.post("/{contract_id}/drawings", status_code=202)
def draw(contract_id: UUID, body: Drawing, order: Order) -> Accepted:
    """Draw on a framework (CC-03)."""
    return _asked(order, contract_id, commands.DrawDown, body)


def _asked(order: Recording, contract_id: UUID, command: type[C], body: Input) -> Accepted:
    """The body's fields are those of its command."""
    given: dict[str, Any] = body.model_dump(by_alias=False)
    asked = command.model_validate({"contract_id": contract_id, **given, **order.stamp})
    return record(order, asked, f"/contracts/{contract_id}")
