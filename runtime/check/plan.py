"""What a plan says twice, and what waits for something that comes later."""

from collections.abc import Iterator

from domain.base import Sentence
from domain.dates import Window
from domain.programme.schedule import Violation, schedule
from runtime.check.finding import Finding
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import PlanRow, QuestionRow


def plan(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:
    """Two dates for one thing, and ends that come before what they wait for."""
    for item in file.plan:
        other = file.item(item.restates)
        if other is not None and not item.window.same_time(other.window):
            yield _dated_twice(item, other)
    for decision in file.decisions:
        planned = file.item(decision.item)
        if planned is not None and not decision.window.same_time(planned.window):
            yield _decided_otherwise(decision, planned)
    items = {each.item_id: each for each in file.plan}
    for violation in schedule(file.plan).violations:
        if violation.certain or reading.possible_counts:
            yield _too_soon(violation, items)


def _dated_twice(item: PlanRow, other: PlanRow) -> Finding:
    last_days = sorted(day for each in (item, other) if (day := each.window.last))
    values = {
        "title": other.title,
        "one": other.window.written,
        "other": item.window.written,
        "section": item.source.section,
        "first": last_days[0].isoformat() if last_days else "",
    }
    return Finding(
        code="two_dates_for_one_thing",
        row="ST-27",
        segment=item.segment or other.segment or "",
        says=Sentence(
            "“%(title)s” has two dates: “%(one)s”, and “%(other)s” in %(section)s.", values
        ),
        source=other.source,
        computation=tuple(_end_of(each.window) for each in (other, item)),
        remedy=Sentence(
            "Have it said which of the two holds; until then keep to %(first)s.", values
        )
        if last_days
        else Sentence("Have it said which of the two holds."),
    )


def _end_of(window: Window) -> Sentence:
    if window.last is None:
        return Sentence("“%(when)s” has no last day.", {"when": window.written})
    return Sentence(
        "The last day of “%(when)s” is %(day)s.",
        {"when": window.written, "day": window.last.isoformat()},
    )


def _decided_otherwise(decision: QuestionRow, item: PlanRow) -> Finding:
    values = {
        "title": decision.title,
        "item": item.title,
        "one": decision.window.written,
        "other": item.window.written,
    }
    return Finding(
        code="decision_and_plan_differ",
        row="ST-27",
        segment=item.segment or "",
        says=Sentence(
            "“%(title)s” is to be decided “%(one)s”, and the plan has it as “%(item)s” at "
            "“%(other)s”.",
            values,
        ),
        source=decision.source,
        computation=(_end_of(decision.window), _end_of(item.window)),
        remedy=Sentence("Give the decision and its plan item the same date, or part them."),
    )


def _too_soon(violation: Violation, items: dict[str, PlanRow]) -> Finding:
    item, awaited = items[violation.item_id], items[violation.awaited]
    values = {
        "title": item.title,
        "awaited": awaited.title,
        "ends": violation.ends.isoformat(),
        "awaited_ends": violation.awaited_ends.isoformat(),
        "first": str(awaited.window.first),
    }
    says = (
        Sentence(
            "“%(title)s” ends on %(ends)s at the latest, before “%(awaited)s”, which it waits for, "
            "can begin (%(first)s).",
            values,
        )
        if violation.certain
        else Sentence(
            "“%(title)s” ends on %(ends)s at the latest, and “%(awaited)s”, which it waits for, "
            "can take until %(awaited_ends)s.",
            values,
        )
    )
    return Finding(
        code="ends_before_what_it_waits_for"
        if violation.certain
        else "may_end_before_what_it_waits_for",
        row="ST-07",
        segment=item.segment or awaited.segment or "",
        says=says,
        source=item.source,
        computation=(_end_of(item.window), _end_of(awaited.window)),
        remedy=Sentence("Move one of the two, or say that it does not wait for the other."),
    )
