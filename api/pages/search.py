"""Search over everything: one box on every page, one page of what was found."""

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.names import Names
from api.pages.rendering import ports_of, render
from projections import providers, search, tables
from projections.contracts import CONTRACTS
from projections.programmes import every
from projections.providers import PROVIDERS
from projections.search import SearchRow

router = APIRouter()

MOST = 200
LONGEST = 100
KINDS = (
    "change",
    "contract",
    "decision",
    "procedure",
    "plan_item",
    "document",
    "entry",
    "programme",
)
"""The order in which kinds are shown."""


@router.get("/zoeken")
def show_found(request: Request, q: str = "") -> HTMLResponse:
    """What has all these words in its title or number; providers by name."""
    text = " ".join(q.split())[:LONGEST]
    ports = ports_of(request)
    names = Names(ports)
    with ports.pool.connection() as connection:
        found = search.find(connection, text, MOST)
        called = providers.named(connection, text) if text else set()
        parties = list(tables.get_all(connection, PROVIDERS, sorted(called)[:MOST]).values())
        ids = [each.id for each in found if each.kind == "contract"]
        contracts = tables.get_all(connection, CONTRACTS, ids)
        regions = {each.programme_id: each.region for each in every(connection)}
    names.learn(
        [
            *(each.provider_id for each in parties),
            *(each.provider_id for each in contracts.values()),
        ]
    )
    return render(
        request,
        "search.html",
        text=text,
        groups=_grouped(found),
        providers=parties,
        contracts=contracts,
        regions=regions,
        names=names,
        address=address,
        most=MOST,
        total=len(found) + len(parties),
    )


def _grouped(found: list[SearchRow]) -> list[tuple[str, list[SearchRow]]]:
    ordered = sorted(found, key=lambda each: KINDS.index(each.kind))
    return [(kind, list(rows)) for kind, rows in groupby(ordered, key=lambda each: each.kind)]


def address(row: SearchRow) -> str:
    """The page of what was found."""
    of_programme = f"/programmas/{row.programme_id}"
    match row.kind:
        case "programme":
            return of_programme
        case "plan_item":
            return f"{of_programme}#{row.id}"
        case "entry":
            return f"{of_programme}/registers/{row.id}"
        case "decision":
            return f"/besluiten/{row.id}"
        case "procedure":
            return f"/procedures/{row.id}"
        case "change":
            return f"/wijzigingen/{row.id}"
        case "contract":
            return f"/overeenkomsten/{row.id}"
        case "document":
            return f"/documenten/{row.id}"
