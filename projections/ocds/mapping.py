"""What each event that everybody may know says in OCDS: one row an event, a module a stage."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from domain.admission import events as admission
from domain.base import Event
from domain.change import events as change
from domain.decision import events as decision
from domain.document.events import DocumentEvent
from domain.procedure import events as procedure
from domain.programme import events as programme
from domain.steering.events import SteeringEvent
from projections.ocds import award, contract, planning, tender
from projections.ocds.blocks import Said
from projections.ocds.known import Known

Row = Callable[[Known, Any], Iterable[Said]]

TABLE: dict[type[Event], Row] = {
    programme.ProgrammePublished: planning.programme,
    programme.MunicipalityEnrolled: planning.enrolled,
    programme.MunicipalityWithdrew: planning.withdrew,
    programme.PlanItemPlanned: planning.item_planned,
    programme.PlanItemRealised: planning.item_realised,
    programme.PlanItemMissed: planning.item_missed,
    programme.PlanItemDropped: planning.item_dropped,
    programme.SegmentDefined: tender.segment,
    programme.SegmentSplit: tender.split,
    programme.TermStated: tender.term,
    programme.TermExtended: tender.term_extended,
    decision.DecisionPlanned: planning.decision_planned,
    decision.DecisionReplanned: planning.decision_replanned,
    decision.DecisionReached: planning.decision_reached,
    decision.DecisionReopened: planning.decision_open,
    decision.DecisionMissed: planning.decision_not_met,
    decision.DecisionForgone: planning.decision_not_met,
    decision.DecisionLapsed: planning.decision_not_met,
    **dict.fromkeys(get_args(DocumentEvent), planning.document),
    change.ChangeProposed: planning.change,
    change.ChangePostponed: planning.change_moved,
    change.ChangeWithdrawn: planning.change_moved,
    change.ChangeTookEffect: planning.change_moved,
    change.AnnouncementReplaced: planning.change_moved,
    change.ChangePublished: planning.change_published,
    procedure.ProcedurePlanned: tender.planned,
    procedure.ProcedureReplanned: tender.replanned,
    procedure.BranchTaken: tender.branched,
    procedure.StepStarted: tender.started,
    procedure.StepCompleted: tender.completed,
    procedure.StepMissed: tender.missed,
    procedure.StepSkipped: tender.skipped,
    procedure.StandstillBegan: award.standstill,
    procedure.ProcedureWithdrawn: tender.ended,
    procedure.ProcedureFailed: tender.ended,
    procedure.ProcedureCompleted: tender.ended,
    admission.AdmissionOpened: tender.opened,
    admission.AdmissionReopened: tender.opened,
    admission.AdmissionClosed: tender.closed,
    admission.CriteriaStated: tender.criteria,
    admission.NumberLimited: tender.limited,
    admission.OpeningChosen: tender.limited,
    admission.ProviderAdmitted: award.admitted,
    admission.ProviderEnrolled: award.admitted,
    admission.SegmentLeft: award.left,
}
"""Contracts have a stage of their own: what they say depends on the day."""

CONTRACTS = get_args(contract.Telling)

_NO_PLACE = "OCDS has no place for it"
_ELSEWHERE = "other events of the same matter say it"

NOT_TOLD: dict[type[Event], str] = {
    programme.ClauseStated: _NO_PLACE,
    programme.BodyRegistered: _NO_PLACE,
    programme.ScaleStated: _NO_PLACE,
    programme.CrosswalkStated: _NO_PLACE,
    programme.ArrangementStated: _NO_PLACE,
    programme.PlanRevised: _ELSEWHERE,
    programme.PlanItemOpened: _ELSEWHERE,
    programme.TermEnded: _ELSEWHERE,
    decision.DecisionOpened: _ELSEWHERE,
    decision.AnswererNamed: _NO_PLACE,
    decision.AnswererReleased: _NO_PLACE,
    decision.AdviceGiven: _NO_PLACE,
    decision.AdviceAnswered: _NO_PLACE,
    decision.AnswerRecorded: _ELSEWHERE,
    decision.AnswerCorrected: _ELSEWHERE,
    decision.DecisionDisputed: _ELSEWHERE,
    change.ChangeTabled: _NO_PLACE,
    change.ChangeAdopted: _NO_PLACE,
    change.ChangeAnnounced: _ELSEWHERE,
    change.AnnouncementMissed: _ELSEWHERE,
    change.AnnouncementMandated: _NO_PLACE,
    change.NoticeOverridden: _ELSEWHERE,
    change.NoticeRuled: _NO_PLACE,
    change.ChangeHeldBack: _ELSEWHERE,
    change.ChangeNarrowed: _ELSEWHERE,
    change.ReservationLifted: _ELSEWHERE,
    change.ChangeAssessed: _NO_PLACE,
    procedure.GateOpened: _ELSEWHERE,
    procedure.GateClosed: _ELSEWHERE,
    admission.OpeningConsidered: _NO_PLACE,
    **dict.fromkeys(get_args(SteeringEvent), _NO_PLACE),
    admission.SupplierImposed: "a court charged the provider: it is no award of the buyers",
}
"""Everybody may know of these, and no release says so, for a reason."""
