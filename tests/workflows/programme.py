"""A small programme for tests: what its plan says, what two councils are asked, how it is run."""

from datetime import date
from typing import Any

from domain.base import Event
from domain.dates import Window, local_day
from domain.decision.commands import PlanDecision, RecordAnswer
from domain.decision.parts import Answer, Answerer, Question
from domain.procedure.commands import CompleteStep, PlanProcedure
from domain.procedure.parts import Step, Track
from domain.programme.commands import PublishProgramme
from domain.programme.parts import Municipality, PlanItem
from tests import make
from tests.making.decision import DECISION_ID
from tests.making.procedure import PROCEDURE_ID

TOWNS = ("Leiden", "Katwijk")
GATE = "raden-akkoord"


def window(edtf: str) -> Window:
    return Window(edtf=edtf, written=edtf)


def item(item_id: str, edtf: str, **fields: Any) -> PlanItem:
    when = Window(edtf=edtf, written=edtf, bound=fields.pop("bound", "in"))
    return PlanItem(item_id=item_id, title=item_id, window=when, source=make.SOURCE, **fields)


def published(*plan: PlanItem, **fields: Any) -> PublishProgramme:
    towns = tuple(
        Municipality(name=each, participation="full", source=make.SOURCE) for each in TOWNS
    )
    return make.a(PublishProgramme, plan=plan, municipalities=towns, **fields)


def council(town: str) -> str:
    return f"raad-{town.lower()}"


def asked(edtf: str = "2021-09", **fields: Any) -> PlanDecision:
    """Both councils are asked, and all of them must say yes before a gate opens."""
    known: dict[str, Any] = {
        "decision_id": "raadsbesluit",
        "title": "Vaststelling",
        "kind": "adoption",
        "answerers": tuple(
            Answerer(answerer_id=council(each), body="council", municipality=each) for each in TOWNS
        ),
        "rule": "all",
        "window": window(edtf),
        "opens": (GATE,),
        "source": make.SOURCE,
    }
    key = fields.pop("key", "raadsbesluit")
    decision_id = fields.pop("decision", DECISION_ID)
    question = Question(**{**known, **fields})
    return make.a(PlanDecision, decision_id=decision_id, key=key, question=question)


def says(town: str, day: str, outcome: str = "yes") -> RecordAnswer:
    on = date.fromisoformat(day)
    answer = Answer(answerer_id=council(town), outcome=outcome, decided_on=on)
    return make.a(RecordAnswer, decision_id=DECISION_ID, answer=answer)


def step(step_id: str, edtf: str | None, **fields: Any) -> Step:
    known: dict[str, Any] = {"title": step_id, "kind": "other"}
    when = Window(edtf=edtf, written=edtf or "niet gegeven")
    return Step(**{**known, "step_id": step_id, "window": when, **fields})


def laid_out(*steps: Step, **fields: Any) -> PlanProcedure:
    track = Track(
        procedure_id="wonen",
        title="Wonen",
        segments=("wonen",),
        route="sas",
        route_version=1,
        steps=steps,
        source=make.SOURCE,
        **fields,
    )
    return make.a(PlanProcedure, procedure_id=PROCEDURE_ID, key="wonen", track=track)


def completes(step_id: str, day: str) -> CompleteStep:
    on = date.fromisoformat(day)
    return make.a(CompleteStep, procedure_id=PROCEDURE_ID, step_id=step_id, done_on=on)


def day(event: Event) -> str:
    """The day on which it was recorded."""
    return local_day(event.at).isoformat()
