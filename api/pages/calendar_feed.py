"""The last lawful days as a calendar that other programs follow (AN-22)."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.language import spoken
from api.pages.changes import TOLD
from api.pages.found import programme_of
from api.pages.icalendar import MEDIA_TYPE, Deadline, calendar
from api.pages.rendering import ports_of
from domain.base import Sentence
from projections import changes, history
from projections.changes import ChangeRow
from projections.history import HistoryRow
from projections.language import say, write_date

router = APIRouter()


@router.get("/kalender/aankondigingen.ics")
def show_feed(request: Request, programma: Annotated[UUID, Query()]) -> Response:
    """The announcements of a programme, each on its last lawful day."""
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programma)
        found = [
            (change, history.of_subject(connection, change.change_id, kinds=TOLD))
            for change in changes.of_programme(connection, programma)
        ]
    name = say(Sentence("Announcements of %(region)s", {"region": programme.region}), spoken())
    site = str(request.base_url).rstrip("/")
    deadlines = [deadline_of(change, told, site) for change, told in found]
    headers = {"Content-Disposition": 'inline; filename="aankondigingen.ics"'}
    return Response(calendar(name, deadlines), media_type=MEDIA_TYPE, headers=headers)


def deadline_of(change: ChangeRow, told: Iterable[HistoryRow], site: str) -> Deadline:
    """The change as a day in a calendar; cancelled when it was withdrawn.

    What was announced stays in the calendar, and reminds nobody any more.
    """
    rows = list(told)
    return Deadline(
        uid=f"aankondiging-{change.change_id}@inkoopspoor",
        day=change.latest,
        summary=say(_summary(change), spoken()),
        description=say(_description(change), spoken()),
        url=f"{site}/wijzigingen/{change.change_id}",
        status="CANCELLED" if change.status == "withdrawn" else "CONFIRMED",
        sequence=len(rows),
        changed_at=max((each.at for each in rows), default=change.proposed_at),
        remind_days=change.remind_days if change.to_announce else (),
    )


def _summary(change: ChangeRow) -> Sentence:
    values = {"title": change.title}
    if change.status == "withdrawn":
        return Sentence("Withdrawn: %(title)s", values)
    if change.to_announce:
        return Sentence("Last day to announce: %(title)s", values)
    return Sentence("Announced: %(title)s", values)


def _description(change: ChangeRow) -> Sentence:
    values = {"effective": write_date(change.effective, spoken()), "segment": change.segment}
    return Sentence("Takes effect on %(effective)s. Segment: %(segment)s.", values)
