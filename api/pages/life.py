"""How a change is getting on: its life line, and what has to happen next by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.base import Sentence
from domain.dates import local_day
from projections.changes import Announcement, ChangeRow
from projections.changes.announcing import prepared
from projections.language import N_
from projections.reach import ByClause, by_clause

State = Literal["done", "now", "ahead", "stopped"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A station of the life line, and the day it was or will be reached where that is known."""

    name: str
    state: State
    on: date | None = None
    note: Sentence | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What has to happen next, whose move it is, and which form on the page does it."""

    what: Sentence
    who: str
    form: str | None = None


OFFICE = N_("programme office")
BODY = N_("competent body")
SECOND = N_("a second person")
MANAGER = N_("contract manager")
SYSTEM = N_("the system")
NOBODY = N_("nobody")


def life_line(row: ChangeRow, today: date) -> list[Stage]:
    """From proposal to effect, in order; the first station not reached is where it stands."""
    reached: list[tuple[str, date | None, Sentence | None]] = [
        (N_("Proposed"), local_day(row.proposed_at), Sentence("the day it was recorded")),
    ]
    if row.table:
        reached.append(
            (
                N_("Discussed"),
                row.table.discussed_on,
                Sentence("at %(table)s", {"table": row.table.table}),
            )
        )
    if row.adoption:
        reached.append(
            (
                N_("Adopted"),
                row.adoption.decided_on,
                Sentence("by %(body)s", {"body": row.adoption.body}),
            )
        )
    if row.announced_on:
        reached.append((N_("Announced"), row.announced_on, _letters(row)))
    if row.announced_on and (row.status == "in_force" or today >= row.effective):
        reached.append((N_("In notice"), row.announced_on, None))
    if row.status == "in_force":
        count = {"count": str(row.in_force)}
        reached.append((N_("In force"), row.effective, Sentence("on %(count)s contracts", count)))
    names = [N_("Proposed"), N_("Discussed"), N_("Adopted"), N_("Announced"), N_("In notice")]
    stages = [Stage(name, "done", on, note) for name, on, note in reached]
    done = {stage.name for stage in stages}
    ahead = [Stage(name, "ahead", *_plan(name, row)) for name in (*names, "In force")]
    left = [stage for stage in ahead if stage.name not in done]
    if left and row.status != "withdrawn":
        first = left[0]
        left[0] = Stage(first.name, "now", first.on, first.note)
    elif left:
        left = [Stage(stage.name, "stopped") for stage in left]
    return stages + left


def _plan(name: str, row: ChangeRow) -> tuple[date | None, Sentence | None]:
    """What is known of a station that was not reached yet."""
    if name == "Announced":
        if row.send_at:
            return local_day(row.send_at), _letters(row)
        return row.latest, Sentence("at the latest")
    if name == "In notice" and row.announced_on:
        return row.announced_on, Sentence("until the day of effect")
    return (row.effective, None) if name == "In force" else (None, None)


def _letters(row: ChangeRow) -> Sentence:
    counts = {"sent": str(row.sent), "count": str(row.recipients)}
    return Sentence("%(sent)s of %(count)s letters", counts)


def next_step(row: ChangeRow, now: datetime) -> NextStep:
    """The next move; what stops the change goes before what would bring it on."""
    match row.status:
        case "withdrawn" | "in_force" if row.refused_letters:
            return NextStep(Sentence("Mend the refused addresses"), MANAGER)
        case "withdrawn":
            return NextStep(Sentence("Nothing: the change is withdrawn"), NOBODY)
        case "in_force":
            return NextStep(Sentence("Nothing: the change is in force"), NOBODY)
        case "held_back":
            what = N_("Postpone the change, or have a shorter notice decided")
            return NextStep(Sentence(what), BODY)
        case _ if row.pause:
            return NextStep(Sentence("Go on: it is paused"), MANAGER)
        case _ if row.adoption or (row.reserved and row.drafted_at):
            return _announcing(row, now)
        case _:
            return _deciding(row, local_day(now))


def _deciding(row: ChangeRow, today: date) -> NextStep:
    if too_late(row, today):
        return NextStep(Sentence("Postpone the change: the last day has passed"), OFFICE)
    if row.table is None:
        what = N_("Discuss the change at the development table")
        return NextStep(Sentence(what), OFFICE, "bespreken")
    return NextStep(Sentence("Have the change adopted"), BODY, "vaststellen")


def _announcing(row: ChangeRow, now: datetime) -> NextStep:
    if row.refused_letters:
        return NextStep(Sentence("Mend the refused addresses"), MANAGER)
    match letters_are(row):
        case "sent" if row.reserved:
            return NextStep(Sentence("Have the decision taken that it waits for"), BODY)
        case "sent" if row.adoption is None:
            return NextStep(Sentence("Have the change adopted"), BODY)
        case "sent":
            return NextStep(Sentence("Wait for the day of effect"), SYSTEM)
        case "sending":
            what = N_("Wait for the mail server") if row.deferred else N_("Letters are going out")
            return NextStep(Sentence(what), SYSTEM)
        case "ordered":
            waiting = row.send_at is not None and now < row.send_at
            what = N_("Letters go out soon; it can still be taken back")
            return NextStep(
                Sentence(what if waiting else "Letters are going out"),
                SYSTEM,
                "terugnemen" if waiting else None,
            )
        case _ if too_late(row, local_day(now)):
            what = N_("Postpone the change, or have a shorter notice decided")
            return NextStep(Sentence(what), BODY)
        case "approved" if row.bars:
            gate = {"gate": row.bars[0].gate}
            return NextStep(Sentence("Have gate “%(gate)s” opened", gate), BODY)
        case "approved" if row.consents_missing:
            return NextStep(Sentence("Record the consents that are missing"), OFFICE)
        case "approved":
            return NextStep(
                Sentence("Announce the change: send the letters"), MANAGER, "aankondigen"
            )
        case "drafted":
            return NextStep(Sentence("Approve the letters"), SECOND, "goedkeuren")
        case _:
            return NextStep(Sentence("Wait until the letters are laid out"), SYSTEM)


def letters_are(row: ChangeRow) -> Announcement:
    """How far the letters have come, also where a last day was missed meanwhile."""
    return prepared(row) if row.announcement == "missed" else row.announcement


def too_late(row: ChangeRow, today: date) -> bool:
    """Whether no provider can be told in time any more, and nobody decided that it may go on.

    Each contract goes by its own clause: one whose day has passed does not stop the others.
    """
    if today <= row.latest or row.override or row.needs_no_notice:
        return False
    return today > by_clause(row.clauses or (row.clause,), row.effective)[-1].latest.value


def passed(row: ChangeRow, today: date) -> list[ByClause]:
    """The clauses under which the last day has passed, while others can still be kept (AN-24)."""
    if not row.to_announce or row.override or today <= row.latest or too_late(row, today):
        return []
    return [each for each in by_clause(row.clauses, row.effective) if each.latest.value < today]
