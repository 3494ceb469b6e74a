"""Windows keep what their source says, terms end on the right day, and both say why."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.base import Sentence
from domain.dates import (
    AMSTERDAM,
    Bound,
    Explained,
    Precision,
    Step,
    Window,
    add_months,
    local_day,
    start_of_day,
    step,
)

DAY = timedelta(days=1)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def window(edtf: str | None, bound: Bound = "in", written: str = "as written") -> Window:
    return Window(edtf=edtf, bound=bound, written=written)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.row("ST-03")
@pytest.mark.parametrize(
    ("edtf", "bound", "written", "precision", "first", "last"),
    [
        ("2024-11-14", "in", "14 november 2024", "day", "2024-11-14", "2024-11-14"),
        ("2026-01", "in", "januari 2026", "month", "2026-01-01", "2026-01-31"),
        ("2026-02/2026-05", "in", "februari-mei 2026", "months", "2026-02-01", "2026-05-31"),
        ("2021-07-01/2021-12-31", "in", "1/7-31/12", "days", "2021-07-01", "2021-12-31"),
        ("2020-21", "in", "voorjaar", "season", "2020-03-01", "2020-05-31"),
        ("2020-22", "in", "zomer 2020", "season", "2020-06-01", "2020-08-31"),
        ("2025-23", "in", "Najaar 2025", "season", "2025-09-01", "2025-11-30"),
        ("2023-24", "in", "winter 2023/2024", "season", "2023-12-01", "2024-02-29"),
        ("2022-33", "in", "Q1 2022", "quarter", "2022-01-01", "2022-03-31"),
        ("2022-34", "in", "Q2 2022", "quarter", "2022-04-01", "2022-06-30"),
        ("2022-35", "from", "vanaf Q3 2022", "quarter", "2022-07-01", None),
        ("2022-36", "in", "Q4 2022", "quarter", "2022-10-01", "2022-12-31"),
        ("2020-40", "in", "1e helft 2020", "half_year", "2020-01-01", "2020-06-30"),
        ("2020-41", "in", "2e helft 2020", "half_year", "2020-07-01", "2020-12-31"),
        ("2030", "in", "2030", "year", "2030-01-01", "2030-12-31"),
        ("2023/2024", "in", "2023-2024", "years", "2023-01-01", "2024-12-31"),
        ("2025-23/2026-02", "in", "najaar-feb", "range", "2025-09-01", "2026-02-28"),
        ("2025-35/2025-36", "in", "Q3 en Q4", "range", "2025-07-01", "2025-12-31"),
        ("2021-07-01", "at_latest", "Uiterlijk 1 juli", "day", None, "2021-07-01"),
        ("2021-07", "at_latest", "uiterlijk in juli", "month", None, "2021-07-31"),
        ("2028", "before", "voor 2028", "year", None, "2027-12-31"),
        ("2020-07-01", "before", "voor 1 juli 2020", "day", None, "2020-06-30"),
        ("2021-01-01", "well_before", "ruim voor 1 januari 2021", "day", None, "2020-12-31"),
        ("2025", "after", "na 2025", "year", "2026-01-01", None),
        ("2032-12-31", "not_before", "niet voor 31-12-2032", "day", "2032-12-31", None),
        ("2025-08", "about", "medio augustus 2025", "month", "2025-08-01", "2025-08-31"),
        (None, "in", "nog niet bekend", "open", None, None),
    ],
)
def test_a_window_keeps_the_precision_and_the_bound_of_its_source(
    edtf: str | None,
    bound: Bound,
    written: str,
    precision: Precision,
    first: str | None,
    last: str | None,
) -> None:
    seen = Window(edtf=edtf, bound=bound, written=written)

    assert (seen.precision, seen.first, seen.last) == (precision, day(first), day(last))
    assert (seen.edtf, seen.written) == (edtf, written)
    assert Window.model_validate_json(seen.model_dump_json()) == seen


def test_what_is_kept_of_a_window_is_what_its_source_says_and_no_computed_day() -> None:
    assert window("2025-23", written="Najaar 2025").model_dump() == {
        "edtf": "2025-23",
        "bound": "in",
        "written": "Najaar 2025",
    }


@pytest.mark.row("AN-10")
def test_at_the_latest_means_that_earlier_is_fine_and_later_is_not() -> None:
    at_latest = window("2021-07-01", "at_latest", "Uiterlijk 1 juli")

    assert at_latest.allows(date(2021, 3, 1))
    assert at_latest.allows(date(2021, 7, 1))
    assert not at_latest.allows(date(2021, 7, 2))


def test_a_window_allows_its_first_and_last_day_and_none_outside() -> None:
    june = window("2026-06")

    assert [june.allows(date(2026, m, d)) for m, d in ((5, 31), (6, 1), (6, 30), (7, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_an_open_window_allows_every_day() -> None:
    assert window(None).allows(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("edtf", "bound", "due", "reason"),
    [
        ("2026-07-01", "in", "2026-07-01", "An alert uses the last day in time, 2026-07-01."),
        ("2021-07-01", "at_latest", "2021-07-01", "the last day in time, 2021-07-01."),
        ("2028", "before", "2027-12-31", "It names no day; .* reading, 2027-12-31."),
        ("2025-23", "in", "2025-11-30", "It names no day; .* reading, 2025-11-30."),
        ("2021-07-01/2021-12-31", "in", "2021-12-31", "^An alert uses the last day in time"),
        ("2021-01-01", "well_before", "2020-06-30", "takes 6 months and uses 2020-06-30."),
        ("2025-08", "about", "2025-08-01", "approximate; .* first day it can mean, 2025-08-01."),
        ("2022-35", "from", "2022-07-01", "is to start by 2022-07-01; an alert uses that day."),
    ],
)
def test_an_alert_uses_the_cautious_edge_and_says_so(
    edtf: str, bound: Bound, due: str, reason: str
) -> None:
    seen = window(edtf, bound, "zo staat het er")

    assert seen.due == day(due)
    assert seen.alert is not None
    assert (seen.alert.value, seen.alert.rule) == (seen.due, "window-due/1")
    assert seen.alert.inputs == {"edtf": edtf, "bound": bound, "written": "zo staat het er"}
    said, why = map(str, seen.alert.sentences)
    assert said == "The source says “zo staat het er”."
    assert re.search(reason, why)


@pytest.mark.parametrize(
    ("edtf", "bound"), [(None, "in"), ("2025", "after"), ("2032-12-31", "not_before")]
)
def test_nothing_is_due_where_nothing_can_be_late(edtf: str | None, bound: Bound) -> None:
    assert window(edtf, bound).due is None
    assert window(edtf, bound).alert is None


@pytest.mark.parametrize(
    ("edtf", "complaint"),
    [
        ("2021-02-30", "2021-02-30 is not in the calendar"),
        ("2021-13", 'no month or part of a year "13"; accepted are a day 2021-07-01'),
        ("2021-00", 'no month or part of a year "00"'),
        ("2021-37", 'no month or part of a year "37"'),
        ("2021-23-01", "2021-23-01 is not in the calendar"),
        ("1 juli 2021", '"1 juli 2021" is not a date we can read; accepted are'),
        ("01-07-2021", "is not a date we can read"),
        ("2021-7-1", "is not a date we can read"),
        ("20210701", "is not a date we can read"),
        ("2021-07-01T00:00", "is not a date we can read"),
        ("2021-08~", "words such as before or about belong in `bound`"),
        ("2022-07/..", "is not a date we can read"),
        ("2022-07/", "is not a date we can read"),
        ("2022/2023/2024", "is not a date we can read"),
        ("٢٠٢١", "is not a date we can read"),
        ("2021\n", "is not a date we can read"),
        ("", "is not a date we can read"),
        ("0021-07-01", "has the year 0021; accepted are 1900 to 2999"),
        ("3000", "has the year 3000"),
        ("2026-05/2026-02", "ends before it starts: 2026-02 is not after 2026-05"),
        ("2025/2025-03", "ends before it starts"),
        ("2026-02/2026-02-30", "2026-02-30 is not in the calendar"),
    ],
)
def test_an_impossible_window_is_refused_with_what_was_wrong(edtf: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        window(edtf)


@pytest.mark.parametrize("year", ["1900", "2999"])
def test_the_years_at_the_ends_are_accepted(year: str) -> None:
    assert window(f"{year}-24").precision == "season"


def test_a_bound_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match='the bound "before" needs a date'):
        window(None, "before")


def test_an_unknown_bound_is_refused() -> None:
    with pytest.raises(ValidationError, match="at_latest"):
        Window.model_validate({"edtf": "2028", "bound": "roughly", "written": "rond 2028"})


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Window.model_validate({"edtf": "2028", "written": "2028", "precision": "day"})


def test_a_window_without_the_words_of_its_source_is_refused() -> None:
    with pytest.raises(ValueError, match="the words of its source"):
        window("2028", written=" ")


@given(days, days)
def test_a_range_of_days_is_itself_or_refused(start: date, end: date) -> None:
    edtf = f"{start}/{end}"
    if end < start:
        with pytest.raises(ValueError, match="ends before it starts"):
            window(edtf)
    else:
        assert (window(edtf).first, window(edtf).last) == (start, end)


bounds = st.sampled_from(
    ("in", "about", "at_latest", "before", "well_before", "from", "after", "not_before")
)


@given(days, st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d")), bounds)
def test_what_is_due_is_never_after_the_end(at: date, form: str, bound: Bound) -> None:
    seen = window(at.strftime(form), bound)

    assert seen.first is None or seen.last is None or seen.first <= seen.last
    assert seen.due is None or seen.last is None or seen.due <= seen.last


@given(days, st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d")))
def test_before_in_and_after_divide_all_days_among_them(at: date, form: str) -> None:
    edtf = at.strftime(form)
    before, within, after = (window(edtf, b) for b in ("before", "in", "after"))

    for each in (at, at - 400 * DAY, at + 400 * DAY):
        assert [w.allows(each) for w in (before, within, after)].count(True) == 1


def test_the_day_in_the_netherlands_is_not_the_day_in_utc() -> None:
    assert local_day(datetime(2021, 6, 30, 22, 30, tzinfo=UTC)) == date(2021, 7, 1)
    assert local_day(datetime(2021, 12, 31, 22, 30, tzinfo=UTC)) == date(2021, 12, 31)


def test_an_instant_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local_day(datetime(2021, 7, 1, 12))  # noqa: DTZ001 (that is the case)


def test_a_day_starts_at_midnight_in_the_netherlands_in_summer_and_winter() -> None:
    assert start_of_day(date(2021, 7, 1)) == datetime(2021, 6, 30, 22, tzinfo=UTC)
    assert start_of_day(date(2022, 1, 1)) == datetime(2021, 12, 31, 23, tzinfo=UTC)
    assert start_of_day(date(2022, 1, 1)).tzinfo is AMSTERDAM


@given(days)
def test_a_day_starts_on_itself(at: date) -> None:
    assert local_day(start_of_day(at)) == at
    assert local_day(start_of_day(at) - timedelta(seconds=1)) == at - DAY


@pytest.mark.row("AN-03")
@pytest.mark.parametrize(
    ("start", "months_on", "end"),
    [
        ("2022-01-01", -6, "2021-07-01"),
        ("2021-12-31", 6, "2022-06-30"),
        ("2021-08-31", -6, "2021-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2021-12-15", 1, "2022-01-15"),
        ("2022-01-15", -1, "2021-12-15"),
        ("2022-01-15", 0, "2022-01-15"),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(start: str, months_on: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months_on) == date.fromisoformat(end)


@given(days, days, st.integers(-240, 240))
def test_adding_months_keeps_the_order_of_days(one: date, other: date, months_on: int) -> None:
    if one <= other:
        assert add_months(one, months_on) <= add_months(other, months_on)


@given(days)
def test_a_day_is_a_window_of_that_day_and_the_same_time_in_whatever_words(day: date) -> None:
    on = Window.on(day)
    assert (on.first, on.last, on.precision) == (day, day, "day")
    assert on.same_time(Window(edtf=day.isoformat(), written="op die dag"))
    assert not on.same_time(Window(edtf=day.isoformat(), bound="before", written="voor die dag"))
    assert not on.same_time(Window(written="op die dag"))


def test_steps_are_sentences_that_survive_being_kept() -> None:
    explained = Explained(
        value=date(2022, 1, 1),
        rule="example/1",
        inputs={},
        steps=(step("%(months)s months", months=6), Step(template="Nothing to fill in.")),
    )

    kept = Explained.model_validate_json(explained.model_dump_json())
    assert kept == explained
    assert kept.sentences == (
        Sentence("%(months)s months", {"months": "6"}),
        Sentence("Nothing to fill in."),
    )
    assert list(map(str, kept.sentences)) == ["6 months", "Nothing to fill in."]
