"""The last-call board: what must be announced by one day for an effect by another."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.life import next_step
from api.pages.matters import segments
from api.pages.rendering import ports_of, render
from api.pages.saved_views import views_of
from domain.dates import local_day
from projections.changes import last_call
from projections.programmes import every

router = APIRouter()


@router.get("/laatste-oproep")
def show_last_call(request: Request, tot: str = "", ingang: str = "") -> HTMLResponse:
    """`tot` is the day by which to announce, `ingang` the day by which it takes effect."""
    ports = ports_of(request)
    now = ports.clock()
    today = local_day(now)
    until, until_wrong = day_or(tot, usual_until(today))
    effect, effect_wrong = day_or(ingang, date.max)
    with ports.pool.connection() as connection:
        calls = last_call(connection, until, today, effect)
        named = segments(every(connection))
    return render(
        request,
        "last_call.html",
        views=views_of(request),
        calls=[(call, next_step(call.change, now)) for call in calls],
        until=until,
        effect=None if effect == date.max else effect,
        asked={"tot": tot, "ingang": ingang},
        wrong={"tot": until_wrong, "ingang": effect_wrong},
        segments=named,
    )


def usual_until(today: date) -> date:
    """The next 1 January or 1 July: half a year before it, most changes take effect."""
    july = date(today.year, 7, 1)
    return july if today <= july else date(today.year + 1, 1, 1)


def day_or(text: str, otherwise: date) -> tuple[date, bool]:
    """The day that was asked for; otherwise the usual one, and whether that was no day at all."""
    if not text:
        return otherwise, False
    try:
        return date.fromisoformat(text), False
    except ValueError:
        return otherwise, True
