"""The time between *ready* and *in effect* where no source states a notice clause (AN-17).

A comparison and no rule: it says beside that time what a clause of six months would have asked.
"""

from collections.abc import Iterator
from datetime import date

from domain.base import Sentence
from domain.dates import Window, add_months
from runtime.check.finding import Finding
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow

YARDSTICK = 6
"""Months, as the change clauses of Holland Rijnland ask (S3, chapter 4)."""

_COMPARED = Sentence(
    "This compares and does not judge: the clause belongs to Holland Rijnland (2021), and nothing "
    "says that it applies here."
)
_VERY_DAY = Sentence(
    "A clause of %(yardstick)s months would ask for %(latest)s at the latest: the very day."
)
_TO_SPARE = Sentence(
    "A clause of %(yardstick)s months would ask for %(latest)s at the latest: %(spare)s days to "
    "spare."
)
_TOO_SHORT = Sentence(
    "A clause of %(yardstick)s months would ask for %(latest)s at the latest: %(spare)s days more "
    "than there are."
)


def intervals(file: ProgrammeFile, _: Reading) -> Iterator[Finding]:
    """The time from each milestone to the one that follows it, both on a day and unclaused."""
    for effect in file.plan:
        if effect.kind != "milestone" or _day(effect.window) is None:
            continue
        for before in effect.after:
            ready = file.item(before)
            if ready is not None and ready.kind == "milestone" and _unclaused(file, ready, effect):
                yield from _interval(ready, effect)


def between(first: date, last: date) -> tuple[int, int]:
    """Whole months and the days left over, from one day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    return months, (last - add_months(first, months)).days


def _day(window: Window) -> date | None:
    return window.first if window.precision == "day" and window.bound == "in" else None


def _unclaused(file: ProgrammeFile, *items: PlanRow) -> bool:
    return not any(file.clause_for(each.segment or "") for each in items)


def _interval(ready: PlanRow, effect: PlanRow) -> Iterator[Finding]:
    first, last = _day(ready.window), _day(effect.window)
    if first is None or last is None or last <= first:
        return
    months, days = between(first, last)
    latest = add_months(last, -YARDSTICK)
    values = {
        "ready": ready.title,
        "effect": effect.title,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "months": str(months),
        "days": str(days),
        "yardstick": str(YARDSTICK),
        "latest": latest.isoformat(),
        "spare": str(abs((latest - first).days)),
    }
    yield Finding(
        code="interval_without_clause",
        row="AN-17",
        segment=effect.segment or "",
        says=Sentence(
            "Between “%(ready)s” (%(first)s) and “%(effect)s” (%(last)s) lie %(months)s months and "
            "%(days)s days; the source states no notice clause.",
            values,
        ),
        source=ready.source,
        computation=(_asked(values, latest, first), _COMPARED),
    )


def _asked(values: dict[str, str], latest: date, first: date) -> Sentence:
    if latest == first:
        return Sentence(_VERY_DAY.template, values)
    return Sentence((_TO_SPARE if latest > first else _TOO_SHORT).template, values)
