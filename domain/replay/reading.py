"""A stream as it stood on a day, as known at a moment, field by field; and what two share not."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from itertools import islice
from operator import itemgetter
from typing import Any

from pydantic import BaseModel

from domain.base import Event, Source
from domain.dates import Explained, Window
from domain.replay.days import begins
from domain.replay.track import NOTHING, Place, Touch, Track, listed, value_at, written

Path = tuple[str, ...]
"""The names that lead to a value: the field, the key of the entry, and so on inwards."""

Among = Callable[[Path], bool]
"""Which values are meant."""

CIRCUMSTANCES = frozenset({"event_id", "at", "by", "caused_by", "correlation"})
"""What an event says of its recording: that is told with the event, and is no field."""

_WHOLE = (Window, Explained, Source)
"""Parts that say one thing together."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value, where it stands, and the event that made it so; none if it was so from the start."""

    path: Path
    value: Any
    event: Event | None


@dataclass(frozen=True, slots=True)
class Group:
    """The values under one field of the state: `fields` are the first, there may be `more`."""

    name: str
    entries: int
    fields: tuple[Field, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How something stood. `events` counts what had been recorded; none means not yet known.

    `later` are entries that were known then and count only from a later day.
    """

    in_force: date
    known: datetime
    events: int
    groups: tuple[Group, ...]
    later: tuple[Field, ...]

    @property
    def values(self) -> dict[Path, Any]:
        """Every value shown, by its path."""
        return {each.path: each.value for group in self.groups for each in group.fields}


@dataclass(frozen=True, slots=True)
class Difference:
    """What reads otherwise; nothing means absent there. `events` made the difference, in order."""

    path: Path
    before: Any
    after: Any
    events: tuple[Event, ...]


def everything(_: Path) -> bool:
    """That nothing is left out."""
    return True


@dataclass(frozen=True, slots=True)
class Shown:
    """Of each field `most` values, of those that are `among` all; only what is `under` a field."""

    most: int = 200
    under: str | None = None
    among: Among = everything


@dataclass(frozen=True, slots=True)
class At:
    """Two dates: what counts by a day, of what had been recorded by a moment."""

    in_force: date
    known: datetime


def read(source: Track, at: At, shown: Shown = Shown()) -> Reading:
    """All values, or those of one field; of each field no more than `most`."""
    number = source.known_at(at.known)
    grouped: dict[str, list[tuple[Place, Touch]]] = {}
    later: list[Field] = []
    for place, touches in source.touches.items():
        if touches[0][0] > number or (shown.under is not None and place[0] != shown.under):
            continue  # nothing was known there yet, or it is not asked for
        touch, waiting = standing(place, touches, number, at.in_force)
        if touch is not None and touch[0] and touch[1] is not NOTHING:
            grouped.setdefault(place[0], []).append((place, touch))
        if waiting is not None and len(later) < shown.most:
            later.append(Field(named(place), begins(place, waiting[1]), source.event(waiting)))
    said = (_group(source, name, found, shown) for name, found in grouped.items())
    groups = tuple(each for each in said if each.fields) if number else ()
    return Reading(at.in_force, at.known, number, groups, tuple(later))


def differences(
    source: Track, first: At, second: At, among: Among = everything
) -> Iterator[Difference]:
    """What two readings do not share, place by place in the order in which they first came up."""
    numbers = source.known_at(first.known), source.known_at(second.known)
    for place, touches in source.touches.items():
        before = _stands(place, touches, numbers[0], first.in_force)
        after = _stands(place, touches, numbers[1], second.in_force)
        if before is after or not (before or (0,))[0] + (after or (0,))[0]:
            continue
        if before is not None and after is not None and before[1] == after[1]:
            continue
        old, new = _said(place, before), _said(place, after)
        for path in dict.fromkeys((*old, *new)):
            if old.get(path) != new.get(path) and among(path):
                made = _made(source, (place, path), numbers, (before, after))
                yield Difference(path, old.get(path), new.get(path), made)


def standing(
    place: Place, touches: Sequence[Touch], number: int, day: date
) -> tuple[Touch | None, Touch | None]:
    """What stands at a place on a day, and what was known to follow it there later."""
    touch = value_at(touches, number)
    waiting = None
    while touch is not None:
        first = begins(place, touch[1])
        if first is None or first <= day:
            return touch, waiting
        waiting = touch
        touch = value_at(touches, touch[0] - 1) if touch[0] else None
    return None, waiting


def named(place: Place) -> Path:
    """The names that lead to a place."""
    return tuple(map(written, place))


def _stands(place: Place, touches: Sequence[Touch], number: int, day: date) -> Touch | None:
    """What stands there; nothing if not a single event was known."""
    return standing(place, touches, number, day)[0] if number else None


def _said(place: Place, touch: Touch | None) -> dict[Path, Any]:
    return {} if touch is None else dict(flatten(named(place), touch[1]))


def flatten(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The values within a value. What is nothing, or an empty row, is not said."""
    if value is None or isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, _WHOLE):
        yield path, value
    elif isinstance(value, BaseModel):
        left_out = CIRCUMSTANCES if isinstance(value, Event) else frozenset()
        for name, each in value:
            if name not in left_out:
                yield from flatten((*path, name), each)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from flatten((*path, written(key)), each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from flatten((*path, field.name), getattr(value, field.name))
    elif listed(value):
        for number, each in enumerate(value, 1):
            yield from flatten((*path, str(number)), each)
    elif isinstance(value, frozenset | set):
        if value:
            yield path, tuple(sorted(map(written, value)))
    elif isinstance(value, tuple | list):
        if value:
            yield path, tuple(map(written, value))
    else:
        yield path, value


def _group(source: Track, name: str, found: Sequence[tuple[Place, Touch]], shown: Shown) -> Group:
    said = (
        (place, touch, path, value, whole)
        for place, touch in found
        for whole in (_alike(source.touches[place], touch),)
        for path, value in flatten(named(place), touch[1])
        if shown.among(path)
    )
    some = list(islice(said, shown.most + 1))
    return Group(
        name=name,
        entries=len(found),
        fields=tuple(
            Field(path, value, _since(source, (place, path), touch, whole))
            for place, touch, path, value, whole in some[: shown.most]
        ),
        more=len(some) > shown.most,
    )


def _alike(touches: Sequence[Touch], touch: Touch) -> Touch:
    """The first of the touches on end that set all of the place to what it is now."""
    at = bisect_left(touches, touch[0], key=itemgetter(0))
    while at and touches[at - 1][1] == touch[1]:
        at -= 1
    return touches[at]


def _since(source: Track, where: tuple[Place, Path], touch: Touch, whole: Touch) -> Event | None:
    """The event that gave the value at this path, which later ones at the place left as it was.

    `whole` is the touch since which the whole place is as it is.
    """
    place, path = where
    touches, inner = source.touches[place], path[len(place) :]
    value = within(touch[1], inner)
    at = bisect_left(touches, whole[0], key=itemgetter(0))
    while at and within(touches[at - 1][1], inner) == value:
        at -= 1
    return source.event(touches[at])


def _made(
    source: Track,
    where: tuple[Place, Path],
    numbers: tuple[int, int],
    sides: tuple[Touch | None, Touch | None],
) -> tuple[Event, ...]:
    """The events between two readings that changed the value, or else the one that gave it."""
    place, path = where
    low, high = min(numbers), max(numbers)
    touches, inner = source.touches[place], path[len(place) :]
    start = value_at(touches, low) if low else None
    value = None if start is None else within(start[1], inner)
    made = []
    for touch in touches:
        if low < touch[0] <= high:
            following = within(touch[1], inner)
            if following != value:
                made.append(source.events[touch[0] - 1])
            value = following
    if made:
        return tuple(made)
    side = sides[1] or sides[0]
    given = None if side is None else _since(source, where, side, side)
    return () if given is None else (given,)


def within(value: Any, inner: Path) -> Any:
    """What a value has at a path inside it; nothing if there is no such path."""
    for name in inner:
        if value is None:
            return None
        if isinstance(value, Mapping):
            value = next((each for key, each in value.items() if written(key) == name), None)
        elif isinstance(value, tuple):
            value = value[int(name) - 1] if int(name) <= len(value) else None
        else:
            value = getattr(value, name, None)
    return value
