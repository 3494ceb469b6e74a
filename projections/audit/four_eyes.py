"""Where two people are asked for, whether they were two (AU-13).

Read from what was recorded, not from the rules: it would also find what came about around them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementReplaced,
    ChangeProposed,
    NoticeOverridden,
    NoticeRuled,
)
from projections import tables
from projections.history import HISTORY, HistoryRow

Role = Literal["proposed", "drafted", "replaced", "approved", "overrode", "ruled"]

ROLES: dict[str, Role] = {
    ChangeProposed.__name__: "proposed",
    AnnouncementDrafted.__name__: "drafted",
    AnnouncementReplaced.__name__: "replaced",
    AnnouncementApproved.__name__: "approved",
    NoticeOverridden.__name__: "overrode",
    NoticeRuled.__name__: "ruled",
}
APART: dict[Role, tuple[Role, ...]] = {
    "approved": ("proposed", "drafted", "replaced"),
    "overrode": ("proposed", "drafted"),
    "ruled": ("proposed", "drafted"),
}
"""Who did the first may not have done any of the others."""


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody did something that a second person had to look at, or looked at it."""

    role: Role
    by: str
    at: datetime
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Check:
    """An act that asks for another person, held against what it was about."""

    act: Act
    against: Act

    @property
    def kept(self) -> bool:
        """Whether they were two."""
        return self.act.by != self.against.by


@dataclass(frozen=True, slots=True)
class Eyes:
    """One change: who did what, and every pair that has to be two people."""

    change_id: UUID
    acts: tuple[Act, ...]
    checks: tuple[Check, ...]

    @property
    def broken(self) -> tuple[Check, ...]:
        return tuple(each for each in self.checks if not each.kept)


def eyes(change_id: UUID, acts: Iterable[Act]) -> Eyes:
    """Hold each act against what stood at that moment: the last draft, the last replacement."""
    inorder = sorted(acts, key=lambda each: each.at)
    standing: dict[Role, Act] = {}
    checks: list[Check] = []
    for act in inorder:
        others = (standing.get(role) for role in APART.get(act.role, ()))
        checks += [Check(act, other) for other in others if other is not None]
        standing[act.role] = act
    return Eyes(change_id, tuple(inorder), tuple(checks))


def of_changes(source: tables.Source, change_ids: Sequence[UUID]) -> list[Eyes]:
    """The same for each of these changes, from the history of what was recorded."""
    where = {"subject_id": tables.OneOf(change_ids), "kind": tables.OneOf(tuple(ROLES))}
    rows = tables.select(source, HISTORY, where, ("at", "rank")) if change_ids else []
    found: dict[UUID, list[Act]] = {each: [] for each in change_ids}
    for row in rows:
        found[row.subject_id].append(act_of(row))
    return [eyes(change_id, acts) for change_id, acts in found.items()]


def act_of(row: HistoryRow) -> Act:
    return Act(ROLES[row.kind], row.by, row.at, row.event_id)
