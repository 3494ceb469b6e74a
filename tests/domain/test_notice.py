"""Notice terms: both directions of every convention agree, and every result says why."""

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.base import Source
from domain.dates import Window
from domain.notice import (
    NoticeClause,
    days_to_spare,
    earliest_effect,
    implementation_window,
    in_time,
    latest_announcement,
)
from domain.workdays import is_working_day

DAY = timedelta(days=1)
SOURCE = Source(
    document="S3",
    section="ch. 4",
    quote="The municipalities must announce changes six months in advance",
)


def clause(
    months: int = 6,
    counting: Literal["back", "forward"] = "back",
    weekend: Literal["no_shift", "working_day_before"] = "no_shift",
    clause_version: int = 1,
) -> NoticeClause:
    return NoticeClause(
        clause_id="notice",
        clause_version=clause_version,
        months=months,
        counting=counting,
        weekend=weekend,
        source=SOURCE,
    )


days = st.dates(date(2025, 1, 1), date(2060, 12, 31))
clauses = st.builds(
    clause,
    months=st.integers(1, 60),
    counting=st.sampled_from(("back", "forward")),
    weekend=st.sampled_from(("no_shift", "working_day_before")),
)
free = st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=5)
near = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.row("AN-02")
@pytest.mark.parametrize(
    ("effective", "latest"),
    [
        ("2022-01-01", "2021-07-01"),
        ("2021-09-01", "2021-03-01"),
        ("2027-01-01", "2026-07-01"),
        ("2021-08-31", "2021-02-28"),
    ],
)
@pytest.mark.parametrize("counting", ["back", "forward"])
def test_six_months_before_the_effect_is_the_last_day_to_announce(
    effective: str, latest: str, counting: Literal["back", "forward"]
) -> None:
    found = latest_announcement(date.fromisoformat(effective), clause(counting=counting))

    assert found.value == date.fromisoformat(latest)


@pytest.mark.row("AN-02", "AN-03")
@pytest.mark.parametrize(
    ("announced", "counting", "earliest"),
    [
        ("2021-12-31", "back", "2022-07-01"),
        ("2021-12-31", "forward", "2022-06-30"),
        ("2021-01-01", "back", "2021-07-01"),
        ("2021-01-01", "forward", "2021-07-01"),
        ("2021-07-02", "back", "2022-01-02"),
        ("2021-07-02", "forward", "2022-01-02"),
        ("2022-08-31", "back", "2023-03-01"),
        ("2022-08-31", "forward", "2023-02-28"),
    ],
)
def test_the_earliest_effect_follows_from_the_announcement_and_the_convention(
    announced: str, counting: Literal["back", "forward"], earliest: str
) -> None:
    found = earliest_effect(date.fromisoformat(announced), clause(counting=counting))

    assert found.value == date.fromisoformat(earliest)


@pytest.mark.row("AN-03")
def test_the_convention_of_the_clause_settles_the_end_of_the_month() -> None:
    effective = date(2023, 2, 28)

    assert latest_announcement(effective, clause(counting="back")).value == date(2022, 8, 28)
    assert latest_announcement(effective, clause(counting="forward")).value == date(2022, 8, 31)
    assert not in_time(date(2022, 8, 31), effective, clause(counting="back"))
    assert in_time(date(2022, 8, 31), effective, clause(counting="forward"))


@pytest.mark.row("AN-04")
def test_a_day_counted_back_to_a_sunday_stays_a_sunday_unless_the_clause_says_otherwise() -> None:
    effective = date(2024, 7, 7)

    assert latest_announcement(effective, clause()).value == date(2024, 1, 7)
    assert latest_announcement(effective, clause(weekend="working_day_before")).value == date(
        2024, 1, 5
    )


@pytest.mark.row("AN-04")
def test_a_clause_may_also_avoid_holidays_and_further_free_days() -> None:
    switched = clause(weekend="working_day_before")

    assert latest_announcement(date(2026, 11, 5), clause()).value == date(2026, 5, 5)
    assert latest_announcement(date(2026, 11, 5), switched).value == date(2026, 5, 4)
    assert latest_announcement(date(2026, 11, 5), switched, {date(2026, 5, 4)}).value == date(
        2026, 5, 1
    )
    assert earliest_effect(date(2026, 5, 2), switched, {date(2026, 5, 4)}).value == date(
        2026, 11, 6
    )


def test_a_free_day_can_make_an_announcement_late() -> None:
    announced, effective = date(2026, 5, 4), date(2026, 11, 4)
    switched = clause(weekend="working_day_before")

    assert in_time(announced, effective, switched)
    assert not in_time(announced, effective, switched, {announced})
    assert days_to_spare(announced, effective, switched) == 0
    assert days_to_spare(announced, effective, switched, {announced}) == -3


@pytest.mark.row("AN-10")
def test_announcing_earlier_is_fine_and_a_day_later_is_too_late() -> None:
    effective = date(2022, 1, 1)

    assert in_time(date(2020, 1, 1), effective, clause())
    assert in_time(date(2021, 7, 1), effective, clause())
    assert not in_time(date(2021, 7, 2), effective, clause())


def test_days_to_spare_count_down_to_zero_and_on() -> None:
    spare = [
        days_to_spare(date(2021, 6, 30) + n * DAY, date(2022, 1, 1), clause()) for n in range(3)
    ]

    assert spare == [1, 0, -1]


@pytest.mark.row("AN-24")
def test_every_contract_counts_with_its_own_clause_and_version() -> None:
    effective = date(2022, 1, 1)
    earlier, later = clause(months=3), clause(months=6, clause_version=2)

    assert latest_announcement(effective, earlier).value == date(2021, 10, 1)
    assert latest_announcement(effective, later).value == date(2021, 7, 1)
    assert in_time(date(2021, 9, 1), effective, earlier)
    assert not in_time(date(2021, 9, 1), effective, later)
    assert latest_announcement(effective, later).inputs["clause_version"] == "2"


@pytest.mark.row("AN-09")
def test_both_parties_have_the_days_between_announcement_and_effect() -> None:
    window = implementation_window(date(2021, 7, 1), date(2022, 1, 1))

    assert (window.first, window.last) == (date(2021, 7, 1), date(2021, 12, 31))
    assert window == Window(edtf="2021-07-01/2021-12-31", written="2021-07-01/2021-12-31")


def test_an_effect_before_its_announcement_leaves_no_days_to_implement() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        implementation_window(date(2021, 7, 1), date(2021, 7, 1))


def said(effective: date, by: NoticeClause) -> list[str]:
    return [str(each) for each in latest_announcement(effective, by).sentences]


def test_the_last_day_to_announce_explains_itself() -> None:
    found = latest_announcement(date(2022, 1, 1), clause())

    assert found.rule == "notice-back/1"
    assert found.inputs == {
        "effective": "2022-01-01",
        "clause": "notice",
        "clause_version": "1",
        "months": "6",
        "counting": "back",
        "weekend": "no_shift",
        "document": "S3",
        "section": "ch. 4",
    }
    assert [str(each) for each in found.sentences] == [
        "Clause notice, version 1 (S3, ch. 4), asks for 6 months' notice.",
        "6 months back from 2022-01-01 is 2021-07-01.",
        "Weekends and holidays do not move a day that is counted back (Atw 1(2)).",
    ]


def test_an_explanation_names_the_shorter_month() -> None:
    assert "6 months back from 2021-08-31 is 2021-02-28, the last day of a shorter month." in said(
        date(2021, 8, 31), clause()
    )


def test_an_explanation_of_counting_forward_names_its_own_rule() -> None:
    by = clause(counting="forward")

    assert latest_announcement(date(2023, 2, 28), by).rule == "notice-forward/1"
    assert said(date(2023, 2, 28), by)[1:] == [
        "2022-08-31 is the last day to which 6 months can be added without passing 2023-02-28.",
        "Weekends and holidays do not move it: the clause does not ask for that.",
    ]


def test_an_explanation_says_whether_the_day_was_moved() -> None:
    by = clause(weekend="working_day_before")

    assert said(date(2024, 7, 7), by)[-1] == (
        "2024-01-07 is not a working day; the clause asks for the working day before it, "
        "2024-01-05."
    )
    assert said(date(2024, 7, 8), by)[-1] == "2024-01-08 is a working day, as the clause asks."


def test_the_earliest_effect_explains_itself() -> None:
    back = earliest_effect(date(2021, 12, 31), clause())
    forward = earliest_effect(date(2021, 12, 31), clause(counting="forward"))
    shifted = earliest_effect(date(2024, 1, 7), clause(weekend="working_day_before"))

    assert (back.rule, back.inputs["announced"]) == ("notice-back/1", "2021-12-31")
    assert str(back.sentences[-1]) == (
        "2022-07-01 is the first day from which 6 months back do not pass 2021-12-31."
    )
    assert str(forward.sentences[-1]) == "6 months on from 2021-12-31 is 2022-06-30."
    assert str(shifted.sentences[1]) == (
        "2024-01-07 is not a working day; it counts as the next one, 2024-01-08."
    )


@given(days, clauses)
def test_the_latest_day_is_in_time_and_the_day_after_it_never(
    effective: date, by: NoticeClause
) -> None:
    latest = latest_announcement(effective, by).value

    assert in_time(latest, effective, by)
    assert not in_time(latest + DAY, effective, by)
    assert latest < effective


@given(days, clauses)
def test_the_earliest_effect_is_in_time_and_the_day_before_it_never(
    announced: date, by: NoticeClause
) -> None:
    earliest = earliest_effect(announced, by).value

    assert in_time(announced, earliest, by)
    assert not in_time(announced, earliest - DAY, by)


@given(near, near, clauses, free)
def test_both_directions_give_the_same_answer_whatever_days_are_free(
    announced: date, effective: date, by: NoticeClause, free_days: frozenset[date]
) -> None:
    on_time = in_time(announced, effective, by, free_days)

    assert on_time == (earliest_effect(announced, by, free_days).value <= effective)
    assert on_time == (days_to_spare(announced, effective, by, free_days) >= 0)


@given(days, days, clauses)
def test_a_later_effect_never_needs_an_earlier_announcement(
    one: date, other: date, by: NoticeClause
) -> None:
    sooner, later = sorted((one, other))

    assert latest_announcement(sooner, by).value <= latest_announcement(later, by).value
    assert earliest_effect(sooner, by).value <= earliest_effect(later, by).value


@given(days, st.integers(1, 60))
def test_counting_back_is_never_the_milder_convention(effective: date, months: int) -> None:
    back, forward = (
        latest_announcement(effective, clause(months=months, counting=counting)).value
        for counting in ("back", "forward")
    )

    assert back <= forward


@given(days, clauses, free)
def test_a_shifted_day_is_a_working_day(
    effective: date, by: NoticeClause, free_days: frozenset[date]
) -> None:
    latest = latest_announcement(effective, by, free_days).value

    assert by.weekend == "no_shift" or is_working_day(latest, free_days)


@given(days, clauses)
def test_the_same_question_gets_the_same_answer_with_the_same_reasons(
    effective: date, by: NoticeClause
) -> None:
    assert latest_announcement(effective, by) == latest_announcement(effective, by)


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": 0},
        {"months": -6},
        {"clause_version": 0},
        {"counting": "sideways"},
        {"weekend": "monday"},
        {"unknown": 1},
    ],
)
def test_a_clause_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NoticeClause.model_validate({**clause().model_dump(), **wrong})
