"""Whenever this has happened, then do that. Pure; `relay` carries it out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.base import Event
from domain.batch.events import BatchConfirmed, BatchPaused, BatchResumed
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementCleared,
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeNarrowed,
    ChangePaused,
    ChangePostponed,
    ChangeProposed,
    ChangeResumed,
    ChangeTabled,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterReaddressed,
    NoticeOverridden,
    NoticeRuled,
    ReactionHandled,
    ReservationLifted,
    WithdrawalOrdered,
)
from domain.clock.events import ClockMoved
from domain.contract.events import ContractAmended, ContractConcluded, ContractCorrected
from domain.decision.events import (
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerRecorded,
    DecisionForgone,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.document.events import DocumentFiled, SecrecyImposed, SecrecyLifted
from domain.procedure.events import (
    BranchTaken,
    GateClosed,
    GateOpened,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StepCompleted,
    StepSkipped,
)
from domain.programme.events import (
    MunicipalityWithdrew,
    PlanItemDropped,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
    ProgrammePublished,
    TermExtended,
    TermStated,
)
from domain.provisions import Duty
from domain.sheet.events import SheetConfirmed
from domain.steering.events import EntryReopened, EntrySettled, EntryStated
from workflows import apply_batch, run_procedure
from workflows.announce_change import AnnounceChange, Announcement
from workflows.apply_sheet import Application, ApplySheet
from workflows.collect_decision import CollectDecision, Collection
from workflows.keep_agenda import Agenda, KeepAgenda
from workflows.run_procedure import Run, RunProcedure


@dataclass(frozen=True, slots=True)
class Start:
    """Start this workflow, unless it ever was."""

    run: Any
    workflow_id: str
    argument: Any


@dataclass(frozen=True, slots=True)
class Resume:
    """Tell this workflow that there is news; start it again if it had come to its end."""

    run: Any
    workflow_id: str
    argument: Any


@dataclass(frozen=True, slots=True)
class Wake:
    """Tell this workflow that there is news."""

    workflow_id: str


@dataclass(frozen=True, slots=True)
class WakeConcerned:
    """Tell the workflows of what in this programme the event is about; the relay looks them up.

    These are the decisions and procedures that one of these plan items is part of, the procedures
    behind a gate that this decision opens and the changes announced under reservation of it, the
    decisions that this municipality answers, and the ordered changes of this segment's contracts.
    """

    programme_id: UUID
    items: tuple[str, ...] = ()
    decision_id: UUID | None = None
    municipality: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class WakeAll:
    """Tell every workflow: time itself has moved."""


Reaction = Start | Resume | Wake | WakeConcerned | WakeAll

OF_PLAN = (
    PlanItemPlanned,
    PlanItemRealised,
    PlanItemDropped,
    PlanRevised,
    TermStated,
    TermExtended,
    EntryStated,
    EntrySettled,
    EntryReopened,
    DocumentFiled,
    SecrecyImposed,
    SecrecyLifted,
)
"""What changes a day on a programme's agenda."""

OF_CONTRACT = (ContractConcluded, ContractAmended, ContractCorrected)
"""What may bring a duty with a day of its own."""

OF_CHANGE = (
    ChangeTabled,
    ChangeAdopted,
    AnnouncementApproved,
    DispatchOrdered,
    DispatchRecalled,
    NoticeOverridden,
    NoticeRuled,
    ReservationLifted,
    AnnouncementCleared,
    AnnouncementReplaced,
    ChangePostponed,
    ChangeNarrowed,
    ChangeWithdrawn,
    WithdrawalOrdered,
    ChangePaused,
    ChangeResumed,
)
OF_BATCH = (BatchPaused, BatchResumed)
OF_DECISION = (
    DecisionReplanned,
    AnswererNamed,
    AnswererReleased,
    AnswerRecorded,
    AnswerCorrected,
    DecisionReached,
    DecisionReopened,
    DecisionForgone,
)
OF_PROCEDURE = (
    ProcedureReplanned,
    GateOpened,
    GateClosed,
    StepCompleted,
    StepSkipped,
    BranchTaken,
    ProcedureWithdrawn,
    ProcedureFailed,
)
STARTS = (
    ProgrammePublished,
    ChangeProposed,
    DecisionPlanned,
    ProcedurePlanned,
    SheetConfirmed,
    BatchConfirmed,
)
RESUMES = (ReactionHandled, LetterReaddressed)
"""What asks for something that may come after all else was done: a letter with an answer, or one
whose address was mended."""

FAR = (
    PlanRevised,
    PlanItemRealised,
    DecisionReached,
    DecisionReopened,
    MunicipalityWithdrew,
    ChangeProposed,
    ContractConcluded,
)
"""What others have to be told who are not named in it."""

HEEDED: tuple[type[Event], ...] = tuple(
    dict.fromkeys(
        (
            *STARTS,
            *RESUMES,
            *OF_PLAN,
            *OF_CONTRACT,
            *OF_CHANGE,
            *OF_BATCH,
            *OF_DECISION,
            *OF_PROCEDURE,
            *FAR,
            ClockMoved,
        )
    )
)
"""The events that `react` answers to; the relay reads no others."""


def agenda_id(programme_id: UUID) -> str:
    return f"keep-agenda-{programme_id}"


def announcement_id(change_id: UUID) -> str:
    return f"announce-change-{change_id}"


def collection_id(decision_id: UUID) -> str:
    return f"collect-decision-{decision_id}"


def run_id(procedure_id: UUID) -> str:
    return f"run-procedure-{procedure_id}"


def application_id(sheet_id: UUID) -> str:
    return f"apply-sheet-{sheet_id}"


def batch_run_id(batch_id: UUID) -> str:
    return f"apply-batch-{batch_id}"


def react(event: Event) -> tuple[Reaction, ...]:
    """Say which workflows an event starts or wakes.

    Events that workflows caused themselves are no news to them.
    """
    if isinstance(event, ClockMoved):
        return (WakeAll(),)
    near, far = start(event) or wake(event), concerned(event)
    return tuple(each for each in (near, far) if each is not None)


def start(event: Event) -> Start | Resume | None:
    """What begins with an event; telling it twice wakes what has begun."""
    match event:
        case ProgrammePublished(programme_id=each):
            return Start(KeepAgenda.run, agenda_id(each), Agenda(programme_id=each))
        case ChangeProposed(change_id=each):
            return Start(AnnounceChange.run, announcement_id(each), Announcement(change_id=each))
        case ReactionHandled(change_id=each) | LetterReaddressed(change_id=each):
            return Resume(AnnounceChange.run, announcement_id(each), Announcement(change_id=each))
        case BatchConfirmed(batch_id=each):
            batch = apply_batch.Application(batch_id=each)
            return Start(apply_batch.ApplyBatch.run, batch_run_id(each), batch)
        case DecisionPlanned(decision_id=each):
            return Start(CollectDecision.run, collection_id(each), Collection(decision_id=each))
        case ProcedurePlanned(procedure_id=each):
            return Start(RunProcedure.run, run_id(each), Run(procedure_id=each))
        case SheetConfirmed(sheet_id=each):
            return Start(ApplySheet.run, application_id(each), Application(sheet_id=each))
        case _:
            return None


def wake(event: Event) -> Wake | None:
    """Who sees to what the event names."""
    if isinstance(event, OF_PLAN):
        return Wake(agenda_id(event.programme_id))
    if isinstance(event, OF_CONTRACT):
        return of_duties(event)
    if isinstance(event, OF_CHANGE):
        return Wake(announcement_id(event.change_id))
    if isinstance(event, OF_BATCH):
        return Wake(batch_run_id(event.batch_id))
    if isinstance(event, OF_DECISION):
        return Wake(collection_id(event.decision_id))
    if isinstance(event, OF_PROCEDURE):
        return Wake(run_id(event.procedure_id))
    return None


def of_duties(event: ContractConcluded | ContractAmended | ContractCorrected) -> Wake | None:
    """Of thousands of contracts only those that have a duty to be watched wake the agenda."""
    due = any(isinstance(each, Duty) and each.due for each in event.provisions.values())
    return Wake(agenda_id(event.programme_id)) if due and event.programme_id else None


def concerned(event: Event) -> WakeConcerned | None:
    """Who has to know of it although the event does not name them."""
    match event:
        case PlanItemRealised(programme_id=programme_id) if event.by != run_procedure.BY:
            return WakeConcerned(programme_id, items=(event.item_id,))
        case PlanRevised(programme_id=programme_id):
            return WakeConcerned(programme_id, items=(*event.items, *event.dropped))
        case (
            DecisionReached(programme_id=programme_id) | DecisionReopened(programme_id=programme_id)
        ):
            return WakeConcerned(programme_id, decision_id=event.decision_id)
        case ChangeProposed(announce_item=item, programme_id=programme_id) if item:
            return WakeConcerned(programme_id, items=(item,))
        case ContractConcluded(programme_id=programme_id):
            return WakeConcerned(programme_id, segment=event.segment)
        case MunicipalityWithdrew(programme_id=programme_id):
            return WakeConcerned(programme_id, municipality=event.name)
        case _:
            return None
