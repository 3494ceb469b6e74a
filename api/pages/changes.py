"""Changes: all of them, and each with its life, its letters and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.identity import person_of
from api.language import spoken
from api.pages.forms import Tried
from api.pages.labels import LABELS
from api.pages.letter_fields import ORIGINS, groups_of
from api.pages.life import life_line, next_step, passed
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.possible import Situation, possible
from api.pages.rendering import here, ports_of, render
from api.pages.term_rows import bases, shown
from api.pages.today import segments
from api.pages.typed import resumed
from api.ports import Text
from domain.base import Sentence
from domain.change.events import ChangeEvent
from domain.dates import Explained, local_day
from domain.notice import earliest_effect
from projections import history, letters, tables
from projections.changes import CHANGES, ChangeRow, decided_against
from projections.contracts import CONTRACTS
from projections.language import say
from projections.letters import LETTERS, LetterRow
from projections.programmes import PROGRAMMES, every
from projections.reach import by_clause, in_scope

router = APIRouter()

STORY = 200
"""How many sentences of a change's history a page shows at most."""
PAGE_SIZE = 50
LAST_FIRST = ("-effective", "-key")
FILTERS = {"programma": "programme_id", "segment": "segment", "stand": "status"}
"""The filters in the address, and what each is called in the rows."""
SHOWN = 25
"""How many letters the page of a change shows; the register has them all."""
TOLD = tuple(
    each.__name__ for each in get_args(ChangeEvent) if not each.__name__.startswith("Letter")
)
"""What the page tells of; letters stand in a table of their own."""


@dataclass(frozen=True, slots=True)
class Held:
    """A contract that does not get the change: why not, and when it lawfully could."""

    letter: LetterRow
    reason: str
    earliest: Explained


@router.get("/wijzigingen")
def list_changes(request: Request, pagina: str = "") -> HTMLResponse:
    """What takes effect last comes first: what was done years ago is on later pages."""
    ports = ports_of(request)
    now = ports.clock()
    asked = {name: request.query_params.get(name, "").strip() for name in FILTERS}
    where = {FILTERS[name]: value for name, value in asked.items() if value}
    with ports.pool.connection() as connection:
        total = tables.count(connection, CHANGES, where)
        pages = max(1, -(-total // PAGE_SIZE))
        page = page_of(pagina, pages)
        offset = (page - 1) * PAGE_SIZE
        found = tables.select(connection, CHANGES, where, LAST_FIRST, PAGE_SIZE, offset)
        programmes = every(connection)
    rows = [(change, next_step(change, now)) for change in found]
    return render(
        request,
        "changes.html",
        rows=rows,
        total=total,
        page=page,
        pages=pages,
        asked=asked,
        at=lambda number: here(request, pagina=number),
        statuses=[(key, say(Sentence(words), spoken())) for key, words in LABELS["change"].items()],
        choices={each.segment_id: each.title for one in programmes for each in one.segments},
        segments=segments(programmes),
        programmes=programmes,
    )


@router.get("/wijzigingen/{change_id}")
def show_change(request: Request, change_id: UUID) -> HTMLResponse:
    return change_page(request, change_id)


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
        fields=[] if letter.sent_at else groups_of(ports, change, letter),
        origins=ORIGINS,
        names=Names(ports),
    )


def change_page(request: Request, change_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    seen = _seen(request, change_id)
    change: ChangeRow = seen["change"]
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programme = tables.get(connection, PROGRAMMES, change.programme_id)
        told = history.of_subject(connection, change_id, STORY, kinds=TOLD)
        held = _held(connection, change, today)
        against = decided_against(connection, change)
        left = [each.contract_id for each in change.whole_scope.excepted]
        numbers = {
            each.contract_id: each.number
            for each in tables.get_all(connection, CONTRACTS, left).values()
        }
    consents = change.mandate.consents if change.mandate else ()
    seen["names"].learn([*(each.by for each in told), *(each.letter.provider_id for each in held)])
    return render(
        request,
        "change.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        segments=segments([programme] if programme else []),
        clauses=by_clause(change.clauses or (change.clause,), change.effective),
        held=held,
        against=against,
        told=told,
        people=[(each.person_id, each.name) for each in ports.people],
        filled=shown(
            change.terms, change.provisions, _of_form(tried or resumed(request), "vervangen")
        ),
        bases=bases(),
        numbers=numbers,
        consented={each.municipality: each.decided_on for each in consents},
        **seen,
    )


def _seen(request: Request, change_id: UUID) -> dict[str, Any]:
    """What most parts of the page show."""
    ports = ports_of(request)
    now = ports.clock()
    today = local_day(now)
    with ports.pool.connection() as connection:
        change = tables.get(connection, CHANGES, change_id)
        if change is None:
            raise not_found()
        found = _letters(connection, change)
        contracts = change.recipients or in_scope(
            connection, change.programme_id, change.whole_scope, change.effective
        )
    clauses = change.clauses or (change.clause,)
    person = person_of(request, ports)
    situation = Situation(change, person.person_id if person else None, today)
    return {
        "change": change,
        "letters": found,
        "contracts": contracts,
        "stages": life_line(change, today),
        "step": next_step(change, now),
        "passed": passed(change, today),
        "moving": _moving(change, now),
        "soonest": max(
            (earliest_effect(today, each) for each in clauses), key=lambda each: each.value
        ),
        "why": possible(situation),
        "undo": ports.undo,
        "can_lay_out": ports.lay_out is not None,
        "names": Names(ports).learn(_parties(change, found)),
    }


def _letters(source: tables.Source, change: ChangeRow) -> list[LetterRow]:
    """The first letters, those that wait for somebody before the others; the register has all."""
    if change.drafted_at is None:
        return []
    where = {"change_id": change.change_id}
    order = ("contract_number", "drafted_at")
    refused = tables.select(source, LETTERS, {**where, "state": "refused"}, order, SHOWN)
    others = tables.OneOf(["sending", "retrying", "to_send", "sent"])
    rest = tables.select(source, LETTERS, {**where, "state": others}, order, SHOWN)
    shown = [letters.as_of_change(each, change) for each in (*refused, *rest)][:SHOWN]
    return sorted(shown, key=lambda each: (each.state != "refused", each.contract_number))


def _moving(change: ChangeRow, now: datetime) -> bool:
    """Whether letters are about to go out, or are going out."""
    if change.pause:
        return False
    waiting = sum(each.letters - each.sent for each in change.given_up)
    if change.announcement in ("ordered", "sending") and not change.withdrawn_at:
        waiting += change.recipients - change.sent
        if change.send_at is not None and now < change.send_at:
            return True
    return waiting > change.refused


def _of_form(tried: Tried | None, form: str) -> Tried | None:
    """What was typed, if it was typed in this form."""
    return tried if tried is not None and tried.form == form else None


def _parties(change: ChangeRow, found: Sequence[LetterRow]) -> list[object]:
    people = (change.proposed_by, change.drafted_by, change.approved_by, change.ordered_by)
    decided = change.override.decided_by if change.override else None
    ruled = change.ruled.ruling.decided_by if change.ruled else None
    named = (*people, decided, ruled, *(row.provider_id for row in found))
    return [each for each in named if each]


def _reason(change: ChangeRow, letter: LetterRow) -> str:
    """Why a contract does not get the change, as its letter and the change stand now."""
    if change.adoption is None:
        return "not_adopted"
    if change.reservation is not None and change.lifted is None:
        return "reserved"
    if letter.announced_on is None:
        return "not_announced"
    return "contract_refuses" if letter.in_time else "announced_late"


def _held(source: tables.Source, change: ChangeRow, today: date) -> list[Held]:
    """The first contracts that do not get the change, each with the day on which it could."""
    ids = tables.OneOf(change.held_back_contracts[:SHOWN])
    where = {"change_id": change.change_id, "contract_id": ids}
    rows = tables.select(source, LETTERS, where, ("contract_number",))
    held = []
    for letter in (letters.as_of_change(each, change) for each in rows if each.announces):
        told = letter.announced_on
        earliest = earliest_effect(told or today, letter.clause)
        held.append(Held(letter, _reason(change, letter), earliest))
    return held
