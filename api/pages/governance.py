"""Governance: who decides, works and leaves, with whom else, and how long contracts run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.found import programme_of
from api.pages.references import references
from api.pages.register_labels import LABELS
from api.pages.rendering import ports_of, render
from api.pages.windows import in_words
from domain.dates import Window, local_day
from domain.programme.parts import Body
from projections.programmes import MunicipalityPart, ProgrammeRow, TermPart, Withdrawal

router = APIRouter()

KINDS = tuple(LABELS["body_kind"])


@dataclass(frozen=True, slots=True)
class Leaving:
    """A municipality that leaves or has left, from a day on."""

    part: MunicipalityPart
    withdrawal: Withdrawal
    gone: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """The ends of a term beside each other; `differs` where the source contradicts its own sum."""

    part: TermPart
    computed: Window | None
    differs: bool


@router.get("/programmas/{programme_id}/bestuur")
def show_governance(request: Request, programme_id: UUID) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        refer = references(connection, programme)
    return render(
        request,
        "governance.html",
        programme=programme,
        refer=refer,
        bodies=_by_kind(programme.bodies),
        leaving=_leaving(programme, local_day(ports.clock())),
        endings=[_ending(each) for each in programme.terms],
        words=in_words,
    )


def _by_kind(bodies: Sequence[Body]) -> list[tuple[str, list[Body]]]:
    found = [(kind, [each for each in bodies if each.kind == kind]) for kind in KINDS]
    return [(kind, of_kind) for kind, of_kind in found if of_kind]


def _leaving(programme: ProgrammeRow, today: date) -> list[Leaving]:
    """Who leaves, the first first."""
    found = [
        Leaving(part, each, each.leaves_on <= today)
        for part in programme.municipalities
        for each in part.withdrawals
    ]
    return sorted(found, key=lambda each: (each.withdrawal.leaves_on, each.part.name))


def _ending(part: TermPart) -> Ending:
    computed = part.ends if part.computed else None
    stated, last = part.term.ends_stated, part.ends.last
    differs = stated is not None and last is not None and not stated.allows(last)
    return Ending(part, computed, differs)
