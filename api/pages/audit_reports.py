"""The accounts that an auditor asks for: AU-08, AU-09, AU-13, AU-14, AU-18."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.last_call import day_or
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from domain.dates import local_day
from projections import (
    arrangements,
    documents,
    letters,
    on_time,
    plan_items,
    procedures,
    tables,
)
from projections.audit import four_eyes, mandates, proxies, told_in_time
from projections.audit.legality import legality_file
from projections.changes import CHANGES, ChangeRow, of_programme
from projections.contracts import CONTRACTS, ContractRow
from projections.decisions import DECISIONS, DecisionRow
from projections.programmes import PROGRAMMES, ProgrammeRow, every

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Powers:
    """How many powers of something are recorded, and how much of them is open."""

    subject_id: UUID
    title: str
    warrants: int
    gaps: int


@dataclass(frozen=True, slots=True)
class InTime:
    """One programme: its changes with their registers, and the moments of its councils."""

    programme: ProgrammeRow
    changes: tuple[tuple[ChangeRow, on_time.Summary], ...]
    councils: tuple[told_in_time.Informed, ...]


@router.get("/controle/vier-ogen")
def show_eyes(request: Request) -> HTMLResponse:
    """Every pair that has to be two people, whether they were."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        changes = tables.select(connection, CHANGES, order=("proposed_at", "key"))
        found = four_eyes.of_changes(connection, [each.change_id for each in changes])
    return render(
        request,
        "audit_four_eyes.html",
        found=found,
        broken=sum(len(each.broken) for each in found),
        checks=sum(len(each.checks) for each in found),
        titles={each.change_id: each.title for each in changes},
        apart=four_eyes.APART,
        names=Names(ports).learn([act.by for each in found for act in each.acts]),
    )


@router.get("/controle/mandaten")
def show_mandates(request: Request) -> HTMLResponse:
    """Of each change and decision how much of its powers is recorded; what is open goes first."""
    with ports_of(request).pool.connection() as connection:
        programmes = {each.programme_id: each for each in every(connection)}
        changes = tables.select(connection, CHANGES)
        asked = tables.select(connection, DECISIONS)
    return render(
        request,
        "audit_mandates.html",
        groups=[
            ("change", [_of_change(each, programmes) for each in changes]),
            ("decision", [_of_decision(each, programmes) for each in asked]),
        ],
    )


@router.get("/controle/op-tijd")
def show_in_time(request: Request, programma: str = "") -> HTMLResponse:
    """Providers and councils of one programme: who was told when, and how long before."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programmes = every(connection)
        chosen = [each for each in programmes if str(each.programme_id) == programma]
        programme = next(iter(chosen or programmes), None)
        found = None if programme is None else _in_time(connection, programme, today)
    return render(request, "audit_in_time.html", programmes=programmes, found=found)


@router.get("/controle/op-tijd/{change_id}")
def show_told(request: Request, change_id: UUID) -> HTMLResponse:
    """Per contract the last day by its own clause, the day of the letter, and its event."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        change = tables.get(connection, CHANGES, change_id)
        if change is None:
            raise not_found()
        rows = letters.of_change(connection, change_id)
        sent = told_in_time.letters_sent(connection, change_id)
    found = told_in_time.providers_told(change, rows, sent)
    return render(
        request,
        "audit_told.html",
        change=change,
        found=found,
        summary=on_time.summary(rows, change),
        names=Names(ports).learn([each.letter.provider_id for each in found]),
    )


@router.get("/controle/rechtmatigheid/{contract_id}")
def show_legality(request: Request, contract_id: UUID) -> HTMLResponse:
    """The legality file of a contract, with what is missing of it."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        contract = tables.get(connection, CONTRACTS, contract_id)
        if contract is None:
            raise not_found()
        of = contract.programme_id
        programme = tables.get(connection, PROGRAMMES, of)
        ways = procedures.of_programme(connection, of)
        stated = arrangements.of_programme(connection, of, contract.segment)
        ids = [each.change_id for each in contract.timeline if each.change_id]
        changes = tables.get_all(connection, CHANGES, ids)
    file = legality_file(contract, ways, stated, changes.values())
    return render(
        request,
        "audit_legality.html",
        contract=contract,
        programme=programme,
        file=file,
        groups=[(part, list(rows)) for part, rows in groupby(file.papers, lambda p: p.part)],
        provider=Names(ports)(contract.provider_id),
    )


@router.get("/controle/verantwoording")
def show_accounts(
    request: Request, organisatie: str = "", vanaf: str = "", tot: str = ""
) -> HTMLResponse:
    """What an organisation did by proxy, per municipality, from one day through another."""
    today = local_day(ports_of(request).clock())
    first, first_wrong = day_or(vanaf, today.replace(month=1, day=1))
    last, last_wrong = day_or(tot, today)
    with ports_of(request).pool.connection() as connection:
        contracts = tables.select(connection, CONTRACTS, order=("number",))
        changes = tables.select(connection, CHANGES)
    known = proxies.organisations(contracts, changes)
    chosen = organisatie if organisatie in known else next(iter(known), "")
    return render(
        request,
        "audit_proxies.html",
        organisations=known,
        chosen=chosen,
        first=first,
        last=last,
        wrong={"vanaf": first_wrong, "tot": last_wrong or last < first},
        accounts=_accounts(chosen, contracts, changes, first, last),
    )


def _in_time(source: tables.Source, programme: ProgrammeRow, today: date) -> InTime:
    of = programme.programme_id
    plan = plan_items.of_programme(source, of)
    moments = [each for each in plan if each.kind == "information"]
    events = told_in_time.items_done(source, moments)
    papers = documents.of_programme(source, of)
    with tables.connected(source) as connection:
        changes = [
            (row, on_time.summary_of(connection, row)) for row in of_programme(connection, of)
        ]
    councils = told_in_time.councils_informed(programme, moments, papers, events, today)
    return InTime(programme, tuple(changes), tuple(councils))


def _accounts(
    chosen: str,
    contracts: Sequence[ContractRow],
    changes: Sequence[ChangeRow],
    first: date,
    last: date,
) -> list[proxies.Account]:
    return proxies.accounts(chosen, contracts, changes, first, last) if chosen else []


def _of_change(row: ChangeRow, programmes: dict[UUID, ProgrammeRow]) -> Powers:
    found = mandates.of_change(row, programmes.get(row.programme_id))
    return Powers(row.change_id, row.title, len(found), mandates.gaps(found))


def _of_decision(row: DecisionRow, programmes: dict[UUID, ProgrammeRow]) -> Powers:
    found = mandates.of_decision(row, programmes.get(row.programme_id))
    return Powers(row.decision_id, row.title, len(found), mandates.gaps(found))
