"""What may be asked of a provider's record."""

from typing import Literal
from uuid import UUID

from domain.base import Command, Source, Standing


class RegisterProvider(Command):
    """Make a provider known. Its name and address stand in the address book, not here."""

    kind: Literal["RegisterProvider"] = "RegisterProvider"
    provider_id: UUID
    programme_id: UUID
    segments: tuple[str, ...]
    standing: Standing
    source: Source


ProviderCommand = RegisterProvider
