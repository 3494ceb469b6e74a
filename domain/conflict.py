"""Facts that no longer fit what was corrected since (AU-10).

A correction tells of an earlier date what was not known then. Whatever was recorded meanwhile
relied on how that date was known; it is held against the rules once more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from domain.base import Event, Sentence

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact that a correction contradicts. `reason` is for programs and never changes."""

    reason: str
    sentence: Sentence
    correction: Event
    later: Event


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a fact does not fit how things stand."""

    reason: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Rules(Generic[S]):
    """How a noun's facts are checked again.

    `corrects` tells which events may change what an earlier date was; `check` says of a fact why
    it does not fit the state, if it does not. It uses the rules by which the fact was accepted.
    """

    initial: S
    evolve: Callable[[S, Any], S]
    corrects: Callable[[Event], bool]
    check: Callable[[Event, S], Wrong | None]


def conflicts_by(rules: Rules[Any], events: Iterable[Event]) -> list[Conflict]:
    """The facts that fitted until a correction, and do not any more, with what undid that.

    All that one command led to counts as one correction. What something else than a correction
    has overtaken is history, and what a further correction has put right again is no conflict.
    """
    events = list(events)
    if not any(map(rules.corrects, events)):
        return []
    state, facts = rules.initial, list[Event]()
    found: dict[UUID | None, Conflict] = {}
    for _, group in groupby(events, key=attrgetter("caused_by")):
        together, before = list(group), state
        for event in together:
            state = rules.evolve(state, event)
        correction = next((each for each in together if rules.corrects(each)), None)
        if correction is not None:
            facts = [
                each
                for each in facts
                if each.event_id in found or rules.check(each, before) is None
            ]
            for fact in facts:
                _look(found, fact, rules.check(fact, state), correction)
        facts += [each for each in together if rules.check(each, state) is None]
    return [found[each.event_id] for each in facts if each.event_id in found]


def _look(
    found: dict[UUID | None, Conflict], fact: Event, wrong: Wrong | None, correction: Event
) -> None:
    if wrong is None:
        found.pop(fact.event_id, None)
        return
    known = found.get(fact.event_id)
    first = known.correction if known is not None and known.reason == wrong.reason else correction
    found[fact.event_id] = Conflict(wrong.reason, wrong.sentence, first, fact)


def unfit(reason: str, template: str, **values: object) -> Wrong:
    """Why a fact does not fit, in words."""
    return Wrong(reason, Sentence(template, {name: str(each) for name, each in values.items()}))
