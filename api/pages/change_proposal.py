"""Proposing a change: the form, and beforehand the contracts that it would touch."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.pages.decisions import segment_titles
from api.pages.forms import Form, Sent, Tried, afterwards, submit
from api.pages.found import programme_of
from api.pages.proposal_form import (
    FORM,
    KINDS,
    PLACE,
    day_in,
    numbers_in,
    proposal_in,
    scope_in,
)
from api.pages.rendering import ports_of, render
from api.pages.term_rows import ROWS, TermTyped, bases, rows, shown, terms_in
from api.pages.typed import resumed
from api.recording import Stamp
from domain.change.commands import ProposeChange
from domain.dates import local_day
from projections import decisions
from projections.programmes import ProgrammeRow
from projections.reach import Proposed, Reach, known_numbers, reach_of, terms_before

router = APIRouter()

FEWEST_OF_A_TERM = 3
"""So many readings of one term are shown; how many more there are is counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a term reads now, and in how many of the contracts; none where it is not in them."""

    text: str | None
    contracts: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A term that is proposed beside the ways in which it reads now, the most frequent first."""

    name: str
    after: str
    now: tuple[Reading, ...]
    more: int


@router.get("/programmas/{programme_id}/wijzigingen/nieuw")
def show_form(
    request: Request, programme_id: UUID, segment: str = "", nummers: str = ""
) -> HTMLResponse:
    """With what was chosen elsewhere filled in: a segment, and numbers of contracts."""
    ticked = {f"segment-{segment}": "ja"} if segment else {}
    if nummers:
        ticked["contracts"] = nummers
    kept = resumed(request) or Tried(FORM, ticked, status=200)
    return proposal_page(request, programme_id, kept)


@router.post("/programmas/{programme_id}/wijzigingen/tellen")
def count(request: Request, programme_id: UUID, sent: Form) -> HTMLResponse:
    """The contracts in scope of what was typed so far: a part of the page."""
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
    return render(request, "change_count.html", **counted(request, programme, sent))


@router.get("/programmas/{programme_id}/wijzigingen/tellen")
def show_count(request: Request, programme_id: UUID) -> HTMLResponse:
    """A reload of what is only a part of a page shows the page."""
    return show_form(request, programme_id)


@router.post("/programmas/{programme_id}/wijzigingen/nieuw")
def propose(request: Request, programme_id: UUID, sent: Form) -> Response:
    """Propose what was typed; or count first, where the other button was pressed."""
    if sent.text("do") == "tellen":
        return proposal_page(request, programme_id, Tried(FORM, sent.values, status=200))
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        known = known_numbers(connection, programme_id, numbers_in(sent))
    proposed: list[UUID] = []

    def build(stamp: Stamp) -> ProposeChange:
        command = proposal_in(sent, programme, known, stamp)
        proposed.append(command.change_id)
        return command

    return submit(
        request,
        sent,
        FORM,
        (),
        build,
        again=lambda tried: proposal_page(request, programme_id, tried),
        on=lambda position: afterwards(f"/wijzigingen/{proposed[0]}", position, FORM),
    )


def proposal_page(request: Request, programme_id: UUID, tried: Tried) -> HTMLResponse:
    """The form with what was typed, and what it would touch."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        open_decisions = [
            (str(each.decision_id), each.title)
            for each in decisions.of_programme(connection, programme_id)
            if each.status not in ("reached", "forgone", "lapsed")
        ]
    sent = Sent(tried.values)
    touched = counted(request, programme, sent)
    left = max((each for each, _ in rows(sent, "except", "why")), default=0)
    return render(
        request,
        "change_proposal.html",
        tried.status,
        tried=tried,
        programme=programme,
        segments=segment_titles(programme),
        kinds=KINDS,
        places=[f"{PLACE}{each.name}" for each in programme.municipalities],
        bases=bases(),
        filled=shown({}, {}, tried),
        except_rows=range(1, left + ROWS),
        open_decisions=open_decisions,
        **touched,
    )


def counted(request: Request, programme: ProgrammeRow, sent: Sent) -> dict[str, Any]:
    """What the typed scope touches, where it can be read."""
    ports = ports_of(request)
    effective = day_in(sent)
    with ports.pool.connection() as connection:
        known = known_numbers(connection, programme.programme_id, numbers_in(sent))
        typed = scope_in(sent, known)
        reach = (
            reach_of(
                connection, programme.programme_id, typed.scope, effective, local_day(ports.clock())
            )
            if typed.scope is not None and effective is not None
            else None
        )
    terms = compared(reach, effective, terms_in(sent)) if reach and effective else []
    found = reach.contracts if reach else ()
    return {
        "reach": reach,
        "effective": effective,
        "unknown": typed.unknown,
        "scoped": typed.scope is not None,
        "compared": terms,
        "names_of_terms": sorted({name for each in found for name in each.terms}),
    }


def compared(reach: Reach, effective: date, typed: Iterable[TermTyped]) -> list[Compared]:
    """Each proposed term beside how the contracts in scope read now."""
    found = [terms_before(each, Proposed(effective, {})) for each in reach.contracts]
    found_terms = []
    for term in typed:
        counts = Counter(terms.get(term.name) for terms in found).most_common()
        now = tuple(Reading(text, count) for text, count in counts[:FEWEST_OF_A_TERM])
        found_terms.append(Compared(term.name, term.text, now, max(0, len(counts) - len(now))))
    return found_terms
