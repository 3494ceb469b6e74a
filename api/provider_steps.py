"""Every step of a provider's record that somebody takes, over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.errors import not_found
from api.moments import Day
from api.ports import Ports
from api.providers import Certificate, SegmentRole
from api.recording import Order, Recording, record
from api.shapes import Accepted, Input
from domain.base import Source, derived_id
from domain.provider import parts
from domain.provider.commands import (
    JoinConsortium,
    LeaveConsortium,
    MergeProvider,
    RecogniseProvider,
    RecordCertificate,
    RecordLeaving,
    RegisterProvider,
    WithdrawCertificate,
)
from domain.provider.parts import Form, SizeClass
from projections import address_book, tables
from projections.address_book import Party
from projections.providers import PROVIDERS

router = APIRouter(prefix="/providers", tags=["providers"])

Reason = Annotated[str, Field(min_length=3)]
Address = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class Registering(Input):
    """What is known of a provider; what is left out stays as it was."""

    segments: tuple[str, ...]
    form: Form | None = None
    roles: tuple[SegmentRole, ...] | None = None
    size: SizeClass | None = None
    region: str | None = None
    municipalities: tuple[str, ...] | None = None
    back: bool | None = None
    source: Source | None = None


class NewProvider(Registering):
    """Its name and e-mail address go into the address book. `key` is what the office calls it."""

    programme_id: UUID
    key: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str = Field(min_length=2)
    email: Address | None = None


class Certifying(Input):
    certificate: Certificate


class Withdrawing(Input):
    certificate_id: str
    last_day: Day
    reason: Reason


class Joining(Input):
    """A member of this consortium, and for what the joint members answer together."""

    member: UUID
    leads: bool = False
    jointly: bool = False
    responsible_for: str | None = Field(None, min_length=5)
    segments: tuple[str, ...] = ()
    since: Day | None = None
    source: Source | None = None


class Parting(Input):
    member: UUID
    last_day: Day
    reason: Reason
    next_leader: UUID | None = None


class Alias(Input):
    """Another name that papers have for this provider."""

    name: str = Field(min_length=2)
    source: Source | None = None


class Merging(Input):
    into: UUID
    reason: Reason


class Leaving(Input):
    last_day: Day
    reason: Reason


@router.post("", status_code=202)
def register(body: NewProvider, order: Order) -> Accepted:
    """Make a provider known, with its name in the address book."""
    provider_id = derived_id("provider", body.programme_id, body.key)
    said = body.model_dump(exclude={"key", "name", "email", "source"})
    command = registering(provider_id, said, body.source, order)
    accepted = record(order, command, f"/providers/{provider_id}")
    with order.ports.pool.connection() as connection:
        if address_book.get(connection, str(provider_id)) is None:
            party = Party(str(provider_id), "provider", body.name, body.email)
            address_book.put(connection, party)
    return accepted


@router.post("/{provider_id}/registrations", status_code=202)
def register_anew(provider_id: UUID, body: Registering, order: Order) -> Accepted:
    """Say what is known of a provider by now."""
    said = body.model_dump(exclude={"source"})
    said["programme_id"] = programme_of(order.ports, provider_id)
    command = registering(provider_id, said, body.source, order)
    return record(order, command, f"/providers/{provider_id}")


@router.post("/{provider_id}/certificates", status_code=202)
def certify(provider_id: UUID, body: Certifying, order: Order) -> Accepted:
    """Record a certificate, or a renewed one under the same id."""
    shown = parts.Certificate.model_validate(body.certificate.model_dump(by_alias=False))
    command = RecordCertificate(provider_id=provider_id, certificate=shown, **order.stamp)
    return record(order, command, f"/providers/{provider_id}")


@router.post("/{provider_id}/certificate-withdrawals", status_code=202)
def withdraw(provider_id: UUID, body: Withdrawing, order: Order) -> Accepted:
    """Record that a certificate was taken back."""
    command = WithdrawCertificate(provider_id=provider_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/providers/{provider_id}")


@router.post("/{provider_id}/members", status_code=202)
def join(provider_id: UUID, body: Joining, order: Order) -> Accepted:
    """Record that a provider takes part in this consortium."""
    given: dict[str, Any] = body.model_dump(exclude={"source"})
    membership = parts.Membership(source=body.source, **given)
    command = JoinConsortium(provider_id=provider_id, membership=membership, **order.stamp)
    return record(order, command, f"/providers/{provider_id}")


@router.post("/{provider_id}/member-departures", status_code=202)
def part(provider_id: UUID, body: Parting, order: Order) -> Accepted:
    """Record that a member leaves this consortium."""
    command = LeaveConsortium(provider_id=provider_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/providers/{provider_id}")


@router.post("/{provider_id}/aliases", status_code=202)
def recognise(provider_id: UUID, body: Alias, order: Order) -> Accepted:
    """Record that another name means this provider."""
    alias_id = alias_of(provider_id, body.name)
    command = RecogniseProvider(
        provider_id=provider_id,
        alias_id=alias_id,
        standing="stated",
        source=body.source,
        **order.stamp,
    )
    accepted = record(order, command, f"/providers/{provider_id}")
    with order.ports.pool.connection() as connection:
        address_book.put(connection, Party(str(alias_id), "alias", body.name))
    return accepted


@router.post("/{provider_id}/mergers", status_code=202)
def merge(provider_id: UUID, body: Merging, order: Order) -> Accepted:
    """Record that this provider is the same as another."""
    command = merging(order.ports, provider_id, body.into, body.reason, order.stamp)
    return record(order, command, f"/providers/{body.into}")


@router.post("/{provider_id}/departures", status_code=202)
def leave(provider_id: UUID, body: Leaving, order: Order) -> Accepted:
    """Record that a provider stops."""
    command = RecordLeaving(provider_id=provider_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/providers/{provider_id}")


def registering(
    provider_id: UUID, said: dict[str, Any], source: Source | None, order: Recording
) -> RegisterProvider:
    given = {"provider_id": provider_id, "standing": "stated", "source": source}
    return RegisterProvider.model_validate({**given, **said, **order.stamp})


def alias_of(provider_id: UUID, name: str) -> UUID:
    """The same name for the same provider is one alias, however it is spaced or capitalised."""
    return derived_id("alias", provider_id, " ".join(name.casefold().split()))


def merging(ports: Ports, provider_id: UUID, into: UUID, reason: str, stamp: Any) -> MergeProvider:
    """With how the other record stands, which the decider cannot see."""
    row = tables.get(ports.pool, PROVIDERS, into)
    into_is = "unknown" if row is None else "merged" if row.merged_into else "registered"
    return MergeProvider.model_validate(
        {
            "provider_id": provider_id,
            "into": into,
            "into_is": into_is,
            "reason": reason,
            **stamp,
        }
    )


def programme_of(ports: Ports, provider_id: UUID) -> UUID:
    """Raises a 404 problem for a provider that is not known."""
    row = tables.get(ports.pool, PROVIDERS, provider_id)
    if row is None:
        raise not_found()
    return row.programme_id
