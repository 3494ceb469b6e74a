"""When each item of a plan can and must be, and which of them hold up the rest (ST-07).

An item is to happen somewhere in its window, after what it waits for. Nothing is known of how
long it takes, so nothing is assumed: on the day before the next one is early enough, on the same
day too. What has no date gets none here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

from domain.dates import Window


class Planned(Protocol):
    """What there must be of an item to place it: a part, a row and a version's item have it."""

    @property
    def item_id(self) -> str: ...
    @property
    def segment(self) -> str | None: ...
    @property
    def window(self) -> Window: ...
    @property
    def after(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """The room an item has.

    `earliest` is the first day of its window or of what it waits for, whichever is later;
    `latest` the last day of its window or of what waits for it, whichever is sooner. `slack` is
    the days between, less than none if they contradict. None of them if the item has no date,
    or none to that side ("before July" has no first day).
    """

    item_id: str
    segment: str | None
    earliest: date | None
    latest: date | None
    slack: int | None
    critical: bool


@dataclass(frozen=True, slots=True)
class Violation:
    """An item whose window ends before that of something it waits for.

    `certain` if it ends even before the other can begin; else the two overlap, and it can still
    go well.
    """

    item_id: str
    awaited: str
    ends: date
    awaited_ends: date
    certain: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every item in its place, in the order in which they wait for each other.

    A critical path leads to the last thing of the segment or programme that waits for another,
    or to the last of all if none does, along what it waits for with the least slack. `undated`
    are those without a date; `missing` what is waited for by an item (first) and not planned
    (second); `circular` those that wait for themselves in the end, whose waiting for each other
    is not counted.
    """

    slots: tuple[Slot, ...]
    path: tuple[str, ...]
    paths: Mapping[str, tuple[str, ...]]
    violations: tuple[Violation, ...]
    undated: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    circular: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Net:
    """The items in order, what each waits for and what waits for it, and their days."""

    items: Mapping[str, Planned]
    after: Mapping[str, tuple[str, ...]]
    earliest: Mapping[str, date | None]
    latest: Mapping[str, date | None]

    def slack(self, item_id: str) -> int | None:
        earliest, latest = self.earliest[item_id], self.latest[item_id]
        return (latest - earliest).days if earliest and latest else None


def schedule(items: Iterable[Planned]) -> Schedule:
    """Place all items of a plan."""
    known = {item.item_id: item for item in items}
    after, circular = in_order({item_id: item.after for item_id, item in known.items()})
    earliest = _bounds(after, lambda item_id: known[item_id].window.first, max)
    latest = _bounds(_reversed(after), lambda item_id: known[item_id].window.last, min)
    net = _Net(known, after, earliest, latest)
    segments = dict.fromkeys(item.segment for item in known.values() if item.segment)
    paths = {
        segment: _path([key for key in after if known[key].segment == segment], net)
        for segment in segments
    }
    path = _path([*after], net)
    critical = {*path, *(item_id for each in paths.values() for item_id in each)}
    return Schedule(
        slots=tuple(_slot(item_id, net, critical) for item_id in after),
        path=path,
        paths=paths,
        violations=tuple(_violations(net)),
        undated=tuple(item_id for item_id in after if not _dated(known[item_id])),
        missing=tuple(
            (item.item_id, awaited)
            for item in known.values()
            for awaited in item.after
            if awaited not in known
        ),
        circular=circular,
    )


def too_soon(item_id: str, window: Window, awaited: str, other: Window) -> Violation | None:
    """That an item ends before what it waits for, if it does; windows without an end say nothing.

    It is certain if it ends even before the other can begin.
    """
    if window.last is None or other.last is None or window.last >= other.last:
        return None
    certain = other.first is not None and window.last < other.first
    return Violation(item_id, awaited, window.last, other.last, certain)


def in_order(
    waits: Mapping[str, Sequence[str]],
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What each waits for, in an order in which that comes first; and who waited for itself.

    Only the waiting for each other of those in a circle is left out, and what is not there.
    """
    after = {
        item_id: tuple(dict.fromkeys(each for each in named if each in waits))
        for item_id, named in waits.items()
    }
    circular: dict[str, None] = {}
    while True:
        try:
            order = [*TopologicalSorter(after).static_order()]
        except CycleError as error:
            ring = set(error.args[1])
            circular.update(dict.fromkeys(sorted(ring)))
            after = {
                item_id: tuple(each for each in named if not {item_id, each} <= ring)
                for item_id, named in after.items()
            }
        else:
            return {item_id: after[item_id] for item_id in order}, tuple(circular)


def _reversed(after: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    waiting: dict[str, tuple[str, ...]] = dict.fromkeys(reversed(after), ())
    for item_id, named in after.items():
        for awaited in named:
            waiting[awaited] = (*waiting[awaited], item_id)
    return waiting


def _bounds(
    ordered: Mapping[str, tuple[str, ...]],
    own: Callable[[str], date | None],
    stricter: Callable[[Sequence[date]], date],
) -> dict[str, date | None]:
    """By item its own day or that of its neighbours, whichever is stricter.

    It goes through items without a date: what they wait for still comes first.
    """
    bounds: dict[str, date | None] = {}
    for item_id, neighbours in ordered.items():
        days = [own(item_id), *(bounds[each] for each in neighbours)]
        known = [day for day in days if day is not None]
        bounds[item_id] = stricter(known) if known else None
    return bounds


def _slot(item_id: str, net: _Net, critical: set[str]) -> Slot:
    item = net.items[item_id]
    if not _dated(item):
        return Slot(item_id, item.segment, None, None, None, critical=False)
    return Slot(
        item_id,
        item.segment,
        net.earliest[item_id],
        net.latest[item_id],
        net.slack(item_id),
        critical=item_id in critical,
    )


def _path(candidates: Sequence[str], net: _Net) -> tuple[str, ...]:
    """The way to the last of these, back along what leaves the least room. Undated ones pass."""
    ends = [
        (bool(net.after[item_id]), latest, net.earliest[item_id] or date.min, place, item_id)
        for place, item_id in enumerate(candidates)
        if _dated(net.items[item_id]) and (latest := net.latest[item_id]) is not None
    ]
    if not ends:
        return ()
    *_, at = max(ends)
    path = [at]
    while net.after[at]:
        at = min(net.after[at], key=lambda item_id: _room(item_id, net))
        path.append(at)
    return tuple(item_id for item_id in reversed(path) if _dated(net.items[item_id]))


def _room(item_id: str, net: _Net) -> tuple[bool, int, int]:
    """The less, the more critical: unknown slack last, then the later of two."""
    slack, latest = net.slack(item_id), net.latest[item_id] or date.min
    return slack is None, slack or 0, -latest.toordinal()


def _violations(net: _Net) -> Iterable[Violation]:
    for item_id, item in net.items.items():
        for awaited in item.after:
            other = net.items.get(awaited)
            found = too_soon(item_id, item.window, awaited, other.window) if other else None
            if found is not None:
                yield found


def _dated(item: Planned) -> bool:
    return item.window.edtf is not None
