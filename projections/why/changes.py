"""Why the days of a change are what they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeNarrowed,
    ChangePostponed,
    ChangeProposed,
    ContractsJoined,
    DispatchOrdered,
)
from domain.dates import local_day, step
from domain.notice import NoticeClause, earliest_effect, latest_announcement
from domain.rules import days_before
from projections.same import Same
from projections.why.parts import Why, reckoned, set_so


def of_change(events: Sequence[Event], on: date) -> Iterator[Why]:
    """From the day of effect back to the last day to announce, and what is due before it."""
    proposed = next((each for each in events if isinstance(each, ChangeProposed)), None)
    if proposed is None:
        return
    moved = [each for each in events if isinstance(each, ChangeProposed | ChangePostponed)][-1]
    assert moved.effective is not None
    how = (
        step("The change was postponed to that day: %(reason)s.", reason=moved.reason.rstrip("."))
        if isinstance(moved, ChangePostponed)
        else step("The change was proposed with this day of effect.")
    )
    yield set_so("effect", proposed.title, moved.effective, how, moved)
    clauses = _clauses(events, proposed)
    latest = []
    for clause, carrier in clauses.items():
        explained = latest_announcement(moved.effective, clause)
        latest.append(explained.value)
        yield reckoned("announce", proposed.title, explained, on, (moved, carrier), clause)
    yield from _before(proposed, min(latest), moved, on)
    yield from _afterwards(events, proposed, on)


def _clauses(events: Sequence[Event], proposed: ChangeProposed) -> dict[NoticeClause, Event]:
    """The clauses of the contracts in scope and what brought each; the programme's before that."""
    found: dict[NoticeClause, Event] = {}
    for event in events:
        match event:
            case AnnouncementDrafted():
                found = dict.fromkeys(_of_recipients(Same([event])), event)
            case ContractsJoined():
                found = {**dict.fromkeys(_of_recipients(Same([event])), event), **found}
            case ChangeNarrowed() if event.clauses:
                found = {each: found.get(each, event) for each in event.clauses}
            case _:
                pass
    return found or {proposed.clause: proposed}


@lru_cache(maxsize=4)
def _of_recipients(told: Same[AnnouncementDrafted | ContractsJoined]) -> tuple[NoticeClause, ...]:
    """The clauses that thousands have between them, which takes long to find out."""
    [event] = told.things
    return tuple(dict.fromkeys(each.clause for each in event.recipients))


def _before(proposed: ChangeProposed, latest: date, moved: Event, on: date) -> Iterator[Why]:
    given = (moved, proposed)
    draft = step(
        "Letters are laid out %(days)s days before the last day to announce, %(day)s.",
        days=proposed.draft_days,
        day=latest,
    )
    explained = days_before(latest, proposed.draft_days, draft)
    yield reckoned("draft", proposed.title, explained, on, given)
    for days in proposed.remind_days:
        how = step(
            "The office is reminded %(days)s days before the last day to announce, %(day)s.",
            days=days,
            day=latest,
        )
        yield reckoned("remind", proposed.title, days_before(latest, days, how), on, given)


def _afterwards(events: Sequence[Event], proposed: ChangeProposed, on: date) -> Iterator[Why]:
    for event in events:
        match event:
            case DispatchOrdered(reactions_until=day) if day is not None:
                how = step("Who ordered the letters asked for reactions until this day.")
                yield set_so("react_by", proposed.title, day, how, event)
            case AnnouncementMissed():
                for clause, carrier in _clauses(events, proposed).items():
                    explained = earliest_effect(local_day(event.at), clause)
                    if explained.value == event.earliest:
                        given = (event, carrier)
                        yield reckoned("earliest", proposed.title, explained, on, given, clause)
                        break
            case _:
                pass
