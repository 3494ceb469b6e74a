"""What can have happened to a provider. Names and fields are storage format: add, never change."""

from uuid import UUID

from domain.base import Event


class ProviderRegistered(Event):
    """A provider is known in these segments of the programme."""

    provider_id: UUID
    programme_id: UUID
    segments: tuple[str, ...]


ProviderEvent = ProviderRegistered
