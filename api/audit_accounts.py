"""The accounts of an auditor over HTTP: powers, told in time, four eyes, legality, by proxy."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.audit_shapes import (
    Account,
    Eyes,
    Informed,
    LegalityFile,
    Paper,
    Told,
    Warrant,
    account,
    informed,
    paper,
    seen,
    told,
    warrant,
)
from api.errors import not_found
from api.identity import World
from api.language import Asked
from api.moments import Day
from api.reading import ReadQuery, catch_up, one
from api.shapes import Shape
from domain.dates import local_day
from projections import arrangements, documents, letters, plan_items, procedures, tables
from projections.audit import four_eyes, mandates, proxies, told_in_time
from projections.audit.legality import legality_file
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.letters import LETTERS
from projections.plan_items import PLAN_ITEMS
from projections.programmes import PROGRAMMES

router = APIRouter(prefix="/audit-accounts", tags=["audit"])


class MandateTrail(Shape):
    """Who decided what about one subject; `gaps` counts what is open."""

    subject: UUID
    warrants: list[Warrant]
    gaps: int


class FourEyes(Shape):
    """Every pair that has to be two people; `broken` counts where they were one."""

    items: list[Eyes]
    broken: int


class ToldInTime(Shape):
    """Each contract that a change is announced to."""

    change_id: UUID
    items: list[Told]


class CouncilsInformed(Shape):
    """Each moment at which a council is to be informed."""

    programme_id: UUID
    items: list[Informed]


class Accounts(Shape):
    """What an organisation did for each municipality from the first day through the last."""

    organisation: str
    first: date
    last: date
    items: list[Account]


class SubjectQuery(ReadQuery):
    subject: UUID = Field(description="A change, a decision or a contract.")


class PeriodQuery(ReadQuery):
    organisation: str
    first: Day
    last: Day


@router.get("/mandates")
def show_mandates(
    ports: World, language: Asked, query: Annotated[SubjectQuery, Query()]
) -> MandateTrail:
    """Who decided, for which municipalities, by which power; what is open."""
    catch_up(ports, query, CHANGES, DECISIONS, CONTRACTS, PROGRAMMES)
    sources: tuple[tuple[Any, Any], ...] = (
        (CHANGES, mandates.of_change),
        (DECISIONS, mandates.of_decision),
        (CONTRACTS, mandates.of_contract),
    )
    for model, of in sources:
        row = tables.get(ports.pool, model, query.subject)
        if row is not None:
            programme = tables.get(ports.pool, PROGRAMMES, row.programme_id)
            found = of(row, programme)
            return MandateTrail(
                subject=query.subject,
                warrants=[warrant(each, language) for each in found],
                gaps=mandates.gaps(found),
            )
    raise not_found()


@router.get("/four-eyes")
def show_four_eyes(ports: World, query: Annotated[ReadQuery, Query()]) -> FourEyes:
    """Who proposed, drafted, approved, overrode and ruled, and whether two were two."""
    catch_up(ports, query, CHANGES)
    with ports.pool.connection() as connection:
        changes = tables.select(connection, CHANGES, order=("proposed_at", "key"))
        found = four_eyes.of_changes(connection, [each.change_id for each in changes])
    broken = sum(len(each.broken) for each in found)
    return FourEyes(items=[seen(each) for each in found], broken=broken)


@router.get("/announcement-proofs/{change_id}")
def show_told(
    change_id: UUID, ports: World, language: Asked, query: Annotated[ReadQuery, Query()]
) -> ToldInTime:
    """Per contract the last day by rule, the day of the letter, and the event that shows it."""
    catch_up(ports, query, LETTERS)
    change = one(ports, query, CHANGES, change_id)
    with ports.pool.connection() as connection:
        rows = letters.of_change(connection, change_id)
        sent = told_in_time.letters_sent(connection, change_id)
    found = told_in_time.providers_told(change, rows, sent)
    return ToldInTime(change_id=change_id, items=[told(each, language) for each in found])


@router.get("/council-proofs/{programme_id}")
def show_councils(
    programme_id: UUID, ports: World, language: Asked, query: Annotated[ReadQuery, Query()]
) -> CouncilsInformed:
    """Per council the moments at which the plan says that it is informed, and what shows it."""
    catch_up(ports, query, PLAN_ITEMS)
    programme = one(ports, query, PROGRAMMES, programme_id)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        plan = plan_items.of_programme(connection, programme_id)
        moments = [each for each in plan if each.kind == "information"]
        events = told_in_time.items_done(connection, moments)
        papers = documents.of_programme(connection, programme_id)
    found = told_in_time.councils_informed(programme, moments, papers, events, today)
    items = [informed(each, language) for each in found]
    return CouncilsInformed(programme_id=programme_id, items=items)


@router.get("/legality-files/{contract_id}")
def show_legality(
    contract_id: UUID, ports: World, language: Asked, query: Annotated[ReadQuery, Query()]
) -> LegalityFile:
    """Estimate, threshold, route, grounds, notices and tests of changes, with what is missing."""
    contract = one(ports, query, CONTRACTS, contract_id)
    with ports.pool.connection() as connection:
        ways = procedures.of_programme(connection, contract.programme_id)
        stated = arrangements.of_programme(connection, contract.programme_id, contract.segment)
        ids = [each.change_id for each in contract.timeline if each.change_id]
        changes = tables.get_all(connection, CHANGES, ids)
    file = legality_file(contract, ways, stated, changes.values())
    papers: list[Paper] = [paper(each, language) for each in file.papers]
    return LegalityFile(contract_id=contract_id, missing=file.missing, papers=papers)


@router.get("/proxies")
def show_accounts(
    ports: World, language: Asked, query: Annotated[PeriodQuery, Query()]
) -> Accounts:
    """What an organisation did by proxy, for whom, in a period."""
    catch_up(ports, query, CONTRACTS, CHANGES)
    with ports.pool.connection() as connection:
        contracts = tables.select(connection, CONTRACTS, order=("number",))
        changes = tables.select(connection, CHANGES)
    found = proxies.accounts(query.organisation, contracts, changes, query.first, query.last)
    return Accounts(
        organisation=query.organisation,
        first=query.first,
        last=query.last,
        items=[account(each, language) for each in found],
    )
