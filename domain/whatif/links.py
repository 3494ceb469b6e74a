"""What waits for what: by the plan itself, by the steps of procedures, by gates (ST-07, PG-10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from domain.procedure.state import StepState
from domain.whatif.world import Way, World

Via = Literal["plan", "procedure", "gate"]


@dataclass(frozen=True, slots=True)
class Link:
    """That one plan item waits for another; `by` is the gate between them, if there is one."""

    awaited: str
    via: Via
    by: str = ""


def links(world: World) -> Mapping[str, tuple[Link, ...]]:
    """By item everything that it waits for, each once, what the plan says first."""
    found: dict[str, dict[str, Link]] = {item_id: {} for item_id in world.items}
    for item_id, item in world.items.items():
        for awaited in item.planned.after:
            found[item_id].setdefault(awaited, Link(awaited, "plan"))
    for way in world.ways:
        for item_id, link in _of_way(way, world):
            found[item_id].setdefault(link.awaited, link)
    there = {
        item_id: {name: each for name, each in named.items() if name in found and name != item_id}
        for item_id, named in found.items()
    }
    return {item_id: _direct(named, there) for item_id, named in there.items()}


def behind(gate: str, world: World) -> Iterator[tuple[Way, StepState]]:
    """The steps that cannot begin while this gate is shut, and are not over."""
    for way in world.ways:
        for state in way.steps.values():
            if not way.over and state.step.gate == gate and not state.over:
                yield way, state


def _direct(named: Mapping[str, Link], there: Mapping[str, Mapping[str, Link]]) -> tuple[Link, ...]:
    """Without what a procedure says only by a detour: it waits for what waits for that."""
    later = set[str]()
    names = [name for each in named for name in there[each]]
    while names:
        name = names.pop()
        if name not in later:
            later.add(name)
            names += there[name]
    return tuple(each for each in named.values() if each.via == "plan" or each.awaited not in later)


def _of_way(way: Way, world: World) -> Iterator[tuple[str, Link]]:
    for state in way.steps.values():
        item = state.step.item
        if way.over or item is None or item not in world.items:
            continue
        for awaited in _items_before(state, way):
            if awaited in world.items:
                yield item, Link(awaited, "procedure")
        gate = state.step.gate
        for asked in world.gates.get(gate, ()) if gate else ():
            opener = asked.question.item
            if opener is not None and opener in world.items:
                yield item, Link(opener, "gate", gate or "")


def _items_before(state: StepState, way: Way) -> Iterator[str]:
    """The plan items of the steps before it; one that is no plan item leads on to those before."""
    names, seen = [*state.step.after], set[str]()
    while names:
        name = names.pop(0)
        before = way.steps.get(name)
        if before is None or name in seen:
            continue
        seen.add(name)
        if before.step.item:
            yield before.step.item
        else:
            names += before.step.after
