"""What is shown of a decision is how it stands by its rules, whatever was said of it."""

from datetime import date
from functools import reduce
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.dates import Window
from domain.decision.commands import SettleDecision
from domain.decision.decider import DECISION
from domain.decision.state import Decision
from projections.agenda import AGENDA
from projections.decisions import DECISIONS
from projections.decisions import asked as asked_of
from tests.domain import decision_stories as story
from tests.domain.decision_stories import LAST, MAY
from tests.projections.story import table

COUNCILS = st.sampled_from(("raad-delft", "raad-rijswijk", "raad-leiden"))
OUTCOMES = st.sampled_from(("yes", "yes", "no"))
DAYS = st.sampled_from((MAY, LAST, story.SEPTEMBER.last))
WINDOWS = st.sampled_from((story.JUNE, story.SEPTEMBER, Window(written="later")))
TITLES = st.sampled_from(("Inkoop jeugdhulp 2027", "Inkoop jeugdhulp"))


def asked(expected: int | None, window: Window, title: str, at: Any) -> Any:
    option = {"kind": "extension", "rule": "not_stated", "expected": expected}
    return story.plan("raad-delft", "raad-rijswijk", window=window, title=title, at=at, **option)


def settle(outcome: str) -> SettleDecision:
    said = {"decided_by": "bestuur", "decided_on": MAY, "reason": "Na overleg."}
    return SettleDecision(**story.stamp(MAY), outcome=outcome, **said)


COMMANDS = st.one_of(
    st.builds(asked, st.just(3), WINDOWS, TITLES, DAYS),
    st.builds(story.answer, COUNCILS, OUTCOMES),
    st.builds(story.answer, COUNCILS, OUTCOMES),
    st.builds(story.correct, COUNCILS, OUTCOMES),
    st.builds(story.name, COUNCILS),
    st.builds(story.release, COUNCILS),
    st.builds(settle, OUTCOMES),
    st.builds(story.replan, WINDOWS, DAYS),
    st.builds(story.opening, DAYS),
    st.builds(story.miss, DAYS),
    st.builds(story.lapse, DAYS),
    st.builds(story.forgo),
)


def happened(commands: list[Any]) -> tuple[Decision, list[Any]]:
    """How it stands after those of the commands that were carried out, and what they led to."""
    decision, told = Decision(), []
    for command in commands:
        try:
            events = DECISION.decide(command, decision)
        except Refused:
            continue
        told += events
        decision = reduce(DECISION.evolve, events, decision)
    return decision, told


LAPSED_LATE = (
    story.miss(date(2025, 9, 30)),
    story.lapse(date(2025, 9, 30)),
    story.answer("raad-delft", "yes"),
)
"""Missed, lapsed, and then a body answers after all."""


@settings(max_examples=60, deadline=None)
@example(None, list(LAPSED_LATE))
@given(st.sampled_from([None, 3]), st.lists(COMMANDS, max_size=14))
def test_a_row_says_what_the_rules_say(expected: int | None, commands: list[Any]) -> None:
    first = asked(expected, story.JUNE, "Inkoop jeugdhulp 2027", story.EARLY)
    decision, events = happened([first, *commands])
    (row,) = table(DECISIONS, events).values()
    assert row.waiting_for == decision.waiting_for
    assert (row.expected, row.unnamed) == (decision.expected, decision.unnamed)
    assert (row.question, row.window) == (decision.question, decision.window)
    told = {each: held.answer for each, held in decision.answers.items()}
    assert {each.answerer_id: each.answer for each in asked_of(row) if each.answer} == told
    ended = ("reached", "disputed", "forgone", "lapsed")
    shown = row.status if row.status in ended else "undecided"
    assert shown == decision.outcome
    assert (row.missed_at is not None) == decision.missed
    for due in table(AGENDA, events).values():
        assert due.due_on == decision.window.due
        if decision.unknown:
            continue
        late = decision.missed and decision.outcome in ("undecided", "disputed")
        assert due.done == (late or decision.outcome in ("reached", "forgone", "lapsed"))
