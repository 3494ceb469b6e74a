"""What decisions, procedures and registers wait for (GO-07, PG-09, PG-20)."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from api.pages.bodies import Bodies
from api.pages.matters.parts import (
    NEAR,
    SOON,
    Matter,
    View,
    Who,
    ngettext,
    over,
    urgency_of,
    why_of,
    words,
)
from domain.base import Sentence
from projections import tables
from projections.decisions import DECISIONS, DecisionRow
from projections.language import N_
from projections.procedures import PROCEDURES, ProcedureRow, StepPart
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow
from projections.tables import AtMost, OneOf

_NAMED = 4
"""So many of those who have yet to answer are named; the page of the decision has them all."""


def of_decisions(
    source: tables.Source, view: View, bodies: Mapping[UUID, Bodies]
) -> Iterator[Matter]:
    """Decisions that can be taken now, that are late or disputed, or have to be taken soon."""
    until = AtMost(view.today + SOON)
    asked: tuple[dict[str, object], ...] = (
        {"status": OneOf(["open", "missed", "disputed"])},
        {"status": "planned", "due": until},
        {"status": "planned", "latest_on": until},
    )
    rows = [row for where in asked for row in tables.select(source, DECISIONS, where)]
    for row in {row.decision_id: row for row in rows}.values():
        yield _decision(row, view, bodies.get(row.programme_id, Bodies({})))


def _decision(row: DecisionRow, view: View, bodies: Bodies) -> Matter:
    day = _day(row)
    waiting = [bodies.of(each) for each in row.answerers if each.answerer_id in row.waiting_for]
    risks = tuple(risks_of(row, view, waiting))
    late = row.status == "missed" or over(row.last, view.today) or over(row.latest_on, view.today)
    who: Who = "bevoegd-orgaan"
    step = N_("Take the decision")
    if row.status == "disputed":
        who, step = "programmabureau", N_("Have it settled by somebody who may")
    elif late:
        who, step = "programmabureau", N_("Record the answers, or plan it anew")
    urgency = urgency_of(view, day, risks, going_on=row.status == "open")
    precise = row.window.precision == "day" or day != row.due
    return Matter(
        key=f"decision:{row.decision_id}",
        kind="decision",
        title=row.title,
        address=f"/besluiten/{row.decision_id}",
        programme_id=row.programme_id,
        segments=row.segments,
        urgency="late" if late else urgency,
        who=who,
        step=Sentence(step),
        day=day,
        written=None if precise else row.window.written,
        by=_some(waiting) or None,
        status=(row.status, "decision"),
        risks=risks,
        why=why_of(row.decision_id, day),
    )


def _day(row: DecisionRow) -> date | None:
    """By when: the last day of its window, or sooner if it has to be in time for what follows."""
    days = (row.due if row.last else None, row.latest_on)
    return min((each for each in days if each), default=None)


def risks_of(row: DecisionRow, view: View, waiting: list[str]) -> Iterator[str]:
    """Answers that are missing with few days left, answers that differ, a day too late to help."""
    if row.status == "disputed":
        failed = N_("Its rule can no longer be met.")
        yield words(failed if row.rule_failed else N_("The answers differ"))
        return
    day = _day(row)
    left = view.days_to(day) if day else None
    open_ones = len(waiting) + (row.unnamed or 0)
    if left is not None and 0 <= left <= NEAR.days and open_ones:
        days = ngettext("%(num)s day left", "%(num)s days left", left)
        to_come = ngettext("%(num)s answer to come", "%(num)s answers to come", open_ones)
        yield words(N_("%(days)s, and %(answers)s"), days=days, answers=to_come)
    if row.latest_on and row.due and row.latest_on < row.due:
        yield words(
            N_("Planned until %(due)s; to be in time it has to be taken by %(latest)s"),
            due=row.due.isoformat(),
            latest=row.latest_on.isoformat(),
        )


def _some(names: list[str]) -> str:
    """The first of these, and how many there are besides."""
    shown, more = names[:_NAMED], len(names) - _NAMED
    if more <= 0:
        return ", ".join(shown)
    return words(N_("%(names)s and %(count)s more"), names=", ".join(shown), count=str(more))


def of_procedures(source: tables.Source, view: View) -> Iterator[Matter]:
    """Steps that can be done now, that are late, or have to be done soon."""
    where = {"status": OneOf(["planned", "running"])}
    for row in tables.select(source, PROCEDURES, where, ("key",)):
        for part in row.steps:
            ahead = part.status == "waiting"
            near = ahead and part.last is not None and part.last <= view.today + SOON
            if part.status in ("started", "missed") or near:
                yield _step(row, part, view)


def _step(row: ProcedureRow, part: StepPart, view: View) -> Matter:
    risks = tuple(step_risks(row, part, view))
    late = part.status == "missed" or over(part.last, view.today)
    day = part.due if part.last else None
    going_on = part.status == "started"
    step = N_("Record it once it is done")
    if late:
        step = N_("Record when it was done, or plan it anew")
    elif part.waits_for:
        step = N_("See that what comes before it is done")
    return Matter(
        key=f"step:{row.procedure_id}:{part.step_id}",
        kind="step",
        title=part.state.step.title,
        address=f"/procedures/{row.procedure_id}#{part.step_id}",
        programme_id=row.programme_id,
        segments=row.segments,
        urgency="late" if late else urgency_of(view, day, risks, going_on=going_on),
        who="programmabureau",
        step=Sentence(step),
        day=day,
        written=part.state.step.window.written,
        status=(part.status, "step"),
        risks=risks,
        notes=(row.title,),
        held_up=bool(part.waits_for),
        why=why_of(row.procedure_id, day),
    )


def _before(row: ProcedureRow, part: StepPart) -> list[StepPart]:
    found = (row.step(each) for each in part.waits_for)
    return [each for each in found if each is not None]


def step_risks(row: ProcedureRow, part: StepPart, view: View) -> Iterator[str]:
    """A closed gate with few days left, or steps before it that are late."""
    left = view.days_to(part.due) if part.due else None
    if part.gate_open is False and left is not None and 0 <= left <= SOON.days:
        yield ngettext(
            "Gate “%(gate)s” is closed, with %(num)s day left",
            "Gate “%(gate)s” is closed, with %(num)s days left",
            left,
            gate=part.state.step.gate or "",
        )
    for each in _before(row, part):
        title = each.state.step.title
        if each.status == "unknown":
            told = N_("Waits for “%(title)s”, of which nobody said whether it was done")
            yield words(told, title=title)
        elif each.status == "missed" or over(each.last, view.today):
            yield words(N_("Waits for “%(title)s”, which is late"), title=title)


def of_registers(
    source: tables.Source, view: View, bodies: Mapping[UUID, Bodies]
) -> Iterator[Matter]:
    """Entries that are to be kept now, that are late, or have to be settled soon."""
    asked: tuple[dict[str, object], ...] = (
        {"status": OneOf(["missed", "raised"])},
        {"status": OneOf(["open", "reopened"]), "last": AtMost(view.today + SOON)},
    )
    rows = [row for where in asked for row in tables.select(source, REGISTER_ENTRIES, where)]
    for row in {(row.programme_id, row.entry_id): row for row in rows}.values():
        yield _entry(row, view, bodies.get(row.programme_id, Bodies({})))


def _entry(row: RegisterEntryRow, view: View, bodies: Bodies) -> Matter:
    late = row.status == "missed" or over(row.last, view.today)
    day = row.due if row.last else None
    step = N_("Record what became of it")
    if row.status == "raised":
        step = N_("Keep it, and record that")
    return Matter(
        key=f"entry:{row.programme_id}:{row.entry_id}",
        kind=row.kind,
        title=row.title,
        address=f"/programmas/{row.programme_id}/registers/{row.entry_id}",
        programme_id=row.programme_id,
        segments=row.segments,
        urgency="late" if late else "soon" if day else "going_on",
        who="programmabureau",
        step=Sentence(step),
        day=day,
        written=row.window.written if row.window else None,
        by=bodies(row.owner) or None,
        status=(row.status, "entry"),
        why=why_of(row.steering_id, day),
    )
