"""The rules of a provider's record."""

from dataclasses import dataclass

from domain.base import Decider, made
from domain.provider.commands import ProviderCommand
from domain.provider.events import ProviderEvent, ProviderRegistered


@dataclass(frozen=True, slots=True)
class Provider:
    """In which segments the provider is known; in none while it is not."""

    segments: tuple[str, ...] = ()


def decide(command: ProviderCommand, provider: Provider) -> list[ProviderEvent]:
    """Register a provider, or the segments in which it is known by now."""
    if provider.segments == command.segments:
        return []
    return [
        ProviderRegistered(
            provider_id=command.provider_id,
            programme_id=command.programme_id,
            segments=command.segments,
            standing=command.standing,
            source=command.source,
            **made(command),
        )
    ]


def evolve(_: Provider, event: ProviderEvent) -> Provider:
    """The last registration counts."""
    return Provider(event.segments)


PROVIDER = Decider(
    name="provider",
    identity="provider_id",
    initial=Provider(),
    decide=decide,
    evolve=evolve,
)
