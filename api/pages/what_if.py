"""What-ifs of a programme: suppose, see what moves and breaks, keep, compare, propose (ST-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from api.errors import not_found
from api.identity import person_of
from api.pages.forms import Tried
from api.pages.found import programme_of
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.what_if_asked import Query, added, choices, joined, query_of
from api.pages.what_if_drawing import drawn
from api.pages.what_if_scenario import scenario
from api.pages.what_if_words import Words, dated
from api.secret_reading import note_subjects
from domain.dates import local_day
from domain.whatif.breaking import Break
from domain.whatif.outcome import Outcome, outcome
from domain.whatif.supposition import asked_of
from projections import kept_whatifs
from projections.kept_whatifs import KeptWhatIf, findings
from projections.whatif_world import Around, around

router = APIRouter()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is supposed of a programme, and what it comes to."""

    around: Around
    query: Query
    found: Outcome

    @property
    def home(self) -> str:
        return f"/programmas/{self.around.programme.programme_id}/wat-als"


@dataclass(frozen=True, slots=True)
class Since:
    """What has become otherwise since a what-if was kept, in numbers, and whether the plan has."""

    replanned: bool
    gone: int
    new: int

    @property
    def stale(self) -> bool:
        return self.replanned or bool(self.gone or self.new)


@router.get("/programmas/{programme_id}/wat-als")
def show_what_if(request: Request, programme_id: UUID) -> Response:
    """The sandbox. A form that adds a supposition leads on to the address that has it."""
    query = query_of(request.query_params)
    whatif = work_out(request, programme_id, query)
    more, errors = added(query, whatif.around)
    if more:
        address = query.address(whatif.home, joined(query, more))
        return RedirectResponse(f"{address}#what-if", status_code=303)
    wrong = replace(query, errors=errors)
    return what_if_page(request, replace(whatif, query=wrong))


@router.get("/programmas/{programme_id}/wat-als/scenario.yaml")
def show_scenario(request: Request, programme_id: UUID) -> Response:
    """The what-if as a file for `inkoopspoor simulate`."""
    whatif = work_out(request, programme_id, query_of(request.query_params))
    text = scenario(whatif.around.world, whatif.query.suppositions, whatif.found)
    headers = {"Content-Disposition": 'attachment; filename="scenario.yaml"'}
    return PlainTextResponse(f"{text}\n", media_type="application/yaml", headers=headers)


@router.get("/programmas/{programme_id}/wat-als/{what_if_id}")
def show_kept(request: Request, programme_id: UUID, what_if_id: UUID) -> Response:
    """A what-if that somebody kept, worked out anew on the programme as it is now."""
    kept = kept_of(request, programme_id, what_if_id)
    query = query_of({"stel": kept.supposed, "volgen": kept.following})
    return what_if_page(request, work_out(request, programme_id, query), kept=kept)


def kept_of(request: Request, programme_id: UUID, what_if_id: UUID) -> KeptWhatIf:
    """The kept what-if. Raises a 404 problem if it was discarded or never was."""
    with ports_of(request).pool.connection() as connection:
        kept = kept_whatifs.get(connection, programme_id, what_if_id)
    if kept is None:
        raise not_found()
    return kept


def work_out(request: Request, programme_id: UUID, query: Query) -> WhatIf:
    """What the suppositions would do to the programme as it is now."""
    return supposing(request, as_it_is(request, programme_id), query)


def as_it_is(request: Request, programme_id: UUID) -> Around:
    """The programme as it is now. Raises a 404 problem if there is none."""
    ports = ports_of(request)
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        return around(connection, programme, ports.read(programme_id), today)


def supposing(request: Request, known: Around, query: Query) -> WhatIf:
    """What the suppositions would do to it; that a secret answer is read so is noted."""
    ports = ports_of(request)
    asked = asked_of(query.suppositions) | ({query.answering} if query.answering else set())
    told = [each.decision_id for each in known.rows_of(asked)]
    if told:
        note_subjects(ports, person_of(request, ports), "page", told)
    return WhatIf(known, query, outcome(known.world, query.suppositions, query.following))


def what_if_page(
    request: Request,
    whatif: WhatIf,
    tried: Tried | None = None,
    kept: KeptWhatIf | None = None,
    preview: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    person = person_of(request, ports)
    known, query, found = whatif.around, whatif.query, whatif.found
    words = Words(known, Names(ports))
    with ports.pool.connection() as connection:
        mine = (
            kept_whatifs.of_owner(connection, person.person_id, known.programme.programme_id)
            if person
            else []
        )
    status = tried.status if tried else 400 if query.errors else 200
    return render(
        request,
        "what_if.html",
        status,
        tried=tried,
        programme=known.programme,
        home=whatif.home,
        query=query,
        supposed=[(each, words.supposed(each)) for each in query.suppositions],
        found=found,
        words=words,
        window=dated,
        together=together,
        in_force=known.world.items,
        choices=choices(query, known, words),
        drawing=drawn(found.moves, known.world.items, known.world.today),
        last_days=[each for each in found.last_days if each.differs],
        kept=kept,
        since=since(kept, whatif) if kept else None,
        keeper=Names(ports).learn([kept.owner])(kept.owner) if kept else "",
        mine=mine,
        version=known.world.version,
        preview=preview,
        may_propose=bool(found.moves or found.decided),
    )


def together(found: Sequence[Break]) -> list[tuple[Break, list[str]]]:
    """What is said in the same words of several segments, said once with all of them."""
    told: dict[str, tuple[Break, list[str]]] = {}
    for each in found:
        key = f"{each.says}|{each.steps}"
        _, segments = told.setdefault(key, (each, []))
        if each.segment:
            segments.append(each.segment)
    return list(told.values())


def since(kept: KeptWhatIf, whatif: WhatIf) -> Since:
    """What has become otherwise since it was kept."""
    was, now = set(kept.found), set(findings(whatif.found))
    replanned = kept.plan_version != whatif.around.world.version
    return Since(replanned, len(was - now), len(now - was))
