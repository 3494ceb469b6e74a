"""What-ifs side by side: where each would have every part of the plan, and what each breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.what_if import Since, WhatIf, as_it_is, kept_of, since, supposing, together
from api.pages.what_if_asked import query_of
from api.pages.what_if_words import Words, dated
from domain.dates import Window
from domain.whatif.breaking import Break
from projections.kept_whatifs import KeptWhatIf
from projections.whatif_world import Around

router = APIRouter()

MOST = 4
"""How many can be laid side by side and still be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One what-if, as it was kept and as it is now."""

    kept: KeptWhatIf
    whatif: WhatIf
    since: Since


@dataclass(frozen=True, slots=True)
class MovesRow:
    """One part of the plan: as it is, and where each would have it; none if it stays there."""

    item_id: str
    title: str
    before: Window
    after: tuple[Window | None, ...]


@dataclass(frozen=True, slots=True)
class BreaksRow:
    """Something that goes wrong in one of them, and how it does in each; none if it does not."""

    broken: Break
    here: tuple[Break | None, ...]


@router.get("/programmas/{programme_id}/wat-als/vergelijken")
def compare(request: Request, programme_id: UUID) -> Response:
    """Those that were named, in that order. Raises a 404 problem for one that is not there."""
    named = request.query_params.getlist("met")
    home = f"/programmas/{programme_id}/wat-als"
    if len(named) > 1:
        return RedirectResponse(f"{home}/vergelijken?met={','.join(named[:MOST])}", 303)
    ids = _ids(named)
    if not ids:
        return RedirectResponse(f"{home}#mine", 303)
    known = as_it_is(request, programme_id)
    columns = [_column(request, known, kept_of(request, programme_id, each)) for each in ids]
    return render(
        request,
        "what_ifs_compared.html",
        programme=known.programme,
        home=home,
        columns=columns,
        moves=_moves(columns),
        broken=_broken(columns),
        together=together,
        words=Words(known, Names(ports_of(request))),
        window=dated,
    )


def _ids(named: Sequence[str]) -> list[UUID]:
    texts = [each for text in named for each in text.split(",") if each][:MOST]
    try:
        return list(dict.fromkeys(UUID(each) for each in texts))
    except ValueError as error:
        raise not_found() from error


def _column(request: Request, known: Around, kept: KeptWhatIf) -> Column:
    query = query_of({"stel": kept.supposed, "volgen": kept.following})
    whatif = supposing(request, known, query)
    return Column(kept, whatif, since(kept, whatif))


def _moves(columns: Sequence[Column]) -> list[MovesRow]:
    moved = [{each.item_id: each for each in column.whatif.found.moves} for column in columns]
    first = {item_id: move for found in reversed(moved) for item_id, move in found.items()}
    rows = [
        MovesRow(
            item_id,
            move.title,
            move.before,
            tuple(found[item_id].after if item_id in found else None for found in moved),
        )
        for item_id, move in first.items()
    ]
    return sorted(rows, key=lambda row: str(row.before.first or row.before.last or "~"))


def _broken(columns: Sequence[Column]) -> list[BreaksRow]:
    found = [{(b.code, b.about): b for b in column.whatif.found.new} for column in columns]
    first = {key: each for one in reversed(found) for key, each in one.items()}
    rows = [BreaksRow(each, tuple(one.get(key) for one in found)) for key, each in first.items()]
    return sorted(rows, key=lambda row: (not row.broken.certain, row.here.count(None)))
