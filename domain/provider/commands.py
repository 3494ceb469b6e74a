"""What may be asked of a provider's record."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source, Standing
from domain.dates import Day
from domain.provider.parts import Certificate, Form, Membership, SegmentRole, SizeClass

Reason = Annotated[str, Field(min_length=3)]


class RegisterProvider(Command):
    """Make a provider known. Its name and address stand in the address book, not here.

    What is left out says nothing: what was known of it stays. `back` says that it had left and
    is back.
    """

    kind: Literal["RegisterProvider"] = "RegisterProvider"
    provider_id: UUID
    programme_id: UUID
    segments: tuple[str, ...]
    form: Form | None = None
    roles: tuple[SegmentRole, ...] | None = None
    size: SizeClass | None = None
    region: str | None = None
    municipalities: tuple[str, ...] | None = None
    back: bool | None = None
    standing: Standing
    source: Source | None = None


class RecordCertificate(Command):
    """A provider showed a certificate, or a renewed one under the same id."""

    kind: Literal["RecordCertificate"] = "RecordCertificate"
    provider_id: UUID
    certificate: Certificate


class WithdrawCertificate(Command):
    """Whoever gave the certificate took it back."""

    kind: Literal["WithdrawCertificate"] = "WithdrawCertificate"
    provider_id: UUID
    certificate_id: str
    last_day: Day
    reason: Reason


class JoinConsortium(Command):
    """A provider takes part in this consortium, or on other terms than before."""

    kind: Literal["JoinConsortium"] = "JoinConsortium"
    provider_id: UUID
    membership: Membership


class LeaveConsortium(Command):
    """A member leaves this consortium; `next_leader` takes over from one that led it."""

    kind: Literal["LeaveConsortium"] = "LeaveConsortium"
    provider_id: UUID
    member: UUID
    last_day: Day
    reason: Reason
    next_leader: UUID | None = None


class RecogniseProvider(Command):
    """A name in some paper means this provider. The name is the address book's (AD-18)."""

    kind: Literal["RecogniseProvider"] = "RecogniseProvider"
    provider_id: UUID
    alias_id: UUID
    standing: Standing
    source: Source | None = None


class MergeProvider(Command):
    """This record and another are about one provider; from now on it goes by the other (AD-18).

    `into_is` is how the other record stands, looked up by whoever asks.
    """

    kind: Literal["MergeProvider"] = "MergeProvider"
    provider_id: UUID
    into: UUID
    into_is: Literal["registered", "merged", "unknown"]
    reason: Reason
    source: Source | None = None


class RecordLeaving(Command):
    """A provider stops delivering in all segments after its last day."""

    kind: Literal["RecordLeaving"] = "RecordLeaving"
    provider_id: UUID
    last_day: Day
    reason: Reason


ProviderCommand = Annotated[
    RegisterProvider
    | RecordCertificate
    | WithdrawCertificate
    | JoinConsortium
    | LeaveConsortium
    | RecogniseProvider
    | MergeProvider
    | RecordLeaving,
    Field(discriminator="kind"),
]
