"""A stream folded once, so that it can be read as at any event of it (AU-01, AU-02).

The noun's own decider folds; nothing here knows what an event means. What an event changes shows
in what is no longer the same object after it: states are never altered, only made anew.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from itertools import compress
from operator import attrgetter, is_not, itemgetter
from typing import Any

from pydantic import BaseModel

from domain.base import Decider, Event

Place = tuple[Any, ...]
"""A field of the state, or an entry of it: by its key, or by its number counted from one."""

Touch = tuple[int, Any]
"""How many events had been recorded when a value came to stand at a place, and the value."""

NOTHING: Any = None
"""What stands at a place that has nothing, or no longer."""

_NUMBER = itemgetter(0)
_ITSELF: Any = object()
"""The key of a field that has no entries."""


@dataclass(frozen=True, slots=True)
class Track:
    """All that ever stood anywhere in a stream's state. `events` are in the order of recording.

    `touches` are, by place, the values that came to stand there. `keys` are the places' keys as
    the state has them.
    """

    events: Sequence[Event]
    moments: Sequence[datetime]
    touches: Mapping[Place, Sequence[Touch]]

    def known_at(self, moment: datetime) -> int:
        """How many events had been recorded by then.

        An event counts as recorded no sooner than those it follows: clocks of two machines may
        differ by a little.
        """
        return bisect_right(self.moments, moment)

    def event(self, touch: Touch) -> Event | None:
        """The event that set a value; none for what a state begins with."""
        return self.events[touch[0] - 1] if touch[0] else None


def track(
    decider: Decider[Any, Any, Any],
    events: Sequence[Event],
    without: tuple[type[Event], ...] = (),
) -> Track:
    """Fold a stream event by event and keep what each of them set.

    Events of the classes `without` are counted and not folded: what they set is read elsewhere.
    """
    names = [each.name for each in fields(decider.initial)]
    every, values, evolve = range(len(names)), attrgetter(*names), decider.evolve
    under: list[dict[Any, list[Touch]]] = [{} for _ in names]
    state = decider.initial
    before = values(state)
    for at in every:
        _note(under[at], 0, _changed(NOTHING, before[at]))
    for number, event in enumerate(events, 1):
        if isinstance(event, without):
            continue
        state = evolve(state, event)
        after = values(state)
        for at in compress(every, map(is_not, before, after)):
            _note(under[at], number, _changed(before[at], after[at]))
        before = after
    touches: dict[Place, list[Touch]] = {
        (name,) if key is _ITSELF else (name, key): found
        for name, keys in zip(names, under, strict=True)
        for key, found in keys.items()
    }
    return Track(events, _moments(events), touches)


def value_at(touches: Sequence[Touch], number: int) -> Touch | None:
    """What stood at a place after so many events, and since which."""
    at = len(touches) if touches[-1][0] <= number else bisect_right(touches, number, key=_NUMBER)
    return touches[at - 1] if at else None


def _moments(events: Sequence[Event]) -> list[datetime]:
    moments: list[datetime] = []
    for event in events:
        moments.append(max(event.at, moments[-1]) if moments else event.at)
    return moments


def _note(known: dict[Any, list[Touch]], number: int, changed: Iterable[tuple[Any, Any]]) -> None:
    for key, value in changed:
        touches = known.get(key)
        if touches is None:
            known[key] = [(number, value)]
        else:
            touches.append((number, value))


def _changed(old: Any, new: Any) -> Iterable[tuple[Any, Any]]:
    """The keys under a field that have another value than before, or the field itself."""
    if type(new) is type(old) and hasattr(new, "changed_since"):
        changed: Iterable[tuple[Any, Any]] = new.changed_since(old)
        return changed  # it knows, and sooner than we would find out
    if isinstance(new, Mapping) or isinstance(old, Mapping):
        return _changed_keys(old or {}, new or {})
    if listed(new) or listed(old):
        return _changed_numbers(old or (), new or ())
    return ((_ITSELF, new),)


def _changed_keys(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    known = old.get
    for key, value in new.items():
        if known(key) is not value:
            yield key, value
    if len(new) < len(old) or any(key not in new for key in old):
        for key in old:
            if key not in new:
                yield key, NOTHING


def _changed_numbers(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    same = len(old) if new[: len(old)] == old else 0
    for at in range(same, max(len(old), len(new))):
        before = old[at] if at < len(old) else NOTHING
        after = new[at] if at < len(new) else NOTHING
        if before is not after:
            yield at + 1, after


def listed(value: object) -> bool:
    """Whether it is a row of parts, each of which is a place; other rows are one value."""
    return isinstance(value, tuple) and bool(value) and is_part(value[0])


def is_part(value: object) -> bool:
    return isinstance(value, BaseModel) or (is_dataclass(value) and not isinstance(value, type))


def written(key: object) -> str:
    """A key as people and addresses have it."""
    if isinstance(key, tuple):
        return " · ".join(str(each) for each in key if each is not None)
    return str(key)
