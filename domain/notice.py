"""Notice terms: how long before its effect a change must be announced (AN-01 to AN-04)."""

import calendar
from collections.abc import Container
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, PositiveInt

from domain.base import Source
from domain.dates import Explained, Step, Window, add_months, day_after_term, step
from domain.workdays import next_working_day, previous_working_day

_DAY = timedelta(days=1)


class NoticeClause(BaseModel, frozen=True, extra="forbid"):
    """What a contract says about announcing changes; contracts may differ (AN-24).

    `counting` settles the end of the month, where two usual readings part (AN-03, D6):
    `back` takes the months off the date of effect, `forward` adds them to the date of
    announcement; either way a day the month lacks becomes its last day. `weekend` settles
    what happens to a latest day that is no working day: nothing, as Atw 1(2) has it for
    periods that are counted back (AN-04, D14), unless the contract asks for a working day.
    """

    clause_id: str
    clause_version: PositiveInt = 1
    months: PositiveInt
    counting: Literal["back", "forward"] = "back"
    weekend: Literal["no_shift", "working_day_before"] = "no_shift"
    source: Source


def latest_announcement(
    effective: date, clause: NoticeClause, free_days: Container[date] = ()
) -> Explained:
    """The last day on which a change with this effect can be announced in time (AN-02).

    `free_days` are days off beside weekends and statutory holidays; they matter only to a
    clause that asks for a working day.
    """
    counted = _latest_before_shift(effective, clause)
    latest = _shifted(counted, clause, free_days)
    return Explained(
        value=latest,
        rule=f"notice-{clause.counting}/1",
        inputs={"effective": effective.isoformat(), **_inputs(clause)},
        steps=(
            _of_clause(clause),
            _counted_back(effective, counted, clause),
            _shift_of(counted, latest, clause),
        ),
    )


def earliest_effect(
    announced: date, clause: NoticeClause, free_days: Container[date] = ()
) -> Explained:
    """The first date of effect for which an announcement on this day is in time (AN-02).

    It is the inverse of `latest_announcement`: every later effect is in time, no earlier one.
    """
    counts_from = announced
    if clause.weekend == "working_day_before":
        counts_from = next_working_day(announced, free_days)
    earliest = _earliest_after(counts_from, clause)
    return Explained(
        value=earliest,
        rule=f"notice-{clause.counting}/1",
        inputs={"announced": announced.isoformat(), **_inputs(clause)},
        steps=(
            _of_clause(clause),
            *_counted_as(announced, counts_from),
            _counted_forward(counts_from, earliest, clause),
        ),
    )


def in_time(
    announced: date, effective: date, clause: NoticeClause, free_days: Container[date] = ()
) -> bool:
    """Whether a change announced on this day may take effect on that one. Earlier is fine."""
    return announced <= latest_announcement(effective, clause, free_days).value


def days_to_spare(
    announced: date, effective: date, clause: NoticeClause, free_days: Container[date] = ()
) -> int:
    """Days between the announcement and the last day for it; below zero it is too late."""
    return (latest_announcement(effective, clause, free_days).value - announced).days


def implementation_window(announced: date, effective: date) -> Window:
    """The days both parties have to prepare: announcement to the eve of the effect (AN-09).

    Raises `ValueError` if the effect is not after the announcement.
    """
    edtf = f"{announced.isoformat()}/{(effective - _DAY).isoformat()}"
    return Window(edtf=edtf, written=edtf)


def _latest_before_shift(effective: date, clause: NoticeClause) -> date:
    back = add_months(effective, -clause.months)
    if clause.counting == "forward" and effective == _month_end(effective):
        return _month_end(back)
    return back


def _earliest_after(announced: date, clause: NoticeClause) -> date:
    if clause.counting == "forward":
        return add_months(announced, clause.months)
    return day_after_term(announced, clause.months)


def _shifted(counted: date, clause: NoticeClause, free_days: Container[date]) -> date:
    if clause.weekend == "no_shift":
        return counted
    return previous_working_day(counted, free_days)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _inputs(clause: NoticeClause) -> dict[str, str]:
    return {
        "clause": clause.clause_id,
        "clause_version": str(clause.clause_version),
        "months": str(clause.months),
        "counting": clause.counting,
        "weekend": clause.weekend,
        "document": clause.source.document,
        "section": clause.source.section,
    }


def _of_clause(clause: NoticeClause) -> Step:
    return step(
        "Clause %(clause)s, version %(version)s (%(document)s, %(section)s), asks for "
        "%(months)s months' notice.",
        clause=clause.clause_id,
        version=clause.clause_version,
        document=clause.source.document,
        section=clause.source.section,
        months=clause.months,
    )


def _counted_back(effective: date, counted: date, clause: NoticeClause) -> Step:
    values = {"effective": effective, "months": clause.months, "latest": counted}
    if clause.counting == "forward":
        return step(
            "%(latest)s is the last day to which %(months)s months can be added without "
            "passing %(effective)s.",
            **values,
        )
    if counted.day < effective.day:
        return step(
            "%(months)s months back from %(effective)s is %(latest)s, the last day of a "
            "shorter month.",
            **values,
        )
    return step("%(months)s months back from %(effective)s is %(latest)s.", **values)


def _shift_of(counted: date, latest: date, clause: NoticeClause) -> Step:
    if clause.weekend == "no_shift" and clause.counting == "back":
        return step("Weekends and holidays do not move a day that is counted back (Atw 1(2)).")
    if clause.weekend == "no_shift":
        return step("Weekends and holidays do not move it: the clause does not ask for that.")
    if latest == counted:
        return step("%(counted)s is a working day, as the clause asks.", counted=counted)
    return step(
        "%(counted)s is not a working day; the clause asks for the working day before it, "
        "%(latest)s.",
        counted=counted,
        latest=latest,
    )


def _counted_as(announced: date, counts_from: date) -> tuple[Step, ...]:
    if counts_from == announced:
        return ()
    return (
        step(
            "%(announced)s is not a working day; it counts as the next one, %(day)s.",
            announced=announced,
            day=counts_from,
        ),
    )


def _counted_forward(counts_from: date, earliest: date, clause: NoticeClause) -> Step:
    values = {"announced": counts_from, "months": clause.months, "earliest": earliest}
    if clause.counting == "forward":
        return step("%(months)s months on from %(announced)s is %(earliest)s.", **values)
    return step(
        "%(earliest)s is the first day from which %(months)s months back do not pass "
        "%(announced)s.",
        **values,
    )
