"""How a provider stands: what it can show, whom it works with, whether it can have a contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from domain.base import Refused
from domain.dates import Day
from domain.provider.events import (
    CertificateRecorded,
    CertificateWithdrawn,
    ConsortiumJoined,
    ConsortiumLeft,
    ProviderEvent,
    ProviderLeft,
    ProviderMerged,
    ProviderRecognised,
    ProviderRegistered,
)
from domain.provider.parts import (
    Certificate,
    CertificateKind,
    Form,
    Membership,
    SegmentRole,
    SizeClass,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate; `withdrawn` is the last day on which it held if it was taken back."""

    certificate: Certificate
    withdrawn: Day | None = None
    reason: str | None = None

    @property
    def last(self) -> date | None:
        """The last day on which it holds, as far as is known."""
        days = [each for each in (self.certificate.valid_until, self.withdrawn) if each]
        return min(days) if days else None

    def holds(self, day: date) -> bool:
        first = self.certificate.valid_from
        return (first is None or first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Member:
    """A place in a consortium; `last_day` if it was left."""

    membership: Membership
    last_day: Day | None = None
    reason: str | None = None

    def takes_part(self, day: date) -> bool:
        since = self.membership.since
        return (since is None or since <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Leaving:
    last_day: Day
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    into: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it is known; in no programme while it is not.

    `certificates` go by their id, `members` by the member's.
    """

    programme_id: UUID | None = None
    segments: tuple[str, ...] = ()
    form: Form = "organisation"
    roles: tuple[SegmentRole, ...] = ()
    size: SizeClass | None = None
    region: str | None = None
    municipalities: tuple[str, ...] = ()
    certificates: Mapping[str, Held] = field(default_factory=dict)
    members: Mapping[UUID, Member] = field(default_factory=dict)
    aliases: tuple[UUID, ...] = ()
    merged: Merged | None = None
    left: Leaving | None = None

    def shows(self, kind: CertificateKind, day: date) -> bool:
        """Whether it has a certificate of this kind that holds on this day (AD-09)."""
        held = self.certificates.values()
        return any(each.certificate.kind == kind and each.holds(day) for each in held)

    def responsible(self, day: date, segment: str | None = None) -> tuple[UUID, ...]:
        """Who answer together for what this consortium undertook, on a day (AD-14)."""
        return tuple(
            member
            for member, place in self.members.items()
            if place.membership.jointly
            and place.takes_part(day)
            and (segment is None or segment in (place.membership.segments or (segment,)))
        )


def refuse_contract(provider: Provider, day: date) -> None:
    """Refuse a contract to whoever cannot have one, and say why (AD-14, AD-17, AD-18)."""
    if provider.programme_id is None:
        raise Refused("unknown_provider", "there is no such provider: register it first")
    if provider.merged is not None:
        raise Refused(
            "merged_provider",
            "this record was merged into another one of the same provider: ask it there",
        )
    if provider.form == "pgb_supplier":
        raise Refused(
            "pgb_supplier",
            "parents pay this supplier from a personal budget (PGB) and are its client: it stands "
            "outside the contracts. Register it as an organisation if it is to have one",
        )
    if provider.left is not None and provider.left.last_day < day:
        raise Refused(
            "provider_left",
            "the provider left on %(last_day)s: register it as back if it came back",
            last_day=provider.left.last_day,
        )
    if provider.form == "consortium" and not any(
        each.takes_part(day) for each in provider.members.values()
    ):
        raise Refused("no_members", "the consortium has no members: record who takes part first")


def evolve(provider: Provider, event: ProviderEvent) -> Provider:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case ProviderRegistered():
            return registered(provider, event)
        case CertificateRecorded(certificate=new):
            held = {**provider.certificates, new.certificate_id: Held(new)}
            return replace(provider, certificates=held)
        case CertificateWithdrawn():
            known = provider.certificates[event.certificate_id]
            gone = replace(known, withdrawn=event.last_day, reason=event.reason)
            held = {**provider.certificates, event.certificate_id: gone}
            return replace(provider, certificates=held)
        case ConsortiumJoined(membership=new):
            return replace(provider, members={**provider.members, new.member: Member(new)})
        case ConsortiumLeft():
            return replace(provider, members=parted(provider, event))
        case ProviderRecognised():
            return replace(provider, aliases=(*provider.aliases, event.alias_id))
        case ProviderMerged():
            return replace(provider, merged=Merged(event.into, event.reason))
        case ProviderLeft():
            return replace(provider, left=Leaving(event.last_day, event.reason))
        case _:
            assert_never(event)


def registered(provider: Provider, event: ProviderRegistered) -> Provider:
    """What the registration leaves out stays, also that it left unless it says that it is back."""
    said = ("form", "roles", "size", "region", "municipalities")
    given = {name: value for name in said if (value := getattr(event, name)) is not None}
    return replace(
        provider,
        programme_id=event.programme_id,
        segments=event.segments,
        left=None if event.back else provider.left,
        **given,
    )


def parted(provider: Provider, event: ConsortiumLeft) -> Mapping[UUID, Member]:
    gone = replace(provider.members[event.member], last_day=event.last_day, reason=event.reason)
    members = {**provider.members, event.member: gone}
    if event.next_leader is not None:
        heir = members[event.next_leader]
        led = heir.membership.model_copy(update={"leads": True})
        members[event.next_leader] = replace(heir, membership=led)
    return members
