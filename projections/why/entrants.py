"""Why the days of providers and of entry to a segment are what they are: somebody set them."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.admission.events import AdmissionClosed, ApplicationReceived
from domain.base import Event
from domain.dates import step
from domain.provider.events import CertificateRecorded
from projections.why.parts import Why, set_so


def of_provider(events: Sequence[Event], _: date) -> Iterator[Why]:
    """Until when each certificate is valid."""
    for event in events:
        if isinstance(event, CertificateRecorded) and event.certificate.valid_until:
            held = event.certificate
            how = step("The certificate says until when it is valid.")
            assert held.valid_until is not None
            yield set_so("certificate", held.title, held.valid_until, how, event)


def of_admission(events: Sequence[Event], _: date) -> Iterator[Why]:
    """By when an applicant gets an answer, and when entry opens again."""
    for event in events:
        match event:
            case ApplicationReceived(answer_by=day) if day is not None:
                how = step("The applicant was promised an answer by this day.")
                yield set_so("answer_application", event.segment, day, how, event)
            case AdmissionClosed(until=day) if day is not None:
                how = step("Entry was closed until this day.")
                yield set_so("reopen_entry", event.segment, day, how, event)
            case _:
                pass
