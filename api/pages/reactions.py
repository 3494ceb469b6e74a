"""What providers said about a change, who has its letter, and whether all were told alike."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from operator import itemgetter
from typing import get_args
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from api.errors import not_found
from api.language import spoken
from api.pages.forms import (
    Form,
    NotCarriedOut,
    Sent,
    Tried,
    afterwards,
    asking,
    faults,
    refused,
    stamp,
)
from api.pages.labels import LABELS
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import ports_of, render
from api.pages.told import Said, with_words
from api.reacting import LONGEST, acknowledge, handle
from domain.base import Refused, Sentence
from domain.change.commands import HandleReaction
from domain.change.parts import Handling
from domain.dates import local_day
from projections import letters, reaction_words, reactions, tables
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.equal_treatment import treatment
from projections.language import say, translate
from projections.letters import LETTERS, LetterRow
from projections.reactions import REACTIONS, ReactionRow

router = APIRouter()

AT = "/wijzigingen/{change_id}"
PAGE_SIZE = 100
FILTERS = ("open", "behandeld", "bezwaren")


@dataclass(frozen=True, slots=True)
class Listed:
    """A reaction in the list of a change, with whose it is."""

    said: Said
    contract: ContractRow


@dataclass(frozen=True, slots=True)
class Part:
    """The letters on one page of a list."""

    rows: Sequence[LetterRow]
    total: int
    page: int
    pages: int


@router.get(AT + "/reacties")
def list_reactions(request: Request, change_id: UUID, toon: str = "") -> HTMLResponse:
    change = _change(request, change_id)
    found = _listed(request, change_id)
    shown = [each for each in found if toon not in FILTERS or _fits(each.said.row, toon)]
    return render(
        request,
        "reactions.html",
        change=change,
        rows=shown,
        total=len(found),
        toon=toon,
        names=Names(ports_of(request)).learn([each.contract.provider_id for each in found]),
    )


@router.get(AT + "/reacties.csv")
def export_reactions(request: Request, change_id: UUID) -> Response:
    """All reactions as a table for a spreadsheet; nothing in it is taken for a formula."""
    _change(request, change_id)
    names = Names(ports_of(request))
    label = translate(spoken()).gettext
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    heads = "overeenkomst aanbieder aard ontvangen op_tijd reactie behandeling reden antwoord op"
    table.writerow(heads.split())
    for each in _listed(request, change_id):
        row = each.said.row
        cells = (
            each.contract.number,
            names(each.contract.provider_id),
            label(LABELS["reaction"][row.nature]),
            row.received_on.isoformat(),
            "ja" if row.in_time else "nee",
            each.said.words or "",
            label(LABELS["handling"][row.handling]) if row.handling else "",
            row.reason or "",
            each.said.answer or "",
            local_day(row.handled_at).isoformat() if row.handled_at else "",
        )
        table.writerow([_no_formula(cell) for cell in cells])
    return Response(
        written.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="reacties-{change_id}.csv"'},
    )


@router.get(AT + "/reacties/{reaction_id}")
def show_reaction(request: Request, change_id: UUID, reaction_id: UUID) -> HTMLResponse:
    return _reaction_page(request, change_id, reaction_id)


@router.post(AT + "/reacties/{reaction_id}")
def handle_reaction(request: Request, change_id: UUID, reaction_id: UUID, sent: Form) -> Response:
    """Show how the answer will read, or record what is done and have the answer sent."""
    if sent.text("doen") == "bekijken":
        return _reaction_page(request, change_id, reaction_id, Tried("behandelen", sent.values))
    try:
        position = _handled(request, change_id, reaction_id, sent)
    except NotCarriedOut as error:
        return _reaction_page(request, change_id, reaction_id, error.tried)
    at = f"/wijzigingen/{change_id}/reacties/{reaction_id}"
    return afterwards(at, position, "behandelen")


@router.get(AT + "/ontvangst")
def list_unacknowledged(request: Request, change_id: UUID) -> HTMLResponse:
    return _unacknowledged(request, change_id)


@router.get(AT + "/ontvangst/{letter_id}")
def show_unacknowledged(change_id: UUID, letter_id: UUID) -> Response:
    """The address of a form that was not carried out; a reload shows its page."""
    return RedirectResponse(f"/wijzigingen/{change_id}/ontvangst#{letter_id}", status_code=303)


@router.post(AT + "/ontvangst/{letter_id}")
def record_acknowledgement(
    request: Request, change_id: UUID, letter_id: UUID, sent: Form
) -> Response:
    """The provider said by mail or by telephone that it has the letter."""
    ports = ports_of(request)
    letter = _letter(request, change_id, letter_id)
    form = f"ontvangst-{letter_id}"
    try:
        person = asking(request, sent, form)
        position = acknowledge(ports, (change_id, letter_id), letter.edition, person.person_id)
    except NotCarriedOut as error:
        return _unacknowledged(request, change_id, error.tried)
    except Refused as error:
        return _unacknowledged(request, change_id, refused(sent, form, error).tried)
    return afterwards(f"/wijzigingen/{change_id}/ontvangst", position, "ontvangst")


@router.get(AT + "/gelijke-behandeling")
def show_treatment(request: Request, change_id: UUID) -> HTMLResponse:
    """Whether all providers were told the same at the same moment."""
    ports = ports_of(request)
    change = _change(request, change_id)
    found = [each for each in letters.of_change(ports.pool, change_id) if each.announces]
    treated = treatment(change, found)
    part = _part(request, found)
    named = [*part.rows, *(each.letter for each in treated.different[:PAGE_SIZE])]
    return render(
        request,
        "equal_treatment.html",
        change=change,
        treatment=treated,
        different=treated.different[:PAGE_SIZE],
        part=part,
        names=Names(ports).learn([each.provider_id for each in named]),
    )


def _unacknowledged(request: Request, change_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """Letters that went out and of which nobody said that they came, the first day's first."""
    ports = ports_of(request)
    change = _change(request, change_id)
    sent = [
        (local_day(each.sent_at), each.contract_number, each)
        for each in letters.of_change(ports.pool, change_id)
        if each.sent_at and each.announces
    ]
    by_day = sorted(sent, key=itemgetter(0, 1))
    waiting = [each for *_, each in by_day if each.acknowledged_on is None]
    part = _part(request, waiting)
    return render(
        request,
        "acknowledgements.html",
        tried.status if tried else 200,
        tried=tried,
        change=change,
        sent=len(sent),
        waiting=len(waiting),
        part=part,
        names=Names(ports).learn([each.provider_id for each in part.rows]),
    )


def _part(request: Request, rows: Sequence[LetterRow]) -> Part:
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = page_of(request.query_params.get("pagina", ""), pages)
    return Part(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], len(rows), page, pages)


def _handled(request: Request, change_id: UUID, reaction_id: UUID, sent: Sent) -> int:
    """Carry the form out. Raises `NotCarriedOut`."""
    ports = ports_of(request)
    row, contract = _reaction(request, change_id, reaction_id)
    person = asking(request, sent, "behandelen")
    answer = reaction_words.tidy(sent.text("answer"))
    wrong = {}
    if sent.text("handling") not in get_args(Handling):
        wrong["handling"] = Sentence("Choose one.")
    if not sent.text("reason"):
        wrong["reason"] = Sentence("Fill this in.")
    if len(answer) > LONGEST:
        values = {"count": str(len(answer)), "most": str(LONGEST)}
        wrong["answer"] = Sentence("This has %(count)s characters; %(most)s fit.", values)
    if wrong:
        errors = {name: say(sentence, spoken()) for name, sentence in wrong.items()}
        raise NotCarriedOut(Tried("behandelen", sent.values, errors, status=400))
    try:
        command = HandleReaction.model_validate(
            {
                "change_id": change_id,
                "reaction_id": row.reaction_id,
                "handling": sent.text("handling"),
                "reason": sent.text("reason"),
                **stamp(ports, person, sent, f"behandelen:{reaction_id}"),
            }
        )
        return handle(ports, command, contract.provider_id, answer)
    except ValidationError as error:
        raise NotCarriedOut(Tried("behandelen", sent.values, faults(error), status=400)) from error
    except Refused as error:
        raise refused(sent, "behandelen", error) from error


def _reaction_page(
    request: Request, change_id: UUID, reaction_id: UUID, tried: Tried | None = None
) -> HTMLResponse:
    ports = ports_of(request)
    row, contract = _reaction(request, change_id, reaction_id)
    status = tried.status if tried and (tried.errors or tried.refusal) else 200
    label = translate(spoken()).gettext
    return render(
        request,
        "reaction.html",
        status,
        tried=tried,
        change=_change(request, change_id),
        said=with_words(ports, [row])[0],
        contract=contract,
        handlings=[(each, label(LABELS["handling"][each])) for each in get_args(Handling)],
        longest=LONGEST,
        names=Names(ports),
    )


def _change(request: Request, change_id: UUID) -> ChangeRow:
    change = tables.get(ports_of(request).pool, CHANGES, change_id)
    if change is None:
        raise not_found()
    return change


def _letter(request: Request, change_id: UUID, letter_id: UUID) -> LetterRow:
    letter = tables.get(ports_of(request).pool, LETTERS, letter_id)
    if letter is None or letter.change_id != change_id:
        raise not_found()
    return letter


def _reaction(
    request: Request, change_id: UUID, reaction_id: UUID
) -> tuple[ReactionRow, ContractRow]:
    ports = ports_of(request)
    row = tables.get(ports.pool, REACTIONS, reaction_id)
    if row is None or row.change_id != change_id:
        raise not_found()
    contract = tables.get(ports.pool, CONTRACTS, row.contract_id)
    if contract is None:
        raise not_found()
    return row, contract


def _listed(request: Request, change_id: UUID) -> Sequence[Listed]:
    ports = ports_of(request)
    rows = reactions.of_change(ports.pool, change_id)
    contracts = tables.get_all(ports.pool, CONTRACTS, {row.contract_id for row in rows})
    return [Listed(said, contracts[str(said.row.contract_id)]) for said in with_words(ports, rows)]


def _fits(row: ReactionRow, shown: str) -> bool:
    match shown:
        case "open":
            return row.waits
        case "behandeld":
            return row.handled
        case _:
            return row.nature == "objection"


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet shows as it is."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
