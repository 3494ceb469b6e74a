"""Tender: segments, procedures along their routes, open house, and how long contracts run."""

from collections.abc import Iterable
from typing import Any

from domain.admission.events import (
    AdmissionClosed,
    AdmissionOpened,
    AdmissionReopened,
    CriteriaStated,
    NumberLimited,
    OpeningChosen,
)
from domain.base import Event
from domain.dates import local_day
from domain.procedure.events import (
    BranchTaken,
    ProcedureCompleted,
    ProcedureEvent,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StepCompleted,
    StepMissed,
    StepSkipped,
    StepStarted,
)
from domain.procedure.parts import Step, StepKind
from domain.programme.events import SegmentDefined, SegmentSplit, TermExtended, TermStated
from projections.language import N_
from projections.ocds.award import of_procedure
from projections.ocds.blocks import (
    EXECUTIVE,
    Body,
    MilestoneType,
    Said,
    exact,
    in_dutch,
    milestone,
    period,
    start_of,
)
from projections.ocds.known import Known, Procedure

CALLING: set[StepKind] = {"publication", "tender", "dialogue", "admission"}
"""The kinds of steps with which others are called to take part."""

_TYPES: dict[StepKind, MilestoneType] = {
    "consultation": "engagement",
    "council_session": "engagement",
    "dialogue": "engagement",
    "discussion": "engagement",
    "announcement": "engagement",
    "adoption": "approval",
    "formalisation": "approval",
    "award": "assessment",
    "implementation": "delivery",
    "start": "delivery",
}


def segment(known: Known, event: SegmentDefined) -> Iterable[Said]:
    """A segment of the programme: what this process buys."""
    yield Said(event.programme_id, (event.segment_id,), _segment(known, event, event))


def split(known: Known, event: SegmentSplit) -> Iterable[Said]:
    """A segment became several: each is a process of its own from now on."""
    for each in event.into:
        yield Said(event.programme_id, (each.segment_id,), _segment(known, event, each))


def _segment(known: Known, event: SegmentDefined | SegmentSplit, stated: Any) -> Body:
    items = [{"id": each, "description": each} for each in dict.fromkeys(stated.products)]
    tender = {"id": stated.segment_id, "title": stated.title, "items": items}
    programme = known.programmes[event.programme_id]
    by = {"procuringEntity": {"id": EXECUTIVE}} if programme.executive else {}
    return {"tender": {**tender, **by, "mainProcurementCategory": "services"}}


def term(known: Known, event: TermStated) -> Iterable[Said]:
    """How long the contracts of these segments are to run."""
    told = event.term
    said = period(exact(told.starts), exact(event.ends), exact(told.extension_until))
    known.said[event.programme_id, f"term/{told.term_id}"] = {"segments": told.segments}
    yield from _contract_period(event, told.segments, said)


def term_extended(known: Known, event: TermExtended) -> Iterable[Said]:
    """They run longer."""
    told = known.said.get((event.programme_id, f"term/{event.term_id}"))
    if told:
        said = {"endDate": period(None, exact(event.until))["endDate"]}
        yield from _contract_period(event, told["segments"], said)


def _contract_period(
    event: TermStated | TermExtended, segments: tuple[str, ...], said: Body
) -> Iterable[Said]:
    said = {name: each for name, each in said.items() if each is not None}
    for each in segments if said else ():
        yield _tender(event, each, {"contractPeriod": said})


def planned(known: Known, event: ProcedurePlanned) -> Iterable[Said]:
    """The way of a segment was laid out, or stated anew."""
    procedure = known.procedures[event.procedure_id]
    steps = _steps(known, event, procedure)
    said = {
        "procurementMethodDetails": procedure.track.title,
        "procurementMethodRationale": procedure.track.reason,
    }
    yield from _told(event, procedure, steps, **_status(procedure), **said)


def _status(procedure: Procedure) -> Body:
    """How it stands when it is laid out, by what was done before; stated anew it stays so."""
    done = {each.kind for each in procedure.steps.values() if each.realised_on}
    if procedure.called:
        return {}
    procedure.called = bool(done & {*CALLING, "award"})
    if "award" in done:
        return {"status": "complete"}
    return {"status": "active" if procedure.called else "planned"}


def replanned(known: Known, event: ProcedureReplanned) -> Iterable[Said]:
    """Steps have other windows."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure:
        for step_id, window in event.windows.items():
            if step_id in procedure.steps:
                moved = procedure.steps[step_id].model_copy(update={"window": window})
                procedure.steps[step_id] = moved
        yield from _told(event, procedure, _steps(known, event, procedure))


def branched(known: Known, event: BranchTaken) -> Iterable[Said]:
    """It goes on along another way: steps that gave way are due no more."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure is None:
        return
    gone = [
        said
        for (owner, milestone_id), before in list(known.said.items())
        if owner == event.procedure_id
        and before["status"] == "scheduled"
        and milestone_id.rpartition("/")[2] not in procedure.steps
        for said in known.again(event.procedure_id, milestone_id, status=None, dueDate=None)
    ]
    amendment = {"id": str(event.event_id), "date": start_of(local_day(event.at))}
    amendments = [{**amendment, "rationale": event.reason}]
    steps = [*gone, *_steps(known, event, procedure)]
    yield from _told(event, procedure, steps, amendments=amendments)


def started(known: Known, event: StepStarted) -> Iterable[Said]:
    """With a call to take part the tender is open."""
    procedure = known.procedures.get(event.procedure_id)
    step = procedure.steps.get(event.step_id) if procedure else None
    if procedure and step and procedure.tenders and step.kind in CALLING:
        procedure.called = True
        yield from _told(event, procedure, [], status="active")


def completed(known: Known, event: StepCompleted) -> Iterable[Said]:
    """A step was done; with an award or a contract the awards come along."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure is None:
        return
    met = {"status": "met", "dateMet": start_of(event.done_on)}
    yield from _step(known, event, procedure, met)
    step = procedure.steps.get(event.step_id)
    if step and procedure.tenders:
        yield from of_procedure(known, event, procedure, step)


def missed(known: Known, event: StepMissed) -> Iterable[Said]:
    """A step's last day passed without word that it was done."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure:
        yield from _step(known, event, procedure, {"status": "notMet"})


def skipped(known: Known, event: StepSkipped) -> Iterable[Said]:
    """A step will not be done."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure:
        why = in_dutch(N_("Not done: %(reason)s"), reason=event.reason)
        changed = {"status": None, "dueDate": None, "description": why}
        yield from _step(known, event, procedure, changed)


def ended(
    known: Known, event: ProcedureWithdrawn | ProcedureFailed | ProcedureCompleted
) -> Iterable[Said]:
    """It was given up, led to nothing, or is done."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure is None or not procedure.tenders:
        return
    match event:
        case ProcedureWithdrawn():
            said = {"status": "cancelled", "description": event.reason}
        case ProcedureFailed():
            said = {"status": "unsuccessful", "description": event.reason}
        case ProcedureCompleted():
            said = {"status": "complete"}
    yield from _told(event, procedure, [], **said)


def _steps(known: Known, event: ProcedureEvent, procedure: Procedure) -> list[Body]:
    return [
        said
        for each in procedure.steps.values()
        for said in known.anew(event.procedure_id, _as_milestone(known, event, procedure, each))
    ]


def _as_milestone(known: Known, event: ProcedureEvent, procedure: Procedure, step: Step) -> Body:
    """As the plan has it now; what was said of its being done stays."""
    kind = _TYPES.get(step.kind, "preProcurement")
    said = milestone(f"step/{procedure.key}/{step.step_id}", step.title, kind, step.window)
    if step.realised_on:
        said = {**said, "status": "met", "dateMet": start_of(exact(step.realised_on))}
    before = known.said.get((event.procedure_id, said["id"]), {})
    if before.get("status") not in (None, "scheduled"):
        said = {**said, "status": before["status"], "dateMet": before["dateMet"]}
    return said


def _step(
    known: Known,
    event: StepCompleted | StepMissed | StepSkipped,
    procedure: Procedure,
    changed: Body,
) -> Iterable[Said]:
    milestone_id = f"step/{procedure.key}/{event.step_id}"
    said = known.again(event.procedure_id, milestone_id, **changed)
    yield from _told(event, procedure, said)


def _told(
    event: ProcedureEvent, procedure: Procedure, milestones: list[Body], **tender: Any
) -> Iterable[Said]:
    """A procedure that tenders is told as the tender, another one as planning."""
    if not procedure.tenders:
        if milestones:
            body = {"planning": {"milestones": milestones}}
            yield Said(event.programme_id, procedure.track.segments, body)
        return
    said = {**tender, **({"milestones": milestones} if milestones else {})}
    for segment_id in procedure.track.segments if said else ():
        yield _tender(event, segment_id, said)


def opened(_: Known, event: AdmissionOpened | AdmissionReopened) -> Iterable[Said]:
    """Open house: everybody who meets the criteria can come in."""
    said: Body = {"status": "active", "procurementMethod": "open"}
    if isinstance(event, AdmissionOpened):
        said["tenderPeriod"] = period(event.effective, event.until)
    yield _tender(event, event.segment, said)


def closed(_: Known, event: AdmissionClosed) -> Iterable[Said]:
    """Nobody can come in any more, or for the time being."""
    said = {"endDate": period(None, event.effective)["endDate"]}
    yield _tender(event, event.segment, {"status": "complete", "tenderPeriod": said})


def criteria(_: Known, event: CriteriaStated) -> Iterable[Said]:
    """What is asked of providers; from the second edition on it amends the tender."""
    said: Body = {"eligibilityCriteria": "\n".join(each.text for each in event.criteria)}
    if event.edition > 1:
        day = start_of(event.effective)
        amendment = {"id": str(event.event_id), "date": day, "rationale": event.reason}
        said["amendments"] = [amendment]
    yield _tender(event, event.segment, said)


def limited(_: Known, event: NumberLimited | OpeningChosen) -> Iterable[Said]:
    """How many can come in, or which way of letting providers in was chosen, and why."""
    amendment = {"id": str(event.event_id), "rationale": event.reason}
    day = event.decided_on if isinstance(event, OpeningChosen) else event.effective
    yield _tender(event, event.segment, {"amendments": [{**amendment, "date": start_of(day)}]})


def _tender(event: Event, segment_id: str, said: Body) -> Said:
    programme_id = getattr(event, "programme_id")  # noqa: B009 (all these have one)
    return Said(programme_id, (segment_id,), {"tender": {"id": segment_id, **said}})
