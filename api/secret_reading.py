"""Writes down who reads what is secret, before it is shown (AU-11).

What cannot be written is not shown: then the answer is that it is not available at the moment.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

import psycopg
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from psycopg_pool import PoolTimeout

from api.errors import Problem
from api.identity import Asking, World, person_of, ports_of, provider_of
from api.ports import Person, Ports
from domain.base import Sentence
from domain.dates import local_day
from domain.document.parts import Role
from domain.document.state import first_public_day
from domain.secrecy import Reason, behind_doors, hidden
from projections import readings, tables
from projections.decisions import DECISIONS, DecisionRow
from projections.documents import DOCUMENTS, DocumentRow
from projections.readings import Reader, Via

_NAMES = ("document_id", "decision_id", "subject_id")
"""Where an address names what may be secret; who names it otherwise notes by itself."""
_OWN = "/aanbieder/"
_AUDITORS = ("accountant", "auditor")


def note_reading(
    ports: Ports,
    person: Person | None,
    role: Role,
    via: Via,
    kind: str,
    secrets: Sequence[tuple[UUID, Reason]],
) -> None:
    """Write the reading down. Raises a 403 problem if nobody knows who reads, 503 if it fails."""
    if not secrets:
        return
    if person is None:
        raise Problem(403, Sentence("This is secret. Say first who you are; then it is shown."))
    reader = Reader(person.person_id, role, via, ports.clock())
    try:
        with ports.pool.connection() as connection:
            readings.write(connection, reader, kind, secrets)
    except (psycopg.Error, PoolTimeout) as error:
        raise Problem(
            503,
            Sentence(
                "This is secret, and that you read it cannot be written down at the moment: it is "
                "not shown. Try again later."
            ),
        ) from error


async def note_in_page(request: Request) -> None:
    """Every page about a secret document or answer, and every file of one."""
    if _named(request):
        await run_in_threadpool(_note_page, request)


def _note_page(request: Request) -> None:
    ports = ports_of(request)
    via: Via = "file" if request.url.path.endswith("/bestand") else "page"
    _note(request, ports, person_of(request, ports), via)


def note_in_answer(request: Request, ports: World, caller: Asking) -> None:
    """Every answer of the API about a secret document or answer."""
    _note(request, ports, caller, "api")


def note_subjects(
    ports: Ports, person: Person | None, via: Via, subjects: Collection[UUID]
) -> None:
    """An answer that shows events of several documents or decisions, some of them secret."""
    with ports.pool.connection() as connection:
        documents = tables.get_all(connection, DOCUMENTS, subjects).values()
        decisions = tables.get_all(connection, DECISIONS, subjects).values()
    today = local_day(ports.clock())
    role = role_of(person) if person else "public"
    for kind, rows in (("document", documents), ("decision", decisions)):
        secrets = [each for row in rows for each in secrets_of(row, today)]
        if secrets and person is not None and provider_of(person):
            raise Problem(403, Sentence("This is secret for providers."))
        note_reading(ports, person, role, via, kind, secrets)


def note_rows(ports: Ports, caller: Person, rows: Sequence[DocumentRow | DecisionRow]) -> None:
    """A list of documents or decisions, of which some may be secret."""
    today = local_day(ports.clock())
    secrets = [each for row in rows for each in secrets_of(row, today)]
    kind = "decision" if any(isinstance(each, DecisionRow) for each in rows) else "document"
    note_reading(ports, caller, role_of(caller), "api", kind, secrets)


def secrets_of(row: DocumentRow | DecisionRow, today: date) -> Iterator[tuple[UUID, Reason]]:
    """What of the document, or of what was answered, is secret today."""
    if isinstance(row, DocumentRow):
        for period in row.secrecies:
            if period.holds(today):
                yield row.document_id, hidden(period, row.code)
        return
    for each in row.answerers:
        earlier = [one.answer for one in each.earlier]
        for answer in (each.answer, *earlier):
            if answer is not None and answer.closed is not None:
                over = first_public_day(answer.closed.until)
                if over is None or today < over:
                    yield row.decision_id, behind_doors(answer.closed, each.answerer_id, over)


def role_of(person: Person) -> Role:
    """In which role somebody reads, by what a practice copy says of them."""
    if provider_of(person) is not None:
        return "provider"
    return "auditor" if person.role.casefold() in _AUDITORS else "official"


def _note(request: Request, ports: Ports, person: Person | None, via: Via) -> None:
    named = _named(request)
    if not named or request.method != "GET" or request.url.path.endswith("/views"):
        return
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        papers = [] if "decision_id" in named else [*named.values()]
        answered = [] if "document_id" in named else [*named.values()]
        documents = tables.get_all(connection, DOCUMENTS, papers).values() if papers else ()
        decisions = tables.get_all(connection, DECISIONS, answered).values() if answered else ()
    rows: list[DocumentRow | DecisionRow] = [*documents, *decisions]
    secrets = [each for row in rows for each in secrets_of(row, today)]
    if not secrets:
        return
    if person is not None and provider_of(person) and not request.url.path.startswith(_OWN):
        raise Problem(403, Sentence("This is secret for providers."))
    role = role_of(person) if person else "public"
    note_reading(ports, person, role, via, "decision" if decisions else "document", secrets)


def _named(request: Request) -> dict[str, UUID]:
    """The ids that may be of something secret, by what the address calls them."""
    given = {name: request.path_params.get(name) for name in _NAMES}
    given["subject"] = request.query_params.get("subject")
    found: dict[str, UUID] = {}
    for name, text in given.items():
        with suppress(ValueError):
            found |= {name: UUID(str(text))} if text else {}
    return found
