"""The auditor's way in: find anything, and what can be asked of it (AU-06, AU-08)."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.bodies import outcome_label
from api.pages.names import Names
from api.pages.proof_status import proof_of, proof_values
from api.pages.rendering import ports_of, render
from api.pages.search import LONGEST, address
from projections import history, search, tables
from projections.audit import mandates
from projections.audit.mandates import Warrant
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES, ProgrammeRow, every
from projections.providers import PROVIDERS
from projections.why import Why, reasons

router = APIRouter()

MOST = 50
EVENTS_SHOWN = 200
_ASKED = ("contract", "change", "decision", "procedure", "programme", "document")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an auditor asks about: its kind, what it is called, where its own page is."""

    subject_id: UUID
    noun: str
    title: str
    page: str | None
    warrants: tuple[Warrant, ...] = ()
    changes: tuple["Subject", ...] = ()

    @property
    def gaps(self) -> int:
        return mandates.gaps(self.warrants)


@router.get("/controle")
def show_home(request: Request, q: str = "") -> HTMLResponse:
    """`q` is a number, a word of a title, or an id."""
    ports = ports_of(request)
    text = " ".join(q.split())[:LONGEST]
    with ports.pool.connection() as connection:
        found = [each for each in search.find(connection, text, 4 * MOST) if each.kind in _ASKED]
        programmes = every(connection)
        named = _by_id(connection, text)
    return render(
        request,
        "audit.html",
        text=text,
        found=found[:MOST],
        more=len(found) > MOST,
        named=named,
        programmes=programmes,
        regions={each.programme_id: each.region for each in programmes},
        address=address,
        **proof_values(ports),
    )


@router.get("/controle/dossier/{subject_id}")
def show_subject(request: Request, subject_id: UUID, alles: str = "") -> HTMLResponse:
    """Everything that can be asked of one contract, change, decision or other thing."""
    ports = ports_of(request)
    now = ports.clock()
    limit = None if alles else EVENTS_SHOWN
    events = ports.read(subject_id)
    days = reasons(events, now)
    with ports.pool.connection() as connection:
        told = history.of_subject(connection, subject_id, limit)
        if not told:
            raise not_found()
        total = tables.count(connection, history.HISTORY, {"subject_id": subject_id})
        subject = subject_of(connection, subject_id)
        proof = proof_of(connection, events[-1].event_id) if events else None
    return render(
        request,
        "audit_subject.html",
        subject=subject,
        days=coming_first(days, now.date().isoformat()),
        told=told,
        total=total,
        names=Names(ports).learn([each.by for each in told]),
        outcome=outcome_label,
        proof=proof,
    )


def coming_first(days: tuple[Why, ...], today: str) -> tuple[Why, ...]:
    """The days that are still to come in their order, then those that have passed."""
    return tuple(sorted(days, key=lambda each: (each.day.isoformat() < today, each.day)))


def subject_of(source: tables.Source, subject_id: UUID) -> Subject:
    """What goes by this id, with who decided about it where that is to be said."""
    if contract := tables.get(source, CONTRACTS, subject_id):
        programme = tables.get(source, PROGRAMMES, contract.programme_id)
        powers = mandates.of_contract(contract, programme)
        at = f"/overeenkomsten/{subject_id}"
        ids = [each.change_id for each in contract.timeline if each.change_id]
        changes = tables.get_all(source, CHANGES, ids).values()
        made = tuple(_change(each, programme) for each in changes)
        return Subject(subject_id, "contract", contract.number, at, powers, made)
    if change := tables.get(source, CHANGES, subject_id):
        return _change(change, tables.get(source, PROGRAMMES, change.programme_id))
    if decision := tables.get(source, DECISIONS, subject_id):
        programme = tables.get(source, PROGRAMMES, decision.programme_id)
        powers = mandates.of_decision(decision, programme)
        return Subject(subject_id, "decision", decision.title, f"/besluiten/{subject_id}", powers)
    if procedure := tables.get(source, PROCEDURES, subject_id):
        return Subject(subject_id, "procedure", procedure.title, f"/procedures/{subject_id}")
    if found := tables.get(source, PROGRAMMES, subject_id):
        return Subject(subject_id, "programme", found.title, f"/programmas/{subject_id}")
    return _otherwise(source, subject_id)


def _change(change: ChangeRow, programme: ProgrammeRow | None) -> Subject:
    at = f"/wijzigingen/{change.change_id}"
    powers = mandates.of_change(change, programme)
    return Subject(change.change_id, "change", change.title, at, powers)


def _otherwise(source: tables.Source, subject_id: UUID) -> Subject:
    """A document, a provider, or something that has only an id."""
    if document := tables.get(source, DOCUMENTS, subject_id):
        return Subject(subject_id, "document", document.title, f"/documenten/{subject_id}")
    if tables.get(source, PROVIDERS, subject_id):
        at = f"/aanbieders/{subject_id}"
        return Subject(subject_id, "provider", str(subject_id), at)
    return Subject(subject_id, "other", str(subject_id), None)


def _by_id(source: tables.Source, text: str) -> UUID | None:
    """The id itself, if that is what was typed and something goes by it."""
    try:
        subject_id = UUID(text)
    except ValueError:
        return None
    rows = history.of_subject(source, subject_id, 1)
    return subject_id if rows else None
