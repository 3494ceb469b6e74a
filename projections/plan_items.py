"""The plan items: what is to happen in which window, how it stands, how it was planned before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Source, Standing
from domain.dates import Window

Status = Literal["planned", "reserved", "unknown", "open", "realised", "missed"]


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """How an item was planned until it was planned anew at `replaced_at`."""

    title: str
    window: Window
    status: Status
    planned_at: datetime
    replaced_at: datetime
    source: Source | None


@dataclass(frozen=True, slots=True)
class PlanItemRow:
    """`first` and `last` are the window's own days; `due` is the cautious one that alerts use."""

    programme_id: UUID
    item_id: str
    segment: str | None
    title: str
    window: Window
    first: date | None
    last: date | None
    due: date | None
    status: Status
    after: tuple[str, ...]
    standing: Standing | None
    source: Source | None
    planned_at: datetime
    opened_at: datetime | None = None
    missed_at: datetime | None = None
    realised_at: datetime | None = None
    realised_on: Window | None = None
    earlier: tuple[EarlierPlan, ...] = ()
