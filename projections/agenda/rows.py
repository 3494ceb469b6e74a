"""A row of the agenda, and how one is settled."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.contract.parts import Option
from domain.dates import Window
from domain.notice import NoticeClause

Kind = Literal[
    "open_item",
    "miss_item",
    "draft",
    "remind",
    "last_day",
    "send",
    "effect",
    "react_by",
    "reservation",
    "expire_secrecy",
    "miss_entry",
    "sunset",
    "end_term",
    "decide",
    "latest_decision",
    "contract_end",
    "option",
    "miss_duty",
    "review",
    "hand_over",
    "certificate_lapses",
    "answer_application",
    "reopen_entry",
]
Outcome = Literal["done", "realised", "missed", "dropped"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the due day of a change's row is computed from, so that it moves with the change.

    `lead_days` are days before the last lawful day; of the reminders those from `reminded` on
    are behind us. `ordered` says that the letters are on their way.
    """

    effective: date
    clauses: tuple[NoticeClause, ...]
    lead_days: tuple[int, ...] = ()
    reminded: int | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Lasting:
    """What the last day to use an option of a contract is computed from."""

    options: tuple[Option, ...]
    ends: Window
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """Something due on `due_on`, at `due_at` if an instant was named.

    It has no day while none is known: a window without a beginning, letters nobody ordered yet.
    What is settled stays, with its outcome: done, missed, dropped because the plan changed, or
    realised, when the plan item itself was done. `following` is when a duty is due next, under
    words that count only after this day. `stated_due` is what the file of a decision says, which
    may have been moved since. `missed` says that the day of a decision passed without it, whatever
    came of it later.
    """

    key: str
    kind: Kind
    programme_id: UUID
    segment: str | None
    title: str
    due_on: date | None
    due_at: datetime | None = None
    item_id: str | None = None
    change_id: UUID | None = None
    decision_id: UUID | None = None
    stated_due: date | None = None
    days_before: int | None = None
    document_id: UUID | None = None
    section: str | None = None
    steering_id: UUID | None = None
    entry_id: str | None = None
    asks: str | None = None
    term_id: str | None = None
    extended_to: date | None = None
    provider_id: UUID | None = None
    admission_id: UUID | None = None
    contract_id: UUID | None = None
    term: str | None = None
    lasting: Lasting | None = None
    following: date | None = None
    done: bool = False
    outcome: Outcome | None = None
    settled_at: datetime | None = None
    missed: bool = False
    basis: Basis | None = None


def settled(row: AgendaRow, outcome: Outcome, event: Event) -> AgendaRow:
    """Close the row; what was closed stays as it was closed, unless the item was realised."""
    if row.done and outcome != "realised":
        return row
    return replace(row, done=True, outcome=outcome, settled_at=event.at)


def opened(row: AgendaRow) -> AgendaRow:
    return replace(row, done=False, outcome=None, settled_at=None)
