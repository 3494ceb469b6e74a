"""A provider's own pages as that provider sees them, for who answers its telephone. To read only.

They are made by the same functions as the provider's own, so they cannot show more or less.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import not_found
from api.pages.names import Names
from api.pages.own import contract_values, letter_values, own_values, told_to
from api.pages.rendering import ports_of, render
from projections import tables
from projections.contracts import CONTRACTS
from projections.providers import PROVIDERS

router = APIRouter(prefix="/aanbieders/{provider_id}/bekijken")


@dataclass(frozen=True, slots=True)
class Looking:
    """With whom somebody looks along; `back` is the office's own page about it, or the list."""

    name: str
    back: str


@router.get("")
def show_home(request: Request, provider_id: UUID) -> HTMLResponse:
    seen = own_values(ports_of(request), provider_id, _root(provider_id))
    return _page(request, provider_id, "own.html", seen)


@router.get("/overeenkomsten/{contract_id}")
def show_contract(request: Request, provider_id: UUID, contract_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    seen = contract_values(ports, provider_id, contract_id, _root(provider_id))
    return _page(request, provider_id, "own_contract.html", seen)


@router.get("/brieven/{letter_id}")
def show_letter(request: Request, provider_id: UUID, letter_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    told = told_to(ports, provider_id, letter_id)
    seen = {**letter_values(ports, told, _root(provider_id)), "said": None}
    return _page(request, provider_id, "own_letter.html", seen)


@router.get("/plannen/{document_id}")
def show_plan(document_id: UUID) -> RedirectResponse:
    """On to the document of the office: the file is the same."""
    return RedirectResponse(f"/documenten/{document_id}", status_code=303)


def _page(request: Request, provider_id: UUID, template: str, seen: dict[str, Any]) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        known = tables.get(connection, PROVIDERS, provider_id)
        if known is None and not tables.count(connection, CONTRACTS, {"provider_id": provider_id}):
            raise not_found()
    back = f"/aanbieders/{provider_id}" if known else "/aanbieders"
    looking = Looking(Names(ports)(provider_id), back)
    return render(request, template, looking=looking, **seen)


def _root(provider_id: UUID) -> str:
    return f"/aanbieders/{provider_id}/bekijken"
