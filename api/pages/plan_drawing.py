"""A plan as its timeline and the table beside it show it: numbered, with room and earlier plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from api.language import spoken
from api.pages.timeline_shapes import Ghost, Stroke
from api.pages.windows import in_words
from domain.dates import Window
from domain.programme.schedule import Schedule, Slot, Violation, schedule
from domain.programme.shift import shifted, unit_of
from domain.programme.versions import PlannedItem
from projections.language import Language
from projections.plan_items import PlanItemRow
from projections.plan_versions import PlanVersionsRow
from projections.same import Same

MOST = 3
"""How many earlier versions are drawn under a plan at most."""

How = Literal[
    "same",
    "later",
    "earlier",
    "begins_later",
    "begins_earlier",
    "ends_later",
    "ends_earlier",
    "otherwise",
    "added",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a window differs from that of an earlier plan: in months if it moved by whole ones.

    `otherwise` cannot be said in days, since one of the two is open. `added` was not planned.
    """

    how: How
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What an item was in a version of the plan; no words if that version did not have it."""

    version: int
    window: Window | None
    words: str | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its number in the whole plan and the numbers of what it waits for.

    `missing` is what it waits for and nobody planned, `clashes` what it would end before.
    """

    number: int
    item: PlanItemRow
    words: str
    slot: Slot | None
    awaited: tuple[tuple[int, PlanItemRow], ...]
    missing: tuple[str, ...]
    clashes: tuple[tuple[PlanItemRow, Violation], ...]
    before: tuple[Before, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All of a plan, in the order of its segments; what is of the whole programme comes last."""

    rows: tuple[Row, ...]
    room: Schedule
    basis: tuple[int, ...]
    gone: tuple[tuple[int, PlannedItem], ...]

    @property
    def numbers(self) -> dict[str, int]:
        return {row.item.item_id: row.number for row in self.rows}


def plan_of(
    items: Sequence[PlanItemRow],
    segments: Sequence[str],
    versions: PlanVersionsRow | None = None,
    basis: Sequence[int] = (),
) -> Plan:
    """Number the items, and set beside each how it was planned at these versions."""
    return _plan(Same(items), tuple(segments), Same([versions]), tuple(basis), spoken())


@lru_cache(maxsize=50)
def _plan(
    of: Same[PlanItemRow],
    segments: Sequence[str],
    versioned: Same[PlanVersionsRow | None],
    basis: Sequence[int],
    _: Language,
) -> Plan:
    items, [versions], room = of.things, versioned.things, schedule(of.things)
    place = {segment: number for number, segment in enumerate(segments)}
    ordered = sorted(items, key=lambda each: place.get(each.segment or "", len(place)))
    numbers = {each.item_id: number for number, each in enumerate(ordered, 1)}
    known = {each.item_id: each for each in ordered}
    slots = {each.item_id: each for each in room.slots}
    then = {number: versions.items_at(number) for number in basis} if versions else {}
    rows = tuple(
        Row(
            number=numbers[item.item_id],
            item=item,
            words=in_words(item.window),
            slot=slots.get(item.item_id),
            awaited=tuple((numbers[each], known[each]) for each in item.after if each in known),
            missing=tuple(each for each in item.after if each not in known),
            clashes=tuple(
                (known[each.awaited], each)
                for each in room.violations
                if each.item_id == item.item_id
            ),
            before=tuple(
                _before(number, was.get(item.item_id), item) for number, was in then.items()
            ),
        )
        for item in ordered
    )
    gone = tuple(
        (number, each)
        for number, was in then.items()
        for item_id, each in was.items()
        if item_id not in known
    )
    return Plan(rows, room, tuple(then), gone)


def stroke_of(row: Row) -> Stroke:
    """An item as the timeline draws it, with its earlier windows under it."""
    item = row.item
    return Stroke(
        key=item.item_id,
        number=row.number,
        title=item.title,
        status=item.status,
        window=item.window,
        words=row.words,
        href=f"#{item.item_id}",
        after=item.after,
        critical=row.slot is not None and row.slot.critical,
        realised_on=item.realised_on,
        ghosts=tuple(_ghost(each) for each in row.before),
    )


def basis_of(asked: Sequence[str], versions: PlanVersionsRow | None) -> tuple[int, ...]:
    """The versions that are to be set beside the plan: those that exist, each once."""
    if versions is None:
        return ()
    known = {str(each.number): each.number for each in versions.versions}
    found = dict.fromkeys(known[each] for each in asked if each in known)
    return tuple(found)[:MOST]


def difference(before: Window, after: Window) -> Difference:
    """How much later or earlier it became."""
    if before.same_time(after):
        return Difference("same")
    months = _months(before, after)
    if months:
        return Difference("later" if months > 0 else "earlier", months=abs(months))
    begins, ends = _days(before.first, after.first), _days(before.last, after.last)
    if begins is None and ends is None:
        return Difference("otherwise")
    if begins == ends or (begins is None and before.first is after.first):
        return _by("later", "earlier", ends or 0)
    if ends is None and before.last is after.last:
        return _by("later", "earlier", begins or 0)
    if ends:
        return _by("ends_later", "ends_earlier", ends)
    return _by("begins_later", "begins_earlier", begins or 0)


def _by(later: How, earlier: How, days: int) -> Difference:
    if days == 0:
        return Difference("same")
    return Difference(later if days > 0 else earlier, days=abs(days))


def _days(before: date | None, after: date | None) -> int | None:
    return (after - before).days if before and after else None


def _months(before: Window, after: Window) -> int | None:
    """The whole months by which a window was moved and stayed as precise, if it was."""
    start, end = before.first or before.last, after.first or after.last
    if start is None or end is None or before.bound != after.bound:
        return None
    about = (end.year - start.year) * 12 + end.month - start.month
    for months in (about, about - 1, about + 1):
        if months % unit_of(before) == 0 and shifted(before, months).edtf == after.edtf:
            return months
    return None


def _before(version: int, was: PlannedItem | None, item: PlanItemRow) -> Before:
    if was is None:
        return Before(version, None, None, Difference("added"))
    return Before(version, was.window, in_words(was.window), difference(was.window, item.window))


def _ghost(before: Before) -> Ghost:
    return Ghost(str(before.version), before.window)
