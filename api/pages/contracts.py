"""Contracts: what is in force, their story, and how they read on two time axes."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.language import spoken
from api.pages.asked_days import moment_of
from api.pages.contract_axes import asked_of, axes_of
from api.pages.contract_choice import filters_of, where_of
from api.pages.contract_story import Chapter, story_of
from api.pages.forms import Form, Tried, afterwards, submit
from api.pages.labels import LABELS
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.pages.saved_views import views_of
from api.pages.today import segments
from api.pages.wording import apart
from api.recording import Stamp
from domain.base import Sentence
from domain.contract.commands import CorrectContract
from domain.contract.replay import Reading, diff
from domain.dates import local_day
from domain.replay.conflicts import conflicts
from projections import contracts, tables
from projections.contract_cards import CONTRACT_CARDS
from projections.contract_versions import CONTRACT_VERSIONS, ContractVersionsRow, reading
from projections.contracts import CONTRACTS, ContractRow
from projections.language import say
from projections.narration import tell
from projections.programmes import PROGRAMMES, every
from projections.providers import PROVIDERS

router = APIRouter()

PAGE_SIZE = 50


@router.get("/overeenkomsten")
def list_contracts(request: Request, pagina: str = "") -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    page = page_of(pagina)
    asked = filters_of(request)
    with ports.pool.connection() as connection:
        where = where_of(connection, asked)
        programmes = every(connection)
        total = tables.count(connection, CONTRACT_CARDS, where)
        offset = (page - 1) * PAGE_SIZE
        rows = tables.select(connection, CONTRACT_CARDS, where, ("number",), PAGE_SIZE, offset)
    return render(
        request,
        "contracts.html",
        views=views_of(request),
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        asked=asked,
        programmes=programmes,
        at=lambda number: here(request, pagina=number),
        segments=segments(programmes),
        choices={each.segment_id: each.title for one in programmes for each in one.segments},
        names=Names(ports).learn([row.provider_id for row in rows]),
        day=today,
    )


@router.get("/overeenkomsten/{contract_id}")
def show_contract(request: Request, contract_id: UUID) -> HTMLResponse:
    return contract_page(request, contract_id)


@router.post("/overeenkomsten/{contract_id}/corrigeren")
def correct(request: Request, contract_id: UUID, sent: Form) -> Response:
    """Mend a mistake in an earlier record."""

    def build(stamp: Stamp) -> CorrectContract:
        given = {
            "contract_id": contract_id,
            "corrects": sent.text("corrects"),
            "terms": {sent.text("term"): sent.text("text")},
            "reason": sent.text("reason"),
        }
        return CorrectContract.model_validate({**given, **stamp})

    required = ("corrects", "term", "text", "reason")
    return submit(
        request,
        sent,
        "corrigeren",
        required,
        build,
        again=lambda tried: contract_page(request, contract_id, tried),
        on=lambda position: afterwards(f"/overeenkomsten/{contract_id}", position, "corrigeren"),
    )


def contract_page(request: Request, contract_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    now = ports.clock()
    with ports.pool.connection() as connection:
        row = tables.get(connection, CONTRACTS, contract_id)
        versions = tables.get(connection, CONTRACT_VERSIONS, contract_id)
        if row is None or versions is None:
            raise not_found()
        programme = tables.get(connection, PROGRAMMES, row.programme_id)
        story = story_of(connection, versions)
        registered = tables.get(connection, PROVIDERS, row.provider_id) is not None
        related = tables.get_all(connection, CONTRACTS, _related(row))
        under = contracts.under(connection, contract_id)
    asked = asked_of(request, local_day(now))
    current = reading(versions, local_day(now), now)
    chosen = reading(versions, asked.in_force, moment_of(asked.known, now))
    return render(
        request,
        "contract.html",
        tried.status if tried else 200,
        tried=tried,
        contract=row,
        programme=programme,
        segments=segments([programme] if programme else []),
        story=story,
        registered=registered,
        changes={str(each.change.change_id): each.change for each in story if each.change},
        related=related,
        under=under,
        grounds=[
            (each, say(Sentence(words), spoken())) for each, words in LABELS["ending"].items()
        ],
        asked=asked,
        axes=axes_of(versions.facts, asked, local_day(now)),
        apart=apart,
        current=current,
        chosen=chosen,
        differences=diff(chosen, current),
        earlier=_differing(chosen, current),
        correcting=_correcting(request, tried, current, versions),
        facts={fact.event_id: fact for fact in versions.facts},
        conflicts=conflicts(ports.read(contract_id)),
        tell=tell,
        names=Names(ports).learn([row.provider_id, *_told_by(story)]),
    )


def _told_by(story: Sequence[Chapter]) -> set[str]:
    return {moment.row.by for chapter in story for moment in chapter.moments}


def _related(row: ContractRow) -> list[UUID]:
    """The contracts that this one stands under, came from, was replaced by, or is drawn on by."""
    above = [row.parent] if row.parent else []
    draws = [each.call_off for each in row.keeping.drawings]
    receivers = row.keeping.hand_over.receivers if row.keeping.hand_over else ()
    return [*above, *row.replaces, *row.replaced_by, *draws, *receivers]


def _differing(chosen: Reading, current: Reading) -> set[str]:
    return {each.term for each in diff(chosen, current)}


def _correcting(
    request: Request, tried: Tried | None, current: Reading, versions: ContractVersionsRow
) -> dict[str, str] | None:
    """The term to be corrected, its text and the record that gave it, if one was chosen."""
    if tried is not None:
        return {name: tried.values.get(name, "") for name in ("term", "text", "corrects")}
    term = request.query_params.get("corrigeer")
    if term is None:
        return None
    facts = {**current.facts}
    for fact in versions.facts:
        for name in fact.terms:
            facts.setdefault(name, fact)
    if term not in facts:
        return None
    fact = facts[term]
    return {"term": term, "text": fact.terms[term], "corrects": str(fact.event_id)}
