"""Whether the record is whole: no gap in any stream, everybody's answer there (AU-16)."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.bodies import bodies_of
from api.pages.rendering import ports_of, render
from projections import tables
from projections.completeness import Presence, presences, sequence
from projections.decisions import DECISIONS
from projections.programmes import every

router = APIRouter()


@router.get("/controle/volledigheid")
def show_completeness(request: Request, programma: str = "") -> HTMLResponse:
    """The sequence of the whole log, and the answers to the decisions of one programme.

    Raises a 404 problem for a programme that is not there.
    """
    with ports_of(request).pool.connection() as connection:
        programmes = every(connection)
        chosen = [each for each in programmes if str(each.programme_id) == programma]
        if programma and not chosen:
            raise not_found()
        programme = next(iter(chosen or programmes), None)
        found = presences(connection, programme.programme_id) if programme else []
        rows = tables.get_all(connection, DECISIONS, {each.decision_id for each in found})
        counted = sequence(connection)
    names = bodies_of(programme)
    return render(
        request,
        "completeness.html",
        programmes=programmes,
        programme=programme,
        counted=counted,
        found=[
            (each, {who: names.of_id(rows[str(each.decision_id)], who) for who in each.asked})
            for each in sorted(found, key=_waiting_first)
        ],
        bodies=names,
    )


def _waiting_first(each: Presence) -> bool:
    return each.whole
