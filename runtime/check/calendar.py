"""What else goes on when something is planned: elections of councils, school years (ST-28)."""

from collections.abc import Iterator
from datetime import timedelta

from domain.base import Sentence
from domain.calendars import around_elections, around_school_years, school_year
from domain.procedure.parts import Step
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow, ProcedureRow, QuestionRow
from runtime.tracks import route_of, track

_OF_COUNCILS = ("council", "gemeenteraden", "raden")
_BEGINNING = timedelta(days=61)
"""August and September: the time in which something can be said to begin with the school year."""


def calendar(file: ProgrammeFile, _: Reading) -> Iterator[Finding]:
    """What councils do around their election, and what follows school years and does not."""
    for decision in file.decisions:
        if _asks_councils(decision):
            yield from _elected(decision, file)
    for item in file.plan:
        if item.kind == "information" or item.body in _OF_COUNCILS:
            yield from _elected(item, file)
    for row in file.procedures:
        yield from _within_school_year(row, file)


def _asks_councils(decision: QuestionRow) -> bool:
    asked = decision.asked is not None and decision.asked.body == "council"
    return asked or any(each.body in _OF_COUNCILS for each in decision.answerers)


def _elected(planned: PlanRow | QuestionRow, file: ProgrammeFile) -> Iterator[Finding]:
    segments = planned.segments if isinstance(planned, QuestionRow) else (planned.segment or "",)
    for remark in around_elections(planned.window):
        yield Finding(
            code="around_council_elections",
            row="ST-28",
            segment=segment_of(segments, file),
            says=Sentence(
                "“%(title)s” is planned “%(when)s”, when councils are or were just elected.",
                {"title": planned.title, "when": planned.window.written},
            ),
            source=planned.source,
            computation=(remark,),
            remedy=Sentence(
                "Say whether the old councils or the new ones are meant, and give new members time."
            ),
        )


def _within_school_year(row: ProcedureRow, file: ProgrammeFile) -> Iterator[Finding]:
    """What begins in the middle of a school year although its route follows school years."""
    route = route_of(row, file.routes)
    if route is None or route.calendar != "school_year":
        return
    for step in track(row, file.routes, file.plan).steps:
        first = step.window.first
        if step.kind not in ("implementation", "start") or first is None:
            continue
        if first - school_year(first).first >= _BEGINNING:
            yield _in_the_middle(step, row, file)


def _in_the_middle(step: Step, row: ProcedureRow, file: ProgrammeFile) -> Finding:
    values = {"step": step.title, "procedure": row.title, "when": step.window.written}
    return Finding(
        code="not_with_the_school_year",
        row="ST-22",
        segment=segment_of(row.segments, file),
        says=Sentence(
            "“%(step)s” of “%(procedure)s” begins “%(when)s”, and its route follows school years.",
            values,
        ),
        source=step.source or row.source,
        computation=tuple(around_school_years(step.window)),
        remedy=Sentence("Let it begin in August or September, or take another route."),
    )
