"""What was done to events and leaves that do not fit: altered, moved, taken away or slipped in.

A leaf cannot be turned back into its event, but each guess at what the event was can be tried on
it: its bytes at another place, its stream, its version or its name as others have them. What fits
is what was recorded; if nothing does, the bytes themselves were changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from uuid import UUID

from eventstore import tombstones
from eventstore.registry import EVENTS
from eventstore.verification.accounts import Account
from eventstore.verification.part import Event, Leaf, Odd, leaf_of
from eventstore.verification.verdicts import Stretch, Verdict

_VERSIONS = 500

Right = Callable[[int], frozenset[Account] | None]
"""Which accounts are right about a leaf, by its index."""


def named(odd: Sequence[Odd], right: Right, between: Callable[[int], Stretch]) -> Iterator[Verdict]:
    """A verdict for each, in their order. `between` says where a leaf lies."""
    events = [each.event for each in odd if each.event is not None]
    leaves = [each.leaf for each in odd if each.leaf is not None]
    moved = _moved(leaves, events)
    explained = {event[0] for event in moved.values()}
    explained |= {
        found[0]
        for each in odd
        if each.leaf is not None and each.event is None
        if (found := _misplaced(each.leaf, events)) is not None
    }
    for each in odd:
        if each.leaf is None and each.event is None:
            assert each.index is not None
            yield _leaf_gone(each.index, between(each.index))
        elif each.leaf is None and each.event is not None:
            if each.event[0] not in explained:
                yield _inserted(each.event)
        elif each.leaf is not None:
            stretch, accounts = between(each.leaf.index), right(each.leaf.index)
            yield _of_leaf(each.leaf, each.event, moved, accounts, stretch, events)


def _of_leaf(
    leaf: Leaf,
    event: Event | None,
    moved: dict[int, Event],
    right: frozenset[Account] | None,
    between: Stretch,
    others: Sequence[Event],
) -> Verdict:
    elsewhere = moved.get(leaf.position)
    if elsewhere is not None:
        return _reordered(leaf, elsewhere, between)
    if event is None:
        misplaced = _misplaced(leaf, others)
        if misplaced is not None:
            return _leaf_moved(leaf, misplaced, between)
        return _removed(leaf, between)
    if right is not None and "leaves" not in right and "events" in right:
        return _rewritten(leaf, event, between)
    return _altered(leaf, event, between, right, others)


def _moved(leaves: Iterable[Leaf], events: Sequence[Event]) -> dict[int, Event]:
    """Events that stood at other positions: those positions, and the event that stood there."""
    found = {}
    for leaf in leaves:
        for event in events:
            if event[0] == leaf.position:
                continue
            if leaf_of(leaf, event, position=leaf.position) == leaf.hash:
                found[leaf.position] = event
                break
    return found


def _misplaced(leaf: Leaf, events: Iterable[Event]) -> Event | None:
    """The event that the leaf is of, if only the leaf's position was changed."""
    return next((event for event in events if leaf_of(leaf, event) == leaf.hash), None)


def _altered(
    leaf: Leaf,
    event: Event,
    between: Stretch,
    right: frozenset[Account] | None,
    others: Sequence[Event],
) -> Verdict:
    position, stream, version, topic, _ = event
    doubt = "" if right is not None else " (or its leaf: no checkpoint that fits covers it)"
    return Verdict(
        "event_altered",
        f"the event at position {position} was altered{doubt}: {_change(leaf, event, others)}",
        position,
        leaf.index,
        UUID(stream),
        version,
        topic,
        between,
    )


def _change(leaf: Leaf, event: Event, others: Sequence[Event]) -> str:
    """What was changed of it, as far as that can be told."""
    position, stream, version, topic, state = event
    gone = tombstones.is_destroyed(state)
    if gone and leaf.salt is not None:
        return "its bytes were taken away as if it had been destroyed, but its leaf was not"
    if not gone and leaf.salt is None:
        return "its leaf says that it was destroyed, but there are bytes"
    for name in EVENTS:
        if leaf_of(leaf, (position, stream, version, name, state)) == leaf.hash:
            return f"it was recorded as {name} and is now called {topic}"
    for number in range(1, max(_VERSIONS, version + _VERSIONS)):
        if leaf_of(leaf, (position, stream, number, topic, state)) == leaf.hash:
            return f"it was recorded as version {number} of its stream and is now version {version}"
    for other in others:
        if leaf_of(leaf, (position, stream, version, topic, other[4])) == leaf.hash:
            return f"its bytes changed places with those of the event at position {other[0]}"
        if leaf_of(leaf, (position, other[1], version, topic, state)) == leaf.hash:
            return f"it was recorded in stream {other[1]} and is now in stream {stream}"
    return "its stored bytes, its stream or the salt of its leaf are not what was recorded"


def _reordered(leaf: Leaf, event: Event, between: Stretch) -> Verdict:
    return Verdict(
        "event_reordered",
        f"the event that was recorded at position {leaf.position} is now at position {event[0]}",
        leaf.position,
        leaf.index,
        UUID(event[1]),
        event[2],
        event[3],
        between,
    )


def _removed(leaf: Leaf, between: Stretch) -> Verdict:
    what = f"the event at position {leaf.position} was removed; its leaf is still there"
    return Verdict("event_removed", what, leaf.position, leaf.index, between=between)


def _leaf_gone(index: int, between: Stretch) -> Verdict:
    what = f"the event with leaf {index} was removed, and its leaf with it"
    return Verdict("event_removed", what, index=index, between=between)


def _leaf_moved(leaf: Leaf, event: Event, between: Stretch) -> Verdict:
    what = (
        f"leaf {leaf.index} is of the event at position {event[0]}, but says {leaf.position};"
        " the event itself is as it was recorded"
    )
    return Verdict(
        "leaf_rewritten", what, event[0], leaf.index, UUID(event[1]), event[2], event[3], between
    )


def _rewritten(leaf: Leaf, event: Event, between: Stretch) -> Verdict:
    what = (
        f"leaf {leaf.index}, of the event at position {event[0]}, was rewritten; the event itself"
        " is as it was signed"
    )
    return Verdict(
        "leaf_rewritten", what, event[0], leaf.index, UUID(event[1]), event[2], event[3], between
    )


def _inserted(event: Event) -> Verdict:
    position, stream, version, topic, _ = event
    what = f"the event at position {position} was inserted: the log had none there"
    return Verdict(
        "event_inserted", what, position, stream=UUID(stream), version=version, topic=topic
    )


def in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """By where they are in the log; those without a place last."""
    last = float("inf")
    return sorted(
        chain(verdicts),
        key=lambda each: (each.position or last, each.index if each.index is not None else last),
    )
