"""The latest day to decide in: what comes after it takes its time (GO-07)."""

from domain.dates import Explained, Step, Window, add_months, step
from domain.decision.parts import Question


def latest_decision(question: Question) -> Explained | None:
    """The end less the months for a new procedure and for notice; none while one of them is open.

    With a range, a year or an approximate end it counts from the first day that can mean.
    """
    ends, lead, notice = question.ends, question.lead_months, question.notice_months
    first = None if ends is None else ends.first
    if ends is None or first is None or lead is None or notice is None:
        return None
    latest = add_months(first, -(lead + notice))
    return Explained(
        value=latest,
        rule="latest-decision/1",
        inputs={
            "ends": ends.edtf or "",
            "bound": ends.bound,
            "lead_months": str(lead),
            "notice_months": str(notice),
        },
        steps=(
            step("The source says “%(written)s”.", written=ends.written),
            *counted_from(ends),
            step(
                "A new procedure takes %(lead)s months and notice %(notice)s months: together "
                "%(months)s months.",
                lead=lead,
                notice=notice,
                months=lead + notice,
            ),
            step(
                "%(months)s months before %(ends)s is %(latest)s: the last day to decide.",
                months=lead + notice,
                ends=first,
                latest=latest,
            ),
        ),
    )


def open_inputs(question: Question) -> tuple[str, ...]:
    """What is missing to compute the latest day; nothing if it is not asked for at all."""
    given = {
        "ends": None if question.ends is None else question.ends.first,
        "lead_months": question.lead_months,
        "notice_months": question.notice_months,
    }
    asked = question.ends is not None or any(value is not None for value in given.values())
    return tuple(name for name, value in given.items() if value is None) if asked else ()


def counted_from(ends: Window) -> tuple[Step, ...]:
    if ends.precision == "day" and ends.bound != "about":
        return ()
    return (
        step(
            "That is not one day; it is counted from the first day it can mean, %(day)s.",
            day=ends.first,
        ),
    )
