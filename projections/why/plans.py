"""Why the days of a plan, a decision, a procedure, a register and a document are what they are."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.base import Event
from domain.decision.events import DecisionPlanned, DecisionReplanned
from domain.document.events import DocumentFiled, SecrecyImposed
from domain.procedure.events import (
    BranchTaken,
    ProcedurePlanned,
    ProcedureReplanned,
    StandstillBegan,
)
from domain.procedure.parts import Step
from domain.programme.events import PlanItemDropped, PlanItemPlanned, TermExtended, TermStated
from domain.steering.events import EntryStated
from projections.why.parts import Why, of_window, recorded


def of_programme(events: Sequence[Event], on: date) -> Iterator[Why]:
    """The plan items as last planned, and the ends of the terms."""
    items: dict[str, PlanItemPlanned] = {}
    terms: dict[str, TermStated] = {}
    for event in events:
        match event:
            case PlanItemPlanned():
                items[event.item_id] = event
            case PlanItemDropped():
                items.pop(event.item_id, None)
            case TermStated():
                terms[event.term.term_id] = event
            case _:
                pass
    for planned in items.values():
        yield from of_window("plan_item", planned.title, planned.window, on, planned)
    for term in terms.values():
        for explained in term.computed:
            yield recorded("term_end", term.term.title, explained, term)
        yield from of_window("term_end", term.term.title, term.term.ends_stated, on, term)
    for event in events:
        if isinstance(event, TermExtended):
            title = terms[event.term_id].term.title if event.term_id in terms else event.term_id
            yield from of_window("term_end", title, event.until, on, event)


def of_decision(events: Sequence[Event], on: date) -> Iterator[Why]:
    """By when it is to be decided, and what is the last day in time."""
    planned = next((e for e in reversed(events) if isinstance(e, DecisionPlanned)), None)
    if planned is None:
        return
    title = planned.question.title
    if planned.latest is not None:
        yield recorded("latest_decision", title, planned.latest, planned)
    after = list(events)[list(events).index(planned) :]
    moved = next((e for e in reversed(after) if isinstance(e, DecisionReplanned)), None)
    window = moved.window if moved else planned.question.window
    yield from of_window("decide", title, window, on, moved or planned)


def of_procedure(events: Sequence[Event], on: date) -> Iterator[Why]:
    """The end of the standstill, and the last day of each step."""
    steps: dict[str, tuple[Step, Event]] = {}
    for event in events:
        match event:
            case ProcedurePlanned():
                steps = {each.step_id: (each, event) for each in event.track.steps}
            case BranchTaken():
                steps = {each.step_id: (each, event) for each in event.steps}
            case ProcedureReplanned():
                for step_id, window in event.windows.items():
                    if step_id in steps:
                        moved = steps[step_id][0].model_copy(update={"window": window})
                        steps[step_id] = (moved, event)
            case StandstillBegan():
                title = steps[event.step_id][0].title if event.step_id in steps else ""
                yield recorded("standstill", title, event.until, event)
            case _:
                pass
    for each, giver in steps.values():
        yield from of_window("step", each.title, each.window, on, giver)


def of_registers(events: Sequence[Event], on: date) -> Iterator[Why]:
    """By when each entry is to be settled."""
    entries = {e.entry.entry_id: e for e in events if isinstance(e, EntryStated)}
    for stated in entries.values():
        yield from of_window("entry", stated.entry.title, stated.entry.due, on, stated)


def of_document(events: Sequence[Event], on: date) -> Iterator[Why]:
    """When its secrecy ends by itself."""
    filed = [each for each in events if isinstance(each, DocumentFiled)]
    title = filed[-1].paper.title if filed else ""
    for event in events:
        if isinstance(event, SecrecyImposed):
            yield from of_window("secrecy", title, event.secrecy.until, on, event)
