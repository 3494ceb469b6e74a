"""The renewal of the contracts for *Wonen*: announced, awarded, started."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.dates import Window
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    MissStep,
    OpenGate,
    PlanProcedure,
    RemindStep,
    ReplanProcedure,
    SkipStep,
    StartStep,
    TakeBranch,
    WithdrawProcedure,
)
from domain.procedure.events import (
    BranchTaken,
    GateClosed,
    GateOpened,
    ProcedureCompleted,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StandstillBegan,
    StepCompleted,
    StepMissed,
    StepReminded,
    StepSkipped,
    StepStarted,
)
from domain.procedure.parts import Branch, Standstill, Step, Track
from domain.workdays import standstill
from tests.making.common import SOURCE

PROCEDURE_ID = derived_id("procedure", "holland-rijnland-2021", "wonen")
SPRING = Window(edtf="2021-02/2021-05", written="februari t/m mei 2021")
JUNE = Window(edtf="2021-06", written="juni 2021")
AUTUMN = Window(edtf="2021-09/2021-10", written="september en oktober 2021")
STEPS = (
    Step(
        step_id="publication",
        title="Publicatie",
        kind="publication",
        gate="raden-akkoord",
        months=2,
        output="aankondiging",
        window=SPRING,
        item="publish-wonen",
        source=SOURCE,
    ),
    Step(
        step_id="award",
        title="Gunning",
        kind="award",
        after=("publication",),
        body="colleges",
        window=JUNE,
    ),
    Step(
        step_id="start",
        title="Start",
        kind="start",
        after=("award",),
        optional=False,
        window=Window(edtf="2022-01-01", written="1 januari 2022"),
        fixed=True,
    ),
)
BRANCH = Branch(
    branch_id="again",
    condition="Er zijn geen geschikte inschrijvingen.",
    steps=(Step(step_id="award-again", title="Nieuwe gunning", kind="award", window=AUTUMN),),
    source=SOURCE,
)
TRACK = Track(
    procedure_id="wonen",
    title="Nieuwe overeenkomsten Wonen",
    segments=("wonen",),
    lot="gezinshuizen",
    route="nieuwe-aanbesteding-sas",
    route_version=1,
    reason="Er zijn weinig aanbieders; een lange relatie is nodig.",
    steps=STEPS,
    standstill=Standstill(days=20, weekend="statutory"),
    branches=(BRANCH,),
    source=SOURCE,
)
AWARDED = date(2021, 6, 10)
OF_ALL: dict[str, Any] = {"procedure_id": PROCEDURE_ID}
OF_STEP: dict[str, Any] = {**OF_ALL, "step_id": "publication"}
REPLANNED: dict[str, Any] = {"windows": {"award": AUTUMN}, "reason": "De raden hebben meer tijd."}
NO_TENDERS: dict[str, Any] = {"reason": "Er zijn geen geschikte inschrijvingen."}
DONE: dict[str, Any] = {"done_on": date(2021, 4, 12), "output": "TenderNed 211412"}
SKIPPED: dict[str, Any] = {"reason": "De aankondiging staat er al."}
GATE: dict[str, Any] = {**OF_ALL, "gate": "raden-akkoord"}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    PlanProcedure: {**OF_ALL, "key": "wonen", "track": TRACK},
    ReplanProcedure: {**OF_ALL, **REPLANNED},
    OpenGate: {**GATE, "reached": True},
    StartStep: OF_STEP,
    RemindStep: OF_STEP,
    MissStep: OF_STEP,
    CompleteStep: {**OF_STEP, **DONE},
    SkipStep: {**OF_STEP, **SKIPPED},
    TakeBranch: {**OF_ALL, "branch_id": "again", **NO_TENDERS},
    WithdrawProcedure: {**OF_ALL, "reason": "De regio gaat met een andere regio samen inkopen."},
    FailProcedure: {**OF_ALL, **NO_TENDERS},
    ProcedurePlanned: {**OF_ALL, "key": "wonen", "track": TRACK},
    ProcedureReplanned: {**OF_ALL, **REPLANNED, "previous": {"award": JUNE}},
    GateOpened: GATE,
    GateClosed: GATE,
    StepStarted: OF_STEP,
    StepReminded: OF_STEP,
    StepMissed: {**OF_STEP, "window": SPRING},
    StepCompleted: {**OF_STEP, **DONE, "timing": "in_time", "item": "publish-wonen"},
    StandstillBegan: {
        **OF_ALL,
        "step_id": "award",
        "dispatched_on": AWARDED,
        "until": standstill(AWARDED, weekend_rule=True),
    },
    StepSkipped: {**OF_STEP, **SKIPPED},
    BranchTaken: {**OF_ALL, "branch_id": "again", "steps": (*BRANCH.steps, STEPS[2]), **NO_TENDERS},
    ProcedureWithdrawn: {
        **OF_ALL,
        "reason": "De regio gaat met een andere regio samen inkopen.",
    },
    ProcedureFailed: {**OF_ALL, **NO_TENDERS},
    ProcedureCompleted: {**OF_ALL, "completed_on": date(2022, 1, 1)},
}
