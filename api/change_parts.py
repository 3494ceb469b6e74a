"""What a change is made of, as callers write and read it: the domain's parts in camelCase."""

from datetime import date
from uuid import UUID

from pydantic.alias_generators import to_camel

from api.shapes import Instant, Shape
from domain.change import parts


class Excepted(
    parts.Excepted, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """A contract that a change leaves alone, and why."""


class Scope(parts.Scope, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Which contracts a change touches."""

    excepted: tuple[Excepted, ...] = ()


class Indexation(
    parts.Indexation, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Each tariff in scope goes up by a percentage, rounded to cents."""


class Reservation(
    parts.Reservation, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Announced under reservation of a decision that is still to come."""


class Consent(parts.Consent, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A municipality agrees to the announcement."""


class Mandate(parts.Mandate, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Who announces, for whom, by which power; letters wait for the consents that it needs."""

    consents: tuple[Consent, ...] = ()


class Ruling(parts.Ruling, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """Whether the notice clause covers the change at all, as somebody competent decided."""


class Lifted(Shape):
    """The decision that the announcement was reserved for."""

    decided_on: date
    reference: str | None
    at: Instant


class Ruled(Shape):
    """Whether the notice clause covers the change, and who recorded that."""

    ruling: Ruling
    at: Instant
    by: str


class Bar(Shape):
    """A closed gate before the announcement."""

    gate: str
    procedure_id: UUID


class Paused(Shape):
    """Since when and why nothing is sent or put in force."""

    at: Instant
    by: str
    reason: str


class GivenUp(Shape):
    """What was given up at once: the whole change, or some contracts and segments.

    `letters` counts the providers that are told so from `sendAt` on, `sent` those that were;
    until the first was, a recall with `orderId` as its withdrawal takes it back.
    """

    order_id: UUID
    at: Instant
    by: str
    reason: str
    whole: bool
    contract_ids: list[UUID]
    segments: list[str]
    letters: int
    sent: int
    send_at: Instant | None


class Replaced(Shape):
    """What was announced until it was replaced; `restarts` says of the clock."""

    description: str
    terms: dict[str, str]
    restarts: bool
    decided_by: str
    reason: str
    at: Instant
    by: str


class Joined(Shape):
    """A contract that came under the change afterwards; whether it was signed knowing of it."""

    contract_id: UUID
    contract_number: str
    joined_on: date
    knew: bool
