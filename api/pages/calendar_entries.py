"""What stands in a calendar: plan items, decisions, announcements and days of contracts (IN-05)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import get_args
from uuid import UUID

from api.language import spoken
from api.pages.calendar_feed import deadline_of
from api.pages.changes import TOLD
from api.pages.icalendar import Deadline
from api.pages.matters import Matter, waiting_for
from api.ports import Person
from domain.base import Sentence
from domain.dates import Window
from projections import changes, decisions, history, tables
from projections.agenda import AGENDA
from projections.agenda.rows import AgendaRow
from projections.calendar_links import CalendarLink, Kind
from projections.decisions import DecisionRow
from projections.language import N_, say
from projections.plan_items import PLAN_ITEMS, PlanItemRow

KINDS: tuple[Kind, ...] = get_args(Kind)
OF_CONTRACTS: Mapping[str, str] = {
    "contract_end": N_("Contract ends: %(title)s"),
    "option": N_("Last day for an option: %(title)s"),
    "miss_duty": N_("Duty due: %(title)s"),
    "review": N_("To be looked at again: %(title)s"),
    "hand_over": N_("Clients handed over: %(title)s"),
    "certificate_lapses": N_("Certificate lapses: %(title)s"),
}
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_OVER = ("forgone", "lapsed")


def entries(
    source: tables.Source, link: CalendarLink, programme_id: UUID, site: str, now: datetime
) -> Iterator[Deadline]:
    """The days of one programme that belong in the calendar of this link.

    A window without a day is not in it: nobody knows where it would stand. What waits for the
    owner is in a calendar of its own only: `waiting` has it.
    """
    wanted = KINDS if link.kind is None else (link.kind,)
    if "plan" in wanted:
        rows = tables.select(source, PLAN_ITEMS, {"programme_id": programme_id}, ("item_id",))
        yield from _some(_plan_item(each, site) for each in rows if _meant(link, each.segment))
    if "decision" in wanted:
        found = decisions.of_programme(source, programme_id)
        meant = (each for each in found if _meant(link, *each.segments))
        yield from _some(_decision(each, site) for each in meant)
    if "announcement" in wanted:
        for change in changes.of_programme(source, programme_id):
            if _meant(link, *change.whole_scope.segments):
                told = history.of_subject(source, change.change_id, kinds=TOLD)
                yield deadline_of(change, told, site)
    if "contract" in wanted:
        where = {"programme_id": programme_id, "kind": tables.OneOf(OF_CONTRACTS)}
        due = tables.select(source, AGENDA, where, ("due_on",))
        yield from _some(_due(each, site, now) for each in due if _meant(link, each.segment))


def waiting(
    source: tables.Source, link: CalendarLink, owner: Person, site: str, now: datetime
) -> Iterator[Deadline]:
    """What the owner can bring on and by when, by the role that they have now (IN-05).

    It leaves the calendar once it is done: then it waits for nobody, or for somebody else.
    """
    for matter in waiting_for(source, owner, now):
        if link.programme_id in (None, matter.programme_id) and _meant(link, *matter.segments):
            yield from _some([_matter(matter, site, now)])


def _matter(matter: Matter, site: str, now: datetime) -> Deadline | None:
    if matter.day is None:
        return None
    why = (f"{site}{matter.why}",) if matter.why else ()
    return Deadline(
        uid=f"{matter.key}@inkoopspoor",
        day=matter.day,
        summary=f"{say(matter.step, spoken())}: {matter.title}",
        description="\n".join((*matter.risks, *matter.notes, *why)),
        url=f"{site}{matter.address}",
        status="CONFIRMED",
        sequence=0,
        changed_at=now,
    )


def _meant(link: CalendarLink, *segments: str | None) -> bool:
    """What is of no segment in particular is of each."""
    own = [each for each in segments if each is not None]
    return link.segment is None or not own or link.segment in own


def _some(found: Iterable[Deadline | None]) -> Iterator[Deadline]:
    return (each for each in found if each is not None)


def _plan_item(row: PlanItemRow, site: str) -> Deadline | None:
    window = row.realised_on or row.window
    marks = (row.planned_at, row.opened_at, row.missed_at, row.realised_at, row.dropped_at)
    at = f"{site}/programmas/{row.programme_id}#{row.item_id}"
    name = f"onderdeel-{row.programme_id}-{row.item_id}"
    return _span(name, row.title, window, marks, at, cancelled=row.status == "dropped")


def _decision(row: DecisionRow, site: str) -> Deadline | None:
    ended = row.ended.at if row.ended else None
    moved = row.earlier[-1].replaced_at if row.earlier else None
    summary = say(Sentence(N_("Decision: %(title)s"), {"title": row.title}), spoken())
    return _span(
        f"besluit-{row.decision_id}",
        summary,
        row.window,
        (row.planned_at, moved, row.opened_at, row.missed_at, ended),
        f"{site}/besluiten/{row.decision_id}",
        cancelled=row.status in _OVER,
    )


def _span(
    name: str,
    summary: str,
    window: Window,
    marks: Iterable[datetime | None],
    url: str,
    *,
    cancelled: bool,
) -> Deadline | None:
    """All days of a window; one that is open at one end stands on the day that it has."""
    last = window.last or window.first
    if last is None:
        return None
    changed_at = max(each for each in marks if each is not None)
    written = {"written": window.written}
    return Deadline(
        uid=f"{name}@inkoopspoor",
        day=window.first or last,
        last=last,
        summary=summary,
        description=say(Sentence(N_("As planned: %(written)s."), written), spoken()),
        url=url,
        status="CANCELLED" if cancelled else "CONFIRMED",
        sequence=int((changed_at - _EPOCH).total_seconds()),
        changed_at=changed_at,
    )


def _due(row: AgendaRow, site: str, now: datetime) -> Deadline | None:
    """What was dropped stays, cancelled. When such a day last moved is not kept: as of now."""
    if row.due_on is None:
        return None
    contract = row.contract_id
    place = f"overeenkomsten/{contract}" if contract else f"aanbieders/{row.provider_id}"
    return Deadline(
        uid=f"{row.key}@inkoopspoor",
        day=row.due_on,
        summary=say(Sentence(OF_CONTRACTS[row.kind], {"title": row.title}), spoken()),
        description="",
        url=f"{site}/{place}",
        status="CANCELLED" if row.outcome == "dropped" else "CONFIRMED",
        sequence=0,
        changed_at=now,
    )
