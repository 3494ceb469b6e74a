"""What changes wait for: a next step each, refused addresses, reactions without an answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from api.pages.life import letters_are, next_step, passed, too_late
from api.pages.matters.parts import (
    NEAR,
    SOON,
    WHO,
    Matter,
    Urgency,
    View,
    Who,
    ngettext,
    why_of,
    words,
)
from api.pages.possible import Situation
from domain.base import Sentence
from projections import reactions, tables
from projections.changes import CHANGES, ChangeRow
from projections.decisions import DECISIONS, DecisionRow
from projections.language import N_
from projections.letters import LETTERS
from projections.reactions import ReactionRow

AHEAD = timedelta(days=183)
"""How far ahead what must be announced is shown: the notice that most clauses ask."""

_WHO: dict[str, Who] = {words: who for who, words in WHO.items()}


def of_changes(
    source: tables.Source, view: View, now: datetime, rows: Sequence[ChangeRow]
) -> Iterator[Matter]:
    """What those of the changes under way wait for that somebody has to bring on."""
    named = {row.reservation.decision_id for row in rows if row.reservation and row.reserved}
    decisions = tables.get_all(source, DECISIONS, [each for each in named if each])
    for row in rows:
        if matter := _change(row, view, now, decisions):
            yield matter
    yield from _refused(source, view)
    yield from _reactions(source, view)


def _change(
    row: ChangeRow, view: View, now: datetime, decisions: dict[str, DecisionRow]
) -> Matter | None:
    step = next_step(row, now)
    who = _WHO.get(step.who, "systeem")
    day = row.latest if row.to_announce else row.effective
    risks = tuple(risks_of(row, view, decisions))
    urgency = _urgency(row, view, risks)
    if row.refused_letters or (who == "systeem" and urgency in ("soon", "going_on")):
        return None
    person_id = view.person.person_id if view.person else None
    return Matter(
        key=f"change:{row.change_id}",
        kind="change",
        title=row.title,
        address=f"/wijzigingen/{row.change_id}#next-step",
        programme_id=row.programme_id,
        segments=row.whole_scope.segments,
        urgency=urgency,
        who=who,
        step=step.what,
        day=day,
        status=(row.status, "change"),
        risks=risks,
        notes=tuple(_held_back(row)),
        own=Situation(row, person_id, view.today).own,
        why=why_of(row.change_id, day),
    )


def _held_back(row: ChangeRow) -> Iterator[str]:
    if row.status == "held_back":
        earliest = (row.earliest or row.effective).isoformat()
        yield ngettext(
            "not in force on %(num)s contract", "not in force on %(num)s contracts", row.held_back
        )
        yield words(N_("at the earliest on %(day)s"), day=earliest)


def _urgency(row: ChangeRow, view: View, risks: tuple[str, ...]) -> Urgency:
    if row.status == "held_back" or (row.to_announce and too_late(row, view.today)):
        return "late"
    if risks:
        return "at_risk"
    day = row.latest if row.to_announce else row.effective
    return "soon" if day <= view.today + AHEAD else "going_on"


def risks_of(row: ChangeRow, view: View, decisions: dict[str, DecisionRow]) -> Iterator[str]:
    """What stands in the way of announcing it in time, or of its counting at all."""
    for each in passed(row, view.today):
        named = each.clause.clause_id
        yield words(N_("The last day has passed under clause %(clause)s"), clause=named)
    if row.to_announce:
        yield from _short_of_time(row, view.days_to(row.latest))
    if row.reserved:
        yield from _reserved(row, view, decisions)
    if row.pause:
        yield words(N_("It is paused: %(reason)s"), reason=row.pause.reason)


def _short_of_time(row: ChangeRow, left: int) -> Iterator[str]:
    """What still has to be done or to come, with so many days left to announce it."""
    ahead = steps_ahead(row)
    if 0 <= left <= NEAR.days and ahead:
        yield ngettext(
            "%(num)s day left to announce it, and still to do: %(steps)s",
            "%(num)s days left to announce it, and still to do: %(steps)s",
            left,
            steps=", ".join(words(each) for each in ahead),
        )
    if not 0 <= left <= SOON.days:
        return
    for bar in row.bars:
        yield ngettext(
            "Gate “%(gate)s” is closed, with %(num)s day left",
            "Gate “%(gate)s” is closed, with %(num)s days left",
            left,
            gate=bar.gate,
        )
    if row.consents_missing:
        yield ngettext(
            "Consent is missing of %(who)s, with %(num)s day left",
            "Consent is missing of %(who)s, with %(num)s days left",
            left,
            who=", ".join(row.consents_missing),
        )


def steps_ahead(row: ChangeRow) -> list[str]:
    """The steps before the letters can go out, as messages to translate."""
    letters = letters_are(row)
    ahead = [
        (row.table is None, N_("discuss")),
        (row.adoption is None and not row.reserved, N_("adopt")),
        (letters == "none", N_("lay out letters")),
        (letters in ("none", "drafted"), N_("approve letters")),
    ]
    return [name for missing, name in ahead if missing]


def _reserved(row: ChangeRow, view: View, decisions: dict[str, DecisionRow]) -> Iterator[str]:
    decision_id = row.reservation.decision_id if row.reservation else None
    decision = decisions.get(str(decision_id))
    taken = decision is not None and decision.reached is not None
    if decision and taken and decision.outcome != decision.question.outcomes[0]:
        yield words(N_("The decision that it was reserved for was taken otherwise"))
        return
    left = view.days_to(row.effective)
    if not taken and 0 <= left <= SOON.days:
        yield ngettext(
            "It takes effect in %(num)s day, and the decision it is reserved for is to come",
            "It takes effect in %(num)s days, and the decision it is reserved for is to come",
            left,
        )


def _refused(source: tables.Source, view: View) -> Iterator[Matter]:
    """Letters that wait for a better address, also of changes that are in force."""
    found = tables.select(source, LETTERS, {"state": "refused"})
    changes = tables.get_all(source, CHANGES, {each.change_id for each in found})
    for row in sorted(changes.values(), key=lambda each: each.effective):
        if not row.refused:
            continue
        left = view.days_to(row.latest)
        announcing = row.announced_on is None and row.status not in ("withdrawn", "in_force")
        risks = tuple(_untold(left)) if announcing else ()
        day = row.latest if announcing else None
        late = announcing and left < 0
        yield Matter(
            key=f"letters:{row.change_id}",
            kind="letters",
            title=row.title,
            address=f"/wijzigingen/{row.change_id}#letters",
            programme_id=row.programme_id,
            segments=row.whole_scope.segments,
            urgency="late" if late else "at_risk" if risks else "soon",
            who="contractmanager",
            step=Sentence(N_("Mend the refused addresses")),
            day=day,
            risks=risks,
            notes=(ngettext("%(num)s refused address", "%(num)s refused addresses", row.refused),),
            why=why_of(row.change_id, day),
            count=row.refused,
        )


def _untold(left: int) -> Iterator[str]:
    if 0 <= left <= NEAR.days:
        yield ngettext(
            "Not everybody is told yet, with %(num)s day left",
            "Not everybody is told yet, with %(num)s days left",
            left,
        )


def _reactions(source: tables.Source, view: View) -> Iterator[Matter]:
    """By change, what providers said that nobody handled yet; what waits longest first."""
    by_change: dict[UUID, list[ReactionRow]] = {}
    for row in reactions.waiting(source):
        by_change.setdefault(row.change_id, []).append(row)
    changes = tables.get_all(source, CHANGES, by_change)
    for change_id, rows in by_change.items():
        change = changes.get(str(change_id))
        if change is None:
            continue
        yield Matter(
            key=f"reactions:{change_id}",
            kind="reactions",
            title=change.title,
            address=f"/wijzigingen/{change_id}/reacties?toon=open",
            programme_id=change.programme_id,
            segments=change.whole_scope.segments,
            urgency="soon",
            who="contractmanager",
            step=Sentence(N_("Answer the reactions")),
            notes=tuple(_said(rows, view)),
            count=len(rows),
        )


def _said(rows: list[ReactionRow], view: View) -> Iterator[str]:
    days = rows[0].open_days(view.today)
    yield ngettext("waits for %(num)s day", "waits for %(num)s days", days)
    yield ngettext("%(num)s reaction", "%(num)s reactions", len(rows))
    if objections := sum(each.nature == "objection" for each in rows):
        yield ngettext("%(num)s objection", "%(num)s objections", objections)
