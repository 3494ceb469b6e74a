"""What a programme's rules have to know of what has happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, assert_never

from domain.base import Event, Refused
from domain.dates import Window
from domain.programme.ends import end_in_force
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
    ProgrammeEvent,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.programme.parts import Term

Status = Literal["planned", "reserved", "unknown", "open", "realised", "missed", "dropped"]
Facts = Mapping[str, Mapping[str, Any]]
"""By key, what was last stated, without the circumstances of recording."""

CIRCUMSTANCES = {"event_id", "at", "by", "caused_by", "correlation"}

PlanEvent = PlanItemPlanned | PlanItemOpened | PlanItemRealised | PlanItemMissed | PlanItemDropped
TermEvent = TermStated | TermExtended | TermEnded


@dataclass(frozen=True, slots=True)
class Item:
    """A plan item as it stands: how it was last planned and what became of it."""

    planned: PlanItemPlanned
    status: Status
    realised_on: Window | None = None

    @property
    def window(self) -> Window:
        return self.planned.window


@dataclass(frozen=True, slots=True)
class TermState:
    """A term, the end that was computed for it, and the one that an extension gave it."""

    term: Term
    ends: Window
    extended: Window | None = None
    ended: bool = False

    @property
    def end(self) -> Window:
        return end_in_force(self.term, self.ends, self.extended)


@dataclass(frozen=True, slots=True)
class Programme:
    """What its documents stated, to tell what is new in a publication, and how it stands.

    `version` is the plan's, 0 while it has none; `revised` says that it did not come from the
    documents: what it plans is how the plan stands, not what they state.
    """

    stated: Facts = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    terms: Mapping[str, TermState] = field(default_factory=dict)
    version: int = 0
    revised: bool = False


def item_of(item_id: str, programme: Programme) -> Item:
    """The item, also if it was dropped. Refuses one that was never planned."""
    item = programme.items.get(item_id)
    if item is None:
        raise Refused("unknown_plan_item", "the plan has no item %(item)s", item=item_id)
    return item


def know_segments(segments: tuple[str, ...], programme: Programme) -> None:
    """Refuse a segment that the programme does not have."""
    for segment in segments:
        if f"segment:{segment}" not in programme.stated:
            raise Refused(
                "unknown_segment",
                "the programme has no segment %(segment)s: name one that it has",
                segment=segment,
            )


def is_news(event: ProgrammeEvent, programme: Programme) -> bool:
    """Whether the file says something that the log does not say yet.

    Publishing late is no news: an item stays planned or unknown as it first was.
    """
    known = programme.stated.get(key_of(event))
    return known is None or known != statement(event)


def statement(event: Event) -> Mapping[str, Any]:
    """What the event says, without the circumstances of recording it."""
    said = {name: value for name, value in event if name not in CIRCUMSTANCES}
    if said.get("status") == "unknown":
        said["status"] = "planned"
    return said


def key_of(event: ProgrammeEvent) -> str:
    """What the event is about: the next one with this key takes its place."""
    match event:
        case ProgrammePublished():
            return "heading"
        case MunicipalityEnrolled():
            return f"municipality:{event.name}"
        case SegmentDefined():
            return f"segment:{event.segment_id}"
        case ClauseStated():
            return f"clause:{event.notice.clause_id}"
        case BodyRegistered():
            return f"body:{event.body.body_id}"
        case ScaleStated():
            return f"scale:{event.scale.scale_id}"
        case CrosswalkStated():
            return f"crosswalk:{event.crosswalk.crosswalk_id}"
        case TermStated():
            return f"term:{event.term.term_id}"
        case ArrangementStated():
            return f"{event.arrangement.kind}:{event.arrangement.arrangement_id}"
        case PlanItemPlanned():
            return f"planned:{event.item_id}"
        case PlanItemRealised():
            return f"realised:{event.item_id}"
        case PlanItemOpened() | PlanItemMissed() | PlanItemDropped():
            return f"{type(event).__name__}:{event.item_id}"
        case TermExtended() | TermEnded():
            return f"{type(event).__name__}:{event.term_id}"
        case MunicipalityWithdrew():
            return f"withdrew:{event.name}:{','.join(sorted(event.segments))}"
        case SegmentSplit():
            return f"split:{event.segment_id}"
        case PlanRevised():
            return f"version:{event.number}"
        case _:
            assert_never(event)


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    """Apply a fact. Never refuses: what has happened has happened."""
    programme = replace(programme, stated=_stated(programme, event))
    if isinstance(event, PlanEvent):
        version = max(programme.version, 1)
        return replace(programme, items=_items(programme.items, event), version=version)
    if isinstance(event, TermEvent):
        return replace(programme, terms=_terms(programme.terms, event))
    if isinstance(event, PlanRevised):
        return replace(programme, version=event.number, revised=event.origin != "published")
    return programme


def _stated(programme: Programme, event: ProgrammeEvent) -> Facts:
    """What the documents state: a revision does not change that, nor what it drops."""
    if programme.revised and isinstance(event, PlanItemPlanned | PlanItemDropped):
        return programme.stated
    stated = {**programme.stated, key_of(event): statement(event)}
    if isinstance(event, PlanItemDropped):
        stated.pop(f"planned:{event.item_id}", None)
    return stated


def _items(items: Mapping[str, Item], event: PlanEvent) -> Mapping[str, Item]:
    known = items.get(event.item_id)
    if isinstance(event, PlanItemPlanned):
        if known is not None and known.status == "realised":
            return {**items, event.item_id: replace(known, planned=event)}
        return {**items, event.item_id: Item(event, event.status)}
    assert known is not None, "nothing happens to an item that was never planned"
    match event:
        case PlanItemOpened():
            known = replace(known, status="open")
        case PlanItemRealised():
            known = replace(known, status="realised", realised_on=event.realised_on)
        case PlanItemMissed():
            known = replace(known, status="missed")
        case PlanItemDropped():
            known = replace(known, status="dropped")
        case _:
            assert_never(event)
    return {**items, event.item_id: known}


def _terms(terms: Mapping[str, TermState], event: TermEvent) -> Mapping[str, TermState]:
    if isinstance(event, TermStated):
        known = terms.get(event.term.term_id)
        anew = TermState(event.term, event.ends, known.extended if known else None)
        ended = known is not None and known.ended and known.end.last == anew.end.last
        return {**terms, event.term.term_id: replace(anew, ended=ended)}
    known = terms[event.term_id]
    match event:
        case TermExtended():
            known = replace(known, extended=event.until)
        case TermEnded():
            known = replace(known, ended=True)
        case _:
            assert_never(event)
    return {**terms, event.term_id: known}
