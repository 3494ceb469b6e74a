"""The agenda: everything that is due on a day, done or not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.notice import NoticeClause

Kind = Literal["open_item", "miss_item", "draft", "remind", "last_day", "send", "effect"]
Outcome = Literal["done", "missed", "dropped"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the due days of a change are computed from, so that they can move along with it."""

    effective: date
    latest: date
    clause: NoticeClause
    clauses: tuple[NoticeClause, ...]
    days_before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """Something due on `due_on`, at `due_at` if an instant was named.

    What is settled stays, with its outcome: done, missed, or dropped because the plan changed.
    """

    key: str
    kind: Kind
    programme_id: UUID
    segment: str | None
    title: str
    due_on: date
    due_at: datetime | None = None
    item_id: str | None = None
    change_id: UUID | None = None
    days_before: int | None = None
    done: bool = False
    outcome: Outcome | None = None
    settled_at: datetime | None = None
    basis: Basis | None = None
