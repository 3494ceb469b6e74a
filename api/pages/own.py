"""A provider's own page: its contracts, its letters, its tasks, what it said. Nobody else's.

In a practice copy somebody of the office can look as a provider; in production a provider comes
through the link in its letter until there is a sign-in for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import Problem, not_found
from api.identity import COOKIE, PROVIDER, person_of, provider_of
from api.language import spoken
from api.pages.briefs import NATURES, reaction
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, refused
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.today import segments
from api.pages.told import Told, told, with_words
from api.ports import Ports
from api.reacting import LONGEST, acknowledge, receive
from domain.base import Refused, Sentence
from domain.dates import local_day
from projections import letters, plans, reactions, tables
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.documents import DOCUMENTS
from projections.language import translate
from projections.letters import LETTERS, LetterRow
from projections.programmes import every
from projections.reactions import ReactionRow

OWN = "/aanbieder"

router = APIRouter(prefix=OWN)

OPEN_TO_PROVIDERS = (
    "/aanbieder",
    "/aanmelden",
    "/afmelden",
    "/static",
    "/stroom",
    "/taal",
    "/weergave",
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is asked of the provider; no day means that none was set.

    `term` is the name of the duty in its contract.
    """

    kind: Literal["acknowledge", "react", "duty"]
    about: str
    address: str
    by: date | None = None
    term: str = ""


Announced = tuple[LetterRow, ChangeRow]


async def only_own(request: Request) -> None:
    """Whoever came in as a provider finds nothing but its own pages."""
    if not request.cookies.get(COOKIE, "").startswith(PROVIDER):
        return
    if f"/{request.url.path.split('/')[1]}" not in OPEN_TO_PROVIDERS:
        raise not_found()


@router.get("")
def show_own(request: Request) -> HTMLResponse:
    return own_page(request)


def own_page(request: Request, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    seen = own_values(ports_of(request), provider_asking(request))
    return render(request, "own.html", tried.status if tried else 200, tried=tried, **seen)


def own_values(ports: Ports, provider_id: UUID, root: str = OWN) -> dict[str, Any]:
    """What the page of this provider shows; `root` is where its pages are looked at."""
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        where = {"provider_id": provider_id}
        contracts = tables.select(connection, CONTRACTS, where, ("number",))
        announced = _announced(connection, provider_id)
        said = reactions.of_contracts(connection, [each.contract_id for each in contracts])
        programmes = every(connection)
        handed_in = plans.of_party(connection, str(provider_id))
        papers = tables.get_all(connection, DOCUMENTS, [each.document_id for each in handed_in])
    return {
        "root": root,
        "plans": [(each, papers.get(str(each.document_id))) for each in handed_in],
        "plan_for": [
            (f"{programme.programme_id}:{each.segment_id}", f"{each.title} ({programme.region})")
            for programme in programmes
            for each in programme.segments
        ],
        "name": Names(ports)(provider_id),
        "contracts": contracts,
        "letters": announced,
        "tasks": tasks(contracts, announced, said, today, root),
        "said": with_words(ports, said),
        "segments": segments(programmes),
    }


@router.get("/overeenkomsten/{contract_id}")
def show_contract(request: Request, contract_id: UUID) -> HTMLResponse:
    seen = contract_values(ports_of(request), provider_asking(request), contract_id)
    return render(request, "own_contract.html", **seen)


def contract_values(
    ports: Ports, provider_id: UUID, contract_id: UUID, root: str = OWN
) -> dict[str, Any]:
    """What the page of a contract shows its provider. Raises a 404 problem for another's."""
    contract = tables.get(ports.pool, CONTRACTS, contract_id)
    if contract is None or contract.provider_id != provider_id:
        raise not_found()
    today = local_day(ports.clock())
    duties = [each for each in contract.duties_on(today) if each.duty.party == "provider"]
    return {"root": root, "contract": contract, "duties": duties}


@router.get("/brieven/{letter_id}")
def show_letter(request: Request, letter_id: UUID) -> HTMLResponse:
    return _letter_page(request, _told(request, letter_id))


@router.get("/brieven/{letter_id}/{form}")
def show_form(letter_id: UUID, form: str) -> Response:
    """The address of a form that was not carried out; a reload shows its page."""
    if form not in ("ontvangen", "reactie"):
        raise not_found()
    return RedirectResponse(f"/aanbieder/brieven/{letter_id}", status_code=303)


@router.post("/brieven/{letter_id}/ontvangen")
def say_received(request: Request, letter_id: UUID) -> Response:
    seen = _told(request, letter_id)
    letter = seen.letter
    try:
        position = acknowledge(
            ports_of(request), (letter.change_id, letter_id), letter.edition, _by(letter)
        )
    except Refused as error:
        return _letter_page(request, seen, refused(Sent({}), "ontvangen", error).tried)
    return afterwards(f"/aanbieder/brieven/{letter_id}", position, "ontvangen")


@router.post("/brieven/{letter_id}/reactie")
def say_something(request: Request, letter_id: UUID, sent: Form) -> Response:
    seen = _told(request, letter_id)
    try:
        position = receive(ports_of(request), reaction(request, seen, sent), _by(seen.letter))
    except NotCarriedOut as error:
        return _letter_page(request, seen, error.tried)
    except Refused as error:
        return _letter_page(request, seen, refused(sent, "reactie", error).tried)
    return afterwards(f"/aanbieder/brieven/{letter_id}", position, "reactie")


@router.get("/reacties/{reaction_id}")
def show_reaction(request: Request, reaction_id: UUID) -> Response:
    """On to the letter that was reacted to, where the reaction stands with its answer."""
    ports = ports_of(request)
    row = tables.get(ports.pool, reactions.REACTIONS, reaction_id)
    contract = tables.get(ports.pool, CONTRACTS, row.contract_id) if row else None
    if contract is None or contract.provider_id != provider_asking(request):
        raise not_found()
    return RedirectResponse(f"/aanbieder#reactie-{reaction_id}", status_code=303)


def tasks(
    contracts: Sequence[ContractRow],
    announced: Sequence[Announced],
    said: Sequence[ReactionRow],
    today: date,
    root: str = OWN,
) -> list[Task]:
    """What is asked of a provider, by its last day; `root` is where its pages are looked at."""
    reacted = {(each.change_id, each.contract_id) for each in said}
    found = [
        *_of_letters(announced, reacted, today, root),
        *_of_contracts(contracts, today, root),
    ]
    return sorted(found, key=lambda each: (each.by or date.max, each.about))


def _of_letters(
    announced: Sequence[Announced], reacted: set[tuple[UUID, UUID]], today: date, root: str
) -> Iterable[Task]:
    for letter, change in announced:
        if change.status == "withdrawn":
            continue
        about = f"{change.title}, {letter.contract_number}"
        address = f"{root}/brieven/{letter.letter_id}"
        if letter.acknowledged_on is None:
            yield Task("acknowledge", about, address)
        until = change.reactions_until
        mine = (letter.change_id, letter.contract_id) in reacted
        if until is not None and until >= today and not mine:
            yield Task("react", about, address, until)


def _of_contracts(contracts: Sequence[ContractRow], today: date, root: str) -> Iterable[Task]:
    for contract in contracts:
        for each in contract.duties_on(today):
            if each.duty.party == "provider" and each.state in ("open", "overdue"):
                address = f"{root}/overeenkomsten/{contract.contract_id}"
                about = f"{each.duty.what} ({contract.number})"
                last = each.duty.due.last if each.duty.due else None
                if last is not None:
                    yield Task("duty", about, address, last, each.name)


def _announced(source: tables.Source, provider_id: UUID) -> list[Announced]:
    """Letters that left the house, the last first; what is only a draft is not yet said."""
    found = tables.select(source, LETTERS, {"provider_id": provider_id}, ("-sent_at",))
    sent = [each for each in found if each.sent_at and each.kind != "reply"]
    changes = tables.get_all(source, CHANGES, {each.change_id for each in sent})
    return [
        (letters.as_of_change(each, changes[str(each.change_id)]), changes[str(each.change_id)])
        for each in sent
        if str(each.change_id) in changes
    ]


def provider_asking(request: Request) -> UUID:
    """The provider that asks. Raises a problem for anybody else."""
    provider_id = provider_of(person_of(request, ports_of(request)))
    if provider_id is None:
        sentence = Sentence(
            "This page is a provider's own. Look as a provider from its page, in a practice copy."
        )
        raise Problem(403, sentence)
    return provider_id


def _told(request: Request, letter_id: UUID) -> Told:
    return told_to(ports_of(request), provider_asking(request), letter_id)


def told_to(ports: Ports, provider_id: UUID, letter_id: UUID) -> Told:
    """A letter of this provider that was sent. Raises a 404 problem for every other."""
    letter = tables.get(ports.pool, LETTERS, letter_id)
    if letter is None or letter.provider_id != provider_id or letter.sent_at is None:
        raise not_found()
    return told(ports, letter.change_id, letter_id)


def _letter_page(request: Request, seen: Told, tried: Tried | None = None) -> HTMLResponse:
    return render(
        request,
        "own_letter.html",
        tried.status if tried else 200,
        tried=tried,
        said=request.query_params.get("gedaan"),
        **letter_values(ports_of(request), seen),
    )


def letter_values(ports: Ports, seen: Told, root: str = OWN) -> dict[str, Any]:
    """What the page of a letter shows its provider."""
    until = seen.change.reactions_until
    return {
        "root": root,
        "told": seen,
        "at": f"{root}/brieven/{seen.letter.letter_id}",
        "replaced": seen.replaced,
        "late": until is not None and local_day(ports.clock()) > until,
        "natures": [(key, translate(spoken()).gettext(words)) for key, words in NATURES.items()],
        "longest": LONGEST,
    }


def _by(letter: LetterRow) -> str:
    return f"{PROVIDER}{letter.provider_id}"
