"""Every contract as it reads after a change: all of them, and one beside how it reads without."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.found import with_programme
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.pages.today import segments
from domain.dates import local_day
from projections.changes import CHANGES
from projections.reach import Scoped, preview, proposed_by, scoped

router = APIRouter()

PAGE_SIZE = 50
AT = "/wijzigingen/{change_id}/overeenkomsten"
FILTERS = ("segment", "clausule", "nummer")


@router.get(AT)
def list_contracts(request: Request, change_id: UUID, pagina: str = "") -> HTMLResponse:
    """The contracts in scope by number, each with what the change does to it."""
    ports = ports_of(request)
    asked = {name: request.query_params.get(name, "").strip() for name in FILTERS}
    with ports.pool.connection() as connection:
        change, programme = with_programme(connection, CHANGES, change_id)
        whole = scoped(connection, change, local_day(ports.clock()))
    found = [each for each in whole if _fits(each, asked)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = page_of(pagina, pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    proposed = proposed_by(change)
    return render(
        request,
        "change_contracts.html",
        change=change,
        segments=segments([programme]),
        rows=[(each, preview(each.contract, proposed, each.laid_out)) for each in shown],
        total=len(found),
        page=page,
        pages=pages,
        asked=asked,
        choices={
            "segment": sorted({each.contract.segment for each in whole}),
            "clausule": sorted({each.clause.clause_id for each in whole}),
        },
        turned=lambda number: here(request, pagina=number),
        names=Names(ports).learn([each.contract.provider_id for each in shown]),
    )


@router.get(AT + "/{contract_id}")
def show_contract(request: Request, change_id: UUID, contract_id: UUID) -> HTMLResponse:
    """One contract, every term before and after (CC-26)."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        change, programme = with_programme(connection, CHANGES, change_id)
        named = scoped(connection, change, local_day(ports.clock()), only=contract_id)
    if not named:
        raise not_found()
    [found] = named
    return render(
        request,
        "change_preview.html",
        change=change,
        segments=segments([programme]),
        found=found,
        preview=preview(found.contract, proposed_by(change), found.laid_out),
        names=Names(ports).learn([found.contract.provider_id]),
    )


def _fits(each: Scoped, asked: Mapping[str, str]) -> bool:
    said = {
        "segment": each.contract.segment,
        "clausule": each.clause.clause_id,
        "nummer": each.contract.number,
    }
    wanted = {**asked, "nummer": asked["nummer"].upper()}
    return all(said[name] == value for name, value in wanted.items() if value)
