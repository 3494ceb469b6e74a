"""The proof that providers and councils were told in time (AU-09, PG-17).

For providers it is the on-time register with the rule of each last day and the event of each
letter. For councils it is the moments at which the plan says that they are informed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.base import Sentence
from domain.dates import Explained, Window
from domain.notice import latest_announcement
from domain.programme.events import PlanItemRealised
from domain.programme.parts import Body
from projections import tables
from projections.changes import ChangeRow
from projections.documents import DocumentRow
from projections.language import N_
from projections.letters import LetterRow
from projections.narration.words import say
from projections.on_time import Timing, timing
from projections.plan_items import PlanItemRow
from projections.programmes import ProgrammeRow
from projections.trail.model import AUDIT_TRAIL, TrailRow
from projections.trail.words import about

Standing = Literal["in_time", "late", "open", "overdue", "undated", "unknown"]
"""*undated*: the plan gives no day, so nothing can be late. *unknown*: done, on no known day."""

COUNCILS = frozenset({"gemeenteraden", "raden", "raadsleden", "de raden", "de gemeenteraden"})
"""An audience in these words is every council of the programme."""


@dataclass(frozen=True, slots=True)
class Told:
    """One provider about one contract: the last lawful day, the day of the letter, its event."""

    letter: LetterRow
    timing: Timing
    latest: Explained
    event_id: UUID | None
    gaps: tuple[Sentence, ...] = ()

    @property
    def days_to_spare(self) -> int | None:
        return self.letter.days_to_spare


@dataclass(frozen=True, slots=True)
class Handed:
    """A document that a council was given on a day."""

    document_id: UUID
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Informed:
    """One moment at which one council is to be informed, and what shows that it was.

    `council` is its name in the list of bodies; none if only its municipality is known there.
    `stated` is how the plan says it, `latest` the last day in time, with its reasons. `told` is
    what is known of the day on which it was done, by the event in `event_id`.
    """

    item: PlanItemRow
    council: str | None
    municipality: str | None
    stated: Window
    latest: Explained | None
    told: Window | None
    event_id: UUID | None
    handed: tuple[Handed, ...]
    standing: Standing
    gaps: tuple[Sentence, ...]

    @property
    def days_to_spare(self) -> int | None:
        """Days between the last day it can have been and the last day in time."""
        if self.told is None or self.told.last is None or self.latest is None:
            return None
        return (self.latest.value - self.told.last).days


def providers_told(
    change: ChangeRow, letters: Iterable[LetterRow], events: Mapping[UUID, UUID]
) -> list[Told]:
    """Every contract that the change is announced to; `events` are the letters' by contract."""
    found = []
    for letter in letters:
        if not letter.announces:
            continue
        event_id = events.get(letter.contract_id)
        missing = letter.announced_on is not None and event_id is None
        found.append(
            Told(
                letter=letter,
                timing=timing(letter, change),
                latest=latest_announcement(change.effective, letter.clause),
                event_id=event_id,
                gaps=(say(N_("The event of its letter was not found.")),) if missing else (),
            )
        )
    return found


def councils_informed(
    programme: ProgrammeRow,
    plan: Iterable[PlanItemRow],
    documents: Sequence[DocumentRow],
    events: Mapping[str, UUID],
    today: date,
) -> list[Informed]:
    """Every moment of the plan at which councils are informed, council by council.

    `events` are those that say that an item was done, by the item's id.
    """
    moments = [each for each in plan if each.kind == "information" and each.status != "dropped"]
    return [
        _informed(item, council, documents, events.get(item.item_id), today)
        for item in moments
        for council in _meant(item, programme)
    ]


def letters_sent(source: tables.Source, change_id: UUID) -> dict[UUID, UUID]:
    """By contract the event that says that its letter was taken over by the mail server.

    Of several letters the first: that one told of the change.
    """
    [sent] = about("sent", change_id)
    rows = tables.select(source, AUDIT_TRAIL, {"gives": tables.Contains(sent)}, ("-at", "-rank"))
    told = f"{about('told', change_id)[0]}:"
    return {
        UUID(each.removeprefix(told)): row.event_id
        for row in rows
        for each in row.gives
        if each.startswith(told)
    }


def items_done(source: tables.Source, items: Iterable[PlanItemRow]) -> dict[str, UUID]:
    """By item the event that says that it was done."""
    found = {}
    for item in items:
        if item.realised_on is None:
            continue
        [given] = about("item", item.programme_id, item.item_id)
        where = {"gives": tables.Contains(given), "kind": PlanItemRealised.__name__}
        rows: list[TrailRow] = tables.select(source, AUDIT_TRAIL, where, ("-at", "-rank"), 1)
        if rows:
            found[item.item_id] = rows[0].event_id
    return found


@dataclass(frozen=True, slots=True)
class _Council:
    name: str | None
    municipality: str | None


def _meant(item: PlanItemRow, programme: ProgrammeRow) -> list[_Council]:
    """Which councils the audience names: one by its id or name, or that of each municipality."""
    listed = [body for body in programme.bodies if body.kind == "council"]
    audience = (item.audience or "").strip().casefold()
    if audience not in COUNCILS:
        named = (e for e in listed if audience in (e.body_id, e.name.casefold()))
        return [_Council(each.name, each.municipality) for each in named]
    return [_Council(_named(place.name, listed), place.name) for place in programme.municipalities]


def _named(municipality: str, listed: Sequence[Body]) -> str | None:
    """The council itself, not one of its parties: the one that adopts, if one does."""
    its_own = [each for each in listed if each.municipality == municipality]
    deciding = [each for each in its_own if {"adopts", "decides"} & {*each.mandate}] or its_own
    return deciding[0].name if len(deciding) == 1 else None


def _informed(
    item: PlanItemRow,
    council: _Council,
    documents: Sequence[DocumentRow],
    event_id: UUID | None,
    today: date,
) -> Informed:
    handed = tuple(
        Handed(document.document_id, document.title, given.published_on)
        for document in documents
        if document.municipality in (None, council.municipality)
        for given in document.given
        if "council_member" in given.publication.audience and item.window.allows(given.published_on)
    )
    standing = _standing(item.realised_on, item.window.last, today)
    open_ones = []
    if item.realised_on is None and standing != "open":
        open_ones.append(say(N_("It is not recorded that it was done.")))
    if item.realised_on is not None and event_id is None:
        open_ones.append(say(N_("The plan stated it as done when it was first recorded.")))
    if item.realised_on is not None and not handed:
        open_ones.append(
            say(N_("No document is recorded as given to the council's members in these days."))
        )
    latest = item.window.alert
    return Informed(
        item=item,
        council=council.name,
        municipality=council.municipality,
        stated=item.window,
        latest=latest,
        told=item.realised_on,
        event_id=event_id,
        handed=handed,
        standing=standing,
        gaps=tuple(open_ones),
    )


def _standing(told: Window | None, last: date | None, today: date) -> Standing:
    if last is None:
        return "undated"
    if told is None:
        return "overdue" if last < today else "open"
    if told.last is None:
        return "unknown"
    return "in_time" if told.last <= last else "late"
