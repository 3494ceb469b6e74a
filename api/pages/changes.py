"""Changes: all of them, and each with its life, its letters and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.identity import person_of
from api.pages.forms import Tried
from api.pages.life import life_line, next_step
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.today import segments
from api.ports import Text
from domain.dates import Explained, local_day
from domain.notice import earliest_effect, latest_announcement
from projections import history, letters, tables
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS
from projections.letters import LETTERS, LetterRow
from projections.programmes import PROGRAMMES, every

router = APIRouter()

STORY = 200
"""How many sentences of a change's history a page shows at most; each letter gives two."""


@dataclass(frozen=True, slots=True)
class Held:
    """A contract that does not get the change: why not, and when it lawfully could."""

    letter: LetterRow
    reason: str
    earliest: Explained


@router.get("/wijzigingen")
def list_changes(request: Request) -> HTMLResponse:
    ports = ports_of(request)
    now = ports.clock()
    with ports.pool.connection() as connection:
        found = tables.select(connection, CHANGES, order=("effective", "key"))
        named = segments(every(connection))
    rows = [(change, next_step(change, now)) for change in found]
    return render(request, "changes.html", rows=rows, segments=named)


@router.get("/wijzigingen/{change_id}")
def show_change(request: Request, change_id: UUID) -> HTMLResponse:
    return change_page(request, change_id)


@router.get("/wijzigingen/{change_id}/brieven")
def show_letters(request: Request, change_id: UUID) -> HTMLResponse:
    """The parts of the page that change while letters go out."""
    return render(request, "letters.html", **_seen(request, change_id))


@router.get("/wijzigingen/{change_id}/brieven/{letter_id}")
def show_letter(request: Request, change_id: UUID, letter_id: UUID) -> HTMLResponse:
    """One letter as it reads."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        change = tables.get(connection, CHANGES, change_id)
        letter = tables.get(connection, LETTERS, letter_id)
    if change is None or letter is None or letter.change_id != change_id:
        raise not_found()
    try:
        text: Text = ports.letter(change_id, letter_id)
    except KeyError as error:
        raise not_found() from error
    return render(
        request,
        "letter.html",
        change=change,
        letter=letters.as_of_change(letter, change),
        text=text,
        names=Names(ports),
    )


def change_page(request: Request, change_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    seen = _seen(request, change_id)
    change: ChangeRow = seen["change"]
    with ports.pool.connection() as connection:
        programme = tables.get(connection, PROGRAMMES, change.programme_id)
        told = history.of_subject(connection, change_id, STORY)
    seen["names"].learn([each.by for each in told])
    clauses = change.clauses or (change.clause,)
    return render(
        request,
        "change.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        segments=segments([programme] if programme else []),
        explained=min(
            (latest_announcement(change.effective, each) for each in clauses),
            key=lambda each: each.value,
        ),
        held=_held(change, seen["letters"], local_day(ports.clock())),
        told=[each for each in told if not each.kind.startswith("Letter")],
        people=[(each.person_id, each.name) for each in ports.people],
        **seen,
    )


def _seen(request: Request, change_id: UUID) -> dict[str, Any]:
    """What both the page and its moving parts show."""
    ports = ports_of(request)
    now = ports.clock()
    with ports.pool.connection() as connection:
        change = tables.get(connection, CHANGES, change_id)
        if change is None:
            raise not_found()
        found = letters.of_change(connection, change_id)
        where = {"programme_id": change.programme_id, "segment": change.segment}
        contracts = tables.count(connection, CONTRACTS, where)
    clauses = change.clauses or (change.clause,)
    person = person_of(request, ports)
    drew_up = (change.proposed_by, change.drafted_by)
    return {
        "change": change,
        "letters": found,
        "contracts": contracts,
        "stages": life_line(change, local_day(now)),
        "step": next_step(change, now),
        "moving": _moving(change, found, now),
        "soonest": max(
            (earliest_effect(local_day(now), each) for each in clauses),
            key=lambda each: each.value,
        ),
        "may_approve": person is None or person.person_id not in drew_up,
        "undo": ports.undo,
        "names": Names(ports).learn(_parties(change, found)),
    }


def _moving(change: ChangeRow, found: Sequence[LetterRow], now: datetime) -> bool:
    """Whether letters are about to go out, or are going out."""
    if change.announcement not in ("ordered", "sending") or change.withdrawn_at:
        return False
    waiting = any(each.state in ("to_send", "sending", "retrying") for each in found)
    return waiting or (change.send_at is not None and now < change.send_at)


def _parties(change: ChangeRow, found: Sequence[LetterRow]) -> list[object]:
    people = (change.proposed_by, change.drafted_by, change.approved_by, change.ordered_by)
    decided = change.override.decided_by if change.override else None
    return [each for each in (*people, decided, *(row.provider_id for row in found)) if each]


def _held(change: ChangeRow, found: Sequence[LetterRow], today: date) -> list[Held]:
    held = []
    for letter in found:
        if letter.contract_id in change.held_back_contracts:
            told = letter.announced_on
            reason = "announced_late" if told else "not_announced"
            earliest = earliest_effect(told or today, letter.clause)
            held.append(Held(letter, reason if change.adoption else "not_adopted", earliest))
    return held
