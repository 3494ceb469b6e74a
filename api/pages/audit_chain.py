"""What an event rests on and what followed from it; why a day is what it is (AU-06)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.identity import person_of
from api.pages.asked_days import known_or, moment_of
from api.pages.audit import subject_of
from api.pages.last_call import day_or
from api.pages.names import Names
from api.pages.proof_status import proof_of
from api.pages.rendering import ports_of, render
from api.pages.rule_inputs import inputs_in_words
from api.secret_reading import note_subjects
from domain.dates import local_day
from projections import tables
from projections.agenda import AGENDA
from projections.trail.chain import Branch, causes_tree, chain_of, consequences_tree
from projections.trail.lookup import Stored
from projections.trail.model import AUDIT_TRAIL
from projections.trail.told import told
from projections.why import reasons
from projections.why.agenda import of_row
from projections.why.agenda import subject_of as agenda_subject

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Limb:
    """Events that hang on one another one by one, and what spreads out from the last.

    `alike` are others beside the first of the run that differ from it in nothing but their day.
    """

    run: tuple[Branch, ...]
    limbs: tuple["Limb", ...] = ()
    alike: tuple[Branch, ...] = ()


@router.get("/controle/keten/{event_id}")
def show_chain(request: Request, event_id: UUID) -> HTMLResponse:
    """Up to the quotes of the sources, down to all that followed."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        chain = chain_of(Stored(connection), event_id)
        if chain is None:
            raise not_found()
        words = told(connection, chain.events.values())
        subject = subject_of(connection, chain.start.subject_id)
        proof = proof_of(connection, event_id)
    subjects = {each.subject_id for each in chain.events.values()}
    note_subjects(ports, person_of(request, ports), "page", subjects)
    by = [each.by for each in chain.events.values()]
    return render(
        request,
        "audit_chain.html",
        chain=chain,
        words=words,
        subject=subject,
        proof=proof,
        causes=limbs(causes_tree(chain)),
        consequences=limbs(consequences_tree(chain)),
        names=Names(ports).learn(by),
    )


@router.get("/controle/waarom")
def show_why(
    request: Request,
    onderwerp: str = "",
    agenda: str = "",
    dag: str = "",
    bekend: str = "",
) -> HTMLResponse:
    """`onderwerp` is what the day is of, or `agenda` a row of the agenda; `bekend` when known."""
    ports = ports_of(request)
    now = ports.clock()
    today = local_day(now)
    known, known_wrong = known_or(bekend, today, today)
    day, day_wrong = day_or(dag, date.min)
    asked = None if day == date.min else day
    with ports.pool.connection() as connection:
        row = tables.get(connection, AGENDA, agenda) if agenda else None
        subject_id = agenda_subject(row) if row else _id(onderwerp)
        events = ports.read(subject_id) if subject_id else ()
        if subject_id is None or not events:
            raise not_found()
        subject = subject_of(connection, subject_id)
    note_subjects(ports, person_of(request, ports), "page", {subject_id})
    moment = moment_of(known, now)
    found = of_row(row, reasons(events, moment)) if row else reasons(events, moment, asked)
    with ports.pool.connection() as connection:
        given = {each for why in found for each in why.given_by}
        words = told(connection, tables.get_all(connection, AUDIT_TRAIL, given).values())
    return render(
        request,
        "audit_why.html",
        subject=subject,
        found=found,
        asked={"dag": asked, "bekend": known, "agenda": agenda},
        wrong={"dag": day_wrong, "bekend": known_wrong},
        before=events[0].at > moment,
        words=words,
        inputs_in_words=inputs_in_words,
    )


def limbs(branches: Sequence[Branch]) -> tuple[Limb, ...]:
    """The tree for readers.

    Its unbranched stretches are one, so that it does not step in at each event, and what is alike
    stands together, such as the letters of one announcement.
    """
    found: list[Limb] = []
    for branch in branches:
        if found and _alike(found[-1].run[0], branch) and not found[-1].limbs:
            found[-1] = replace(found[-1], alike=(*found[-1].alike, branch))
            continue
        run = [branch]
        while len(run[-1].branches) == 1:
            run.append(run[-1].branches[0])
        found.append(Limb(tuple(run), limbs(run[-1].branches)))
    return tuple(found)


def _alike(one: Branch, other: Branch) -> bool:
    same = (one.relation, one.event.kind) == (other.relation, other.event.kind)
    return same and not one.branches and not other.branches


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
