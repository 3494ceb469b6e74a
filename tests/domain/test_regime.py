"""May this change be made: open house asks for fairness, a tendered contract for an article."""

from datetime import date
from decimal import Decimal

import pytest

from domain.change.assessment import Answered, Assessment
from domain.change.grounds import Answer
from domain.change.regime import (
    Amounts,
    Case,
    advise,
    assessed,
    questions,
    small_changes,
)

EFFECT = date(2022, 1, 1)


def said(**answers: Answer) -> dict[str, Answered]:
    return {key: Answered(question=key, answer=answer) for key, answer in answers.items()}


def all_yes(case: Case) -> Case:
    yes: dict[str, Answer] = {each.key: "yes" for each in questions(case)}
    answers = said(**yes)
    return Case(case.regime, case.effective, case.kinds, answers, case.amounts)


def tendered(amounts: Amounts | None = None, /, **answers: Answer) -> Case:
    return Case("tendered", EFFECT, answers=said(**answers), amounts=amounts or Amounts())


FALLEN: dict[str, Answer] = {
    "review_clause": "no",
    "additional": "no",
    "unforeseen": "no",
    "successor": "no",
}
"""What leaves only the small change and the insubstantial one."""


@pytest.mark.row("CC-06")
def test_open_house_asks_whether_a_change_is_fair_and_kept_to_good_administration() -> None:
    case = Case("open_house", EFFECT, ("conditions",))
    assert advise(case).verdict == "open"
    assert advise(case).ask == questions(case)[0]
    assert advise(all_yes(case)).verdict == "allowed"
    assert advise(all_yes(case)).ground is None


@pytest.mark.row("CC-06")
@pytest.mark.parametrize("key", [each.key for each in questions(Case("open_house", EFFECT))])
def test_one_broken_principle_is_enough_against_a_change_in_open_house(key: str) -> None:
    fair = all_yes(Case("open_house", EFFECT))
    no: dict[str, Answer] = {key: "no"}
    broken = Case("open_house", EFFECT, answers={**fair.answers, **said(**no)})
    advice = advise(broken)
    assert advice.verdict == "not_allowed"
    assert ("as tendered" in str(advice.steps[0].template)) == (key == "no_selection")


@pytest.mark.row("CC-06")
def test_a_dialogue_that_was_not_held_stands_in_the_way_and_nobody_guesses_that_it_was() -> None:
    fair = all_yes(Case("open_house", EFFECT))
    unknown = Case("open_house", EFFECT, answers={**fair.answers, **said(heard="unknown")})
    assert advise(unknown).verdict == "open"
    unheard = Case("open_house", EFFECT, answers={**fair.answers, **said(heard="no")})
    [against, _] = advise(unheard).steps
    assert against.values == {"principle": "careful preparation"}


def test_new_prices_are_tested_on_being_real_since_the_decree_asks_it() -> None:
    before = Case("open_house", date(2024, 6, 30), ("tariffs",))
    since = Case("open_house", date(2024, 7, 1), ("tariffs",))
    other = Case("open_house", date(2024, 7, 1), ("conditions",))
    asked = ["real_price" in [each.key for each in questions(case)] for case in (before, since)]
    assert asked == [False, True]
    assert "real_price" not in [each.key for each in questions(other)]


@pytest.mark.row("CC-06", "CC-07")
def test_a_clear_review_clause_carries_a_change_of_a_tendered_contract() -> None:
    carried = tendered(review_clause="yes", review_clause_clear="yes", nature_c="yes")
    assert advise(carried).ground == "2.163c"
    assert advise(carried).verdict == "allowed"
    assert not advise(carried).publish
    vague = tendered(**FALLEN | {"review_clause": "yes", "review_clause_clear": "no"})
    assert advise(vague).ground is None


@pytest.mark.row("CC-07")
def test_the_grounds_are_asked_in_the_order_in_which_they_are_to_be_tried() -> None:
    asked: list[str] = []
    answers: dict[str, Answer] = {}
    while (question := advise(tendered(**answers)).ask) is not None:
        asked.append(question.key)
        answers[question.key] = "no"
    firsts = ["review_clause", "additional", "unforeseen", "successor"]
    assert asked == [*firsts, "nature_b", "same_candidates"]
    assert advise(tendered(**answers)).verdict == "not_allowed"


@pytest.mark.row("CC-07", "CC-29")
@pytest.mark.parametrize(
    ("ground", "answers"),
    [
        (
            "2.163d",
            {"review_clause": "no", "additional": "yes", "no_other_contractor": "yes"}
            | {"much_trouble": "yes"},
        ),
        (
            "2.163e",
            {"review_clause": "no", "additional": "no", "unforeseen": "yes", "nature_e": "yes"},
        ),
    ],
)
def test_additional_and_unforeseen_needs_have_a_ceiling_and_must_be_published(
    ground: str, answers: dict[str, Answer]
) -> None:
    within = Amounts(value=Decimal(500_000), original=Decimal(1_000_000))
    assert advise(tendered(within, **answers)).ground == ground
    assert advise(tendered(within, **answers)).publish
    beyond = Amounts(value=Decimal(500_001), original=Decimal(1_000_000))
    assert advise(tendered(beyond, **answers)).ground != ground


@pytest.mark.row("CC-07")
@pytest.mark.parametrize(
    ("value", "earlier", "original", "carried"),
    [
        (99_999, 0, 1_000_000, True),
        (100_000, 0, 1_000_000, False),  # a tenth is too much
        (60_000, 40_000, 1_000_000, False),  # two small ones make a large one
        (59_999, 40_000, 1_000_000, True),
        (750_000, 0, 9_000_000, False),  # the threshold for social services
        (749_999, 0, 9_000_000, True),
    ],
)
def test_small_changes_add_up(value: int, earlier: int, original: int, *, carried: bool) -> None:
    amounts = Amounts(Decimal(value), Decimal(original), Decimal(earlier))
    case = tendered(amounts, **FALLEN, nature_b="yes", same_candidates="no")
    assert advise(case).verdict == ("allowed" if carried else "not_allowed")
    assert advise(case).ground == ("2.163b" if carried else None)


@pytest.mark.row("CC-07")
def test_the_running_total_is_that_of_what_small_changes_carried_before() -> None:
    small = Amounts(Decimal("40000.50"), Decimal(1_000_000))
    kept = assessed(tendered(small, **FALLEN, nature_b="yes"))
    assert (kept.ground, kept.value, kept.running_total) == ("2.163b", "40000.50", "40000.50")
    other = Assessment(
        regime="tendered",
        rules="regime-nl/1",
        answers=(),
        ground="2.163c",
        value="9",
        verdict="open",
    )
    assert small_changes([kept, other, kept]) == Decimal("80001.00")


@pytest.mark.row("CC-07")
def test_without_amounts_a_small_change_stays_open_unless_another_ground_carries_it() -> None:
    tests: dict[str, Answer] = {
        "same_candidates": "yes",
        "same_balance": "yes",
        "same_extent": "yes",
        "same_contractor": "yes",
    }
    assert advise(tendered(**FALLEN, nature_b="yes", **tests)).ground == "2.163g"
    failed = tests | {"same_extent": "no"}
    assert advise(tendered(**FALLEN, nature_b="yes", **failed)).verdict == "open"


def test_the_same_answers_are_kept_the_same_way_whatever_order_they_came_in() -> None:
    answers = said(**FALLEN, nature_b="no", same_candidates="no")
    backwards = dict(reversed(answers.items()))
    kept = assessed(Case("tendered", EFFECT, answers=answers))
    assert kept == assessed(Case("tendered", EFFECT, answers=backwards))
    assert next(each.question for each in kept.answers) == "review_clause"
