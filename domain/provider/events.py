"""What can have happened to a provider. Names and fields are storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.dates import Day
from domain.provider.parts import Certificate, Form, Membership, SegmentRole, SizeClass


class ProviderRegistered(Event):
    """A provider is known in these segments of the programme; what is left out stays as it was."""

    provider_id: UUID
    programme_id: UUID
    segments: tuple[str, ...]
    form: Form | None = None
    roles: tuple[SegmentRole, ...] | None = None
    size: SizeClass | None = None
    region: str | None = None
    municipalities: tuple[str, ...] | None = None
    back: bool | None = None


class CertificateRecorded(Event):
    """The provider has this certificate; one with the same id is replaced by it."""

    provider_id: UUID
    programme_id: UUID
    certificate: Certificate


class CertificateWithdrawn(Event):
    """The certificate no longer holds after this day: whoever gave it took it back."""

    provider_id: UUID
    programme_id: UUID
    certificate_id: str
    title: str
    last_day: Day
    reason: str


class ConsortiumJoined(Event):
    """A provider takes part in this consortium."""

    provider_id: UUID
    programme_id: UUID
    membership: Membership


class ConsortiumLeft(Event):
    """A member took part through its last day; `next_leader` leads in its place."""

    provider_id: UUID
    programme_id: UUID
    member: UUID
    last_day: Day
    reason: str
    next_leader: UUID | None = None


class ProviderRecognised(Event):
    """A name that the address book has under `alias_id` means this provider."""

    provider_id: UUID
    programme_id: UUID
    alias_id: UUID


class ProviderMerged(Event):
    """This record is about the same provider as `into` and is continued there."""

    provider_id: UUID
    programme_id: UUID
    into: UUID
    reason: str


class ProviderLeft(Event):
    """The provider delivers through its last day and then no more."""

    provider_id: UUID
    programme_id: UUID
    last_day: Day
    reason: str


ProviderEvent = (
    ProviderRegistered
    | CertificateRecorded
    | CertificateWithdrawn
    | ConsortiumJoined
    | ConsortiumLeft
    | ProviderRecognised
    | ProviderMerged
    | ProviderLeft
)
