"""Whether each planned change is announced in time under the programme's own clause."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from domain.base import Sentence
from domain.dates import Window
from domain.notice import latest_announcement
from runtime.check.finding import Finding
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import ChangeRow, ClauseRow, PlanRow

Timeliness = Literal[
    "announced_in_time",
    "announced_too_late",
    "may_be_announced_too_late",
    "no_announcement_date",
]

_SAYS: dict[Timeliness, Sentence] = {
    "announced_in_time": Sentence(
        "“%(title)s” takes effect on %(effective)s and is announced “%(when)s”; with %(months)s "
        "months' notice %(latest)s is the last day: in time."
    ),
    "announced_too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s and is announced “%(when)s”; with %(months)s "
        "months' notice %(latest)s is the last day: too late."
    ),
    "may_be_announced_too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s and is announced “%(when)s”; with %(months)s "
        "months' notice %(latest)s is the last day: part of that time is too late."
    ),
    "no_announcement_date": Sentence(
        "“%(title)s” takes effect on %(effective)s; with %(months)s months' notice it must be "
        "announced by %(latest)s, but the plan leaves open when (“%(when)s”)."
    ),
}
_TAKEN: dict[Timeliness, Sentence] = {
    "announced_in_time": Sentence(
        "“%(title)s” takes effect on %(effective)s; if “%(item)s” (“%(when)s”) announces it, that "
        "is in time: with %(months)s months' notice %(latest)s is the last day."
    ),
    "announced_too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s; if “%(item)s” (“%(when)s”) announces it, that "
        "is too late: with %(months)s months' notice %(latest)s was the last day."
    ),
    "may_be_announced_too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s; if “%(item)s” (“%(when)s”) announces it, that "
        "is in time only by %(latest)s, the last day with %(months)s months' notice."
    ),
    "no_announcement_date": Sentence(
        "“%(title)s” takes effect on %(effective)s; if “%(item)s” is its announcement, it must be "
        "done by %(latest)s, with %(months)s months' notice, but the plan leaves open when "
        "(“%(when)s”)."
    ),
}
_READ = {
    "formalise_item": Sentence(
        "The plan has no announcement; a strict reader takes the formalisation for it."
    ),
    "discuss_item": Sentence(
        "The plan has no announcement; a lenient reader takes the talk about it for it."
    ),
}


def announcements(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:
    """What is found about the announcement of every planned change."""
    for change in file.changes:
        clause = file.clause_for(change.segment)
        if clause is None:
            continue
        if change.effect.precision != "day":
            yield _no_day(change)
        if change.effect.first is not None:
            yield from _announcement(file, change, clause, change.effect.first, reading)


def _no_day(change: ChangeRow) -> Finding:
    return Finding(
        code="no_day_of_effect",
        row="AN-02",
        segment=change.segment,
        says=Sentence(
            "“%(title)s” takes effect “%(when)s”, which is no day: no announcement can be "
            "prepared for it yet.",
            {"title": change.title, "when": change.effect.written},
        ),
        source=change.source,
        remedy=Sentence("Have the day decided and write it under “effect”."),
    )


def _announcement(
    file: ProgrammeFile, change: ChangeRow, clause: ClauseRow, effective: date, reading: Reading
) -> Iterator[Finding]:
    latest = latest_announcement(effective, clause.notice)
    values = {
        "title": change.title,
        "effective": effective.isoformat(),
        "months": str(clause.months),
        "latest": latest.value.isoformat(),
    }
    computed = (*_counted_from(change.effect), *latest.sentences)
    step = file.item(change.announce_item)
    if step is None:
        yield _no_step(change, values, computed)
        step = file.item(getattr(change, reading.announcement))
        if step is not None:
            yield _timing(change, step, values, (_READ[reading.announcement], *computed), _TAKEN)
    else:
        yield _timing(change, step, values, computed, _SAYS)


def _no_step(change: ChangeRow, values: dict[str, str], computed: tuple[Sentence, ...]) -> Finding:
    return Finding(
        code="no_announcement_step",
        row="AN-08",
        segment=change.segment,
        says=Sentence(
            "“%(title)s” takes effect on %(effective)s; with %(months)s months' notice it must "
            "be announced by %(latest)s, but the plan has no step for that.",
            values,
        ),
        source=change.source,
        computation=computed,
        remedy=Sentence("Plan the announcement by %(latest)s at the latest.", values),
    )


def _timing(
    change: ChangeRow,
    step: PlanRow,
    values: dict[str, str],
    computed: tuple[Sentence, ...],
    words: dict[Timeliness, Sentence],
) -> Finding:
    code = _timeliness(step.window, values["latest"])
    values = {**values, "item": step.title, "when": step.window.written}
    return Finding(
        code=code,
        row="AN-10",
        segment=change.segment,
        says=Sentence(words[code].template, values),
        source=step.source,
        computation=computed,
        remedy=None
        if code == "announced_in_time"
        else Sentence("Announce it by %(latest)s, or let it take effect later.", values),
    )


def _counted_from(effect: Window) -> tuple[Sentence, ...]:
    if effect.precision == "day":
        return ()
    values = {"when": effect.written, "day": str(effect.first)}
    return (Sentence("“%(when)s” is no day; it is counted from its first day, %(day)s.", values),)


def _timeliness(window: Window, latest: str) -> Timeliness:
    """Whether every day on which the plan lets the announcement happen is early enough."""
    first = window.first
    last = window.last
    if first is None and last is None:
        return "no_announcement_date"
    if last is not None and last.isoformat() <= latest:
        return "announced_in_time"
    if first is not None and first.isoformat() > latest:
        return "announced_too_late"
    return "may_be_announced_too_late"
