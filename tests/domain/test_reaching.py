from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.base import Refused
from domain.decision.commands import SettleDecision
from domain.decision.decider import DECISION
from domain.decision.events import DecisionReopened
from domain.decision.outlook import consequences
from domain.decision.parts import Rule
from domain.decision.reaching import Agreed, Disagreed, Waiting, standing
from domain.decision.state import Decision
from tests.domain import decision_stories as story

NAMED = ("a", "b", "c")
YES_NO = ("yes", "no")
GO = ("go", "go_with_changes", "stop_some", "stop_all")
RULES: tuple[Rule, ...] = ("all", "majority", "not_stated")


def of(rule: Rule, said: str, outcomes: tuple[str, ...] = YES_NO, expected: int | None = 3) -> Any:
    """What `y.n` comes to: a said the first outcome, b nothing, c the last one."""
    meaning = {"y": outcomes[0], "n": outcomes[-1]}
    answers = {
        each: meaning[word] for each, word in zip(NAMED, said, strict=False) if word in meaning
    }
    return standing(rule, outcomes, answers, NAMED, expected)


@pytest.mark.row("PG-09", "GO-02")
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("outcomes", [YES_NO, GO])
def test_agreement_of_all_reaches_a_decision_under_every_rule(
    rule: Rule, outcomes: tuple[str, ...]
) -> None:
    assert of(rule, "yyy", outcomes) == Agreed(outcomes[0])
    assert of(rule, "nnn", outcomes) == Agreed(outcomes[-1])


@pytest.mark.row("PG-09", "GO-02")
def test_all_waits_until_it_has_become_impossible() -> None:
    assert of("all", "y.y") == Waiting(("b",))
    assert of("all", "y.n") == Disagreed({"yes": ("a",), "no": ("c",)}, rule_failed=True)
    assert of("all", "..n") == Disagreed({"no": ("c",)}, rule_failed=True)
    assert of("all", "..n", GO) == Waiting(("a", "b"))
    assert of("all", "y.n", GO) == Disagreed({"go": ("a",), "stop_all": ("c",)}, rule_failed=True)


@pytest.mark.row("GO-02")
def test_a_majority_is_more_than_half_of_all_who_must_answer() -> None:
    assert of("majority", "yy.") == Agreed("yes")
    assert of("majority", "yny") == Agreed("yes", against=("b",))
    assert of("majority", "yy.", expected=4) == Waiting(("c",), 1)
    assert of("majority", "y..") == Waiting(("b", "c"))
    answers = {"a": "go", "b": "stop_some", "c": "stop_all"}
    assert standing("majority", GO, answers, NAMED, 3) == Disagreed(
        {"go": ("a",), "stop_some": ("b",), "stop_all": ("c",)}, rule_failed=True
    )


@pytest.mark.row("GO-02", "GO-14")
def test_without_a_rule_a_difference_is_only_a_difference() -> None:
    assert of("not_stated", "y.n") == Waiting(("b",))
    assert of("not_stated", "yyn") == Disagreed({"yes": ("a", "b"), "no": ("c",)})


@pytest.mark.parametrize("rule", RULES)
def test_whoever_has_no_name_is_waited_for(rule: Rule) -> None:
    assert of(rule, "yyy", expected=7) == Waiting((), 4)
    assert of(rule, "yyy", expected=None) == Waiting((), None)
    assert standing(rule, YES_NO, {}, (), 0) == Waiting((), 0)


def test_an_answer_of_somebody_who_is_not_asked_does_not_count() -> None:
    answers = {"a": "yes", "b": "yes", "c": "yes", "d": "no"}
    assert standing("all", YES_NO, answers, NAMED, 3) == Agreed("yes")


COUNCILS = ("raad-delft", "raad-rijswijk", "raad-westland", "raad-leiden")
OF_ONE: tuple[Callable[[str, str], Any], ...] = (
    story.answer,
    story.correct,
    lambda council, _: story.name(council),
    lambda council, _: story.release(council),
    lambda _, outcome: SettleDecision(
        **story.stamp(story.MAY),
        outcome=outcome,
        decided_by="bestuur",
        decided_on=story.MAY,
        reason="Het moet.",
    ),
)
COMMANDS = st.builds(
    lambda make, council, outcome: make(council, outcome),
    st.sampled_from(OF_ONE),
    st.sampled_from(COUNCILS),
    st.sampled_from(("yes", "yes", "no")),
)


def after(command: Any, decision: Decision) -> Decision:
    """How it stands after it; as it stood if the domain said no."""
    try:
        events = DECISION.decide(command, decision)
    except Refused:
        return decision
    return reduce(DECISION.evolve, events, decision)


def has_gates_open(decision: Decision) -> bool:
    follows = consequences(decision)
    return follows is not None and follows.reached


@pytest.mark.row("PG-09", "PG-10")
@given(st.lists(COMMANDS, max_size=25), st.sampled_from([None, 3, 4, 5]))
def test_no_gate_opens_before_every_single_answer_is_yes_and_one_no_closes_it(
    commands: list[Any], expected: int | None
) -> None:
    decision = after(story.plan(expected=expected), Decision())
    for command in (*story.answers(), *commands):
        decision = after(command, decision)
        said = [held.answer.outcome for held in decision.answers.values()]
        everybody = len(said) == decision.expected and set(said) == {"yes"}
        assert has_gates_open(decision) == everybody
        for council in decision.answers if everybody else ():
            no = story.correct(council, "no")
            assert any(isinstance(e, DecisionReopened) for e in DECISION.decide(no, decision))
            assert not has_gates_open(after(no, decision))
