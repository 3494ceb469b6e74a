"""What is due of a document: that its secrecy ends, on the first day on which it is public."""

from collections.abc import Iterable
from typing import assert_never

from domain.document.events import SecrecyExpired, SecrecyImposed, SecrecyLifted
from domain.document.state import first_public_day
from projections.agenda.rows import AgendaRow, settled

SecrecyEvent = SecrecyImposed | SecrecyLifted | SecrecyExpired


def secrecy_keys(event: SecrecyEvent) -> Iterable[str]:
    """Each secret part of a document has a row, and so has the whole."""
    section = event.secrecy.section if isinstance(event, SecrecyImposed) else event.section
    return (f"secrecy:{event.document_id}:{section or ''}",)


def secrecy(key: str, row: AgendaRow | None, event: SecrecyEvent) -> AgendaRow | None:
    if isinstance(event, SecrecyImposed):
        return _imposed(key, event)
    if row is None:
        return None
    match event:
        case SecrecyLifted():
            return settled(row, "dropped", event)
        case SecrecyExpired():
            return settled(row, "done", event)
        case _:
            assert_never(event)


def _imposed(key: str, event: SecrecyImposed) -> AgendaRow | None:
    """Secrecy without an end that is known never ends by itself."""
    public_from = first_public_day(event.secrecy.until)
    if public_from is None:
        return None
    return AgendaRow(
        key=key,
        kind="expire_secrecy",
        programme_id=event.programme_id,
        segment=None,
        title=event.title,
        due_on=public_from,
        document_id=event.document_id,
        section=event.secrecy.section,
    )
