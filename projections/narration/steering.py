"""What happened in a programme's registers, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.steering.events import (
    CommitmentRaised,
    EntryAssigned,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
    SteeringEvent,
)
from domain.steering.parts import Entry
from projections.language import N_
from projections.narration.words import say

STATED: dict[str, str] = {
    "goal": N_("A goal: “%(title)s”."),
    "principle": N_("A principle: “%(title)s”."),
    "choice": N_("A choice: “%(title)s”."),
    "risk": N_("A risk: “%(title)s”."),
    "precondition": N_("A precondition: “%(title)s”."),
    "condition": N_("A condition: “%(title)s”."),
    "research_question": N_("A research question: “%(title)s”."),
    "commitment": N_("A commitment: “%(title)s”."),
    "development": N_("A development outside: “%(title)s”."),
    "stakeholder": N_("A stakeholder: “%(title)s”."),
    "consultation": N_("A consultation: “%(title)s”."),
    "exclusion": N_("Outside the programme: “%(title)s”."),
    "dependency": N_("The programme depends on: “%(title)s”."),
    "pilot": N_("A pilot or fund: “%(title)s”."),
    "local_programme": N_("A municipality's own programme: “%(title)s”."),
    "ordinance": N_("An ordinance that has to change: “%(title)s”."),
    "council_question": N_("A council's question: “%(title)s”."),
    "term": N_("A word of the source: “%(title)s”."),
    "anomaly": N_("A doubt about what the sources say: “%(title)s”."),
    "sunset": N_("Something that ends by itself: “%(title)s”."),
}
SETTLED: dict[str, str] = {
    "answered": N_("“%(entry)s” was answered on %(day)s: %(text)s."),
    "met": N_("“%(entry)s” was met on %(day)s: %(text)s."),
    "not_met": N_("“%(entry)s” was not met, as of %(day)s: %(text)s."),
    "kept": N_("“%(entry)s” was kept on %(day)s: %(text)s."),
    "closed": N_("“%(entry)s” was closed on %(day)s: %(text)s."),
    "lapsed": N_("“%(entry)s” lapsed on %(day)s: %(text)s."),
}


def tell_steering(event: SteeringEvent) -> Sentence:
    match event:
        case EntryStated():
            return _stated(event.entry)
        case EntrySettled():
            return say(
                SETTLED[event.outcome],
                entry=event.entry_id,
                day=event.settled_on,
                text=_inside(event.text),
            )
        case EntryReopened():
            return say(
                N_("“%(entry)s” is open again: %(reason)s."),
                entry=event.entry_id,
                reason=_inside(event.reason),
            )
        case EntryAssigned():
            return _assigned(event)
        case CommitmentRaised():
            return say(
                N_("“%(entry)s” is to be kept now: plan item %(item)s has come."),
                entry=event.entry_id,
                item=event.item_id,
            )
        case EntryMissed():
            return say(
                N_("“%(entry)s” was not settled in its window: %(window)s."),
                entry=event.entry_id,
                window=event.window.written,
            )
        case _:
            assert_never(event)


def _stated(entry: Entry) -> Sentence:
    return say(STATED[entry.kind], title=entry.title)


def _assigned(event: EntryAssigned) -> Sentence:
    said = {"entry": event.entry_id, "owner": event.owner, "reason": _inside(event.reason)}
    if event.previous_owner is None:
        return say(N_("%(owner)s sees to “%(entry)s”: %(reason)s."), **said)
    return say(
        N_("%(owner)s sees to “%(entry)s” in place of %(previous)s: %(reason)s."),
        previous=event.previous_owner,
        **said,
    )


def _inside(text: str) -> str:
    """A text of somebody's own, to stand within a sentence."""
    return text.strip().rstrip(".")
