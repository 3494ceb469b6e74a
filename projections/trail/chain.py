"""The chain of cause of one event: up to the sources, down to all that followed.

A graph of events and links, from which a tree for readers is drawn that names each event once.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from projections.trail.lookup import Trail
from projections.trail.model import TrailRow
from projections.trail.references import TOGETHER
from projections.trail.words import relation_of

AT_ONCE = 40
"""How many events of one link are followed; how many more there are is not counted."""
EVENTS_AT_MOST = 300
"""In one direction; a programme's publication has thousands below it."""
DEEP = 40
"""How many links a tree follows one after another."""


@dataclass(frozen=True, slots=True)
class Link:
    """`later` rests on `earlier`, for this reason."""

    earlier: UUID
    later: UUID
    relation: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What leads to an event and what follows from it.

    `together` were recorded by the same command. `cut` are events of which not everything that
    hangs on them is shown: ask for the chain of that event.
    """

    start: TrailRow
    events: Mapping[UUID, TrailRow]
    together: tuple[TrailRow, ...]
    up: tuple[Link, ...]
    down: tuple[Link, ...]
    cut: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Branch:
    """An event in the tree, why it hangs there, and what hangs on it."""

    event: TrailRow
    relation: str
    branches: tuple["Branch", ...] = ()
    cut: bool = False


def chain_of(trail: Trail, event_id: UUID) -> Chain | None:
    """The chain up and down; none if there is no such event."""
    start = trail.one(event_id)
    if start is None:
        return None
    above, up, cut_above = _follow(start, lambda row: _causes(trail, row))
    below, down, cut_below = _follow(start, lambda row: _consequences(trail, row))
    siblings = trail.of_command(start.correlation, start.caused_by, AT_ONCE)
    return Chain(
        start=start,
        events={**above, **below, **{each.event_id: each for each in siblings}},
        together=tuple(each for each in siblings if each.event_id != event_id),
        up=tuple(Link(earlier=other, later=one, relation=why) for one, other, why in up),
        down=tuple(Link(earlier=one, later=other, relation=why) for one, other, why in down),
        cut=cut_above | cut_below,
    )


def causes_tree(chain: Chain) -> tuple[Branch, ...]:
    """What the event rests on, as a tree; the way that shows most of it goes first."""
    return _tree(chain, [(each.later, each.earlier, each.relation) for each in chain.up])


def consequences_tree(chain: Chain) -> tuple[Branch, ...]:
    """What followed from the event, as a tree."""
    return _tree(chain, [(each.earlier, each.later, each.relation) for each in chain.down])


_Edge = tuple[UUID, UUID, str]
_Found = tuple[list[tuple[TrailRow, str]], bool]


def _follow(
    start: TrailRow, around: Callable[[TrailRow], _Found]
) -> tuple[dict[UUID, TrailRow], list[_Edge], frozenset[UUID]]:
    """All events in one direction, nearest first, until there are too many."""
    events, edges, cut = {start.event_id: start}, list[_Edge](), set[UUID]()
    waiting = deque([start])
    while waiting:
        row = waiting.popleft()
        found, whole = around(row)
        if not whole:
            cut.add(row.event_id)
        for other, relation in found:
            if other.event_id not in events:
                if len(events) > EVENTS_AT_MOST:
                    cut.add(row.event_id)
                    continue
                events[other.event_id] = other
                waiting.append(other)
            edges.append((row.event_id, other.event_id, relation))
    return events, edges, frozenset(cut)


def _causes(trail: Trail, row: TrailRow) -> _Found:
    found: list[tuple[TrailRow, str]] = []
    whole = True
    for reference in row.rests_on:
        relation = relation_of(reference)
        if relation == "corrects":
            mended = trail.one(UUID(reference.partition(":")[2]))
            found += [(mended, relation)] if mended else []
            continue
        many = AT_ONCE if relation in TOGETHER else 1
        givers = trail.before(reference, row, many)
        whole = whole and (many == 1 or len(givers) < many)
        found += [(each, relation) for each in givers]
    if row.correlation != row.caused_by:
        asked = trail.of_command(row.correlation, row.correlation, 1)
        found += [(each, "request") for each in asked if each.moment < row.moment]
    return _once(found), whole


def _consequences(trail: Trail, row: TrailRow) -> _Found:
    found: list[tuple[TrailRow, str]] = []
    whole = True
    for reference in row.gives:
        relation = relation_of(reference)
        following = trail.resting(reference, row, AT_ONCE)
        whole = whole and len(following) < AT_ONCE
        if relation not in TOGETHER:
            replaced = trail.givers(reference, row, 1)
            until = replaced[0].moment if replaced else None
            following = [each for each in following if until is None or each.moment <= until]
        found += [(each, relation) for each in following]
    if row.correlation == row.caused_by:
        asked = trail.of_request(row.caused_by, AT_ONCE)
        whole = whole and len(asked) < AT_ONCE
        found += [(each, "request") for each in asked if each.moment > row.moment]
    return _once(sorted(found, key=lambda each: each[0].moment)), whole


def _once(found: Iterable[tuple[TrailRow, str]]) -> list[tuple[TrailRow, str]]:
    """The first reason of several for which one event hangs on another; a request says least."""
    first: dict[UUID, tuple[TrailRow, str]] = {}
    for row, relation in found:
        known = first.get(row.event_id)
        if known is None or known[1] == "request":
            first[row.event_id] = (row, relation)
    return list(first.values())


def _tree(chain: Chain, edges: list[_Edge]) -> tuple[Branch, ...]:
    hanging: dict[UUID, list[tuple[UUID, str]]] = {}
    for one, other, relation in edges:
        hanging.setdefault(one, []).append((other, relation))
    named = {chain.start.event_id}

    def under(event_id: UUID, depth: int) -> tuple[Branch, ...]:
        branches = []
        for other, relation in hanging.get(event_id, ()):
            if other in named:
                continue
            named.add(other)
            too_deep = depth == DEEP and other in hanging
            branches.append(
                Branch(
                    event=chain.events[other],
                    relation=relation,
                    branches=() if too_deep else under(other, depth + 1),
                    cut=too_deep or other in chain.cut,
                )
            )
        return tuple(branches)

    return under(chain.start.event_id, 1)
