"""Anything as it was on a day and as known at a moment, from its own events (AU-01, AU-02, AU-07).

It asks no read model: what is shown follows from the log alone, by the rules of this release.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Literal
from uuid import UUID

from domain.base import Event, Refused, Sentence
from domain.conflict import Conflict
from domain.contract.facts import Fact, facts
from domain.contract.replay import terms_on
from domain.dates import local_day
from domain.replay import contract, reading
from domain.replay.conflicts import conflicts
from domain.replay.days import DATED
from domain.replay.reading import Among, At, Difference, Field, Group, Path, Reading, Shown
from domain.replay.track import Track, track
from eventstore.registry import NAMED, OWN_EVENTS
from projections.same import Same, SameStream

Noun = Literal[
    "contract",
    "change",
    "decision",
    "programme",
    "procedure",
    "provider",
    "document",
    "admission",
    "steering",
    "batch",
    "template",
]
"""What can be read for any two dates; the names of their deciders."""

LONG = 200
"""Events from which on what was folded is kept: whoever compares days asks again and again."""

KEPT, MOST_KEPT = 4, 2_000
"""So many long streams, of which one of 10,000 events takes some 20 MB; readings of so much."""

_TITLES: Mapping[str, Path] = {
    "contract": ("concluded", "number"),
    "change": ("proposal", "title"),
    "decision": ("question", "title"),
    "programme": ("stated", "heading", "title"),
    "procedure": ("track", "title"),
    "document": ("paper", "title"),
    "admission": ("segment",),
}


@dataclass(frozen=True, slots=True)
class Replay:
    """One stream, folded. `first` and `last` are when it was first and last added to."""

    noun: Noun
    subject_id: UUID
    source: Track
    facts: tuple[Fact, ...] = ()
    by_id: Mapping[UUID | None, Event] = field(default_factory=dict)

    @property
    def dated(self) -> bool:
        """Whether its parts say from which day they count; else the day makes no difference."""
        return self.noun in DATED

    @property
    def first(self) -> datetime:
        return self.source.moments[0]

    @property
    def last(self) -> datetime:
        return self.source.moments[-1]

    @property
    def title(self) -> str | None:
        """What it is called by now; none where it has no name of its own."""
        path = _TITLES.get(self.noun)
        if path is None:
            return None
        for place, touches in self.source.touches.items():
            names = reading.named(place)
            if path[: len(names)] == names:
                found = reading.within(touches[-1][1], path[len(names) :])
                return None if found is None else str(found)
        return None


def replay(noun: Noun, subject_id: UUID, events: Sequence[Event]) -> Replay | None:
    """Fold the stream; none if it has no events, or is something else than was asked for.

    A long one that was read before, and has not grown, is not folded again.
    """
    if not is_of(noun, events):
        return None
    if len(events) < LONG:
        return _replay(noun, subject_id, events)
    return _replayed(noun, subject_id, SameStream(events))


def conflicting(events: Sequence[Event]) -> list[Conflict]:
    """What no longer fits together; of a long stream not looked for twice."""
    return conflicts(events) if len(events) < LONG else _conflicting(SameStream(events))


@lru_cache(maxsize=KEPT)
def _replayed(noun: Noun, subject_id: UUID, same: SameStream) -> Replay:
    return _replay(noun, subject_id, same.things)


@lru_cache(maxsize=KEPT)
def _conflicting(same: SameStream) -> list[Conflict]:
    return conflicts(same.things)


def _replay(noun: Noun, subject_id: UUID, events: Sequence[Event]) -> Replay:
    source = track(NAMED[noun], events, contract.WORDING if noun == "contract" else ())
    if noun != "contract":
        return Replay(noun, subject_id, source)
    by_id = {event.event_id: event for event in events}
    return Replay(noun, subject_id, source, facts(events), by_id)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for rubbish only afterwards: a long stream is all kept, and then all let go at once.

    Of ten thousand events, walking over all of them again and again takes longer than reading. At
    the end what came about counts as old, or all of it would be walked over at once. Not where a
    server set aside what it loaded: that would no longer be set aside either.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            if not _set_aside():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@cache
def _set_aside() -> bool:
    """Whether this process set aside what it loaded; asked once, as counting it takes long."""
    return gc.get_freeze_count() > 0


def is_of(noun: Noun, events: Sequence[Event]) -> bool:
    """Whether these are the events of such a thing, and not none, or of something else."""
    return bool(events) and type(events[0]) in OWN_EVENTS[noun]


def refuse_future(known: datetime, now: datetime) -> None:
    """What was known is asked of a day that has come; of today as far as it has come."""
    if local_day(known) > local_day(now):
        raise Refused(
            "known_in_future",
            "what is known on %(day)s nobody can say yet: ask what was known on %(today)s or "
            "earlier",
            day=local_day(known),
            today=local_day(now),
        )


def notes(found: Replay, at: At) -> list[Sentence]:
    """What a reader has to know of these dates: that nothing was known yet, or counts by day."""
    said = []
    if at.known < found.first:
        said.append(
            Sentence(
                "On %(day)s nothing was known of it: it was first recorded on %(first)s.",
                {
                    "day": local_day(at.known).isoformat(),
                    "first": local_day(found.first).isoformat(),
                },
            )
        )
    if not found.dated:
        said.append(
            Sentence(
                "Nothing of it counts from a day of its own: it stands as it was known, whatever "
                "day is asked for."
            )
        )
    return said


def read(found: Replay, at: At, most: int = 200, under: str | None = None) -> Reading:
    """Its values on a day as known at a moment, field by field, each with its event."""
    number = found.source.known_at(at.known)
    if number < LONG or most > MOST_KEPT:
        kept = reading.read(found.source, at, Shown(most, under, _among(found)))
    else:
        kept = replace(_read(Same([found]), at.in_force, number, most, under), known=at.known)
    if found.noun != "contract" or not kept.events:
        return kept
    told: dict[str, list[Field]] = {}
    reads = terms_on(found.facts, at.in_force, at.known)
    for path, each in contract.fields(reads, found.facts[0], found.by_id).items():
        if under in (None, path[0]):
            told.setdefault(path[0], []).append(each)
    words = [
        Group(name, len({each.path[:2] for each in said}), tuple(said[:most]), len(said) > most)
        for name, said in told.items()
    ]
    later = (*contract.later(reads, found.by_id), *kept.later)
    return replace(kept, groups=(*words, *kept.groups), later=later[:most])


@lru_cache(maxsize=KEPT)
def _read(of: Same[Replay], in_force: date, number: int, most: int, under: str | None) -> Reading:
    """What is read of a long stream follows from how much of it was known, not from when."""
    [found] = of.things
    at = At(in_force, found.source.moments[number - 1])
    return reading.read(found.source, at, Shown(most, under, _among(found)))


def differences(found: Replay, first: At, second: At) -> Iterator[Difference]:
    """What two readings do not share, each with the events that made the difference."""
    if found.noun == "contract":
        before, after = (
            contract.fields(
                terms_on(found.facts, at.in_force, at.known), found.facts[0], found.by_id
            )
            for at in (first, second)
        )
        yield from contract.differing(before, after)
    yield from reading.differences(found.source, first, second, _among(found))


def _among(found: Replay) -> Among:
    """Which values of its state are said: not its own id, nor what is said elsewhere already."""
    own = f"{found.noun}_id"
    beside = {"contract": _beside_the_words, "programme": _beside_the_plan}.get(
        found.noun, reading.everything
    )
    return lambda path: path[-1] != own and beside(path)


def _beside_the_words(path: Path) -> bool:
    twice = path[0] == "concluded" and path[1] in contract.SAID_TWICE
    return path[0] not in contract.LEFT_OUT and not twice


def _beside_the_plan(path: Path) -> bool:
    """A plan item and a term are said as they stand, and not also as they were stated."""
    return path[0] != "stated" or not path[1].startswith(_IN_THE_PLAN)


_IN_THE_PLAN = ("planned:", "realised:", "term:", "PlanItem", "Term", "version:")


def said(read: Iterable[Reading]) -> Iterator[tuple[Path, Any]]:
    """All values shown in these readings."""
    for each in read:
        for one in _fields(each):
            yield one.path, one.value


def compared(differing: Iterable[Difference]) -> Iterator[tuple[Path, Any]]:
    """All values of these differences."""
    for each in differing:
        yield each.path, each.before
        yield each.path, each.after


def behind(found: Replay, read: Iterable[Reading], differing: Iterable[Difference]) -> list[Event]:
    """The events behind all that is shown, each once, in the order of recording."""
    made = {id(one.event) for each in read for one in _fields(each)}
    made |= {id(event) for each in differing for event in each.events}
    return [each for each in found.source.events if id(each) in made]


def _fields(read: Reading) -> Iterator[Field]:
    for group in read.groups:
        yield from group.fields
    yield from read.later
