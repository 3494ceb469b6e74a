"""Finds out what the plan of a programme gets into trouble with, before anything happens.

For now: whether each planned change is announced in time under the programme's own clause.
"""

from dataclasses import dataclass
from typing import Literal

from domain.base import Sentence, Source
from domain.dates import Window
from domain.notice import latest_announcement
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import ChangeRow, ClauseRow, PlanRow
from runtime.publish import effective_day
from runtime.register_file import RegisterFile

Timeliness = Literal[
    "announced_in_time",
    "announced_too_late",
    "may_be_announced_too_late",
    "no_announcement_date",
]
Code = Timeliness | Literal["no_announcement_step", "no_day_of_effect"]

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


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, where it is read, and what would mend it; `row` is the catalogue's.

    No remedy means that nothing needs mending.
    """

    code: Code
    row: str
    segment: str
    says: Sentence
    source: Source
    remedy: Sentence | None = None


def check(file: ProgrammeFile | RegisterFile) -> list[Finding]:
    """The findings, in the order of the file. A register has no plan and so none."""
    if isinstance(file, RegisterFile):
        return []
    return [
        _announcement(change, clause, file.item(change.announce_item))
        for change in file.changes
        if (clause := file.clause_for(change.segment))
    ]


def _announcement(change: ChangeRow, clause: ClauseRow, step: PlanRow | None) -> Finding:
    effective = effective_day(change)
    if effective is None:
        return Finding(
            code="no_day_of_effect",
            row="AN-02",
            segment=change.segment,
            says=Sentence(
                "“%(title)s” takes effect “%(when)s”, which is no day: the last day for its "
                "announcement cannot be computed.",
                {"title": change.title, "when": change.effect.written},
            ),
            source=change.source,
            remedy=Sentence("Have the day decided and write it under “effect”."),
        )
    latest = latest_announcement(effective, clause.notice).value
    values = {
        "title": change.title,
        "effective": effective.isoformat(),
        "months": str(clause.months),
        "latest": latest.isoformat(),
    }
    if step is None:
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
            remedy=Sentence("Plan the announcement by %(latest)s at the latest.", values),
        )
    return _timing(change, step, values)


def _timing(change: ChangeRow, step: PlanRow, values: dict[str, str]) -> Finding:
    code = _timeliness(step.window, values["latest"])
    values = {**values, "when": step.window.written}
    return Finding(
        code=code,
        row="AN-10",
        segment=change.segment,
        says=Sentence(_SAYS[code].template, values),
        source=step.source,
        remedy=None
        if code == "announced_in_time"
        else Sentence("Announce it by %(latest)s, or let it take effect later.", values),
    )


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
