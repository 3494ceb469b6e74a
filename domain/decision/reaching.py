"""What answers come to: a pure rule of N answers (PG-09, GO-02, GO-14).

Under every rule agreement of all who must answer reaches a decision, whatever the outcome they
agree on: a decision that was reached with "no" opens nothing (see `outlook.consequences`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.decision.parts import Rule


@dataclass(frozen=True, slots=True)
class Agreed:
    """It is decided; `against` answered otherwise, which only a majority allows."""

    outcome: str
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreed:
    """The answers differ, by outcome; `rule_failed` if the rule can no longer be met."""

    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_failed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """These have not answered, nor have so many without a name; none if nobody knows how many."""

    answerer_ids: tuple[str, ...]
    unnamed: int | None = 0


Standing = Agreed | Disagreed | Waiting


def standing(
    rule: Rule,
    outcomes: tuple[str, ...],
    answers: Mapping[str, str],
    named: tuple[str, ...],
    expected: int | None,
) -> Standing:
    """What these answers come to.

    `outcomes` are what can be answered, first the one that lets things go on. `expected` is how
    many must answer, `named` those of them that are known; `answers` are theirs. Where nobody
    knows how many must answer, nothing is ever reached.
    """
    told = {each: answers[each] for each in named if each in answers}
    waiting = Waiting(
        tuple(each for each in named if each not in told),
        None if expected is None else expected - len(named),
    )
    by_outcome = {
        outcome: tuple(each for each, said in told.items() if said == outcome)
        for outcome in outcomes
        if outcome in told.values()
    }
    everybody = bool(told) and expected is not None and len(told) >= expected
    if everybody and len(by_outcome) == 1:
        return Agreed(next(iter(by_outcome)))
    match rule:
        case "all":
            failed = len(by_outcome) > 1 or says_no(outcomes, by_outcome)
            return Disagreed(by_outcome, rule_failed=True) if failed else waiting
        case "majority":
            return majority(by_outcome, expected) or waiting
        case "not_stated":
            return Disagreed(by_outcome) if everybody else waiting


def says_no(outcomes: tuple[str, ...], by_outcome: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether yes was asked and somebody did not say it: all saying yes has become impossible."""
    return len(outcomes) == 2 and bool(by_outcome) and set(by_outcome) != {outcomes[0]}  # noqa: PLR2004


def majority(
    by_outcome: Mapping[str, tuple[str, ...]], expected: int | None
) -> Agreed | Disagreed | None:
    """More than half of all who must answer on one outcome, or the proof that it cannot come."""
    if not by_outcome or expected is None:
        return None
    most = max(by_outcome, key=lambda outcome: len(by_outcome[outcome]))
    if 2 * len(by_outcome[most]) > expected:
        against = (each for outcome, ids in by_outcome.items() if outcome != most for each in ids)
        return Agreed(most, tuple(against))
    left = expected - sum(map(len, by_outcome.values()))
    if 2 * (len(by_outcome[most]) + left) <= expected:
        return Disagreed(by_outcome, rule_failed=True)
    return None
