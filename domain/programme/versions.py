"""The plan as it was at each version, and what changed from one to another (ST-08).

A version holds what was planned and dropped in it; what stood at a version follows from all up
to it, so that nothing that was ever planned is overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from domain.base import Event, Standing
from domain.dates import Window
from domain.programme.events import PlanItemDropped, PlanItemPlanned, PlanRevised
from domain.programme.parts import ItemKind

FIRST_PUBLISHED = "Eerste publicatie"
"""The title of version 1. Shown beside titles that are data, so in the data's language."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item as it was planned at some version. `status` is not what became of it."""

    item_id: str
    title: str
    window: Window
    segment: str | None = None
    status: Literal["planned", "reserved", "unknown"] = "planned"
    after: tuple[str, ...] = ()
    kind: ItemKind | None = None
    body: str | None = None
    audience: str | None = None
    fixed: bool | None = None
    restates: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What a version planned and dropped; see `items_at` for the whole plan."""

    number: int
    title: str
    reason: str | None
    decided_by: str | None
    origin: Literal["published", "revised", "shifted"]
    months: int | None
    at: datetime
    planned: tuple[PlannedItem, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose window became another one."""

    item_id: str
    title: str
    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two versions.

    `reworded` are the items that kept their window and otherwise read differently.
    """

    added: tuple[PlannedItem, ...]
    dropped: tuple[PlannedItem, ...]
    moved: tuple[Moved, ...]
    reworded: tuple[PlannedItem, ...]
    unchanged: int


def evolve(versions: tuple[Version, ...], event: Event) -> tuple[Version, ...]:
    """The versions after one more event of the programme, in its order."""
    match event:
        case PlanRevised():
            return *versions, _version(event)
        case PlanItemPlanned():
            first = Version(1, FIRST_PUBLISHED, None, None, "published", None, event.at)
            *before, latest = versions or (first,)
            others = tuple(each for each in latest.planned if each.item_id != event.item_id)
            return *before, replace(latest, planned=(*others, _item(event)))
        case PlanItemDropped() if versions:
            *before, latest = versions
            return *before, replace(latest, dropped=(*latest.dropped, event.item_id))
        case _:
            return versions


def items_at(versions: tuple[Version, ...], number: int) -> Mapping[str, PlannedItem]:
    """Every item that was planned at this version. Raises `KeyError` if there is none such."""
    if number not in {version.number for version in versions}:
        raise KeyError(number)
    items: dict[str, PlannedItem] = {}
    for version in versions:
        if version.number > number:
            break
        items.update({item.item_id: item for item in version.planned})
        for item_id in version.dropped:
            items.pop(item_id, None)
    return items


def compare(versions: tuple[Version, ...], before: int, after: int) -> Comparison:
    """What version `after` has that `before` has not, in either order of time.

    Raises `KeyError` if one of them does not exist.
    """
    old, new = items_at(versions, before), items_at(versions, after)
    both = [(old[item_id], new[item_id]) for item_id in new if item_id in old]
    moved = [(was, now) for was, now in both if not was.window.same_time(now.window)]
    stayed = [(was, now) for was, now in both if was.window.same_time(now.window)]
    reworded = tuple(now for was, now in stayed if _said(was) != _said(now))
    return Comparison(
        added=tuple(item for item_id, item in new.items() if item_id not in old),
        dropped=tuple(item for item_id, item in old.items() if item_id not in new),
        moved=tuple(Moved(now.item_id, now.title, was.window, now.window) for was, now in moved),
        reworded=reworded,
        unchanged=len(stayed) - len(reworded),
    )


def _version(event: PlanRevised) -> Version:
    return Version(
        number=event.number,
        title=event.title,
        reason=event.reason,
        decided_by=event.decided_by,
        origin=event.origin,
        months=event.months,
        at=event.at,
    )


def _item(event: PlanItemPlanned) -> PlannedItem:
    return PlannedItem(
        item_id=event.item_id,
        title=event.title,
        window=event.window,
        segment=event.segment,
        status=event.status,
        after=event.after,
        kind=event.kind,
        body=event.body,
        audience=event.audience,
        fixed=event.fixed,
        restates=event.restates,
        standing=event.standing,
    )


def _said(item: PlannedItem) -> PlannedItem:
    """The item, however late it was recorded."""
    return replace(item, status="planned") if item.status == "unknown" else item
