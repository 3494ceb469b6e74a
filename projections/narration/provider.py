"""What happened to a provider's record, in words that name nobody."""

from typing import assert_never

from domain.base import Sentence
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
from domain.provider.parts import Certificate, Membership
from projections.language import N_
from projections.narration.words import say


def tell_provider(event: ProviderEvent) -> Sentence:
    match event:
        case ProviderRegistered():
            return _registered(event)
        case CertificateRecorded():
            return _certified(event.certificate)
        case CertificateWithdrawn():
            return say(
                N_("“%(title)s” was taken back and held until %(last_day)s. Reason: %(reason)s."),
                title=event.title,
                last_day=event.last_day,
                reason=_inside(event.reason),
            )
        case ConsortiumJoined():
            return _joined(event.membership)
        case ConsortiumLeft():
            return say(
                N_("A member left the consortium; its last day is %(last_day)s: %(reason)s."),
                last_day=event.last_day,
                reason=_inside(event.reason),
            )
        case ProviderRecognised():
            return say(N_("Another name for the same provider was recognised."))
        case ProviderMerged():
            return say(
                N_("The record goes on as another record of the same provider: %(reason)s."),
                reason=_inside(event.reason),
            )
        case ProviderLeft():
            return say(
                N_("The provider leaves; its last day is %(last_day)s. Reason: %(reason)s."),
                last_day=event.last_day,
                reason=_inside(event.reason),
            )
        case _:
            assert_never(event)


def _registered(event: ProviderRegistered) -> Sentence:
    segments = ", ".join(event.segments) or "-"
    if event.back:
        return say(N_("The provider is back, in the segments %(segments)s."), segments=segments)
    if event.form == "pgb_supplier":
        return say(
            N_("A supplier that parents pay from a personal budget is known, in: %(segments)s."),
            segments=segments,
        )
    if event.form == "consortium":
        return say(N_("A consortium is known, in the segments %(segments)s."), segments=segments)
    return say(N_("A provider is known, in the segments %(segments)s."), segments=segments)


def _certified(certificate: Certificate) -> Sentence:
    if certificate.valid_until is None:
        return say(N_("It can show “%(title)s”; no last day is known."), title=certificate.title)
    return say(
        N_("It can show “%(title)s”, which holds until %(valid_until)s."),
        title=certificate.title,
        valid_until=certificate.valid_until,
    )


def _joined(membership: Membership) -> Sentence:
    if membership.jointly:
        return say(
            N_(
                "A provider takes part in the consortium and answers with the others for: %(what)s."
            ),
            what=_inside(membership.responsible_for or "-"),
        )
    if membership.leads:
        return say(N_("A provider takes part in the consortium and leads it."))
    return say(N_("A provider takes part in the consortium."))


def _inside(text: str) -> str:
    """A text of somebody's own, to stand within a sentence."""
    return text.strip().rstrip(".")
