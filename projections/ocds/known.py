"""What was made public so far, as far as later releases need it.

It grows with the log and is changed in place: there is one of it for all processes.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.base import Event
from domain.change.events import ChangePostponed, ChangeProposed
from domain.contract.events import ContractConcluded, ContractEvent
from domain.contract.replay import Fact, facts
from domain.decision.events import DecisionPlanned
from domain.decision.parts import Question
from domain.document.events import DocumentEvent
from domain.document.state import Document
from domain.document.state import evolve as evolve_document
from domain.procedure.events import BranchTaken, ProcedurePlanned
from domain.procedure.parts import Step, Track
from domain.programme.events import PlanItemPlanned, ProgrammePublished
from projections.ocds.blocks import Body, delta


@dataclass(slots=True)
class Programme:
    """A programme, and what was said of all its processes, for those that begin later."""

    key: str
    executive: str | None = None
    common: list[Body] = field(default_factory=list)


@dataclass(slots=True)
class Procedure:
    """A procedure with its steps as they are now; `called` once others could take part."""

    key: str
    track: Track
    steps: dict[str, Step]
    tenders: bool
    called: bool = False


@dataclass(slots=True)
class Contract:
    """The events of a contract by their positions, and the facts that they are."""

    events: list[tuple[int, Event]] = field(default_factory=list)
    facts: tuple[Fact, ...] = ()
    concluded: ContractConcluded | None = None


TENDERING = {"publication", "tender", "dialogue", "admission", "award", "standstill"}
"""The kinds of steps that make a procedure a tender; others plan, or change what is there."""


@dataclass(slots=True)
class Known:
    """What was made public, by the ids of what it is about."""

    programmes: dict[UUID, Programme] = field(default_factory=dict)
    items: dict[tuple[UUID, str], PlanItemPlanned] = field(default_factory=dict)
    procedures: dict[UUID, Procedure] = field(default_factory=dict)
    decisions: dict[UUID, Question] = field(default_factory=dict)
    documents: dict[UUID, Document] = field(default_factory=dict)
    changes: dict[UUID, ChangeProposed] = field(default_factory=dict)
    contracts: dict[UUID, Contract] = field(default_factory=dict)
    awarded: set[tuple[UUID, str, UUID]] = field(default_factory=set)
    said: dict[tuple[UUID, str], Body] = field(default_factory=dict)

    def anew(self, owner: UUID, now: Body) -> list[Body]:
        """What to say of an object so that it reads as now; nothing if it does already."""
        key = owner, str(now["id"])
        said = delta(self.said.get(key, {}), now)
        self.said[key] = now
        return [{"id": now["id"], **said}] if said else []

    def again(self, owner: UUID, object_id: str, **changed: Any) -> list[Body]:
        """The same of an object of which only this changed; nothing if nobody knows of it."""
        before = self.said.get((owner, object_id))
        return [] if before is None else self.anew(owner, {**before, **changed})


def learn(known: Known, position: int, event: Event) -> None:
    """Take in an event that is public now."""
    match event:
        case ProgrammePublished():
            programme = known.programmes.setdefault(event.programme_id, Programme(event.key))
            programme.executive = event.executive
        case PlanItemPlanned():
            known.items[event.programme_id, event.item_id] = event
        case ProcedurePlanned():
            steps = {each.step_id: each for each in event.track.steps}
            tenders = any(each.kind in TENDERING for each in event.track.steps)
            before = known.procedures.get(event.procedure_id)
            called = before is not None and before.called
            known.procedures[event.procedure_id] = Procedure(
                event.key, event.track, steps, tenders, called
            )
        case BranchTaken():
            procedure = known.procedures.get(event.procedure_id)
            if procedure:
                procedure.steps = {each.step_id: each for each in event.steps}
        case DecisionPlanned():
            known.decisions[event.decision_id] = event.question
        case ChangeProposed():
            known.changes[event.change_id] = event
        case ChangePostponed() if event.change_id in known.changes:
            proposed = known.changes[event.change_id]
            later = {"effective": event.effective or proposed.effective}
            known.changes[event.change_id] = proposed.model_copy(update=later)
        case _ if isinstance(event, DocumentEvent):
            document = known.documents.get(event.document_id, Document())
            known.documents[event.document_id] = evolve_document(document, event)
        case _ if isinstance(event, ContractEvent):
            _learn_contract(known, position, event)


def _learn_contract(known: Known, position: int, event: ContractEvent) -> None:
    """An event that was withheld for a while takes its own place among the others."""
    contract = known.contracts.setdefault(event.contract_id, Contract())
    contract.events.append((position, event))
    contract.events.sort(key=lambda pair: pair[0])
    contract.facts = facts(each for _, each in contract.events if isinstance(each, ContractEvent))
    if isinstance(event, ContractConcluded):
        contract.concluded = event
