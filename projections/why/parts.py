"""The answer to "why is this day 1 July?" (AU-06)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.base import Event, Source
from domain.dates import Explained, Step, Window
from domain.notice import NoticeClause
from domain.rules import Rule, as_of, rule_of, stated

What = Literal[
    "announce",
    "draft",
    "remind",
    "effect",
    "react_by",
    "earliest",
    "contract_end",
    "option",
    "duty",
    "review",
    "hand_over",
    "amended",
    "extended",
    "plan_item",
    "term_end",
    "decide",
    "latest_decision",
    "standstill",
    "step",
    "entry",
    "secrecy",
    "certificate",
    "answer_application",
    "reopen_entry",
]
"""What the day is for."""


@dataclass(frozen=True, slots=True)
class Why:
    """One day, and how it follows.

    `given_by` are the events that gave what it was computed from. `recorded` says that the day
    with its reasons was recorded itself; otherwise it is computed from what was recorded, by the
    version of the rule that counted then.
    """

    what: What
    title: str
    explained: Explained
    given_by: tuple[UUID, ...]
    recorded: bool = False
    clause: NoticeClause | None = None
    source: Source | None = None

    @property
    def day(self) -> date:
        return self.explained.value

    @property
    def rule(self) -> Rule:
        return rule_of(self.explained.rule)


def reckoned(
    what: What,
    title: str,
    explained: Explained,
    on: date,
    given: Iterable[Event | UUID | None],
    clause: NoticeClause | None = None,
) -> Why:
    """A day that follows from what these events say, by the rule as it was `on` a day."""
    events = list(given)
    return Why(
        what=what,
        title=title,
        explained=as_of(explained, on),
        given_by=tuple(dict.fromkeys(_id(each) for each in events if each is not None)),
        clause=clause,
        source=clause.source if clause else _cited(events),
    )


def recorded(what: What, title: str, explained: Explained, event: Event) -> Why:
    """A day that was recorded with its reasons."""
    return Why(
        what, title, explained, given_by=(_id(event),), recorded=True, source=_cited([event])
    )


def set_so(what: What, title: str, day: date, how: Step, event: Event | UUID) -> Why:
    """A day that somebody set."""
    return Why(what, title, stated(day, how), given_by=(_id(event),), source=_cited([event]))


def of_window(
    what: What, title: str, window: Window | None, on: date, *given: Event | UUID | None
) -> tuple[Why, ...]:
    """The cautious last day of a window; none where nothing can be late."""
    alert = window.alert if window else None
    return () if alert is None else (reckoned(what, title, alert, on, given),)


def _id(event: Event | UUID) -> UUID:
    if isinstance(event, UUID):
        return event
    assert event.event_id is not None
    return event.event_id


def _cited(events: Iterable[Event | UUID | None]) -> Source | None:
    sources = (each.source for each in events if isinstance(each, Event))
    return next((each for each in sources if each is not None), None)
