"""The rules of a provider's record."""

from typing import Any, assert_never

from domain.base import Decider, Refused, made
from domain.dates import local_day
from domain.provider.commands import (
    JoinConsortium,
    LeaveConsortium,
    MergeProvider,
    ProviderCommand,
    RecogniseProvider,
    RecordCertificate,
    RecordLeaving,
    RegisterProvider,
    WithdrawCertificate,
)
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
from domain.provider.state import Held, Leaving, Provider, evolve


def decide(command: ProviderCommand, provider: Provider) -> list[ProviderEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    if isinstance(command, RegisterProvider):
        return register(command, provider)
    if provider.programme_id is None:
        raise Refused("unknown_provider", "there is no such provider: register it first")
    if isinstance(command, MergeProvider):
        return merge(command, provider)
    refuse_merged(provider)
    match command:
        case RecordCertificate():
            return certify(command, provider)
        case WithdrawCertificate():
            return withdraw(command, provider)
        case JoinConsortium():
            return join(command, provider)
        case LeaveConsortium():
            return part(command, provider)
        case RecogniseProvider():
            return recognise(command, provider)
        case RecordLeaving():
            return leave(command, provider)
        case _:
            assert_never(command)


def register(command: RegisterProvider, provider: Provider) -> list[ProviderEvent]:
    """Register a provider, or what is known of it by now. Saying the same again is no news."""
    event = ProviderRegistered(
        provider_id=command.provider_id,
        programme_id=command.programme_id,
        segments=command.segments,
        form=command.form,
        roles=command.roles,
        size=command.size,
        region=command.region,
        municipalities=command.municipalities,
        back=command.back,
        standing=command.standing,
        source=command.source,
        **made(command),
    )
    then = evolve(provider, event)
    if provider.programme_id is not None and _known(then) == _known(provider):
        return []
    refuse_merged(provider)
    if then.form != "consortium" and provider.members:
        raise Refused(
            "has_members",
            "it has members, so it is a consortium: have them leave it first",
        )
    outside = sorted({each.segment for each in then.roles} - set(command.segments))
    if outside and command.roles is not None:
        raise Refused(
            "role_outside_segments",
            "it has a role in %(segment)s but is not registered in that segment: name the segment "
            "as well",
            segment=outside[0],
        )
    return [event]


def certify(command: RecordCertificate, provider: Provider) -> list[ProviderEvent]:
    """A renewed certificate replaces the one with its id; the log keeps both."""
    new = command.certificate
    if provider.certificates.get(new.certificate_id) == Held(new):
        return []
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        raise Refused(
            "ends_before_start",
            "the certificate would end on %(last)s, before it begins on %(first)s: mend the days",
            last=new.valid_until,
            first=new.valid_from,
        )
    return [
        CertificateRecorded(
            certificate=new, effective=new.valid_from, source=new.source, **stamp(command, provider)
        )
    ]


def withdraw(command: WithdrawCertificate, provider: Provider) -> list[ProviderEvent]:
    held = provider.certificates.get(command.certificate_id)
    if held is None:
        raise Refused(
            "unknown_certificate",
            "it has no certificate %(certificate)s; it has: %(known)s",
            certificate=command.certificate_id,
            known=", ".join(provider.certificates) or "-",
        )
    if (held.withdrawn, held.reason) == (command.last_day, command.reason):
        return []
    return [
        CertificateWithdrawn(
            certificate_id=command.certificate_id,
            title=held.certificate.title,
            last_day=command.last_day,
            reason=command.reason,
            **stamp(command, provider),
        )
    ]


def join(command: JoinConsortium, provider: Provider) -> list[ProviderEvent]:
    new = command.membership
    if provider.form != "consortium":
        raise Refused(
            "no_consortium",
            "only a consortium has members: register this one as a consortium first",
        )
    if new.member == command.provider_id:
        raise Refused("own_member", "a consortium is no member of itself: name another provider")
    if new.jointly and not new.responsible_for:
        raise Refused(
            "responsible_for_what",
            "say for what they answer together, such as that nobody has to wait",
        )
    known = provider.members.get(new.member)
    if known is not None and known.membership == new and known.last_day is None:
        return []
    leaders = [
        member
        for member, place in provider.members.items()
        if place.membership.leads and place.last_day is None and member != new.member
    ]
    if new.leads and leaders:
        raise Refused(
            "leader_already",
            "another member leads it already: have that one join again without leading first",
        )
    return [
        ConsortiumJoined(
            membership=new, effective=new.since, source=new.source, **stamp(command, provider)
        )
    ]


def part(command: LeaveConsortium, provider: Provider) -> list[ProviderEvent]:
    """Who led it is followed up, unless nobody is left."""
    here = {key: each for key, each in provider.members.items() if each.last_day is None}
    known = provider.members.get(command.member)
    if known is None:
        raise Refused("no_member", "it is no member of this consortium: nothing to leave")
    if known.last_day == command.last_day:
        return []
    others = here.keys() - {command.member}
    if known.membership.leads and others and command.next_leader not in others:
        raise Refused(
            "no_leader_left",
            "the member that leaves leads the consortium: say which other member leads it next",
        )
    return [
        ConsortiumLeft(
            member=command.member,
            last_day=command.last_day,
            reason=command.reason,
            next_leader=command.next_leader,
            **stamp(command, provider),
        )
    ]


def recognise(command: RecogniseProvider, provider: Provider) -> list[ProviderEvent]:
    if command.alias_id in provider.aliases:
        return []
    return [
        ProviderRecognised(
            alias_id=command.alias_id,
            standing=command.standing,
            source=command.source,
            **stamp(command, provider),
        )
    ]


def merge(command: MergeProvider, provider: Provider) -> list[ProviderEvent]:
    """Into a record that is still kept, never in a circle."""
    if provider.merged is not None and provider.merged.into == command.into:
        return []
    refuse_merged(provider)
    if command.into == command.provider_id:
        raise Refused("merged_into_itself", "this is that record: choose the other one")
    if command.into_is != "registered":
        raise Refused(
            "no_record_to_merge_into",
            "the other record is not kept: choose the one that all are merged into",
        )
    return [
        ProviderMerged(
            into=command.into,
            reason=command.reason,
            source=command.source,
            **stamp(command, provider),
        )
    ]


def leave(command: RecordLeaving, provider: Provider) -> list[ProviderEvent]:
    if provider.left == Leaving(command.last_day, command.reason):
        return []
    if provider.left is not None and provider.left.last_day < local_day(command.at):
        raise Refused(
            "provider_left",
            "the provider left on %(last_day)s: register it as back if it came back",
            last_day=provider.left.last_day,
        )
    return [
        ProviderLeft(last_day=command.last_day, reason=command.reason, **stamp(command, provider))
    ]


def refuse_merged(provider: Provider) -> None:
    if provider.merged is not None:
        raise Refused(
            "merged_provider",
            "this record was merged into another one of the same provider: ask it there",
        )


def stamp(command: ProviderCommand, provider: Provider) -> dict[str, Any]:
    return {
        "provider_id": command.provider_id,
        "programme_id": provider.programme_id,
        **made(command),
    }


def _known(provider: Provider) -> tuple[object, ...]:
    """What a registration can say."""
    return (
        provider.programme_id,
        provider.segments,
        provider.form,
        provider.roles,
        provider.size,
        provider.region,
        provider.municipalities,
        provider.left,
    )


PROVIDER = Decider(
    name="provider",
    identity="provider_id",
    initial=Provider(),
    decide=decide,
    evolve=evolve,
)
