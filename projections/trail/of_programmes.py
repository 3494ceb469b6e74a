"""How plan items, clauses, terms, entries of registers and documents hang together."""

from domain.document.events import DocumentEvent, DocumentFiled
from domain.programme.events import (
    ClauseStated,
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
    ProgrammeEvent,
    ProgrammePublished,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.steering.events import CommitmentRaised, EntryStated, SteeringEvent
from projections.trail.words import about

_OF_ITEM = (PlanItemPlanned, PlanItemOpened, PlanItemRealised, PlanItemMissed, PlanItemDropped)

Told = ProgrammeEvent | SteeringEvent | DocumentEvent


def given_by_programme(event: Told) -> tuple[str, ...]:
    match event:
        case ProgrammePublished():
            return about("programme", event.programme_id)
        case ClauseStated(notice=notice):
            return about("clause", event.programme_id, notice.clause_id, notice.clause_version)
        case PlanRevised():
            return about("plan", event.programme_id)
        case TermStated():
            return about("term", event.programme_id, event.term.term_id)
        case TermExtended():
            return about("term", event.programme_id, event.term_id)
        case EntryStated():
            return about("entry", event.steering_id, event.entry.entry_id)
        case _ if isinstance(event, DocumentEvent):
            return about("document", event.document_id)
        case _ if isinstance(event, _OF_ITEM):
            return about("item", event.programme_id, event.item_id)
        case _:
            return ()


def rests_of_programme(event: Told) -> tuple[str, ...]:
    programme = about("programme", event.programme_id)
    match event:
        case ProgrammePublished():
            return programme
        case PlanItemPlanned():
            return (*about("item", event.programme_id, event.item_id), *programme)
        case PlanItemRealised():
            done = about("done", event.programme_id, event.item_id)
            return (*done, *about("item", event.programme_id, event.item_id))
        case TermExtended():
            decided = about("decided", event.programme_id, event.decision)
            return (*decided, *about("term", event.programme_id, event.term_id))
        case TermEnded():
            return about("term", event.programme_id, event.term_id)
        case CommitmentRaised():
            item = about("item", event.programme_id, event.item_id)
            return (*item, *about("entry", event.steering_id, event.entry_id))
        case EntryStated():
            return programme
        case DocumentFiled():
            return (*about("document", event.document_id), *programme)
        case _ if isinstance(event, DocumentEvent):
            return about("document", event.document_id)
        case _ if isinstance(event, SteeringEvent):
            return about("entry", event.steering_id, event.entry_id)
        case _ if isinstance(event, _OF_ITEM):
            return about("item", event.programme_id, event.item_id)
        case _:
            return programme
