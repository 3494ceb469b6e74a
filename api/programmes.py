"""Programmes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import shapes
from api.identity import World
from api.reading import Page, Paging, Reading, one, paged, rows_of
from projections.plan_items import PLAN_ITEMS
from projections.programmes import PROGRAMMES

router = APIRouter(prefix="/programmes", tags=["programmes"])


@router.get("")
def list_programmes(
    request: Request, response: Response, ports: World, query: Annotated[Paging, Query()]
) -> Page[shapes.Programme]:
    """All programmes, by region and title."""
    found = rows_of(ports, query, PROGRAMMES, {}, ("region", "title"))
    return paged(request, response, query, found, shapes.Programme.model_validate)


@router.get("/{programme_id}")
def show_programme(
    programme_id: UUID, ports: World, query: Annotated[Reading, Query()]
) -> shapes.Programme:
    """One programme: its municipalities, segments and notice clauses."""
    return shapes.Programme.model_validate(one(ports, query, PROGRAMMES, programme_id))


@router.get("/{programme_id}/plan-items")
def list_plan_items_of_programme(
    programme_id: UUID,
    request: Request,
    response: Response,
    ports: World,
    query: Annotated[Paging, Query()],
) -> Page[shapes.PlanItem]:
    """The programme's plan in the order of its days; what has none comes last."""
    one(ports, query, PROGRAMMES, programme_id)
    where = {"programme_id": programme_id}
    found = rows_of(ports, query, PLAN_ITEMS, where, ("due", "first", "item_id"))
    return paged(request, response, query, found, shapes.PlanItem.model_validate)
