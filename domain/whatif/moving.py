"""Moves what is supposed to move, and what has to follow by the plan's own rules (ST-06..08)."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from domain.dates import Window
from domain.programme.schedule import in_order
from domain.programme.shift import shifted, unit_of
from domain.programme.state import Item
from domain.whatif.links import Link, behind, links
from domain.whatif.world import World

Following = Literal["needed", "along", "stay"]
"""What becomes of what waits: it moves as far as it must so as not to end before what it waits
for, as far as that moved, or not at all."""

Why = Literal["said", "shifted", "decision", "waits", "gate"]

Stays = Literal["done", "fixed", "missed", "unknown", "undated", "imprecise"]
"""Why a shift leaves an item where it is."""

_FAR = 240


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an item moves; `by` is the item, decision or gate that makes it."""

    why: Why
    by: str = ""


def becoming(window: Window, edtf: str) -> Window:
    """The window at another time, limited by the same words, with its source's words before it."""
    written = window.written.partition(" → ")[0]
    bound = window.bound if window.edtf else "in"
    return Window(edtf=edtf, bound=bound, written=f"{written} → {edtf}")


def may_move(item: Item) -> bool:
    """Whether it is still to come, has a date and is not fixed."""
    to_come = item.status in ("planned", "reserved", "open")
    return to_come and not item.planned.fixed and item.window.edtf is not None


def stays(item: Item, months: int) -> Stays | None:
    """Why a shift by so many months leaves the item where it is; none if it moves (ST-08)."""
    match item.status:
        case "realised" | "dropped":
            return "done"
        case "missed" | "unknown":
            return item.status
        case _:
            pass
    if item.planned.fixed:
        return "fixed"
    if item.window.edtf is None:
        return "undated"
    return "imprecise" if months % unit_of(item.window) else None


def at(item: Item, window: Window) -> Item:
    """The item in another window."""
    return replace(item, planned=item.planned.model_copy(update={"window": window}))


def follow(
    supposed: World, before: World, causes: Mapping[str, Cause], following: Following
) -> tuple[World, Mapping[str, Cause]]:
    """Let what waits for something that moved later move as well, in the order of waiting.

    What somebody gave a date of its own stays there; what is fixed or done does too. What waits
    for itself in a circle does not follow what is in that circle; all else does.
    """
    if following == "stay":
        return supposed, causes
    waits, found = _in_order(links(supposed)), dict(causes)
    pinned = {item_id for item_id, cause in causes.items() if cause.why in ("said", "decision")}
    gates = _shut_until(supposed)
    for item_id in waits:
        item = supposed.items[item_id]
        if item_id in pinned or not may_move(item):
            continue
        asked = [*_pushes(waits[item_id], supposed, before), *gates.get(item_id, ())]
        moved = _furthest(item, asked, following)
        if moved is not None:
            window, found[item_id] = moved
            supposed = replace(supposed, items={**supposed.items, item_id: at(item, window)})
    return supposed, found


@dataclass(frozen=True, slots=True)
class _Push:
    """What an item waits for now ends on `until`, so many months later than it did."""

    cause: Cause
    until: date
    months: int


def _in_order(waits: Mapping[str, Sequence[Link]]) -> Mapping[str, Sequence[Link]]:
    """Each with what it waits for, those first that wait for nothing; circles are cut (ST-07)."""
    ordered, _ = in_order({key: [each.awaited for each in named] for key, named in waits.items()})
    return {
        item_id: [each for each in waits[item_id] if each.awaited in awaited]
        for item_id, awaited in ordered.items()
    }


def _pushes(waits: Sequence[Link], supposed: World, before: World) -> list[_Push]:
    found = []
    for link in waits:
        was, now = before.items[link.awaited].window.last, supposed.items[link.awaited].window.last
        if now is None or supposed.items[link.awaited].status == "realised":
            continue
        if was is None or now > was:
            cause = Cause("gate", link.by) if link.via == "gate" else Cause("waits", link.awaited)
            found.append(_Push(cause, now, _months(was, now)))
    return found


def _shut_until(world: World) -> Mapping[str, list[_Push]]:
    """By item, that it cannot be over before its gate is supposed to open."""
    found: dict[str, list[_Push]] = {}
    for gate, until in world.shut.items():
        opens = None if until is None else until.first or until.last
        for _, state in behind(gate, world) if opens else ():
            if state.step.item and opens:
                found.setdefault(state.step.item, []).append(_Push(Cause("gate", gate), opens, 0))
    return found


def _furthest(
    item: Item, asked: Sequence[_Push], following: Following
) -> tuple[Window, Cause] | None:
    """Where the item goes, and what makes it go that far; none if it can stay."""
    places = []
    for push in asked:
        months = _needed(item.window, push, following)
        if months:
            places.append((months, push.cause))
    if not places:
        return None
    months, cause = max(places, key=lambda place: place[0])
    try:
        return shifted(item.window, months), cause
    except (ValueError, OverflowError):
        return None


def _needed(window: Window, push: _Push, following: Following) -> int:
    """The fewest whole months, in the item's own precision, that will do."""
    unit, last = unit_of(window), window.last
    least = push.months if following == "along" else 0
    months = -(-least // unit) * unit
    while months <= _FAR and last is not None and _last(window, months) < push.until:
        months += unit
    return months if months <= _FAR else 0


def _last(window: Window, months: int) -> date:
    try:
        return shifted(window, months).last or date.max
    except (ValueError, OverflowError):
        return date.max


def _months(was: date | None, now: date) -> int:
    """Months from one day to the other, a part of one as a whole; ends of months are alike."""
    if was is None:
        return 0
    months = (now.year - was.year) * 12 + now.month - was.month
    return months if _ends_month(was) and _ends_month(now) else months + (now.day > was.day)


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
