"""What is due of providers: that certificates lapse, applicants wait, closed entry opens again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never
from uuid import UUID

from domain.admission.events import (
    AdmissionClosed,
    AdmissionReopened,
    ApplicationReceived,
    ApplicationRejected,
    ProviderAdmitted,
)
from domain.provider.events import CertificateRecorded, CertificateWithdrawn
from projections.agenda.rows import AgendaRow, Kind, settled

CertificateStep = CertificateRecorded | CertificateWithdrawn
ApplicationStep = ApplicationReceived | ProviderAdmitted | ApplicationRejected
EntryTurn = AdmissionClosed | AdmissionReopened
AdmissionStep = CertificateStep | ApplicationStep | EntryTurn

_DAY = timedelta(days=1)


def admission_keys(event: AdmissionStep) -> Iterable[str]:
    """A row for each certificate, for each application, and for the entry of each segment."""
    if isinstance(event, CertificateRecorded):
        return (certificate_key(event.provider_id, event.certificate.certificate_id),)
    if isinstance(event, CertificateWithdrawn):
        return (certificate_key(event.provider_id, event.certificate_id),)
    if isinstance(event, ApplicationStep):
        return (f"application:{event.application_id}",)
    return (f"admission:{event.admission_id}:reopens",)


def admission(key: str, row: AgendaRow | None, event: AdmissionStep) -> AgendaRow | None:
    match event:
        case CertificateRecorded():
            return _lapses(key, event, event.certificate.title, event.certificate.valid_until)
        case CertificateWithdrawn():
            return _lapses(key, event, event.title, event.last_day)
        case ApplicationReceived():
            return replace(
                _row(key, "answer_application", event, event.segment),
                due_on=event.answer_by,
                segment=event.segment,
                admission_id=event.admission_id,
            )
        case AdmissionClosed():
            return _closed(key, event)
        case ProviderAdmitted() | ApplicationRejected() | AdmissionReopened():
            return None if row is None else settled(row, "done", event)
        case _:
            assert_never(event)


def certificate_key(provider_id: UUID, certificate_id: str) -> str:
    return f"certificate:{provider_id}:{certificate_id}"


def _lapses(
    key: str, event: CertificateStep, title: str, last_day: date | None
) -> AgendaRow | None:
    """One without an end never lapses. What lapsed stays to be seen until it is renewed."""
    if last_day is None:
        return None
    return replace(_row(key, "certificate_lapses", event, title), due_on=last_day)


def _closed(key: str, event: AdmissionClosed) -> AgendaRow | None:
    """A closing until further notice has no day on which it ends by itself."""
    if event.until is None:
        return None
    return replace(
        _row(key, "reopen_entry", event, event.segment),
        due_on=event.until + _DAY,
        segment=event.segment,
        admission_id=event.admission_id,
    )


def _row(key: str, kind: Kind, event: AdmissionStep, title: str) -> AgendaRow:
    return AgendaRow(
        key=key,
        kind=kind,
        programme_id=event.programme_id,
        segment=None,
        title=title,
        due_on=None,
        provider_id=getattr(event, "provider_id", None),
    )
