"""Two segments of Haaglanden on their way to 2027: one tendered anew, one revised."""

from datetime import UTC, datetime
from functools import reduce
from typing import Any, TypeVar

from domain.base import Command
from domain.dates import Bound, Window
from domain.procedure.commands import (
    CompleteStep,
    MissStep,
    OpenGate,
    PlanProcedure,
    RemindStep,
    StartStep,
)
from domain.procedure.decider import PROCEDURE
from domain.procedure.outlook import Step as Asked
from domain.procedure.outlook import next_step
from domain.procedure.parts import Branch, Standstill, Step, Track
from domain.procedure.state import Procedure
from tests import make
from tests.specification import Specification

C = TypeVar("C", bound=Command)

DECIDER = Specification(PROCEDURE)
PLANNED_ON = "2025-06-01"
GATE = "raden-akkoord"


def on(day: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def when(edtf: str | None, bound: Bound = "in") -> Window:
    return Window(edtf=edtf, bound=bound, written=edtf or "niet gegeven")


def a_step(step_id: str, kind: Any, edtf: str | None = None, *after: str, **more: Any) -> Step:
    given = {"window": when(edtf), "after": after, "title": step_id, **more}
    return Step(step_id=step_id, kind=kind, **given)


TENDER = (
    a_step("consultatie", "consultation", "2025-23", gate=GATE),
    a_step("documenten", "documents", "2026-01", "consultatie", body="colleges"),
    a_step("aanbesteding", "tender", "2026-02/2026-05", "documenten"),
    a_step("gunning", "award", "2026-06", "aanbesteding", item="gunning-2026"),
    a_step("standstill", "standstill", None, "gunning"),
    a_step("overeenkomsten", "contract", None, "standstill"),
    a_step("voorbereiding", "implementation", "2026-07/2026-12", "gunning"),
    a_step("start", "start", "2027-01-01", "overeenkomsten", "voorbereiding", fixed=True),
)
REVISION = (
    a_step("consultatie", "consultation", "2025-23", gate=GATE),
    a_step("tekst", "documents", "2026-01", "consultatie"),
    a_step("reacties", "discussion", "2026-02", "tekst"),
    a_step("publicatie", "publication", "2026-03/2026-06", "reacties"),
    a_step("toelating", "admission", None, "reacties", optional=True),
    a_step("gereed", "contract", "2026-07-01", "publicatie", "toelating", fixed=True),
    a_step("start", "start", "2027-01-01", "gereed", fixed=True),
)
TWO_REVISIONS = Branch(
    branch_id="twee-herzieningen",
    condition="Mogelijk vraagt deze veranderopgave twee herzieningen.",
    steps=(
        a_step("eerste-herziening", "publication", "2026-03/2026-04"),
        a_step("tweede-herziening", "publication", "2026-05/2026-06", "eerste-herziening"),
    ),
    source=make.SOURCE,
)
TOO_LONG = Branch(
    branch_id="te-lang",
    condition="De tweede herziening kan pas na de zomer.",
    steps=(
        a_step("eerste-herziening", "publication", "2026-03/2026-04"),
        a_step("tweede-herziening", "publication", None, "eerste-herziening", months=5),
    ),
    source=make.SOURCE,
)


def track(*steps: Step, **fields: Any) -> Track:
    stated: dict[str, Any] = {
        "procedure_id": "veel-voorkomend",
        "title": "Veel voorkomende jeugdhulp",
        "segments": ("veel-voorkomend",),
        "route": "nieuwe-aanbesteding-sas",
        "route_version": 1,
        "steps": steps or TENDER,
        "standstill": Standstill(days=20, weekend="statutory"),
        "source": make.SOURCE,
    }
    return Track(**{**stated, **fields})


REVISED = track(*REVISION, route="herziening", standstill=None, branches=(TWO_REVISIONS, TOO_LONG))


def order(command: type[C], day: str = PLANNED_ON, /, **fields: Any) -> C:
    """The command, given on this day."""
    return make.a(command, at=on(day), **fields)


def planned(of: Track | None = None, day: str = PLANNED_ON) -> PlanProcedure:
    return order(PlanProcedure, day, track=of or track())


def opened(day: str = "2025-09-01") -> OpenGate:
    return order(OpenGate, day, gate=GATE)


def done(step_id: str, done_on: str, told_on: str | None = None) -> CompleteStep:
    return order(CompleteStep, told_on or done_on, step_id=step_id, done_on=done_on, output=None)


def after(*commands: Command) -> Procedure:
    """The procedure as it stands after these commands."""
    state: Procedure = DECIDER.given_after(*commands).state
    return state


def asks(procedure: Procedure, day: str) -> Asked:
    return next_step(procedure, on(day))


def carried_out(asked: Asked, day: str) -> StartStep | RemindStep | MissStep:
    match asked.kind:
        case "start":
            return order(StartStep, day, step_id=asked.step_id)
        case "miss":
            return order(MissStep, day, step_id=asked.step_id)
        case _:
            return order(RemindStep, day, step_id=asked.step_id, days_before=asked.days_before)


def followed(procedure: Procedure, day: str) -> tuple[Procedure, list[str]]:
    """What a workflow does on this day, until there is nothing more to do."""
    done_now: list[str] = []
    while (asked := asks(procedure, day)).kind not in ("wait", "end"):
        events = PROCEDURE.decide(carried_out(asked, day), procedure)
        assert events, f"{asked} decided nothing on {day}"
        procedure = reduce(PROCEDURE.evolve, events, procedure)
        done_now.append(f"{asked.kind} {asked.step_id}")
    return procedure, done_now
