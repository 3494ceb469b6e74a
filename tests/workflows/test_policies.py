"""Whenever this has happened, then do that."""

from uuid import UUID

import pytest

from domain.base import Event
from domain.change.events import ChangeProposed, LetterReaddressed, ReactionHandled
from domain.clock.events import ClockMoved
from domain.contract.events import ContractAmended, ContractConcluded
from domain.decision.events import (
    AnswerRecorded,
    DecisionForgone,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
)
from domain.document.events import SecrecyImposed
from domain.procedure.events import GateOpened, ProcedurePlanned, StepCompleted
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
from domain.steering.events import EntryReopened, EntrySettled, EntryStated
from eventstore.registry import EVENTS
from tests import make
from tests.making.decision import DECISION_ID
from tests.making.procedure import PROCEDURE_ID
from workflows import run_procedure
from workflows.announce_change import AnnounceChange, Announcement
from workflows.collect_decision import CollectDecision, Collection
from workflows.keep_agenda import Agenda, KeepAgenda
from workflows.policies import (
    HEEDED,
    Resume,
    Start,
    Wake,
    WakeAll,
    WakeConcerned,
    agenda_id,
    announcement_id,
    collection_id,
    react,
    run_id,
)
from workflows.run_procedure import Run, RunProcedure

NO_NEWS = {
    # how it went, told by the workflow itself; what waits for somebody to confirm it
    "BatchPlanned",
    "BatchStepRecorded",
    "BatchCompleted",
    "SheetApplied",
    # destruction is carried out by a command that asks the log itself
    "PeriodDecided",
    "HoldPlaced",
    "HoldLifted",
    "DestructionListed",
    "DestructionSigned",
    "DestructionDropped",
    "DestructionStarted",
    "DestructionCarriedOut",
    # said once, with the programme or before any change: nothing waits for it
    "ProviderRegistered",
    "CriteriaStated",
    "OpeningConsidered",
    "OpeningChosen",
    "AdmissionOpened",
    "AdmissionClosed",
    "AdmissionReopened",
    "NumberLimited",
    "ProviderEnrolled",
    "ApplicationReceived",
    "ApplicationAssessed",
    "ProviderAdmitted",
    "ApplicationRejected",
    "SegmentLeft",
    "ProviderReassessed",
    "ProviderFailed",
    "PartnersClassed",
    "ReserveCalled",
    "SupplierImposed",
    "CertificateRecorded",
    "CertificateWithdrawn",
    "ConsortiumJoined",
    "ConsortiumLeft",
    "ProviderRecognised",
    "ProviderMerged",
    "ProviderLeft",
    "TemplateWritten",
    "ContractEnded",
    # about a change: kept for whoever looks at it, or what its workflow had done itself
    "ContractsJoined",
    "AnnouncementMandated",
    "AnnouncementBarred",
    "LetterAcknowledged",
    "ReactionReceived",
    "ChangeAssessed",
    "ChangePublished",
    # about one contract: people do it, and nothing waits for it
    "ContractExtended",
    "ContractReplaced",
    "ContractSigned",
    "ResultRecorded",
    "ContractEnforced",
    "HandOverPlanned",
    "HandOverCompleted",
    "DrawingRecorded",
    "MunicipalityEnrolled",
    "SegmentDefined",
    "ClauseStated",
    "BodyRegistered",
    "ScaleStated",
    "CrosswalkStated",
    "ArrangementStated",
    # changes what is known of something, not what is to be done; what it changes in the plan has
    # events of its own
    "SegmentSplit",
    "EntryAssigned",
    "DocumentPublished",
    "AdviceGiven",
    "AdviceAnswered",
    # what workflows cause themselves, or what follows at once from something that they are told
    "PlanItemOpened",
    "PlanItemMissed",
    "TermEnded",
    "CommitmentRaised",
    "EntryMissed",
    "SecrecyExpired",
    "DecisionOpened",
    "AnswerersReminded",
    "DecisionMissed",
    "DecisionDisputed",
    "DecisionLapsed",
    "StepStarted",
    "StepReminded",
    "StepMissed",
    "StandstillBegan",
    "ProcedureCompleted",
    "AnnouncementDrafted",
    "OfficeReminded",
    "AnnouncementMissed",
    "LettersQueued",
    "LetterSent",
    "LetterDeferred",
    "LetterRefused",
    "ChangeAnnounced",
    "ChangeTookEffect",
    "ChangeHeldBack",
    "DutyFulfilled",
    "DutyMissed",
}
OTHERWISE = (ChangeProposed, ReactionHandled, LetterReaddressed, ContractAmended)
HEEDED_OF_CHANGES = [
    event for event in HEEDED if "change_id" in event.model_fields and event not in OTHERWISE
]


def test_every_event_is_heeded_or_deliberately_not() -> None:
    assert {event.__name__ for event in HEEDED} | NO_NEWS == set(EVENTS)
    assert {event.__name__ for event in HEEDED} & NO_NEWS == set()
    assert len(set(HEEDED)) == len(HEEDED)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_what_is_heeded_is_reacted_to_and_nothing_else(name: str) -> None:
    event = EVENTS[name]
    assert (react(make.whole(event)) != ()) == (event in HEEDED)


def test_a_published_programme_has_its_agenda_kept() -> None:
    agenda = Agenda(programme_id=make.PROGRAMME_ID)
    started = Start(KeepAgenda.run, agenda_id(make.PROGRAMME_ID), agenda)
    assert react(make.whole(ProgrammePublished)) == (started,)


def test_a_proposed_change_is_seen_through() -> None:
    announcement = Announcement(change_id=make.CHANGE_ID)
    started = Start(AnnounceChange.run, announcement_id(make.CHANGE_ID), announcement)
    assert react(make.a(ChangeProposed)) == (started,)


def test_a_planned_decision_has_its_answers_collected() -> None:
    collection = Collection(decision_id=DECISION_ID)
    started = Start(CollectDecision.run, collection_id(DECISION_ID), collection)
    assert react(make.whole(DecisionPlanned)) == (started,)


def test_a_planned_procedure_is_run() -> None:
    run = Run(procedure_id=PROCEDURE_ID)
    started = Start(RunProcedure.run, run_id(PROCEDURE_ID), run)
    assert react(make.whole(ProcedurePlanned)) == (started,)


@pytest.mark.parametrize("event", HEEDED_OF_CHANGES)
def test_what_people_do_to_a_change_wakes_whoever_sees_it_through(event: type[Event]) -> None:
    assert react(make.whole(event)) == (Wake(announcement_id(make.CHANGE_ID)),)


@pytest.mark.parametrize(
    "event",
    [
        PlanItemPlanned,
        PlanItemDropped,
        TermStated,
        TermExtended,
        EntryStated,
        EntrySettled,
        EntryReopened,
        SecrecyImposed,
    ],
)
def test_a_changed_plan_wakes_its_agenda(event: type[Event]) -> None:
    assert react(make.whole(event)) == (Wake(agenda_id(make.PROGRAMME_ID)),)


@pytest.mark.row("CC-15")
def test_a_duty_with_a_day_wakes_the_agenda_and_other_contracts_do_not() -> None:
    duty, joining = react(make.whole(ContractConcluded))
    assert duty == Wake(agenda_id(make.PROGRAMME_ID))
    assert react(make.a(ContractConcluded)) == (joining,)
    assert react(make.a(ContractAmended)) == ()


@pytest.mark.row("AN-15")
def test_a_new_contract_reaches_the_changes_that_it_may_still_join() -> None:
    event = make.a(ContractConcluded, segment="wonen")
    assert react(event) == (WakeConcerned(make.PROGRAMME_ID, segment="wonen"),)


def test_a_change_reaches_the_procedure_that_its_announcement_is_a_step_of() -> None:
    change = make.whole(ChangeProposed, announce_item="announce")
    _, concerned = react(change)
    assert concerned == WakeConcerned(make.PROGRAMME_ID, items=("announce",))


@pytest.mark.parametrize("event", [ReactionHandled, LetterReaddressed])
def test_an_answer_to_a_provider_goes_out_also_after_all_else_was_done(event: type[Event]) -> None:
    (resumed,) = react(make.whole(event))
    assert isinstance(resumed, Resume)
    assert resumed.workflow_id == announcement_id(make.CHANGE_ID)


@pytest.mark.parametrize("event", [AnswerRecorded, DecisionForgone])
def test_what_people_say_wakes_whoever_collects_it(event: type[Event]) -> None:
    assert react(make.whole(event)) == (Wake(collection_id(DECISION_ID)),)


@pytest.mark.parametrize("event", [StepCompleted, GateOpened])
def test_a_step_done_or_a_gate_open_wakes_the_procedure(event: type[Event]) -> None:
    assert react(make.whole(event)) == (Wake(run_id(PROCEDURE_ID)),)


@pytest.mark.row("PG-10")
@pytest.mark.parametrize("event", [DecisionReached, DecisionReopened])
def test_what_was_decided_or_taken_back_reaches_the_procedures_that_wait_for_it(
    event: type[Event],
) -> None:
    waiting = WakeConcerned(make.PROGRAMME_ID, decision_id=DECISION_ID)
    assert react(make.whole(event)) == (Wake(collection_id(DECISION_ID)), waiting)


def test_a_new_version_of_the_plan_reaches_what_has_its_items() -> None:
    event = make.whole(PlanRevised, items=("tables", "adopt"), dropped=("tender",))
    having = WakeConcerned(make.PROGRAMME_ID, items=("tables", "adopt", "tender"))
    assert react(event) == (Wake(agenda_id(make.PROGRAMME_ID)), having)


def test_what_was_done_of_the_plan_reaches_what_it_is_a_step_of() -> None:
    agenda = Wake(agenda_id(make.PROGRAMME_ID))
    having = WakeConcerned(make.PROGRAMME_ID, items=("tables",))
    assert react(make.whole(PlanItemRealised, item_id="tables")) == (agenda, having)
    told = make.whole(PlanItemRealised, item_id="tables", by=run_procedure.BY)
    assert react(told) == (agenda,)


def test_a_municipality_that_leaves_reaches_the_decisions_that_it_answers() -> None:
    event = make.whole(MunicipalityWithdrew, name="Leiden")
    assert react(event) == (WakeConcerned(make.PROGRAMME_ID, municipality="Leiden"),)


def test_a_moved_clock_wakes_everyone() -> None:
    assert react(make.whole(ClockMoved)) == (WakeAll(),)


def test_workflow_ids_say_what_they_are_for_and_never_change() -> None:
    some = UUID("00000000-0000-4000-8000-000000000001")
    assert agenda_id(some) == f"keep-agenda-{some}"
    assert announcement_id(some) == f"announce-change-{some}"
    assert collection_id(some) == f"collect-decision-{some}"
    assert run_id(some) == f"run-procedure-{some}"
