"""Registers: what has to be watched beside the plan, by kind, and each entry with its life."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.bodies import bodies_of
from api.pages.entry_details import KINDS, badge_of, details
from api.pages.forms import Tried
from api.pages.found import programme_of, with_programme
from api.pages.names import Names
from api.pages.references import Ref, References, references, weave
from api.pages.rendering import ports_of, render
from domain.steering.parts import Goal, fitting
from projections import documents, history, steering, tables
from projections.history import HistoryRow
from projections.lineage import lineage, ways_up
from projections.programmes import ProgrammeRow
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow, key_of

router = APIRouter()

STATES = ("open", "unknown", "raised", "missed", "reopened", "settled")
WAITING = ("open", "unknown", "raised", "missed", "reopened")
_NAMED = {"entry", "item", "owner", "previous"}
WAYS = 12
"""How many ways from an entry up to what it rests on are shown at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the page as its address has them; empty means all."""

    kind: str = ""
    segment: str = ""
    state: str = ""
    owner: str = ""

    @property
    def listing(self) -> bool:
        """Whether entries were asked for, and not only how many there are."""
        return bool(self.kind or self.state or self.owner)

    def fits(self, row: RegisterEntryRow) -> bool:
        """Also what names no segment is for the segment that was asked for."""
        here = not self.segment or not row.segments or self.segment in row.segments
        states = WAITING if self.state == "nog" else (self.state,)
        stands = not self.state or row.status in states
        return here and stands and (not self.owner or row.owner == self.owner)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a kind there are, and how many of them still wait for something."""

    kind: str
    total: int
    waiting: int
    settled: int
    late: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal with what stands under it (SG-06)."""

    row: RegisterEntryRow
    under: tuple["Branch", ...]


@router.get("/programmas/{programme_id}/registers")
def list_entries(
    request: Request,
    programme_id: UUID,
    soort: str = "",
    segment: str = "",
    stand: str = "",
    eigenaar: str = "",
) -> HTMLResponse:
    asked = Asked(soort if soort in KINDS else "", segment, stand, eigenaar)
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        every = steering.of_programme(connection, programme_id)
        refer = references(connection, programme)
    rows = [row for row in every if asked.fits(row)]
    shown = [row for row in rows if asked.listing and asked.kind in ("", row.kind)]
    return render(
        request,
        "registers.html",
        programme=programme,
        refer=refer,
        asked=asked,
        tallies=tallies(rows),
        groups=_groups(shown),
        goals=tree(each for each in shown if each.kind == "goal"),
        dated=[] if asked.listing else _dated(rows),
        owners=_owners(every, refer),
        states=STATES,
        of_entry=lambda row: details(row.entry, refer),
        badge_of=badge_of,
    )


@router.get("/programmas/{programme_id}/registers/{entry_id}")
def show_entry(request: Request, programme_id: UUID, entry_id: str) -> HTMLResponse:
    return entry_page(request, programme_id, entry_id)


def entry_page(
    request: Request, programme_id: UUID, entry_id: str, tried: Tried | None = None
) -> HTMLResponse:
    """The whole page, with the form that was not carried out if there was one."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        row, programme = with_programme(
            connection, REGISTER_ENTRIES, key_of(programme_id, entry_id)
        )
        refer = references(connection, programme)
        ways = _ways(connection, row)
        told = _told(history.of_subject(connection, row.steering_id), row, refer)
    return render(
        request,
        "entry.html",
        tried.status if tried else 200,
        tried=tried,
        entry=row,
        programme=programme,
        refer=refer,
        details=details(row.entry, refer),
        standing_word=badge_of(row),
        ways=weave([_node(each, refer) for each in way[1:]] for way in ways),
        outcomes=fitting(row.entry),
        owners=owners_of(row, programme),
        told=told,
        names=Names(ports).learn([each.by for each in told]),
    )


def owners_of(row: RegisterEntryRow, programme: ProgrammeRow) -> list[tuple[str, str]]:
    """The bodies that could see to it; who does already is none of them."""
    bodies = bodies_of(programme)
    known = {each.body_id: each.name for each in programme.bodies}
    if row.entry.owner:
        known.setdefault(row.entry.owner, bodies(row.entry.owner))
    return [(body_id, name) for body_id, name in known.items() if body_id != row.owner]


def tallies(rows: Iterable[RegisterEntryRow]) -> list[Tally]:
    """By kind, in the order in which they are shown; every kind, also an empty one."""
    of_kind: dict[str, list[RegisterEntryRow]] = {kind: [] for kind in KINDS}
    for row in rows:
        of_kind.setdefault(row.kind, []).append(row)
    return [
        Tally(
            kind=kind,
            total=len(found),
            waiting=sum(badge_of(each) in WAITING for each in found),
            settled=sum(each.status == "settled" for each in found),
            late=sum(each.status == "missed" for each in found),
        )
        for kind, found in of_kind.items()
    ]


def tree(rows: Iterable[RegisterEntryRow]) -> tuple[Branch, ...]:
    """Goals under what is above them; one whose upper is not shown stands at the top."""
    goals = [row for row in rows if isinstance(row.entry, Goal)]
    shown = {row.entry_id for row in goals}
    under: dict[str | None, list[RegisterEntryRow]] = {}
    for row in goals:
        above = row.entry.above if isinstance(row.entry, Goal) else None
        under.setdefault(above if above in shown else None, []).append(row)
    return _branches(None, under)


def _branches(
    above: str | None, under: Mapping[str | None, Sequence[RegisterEntryRow]]
) -> tuple[Branch, ...]:
    return tuple(Branch(row, _branches(row.entry_id, under)) for row in under.get(above, ()))


def _groups(rows: Sequence[RegisterEntryRow]) -> list[tuple[str, list[RegisterEntryRow]]]:
    found = [(kind, [row for row in rows if row.kind == kind]) for kind in KINDS]
    return [(kind, of_kind) for kind, of_kind in found if of_kind]


def _dated(rows: Iterable[RegisterEntryRow]) -> list[RegisterEntryRow]:
    """What is to be settled by a day, the first first."""
    waiting = [row for row in rows if row.due is not None and row.status in WAITING]
    return sorted(waiting, key=lambda row: (row.status == "unknown", row.due))


def _owners(rows: Iterable[RegisterEntryRow], refer: References) -> list[tuple[str, str]]:
    """Who sees to something, by name (PG-35)."""
    found = {row.owner: refer.title(row.owner) for row in rows if row.owner}
    return sorted(found.items(), key=lambda each: each[1])


def _ways(source: tables.Source, row: RegisterEntryRow) -> tuple[tuple[str, ...], ...]:
    """From a goal or whatever else up to the visions it rests on (PG-12)."""
    found = lineage(
        documents.of_programme(source, row.programme_id),
        steering.of_programme(source, row.programme_id),
    )
    ways = ways_up(found, f"entry:{row.entry_id}")
    return tuple(way for way in ways if len(way) > 1)[:WAYS]


def _node(name: str, refer: References) -> Ref:
    return refer(name.partition(":")[2])


def _told(
    rows: Iterable[HistoryRow], entry: RegisterEntryRow, refer: References
) -> list[HistoryRow]:
    """What is told of this entry, with titles where the sentences have ids."""
    return [
        replace(row, values={name: _worded(name, said, refer) for name, said in row.values.items()})
        for row in rows
        if row.values.get("entry") == entry.entry_id or row.values.get("title") == entry.title
    ]


def _worded(name: str, said: str, refer: References) -> str:
    return refer.title(said) if name in _NAMED and said in refer.known else said
