"""The page of a letter to councils: for a day, for readers, to be printed."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.council_letter import ROLES, Audience, Material, write
from api.pages.found import programme_of
from api.pages.last_call import day_or
from api.pages.rendering import ports_of, render
from domain.dates import local_day
from projections import decisions, documents, plan_items, procedures, steering

router = APIRouter()


@router.get("/programmas/{programme_id}/raadsbrief")
def show_letter(
    request: Request, programme_id: UUID, tot: str = "", voor: str = "", onderdeel: str = ""
) -> HTMLResponse:
    """`tot` is the day of the letter, `voor` who reads it, `onderdeel` the moment in the plan."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    on, wrong = day_or(tot, today)
    audience: Audience = next((each for each in ROLES if each == voor), "raadsleden")
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        material = Material(
            programme=programme,
            plan=plan_items.of_programme(connection, programme_id),
            decisions=decisions.of_programme(connection, programme_id),
            procedures=procedures.of_programme(connection, programme_id),
            entries=steering.of_programme(connection, programme_id),
            documents=documents.of_programme(connection, programme_id),
        )
    moments = [each for each in material.plan if each.kind == "information"]
    audiences: list[Audience] = list(ROLES)
    return render(
        request,
        "council_letter.html",
        programme=programme,
        letter=write(material, on, audience),
        audiences=audiences,
        moments=moments,
        asked=next((each for each in moments if each.item_id == onderdeel), None),
        wrong=wrong,
    )
