"""Today: what is late, at risk, due soon or going on, for whom it waits, and what comes next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.identity import person_of
from api.pages.last_call import usual_until
from api.pages.matters import URGENCIES, WHO, Matter, View, gather, move_of, segments
from api.pages.rendering import here, ports_of, render
from api.pages.since import names_of, since_last_visit
from api.pages.typed import offers
from api.ports import Person
from domain.dates import local_day
from projections import tables
from projections.changes import on_the_board, underway
from projections.plan_items import PLAN_ITEMS
from projections.programmes import every

__all__ = ["segments"]

router = APIRouter()

MOST = 8
"""So many matters of a section are shown at first."""
MOST_NEWS, COUNTED_NEWS = 5, 200
MOST_DRAFTS = 3
ME = "ik"
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which matters are looked for, as words in the address; none means all."""

    programme: str
    who: str
    urgency: str
    everything: str

    @property
    def filtered(self) -> bool:
        return bool(self.who or self.urgency)


@dataclass(frozen=True, slots=True)
class Section:
    """Matters under one heading; `total` counts those that are not shown, too."""

    name: str
    matters: Sequence[Matter]
    total: int


@router.get("/")
def show_today(
    request: Request, programma: str = "", wie: str = "", stand: str = "", alles: str = ""
) -> HTMLResponse:
    """`wie` has the move (`ik`: whoever looks), `stand` is how urgent, `alles` a whole section."""
    ports = ports_of(request)
    now = ports.clock()
    today = local_day(now)
    person = person_of(request, ports)
    asked = Asked(programma, wie, stand, alles)
    with ports.pool.connection() as connection:
        programmes = every(connection)
        changes = underway(connection)
        found = gather(connection, View(today, person), now, programmes, changes)
        news = since_last_visit(connection, person, now, programmes, COUNTED_NEWS, programma)
        unknown = tables.count(connection, PLAN_ITEMS, _unknown(programma))
    of_programme = [each for each in found if programma in ("", str(each.programme_id))]
    of_whom = [each for each in of_programme if _is_move_of(each, asked, person)]
    so_urgent = [each for each in of_programme if asked.urgency in ("", each.urgency)]
    fitting = [each for each in of_whom if asked.urgency in ("", each.urgency)]
    return render(
        request,
        "today.html",
        asked=asked,
        sections=sections_of(fitting, asked, person),
        counts=Counter(each.urgency for each in of_whom),
        to_announce=len(on_the_board(changes, usual_until(today))),
        total=len(so_urgent),
        since=news,
        names=names_of(ports, news) if news else None,
        most_news=MOST_NEWS,
        unsent=offers(ports, person),
        most_drafts=MOST_DRAFTS,
        by_who=_by_who(so_urgent, person),
        mine=sum(move_of(person, each) for each in of_programme),
        unknown=unknown,
        programmes={each.programme_id: each for each in programmes},
        segments=segments(programmes),
        who=WHO,
        at=lambda **changed: here(request, **{"alles": "", **changed}),
    )


def sections_of(matters: Iterable[Matter], asked: Asked, person: Person | None) -> list[Section]:
    """First what waits for whoever looks, then the rest by urgency; by urgency if filtered."""
    kept = list(matters)
    groups: dict[str, list[Matter]] = {}
    if not asked.filtered:
        groups[MINE] = [each for each in kept if move_of(person, each)]
        kept = [each for each in kept if not move_of(person, each)]
    for urgency in URGENCIES:
        groups[urgency] = [each for each in kept if each.urgency == urgency]
    return [
        Section(name, rows if asked.everything == name else rows[:MOST], len(rows))
        for name, rows in groups.items()
        if rows
    ]


def _unknown(programme: str) -> dict[str, object]:
    of: dict[str, object] = {"programme_id": programme} if programme else {}
    return {"status": "unknown", **of}


def _is_move_of(matter: Matter, asked: Asked, person: Person | None) -> bool:
    if asked.who == ME:
        return move_of(person, matter)
    return asked.who in ("", matter.who)


def _by_who(matters: Iterable[Matter], person: Person | None) -> list[tuple[str, int]]:
    """How many wait for each, in the order of `WHO`, and first for whoever looks."""
    kept = list(matters)
    counted = Counter(each.who for each in kept)
    mine = sum(move_of(person, each) for each in kept)
    first = [(ME, mine)] if mine else []
    return [*first, *((who, counted[who]) for who in WHO if counted[who])]
