"""Which events belong in the bundle of a contract, change, decision, procedure or programme.

Its own stream, whole, and of other streams what it hangs together with by the ids it names. Read
models only help to find streams; whether an event belongs is read from the events that were
recorded by then, so that the same question always has the same answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementDrafted,
    ChangeHeldBack,
    ChangeProposed,
    ContractsJoined,
    ReactionHandled,
    WithdrawalOrdered,
)
from domain.contract.events import ContractAmended, ContractConcluded
from domain.decision.events import DecisionPlanned
from domain.procedure.events import BranchTaken, GateClosed, GateOpened, ProcedurePlanned
from domain.programme.events import (
    ClauseStated,
    ProgrammePublished,
    SegmentDefined,
    TermEnded,
    TermExtended,
    TermStated,
)
from projections import tables
from projections.documents import DOCUMENTS
from projections.letters import LETTERS
from projections.procedures import PROCEDURES

Kind = Literal["contract", "change", "decision", "procedure", "programme"]
Fits = Callable[[Event], bool]
Belonging = Mapping[UUID, Fits]
"""By the id of a stream, which of its events belong."""
Read = Callable[[UUID], Sequence[Event]]
"""The events of a stream that were recorded by the moment that is asked about."""


def belonging(kind: Kind, subject_id: UUID, read: Read, source: tables.Source) -> Belonging:
    """What belongs, the subject's own stream first."""
    own = read(subject_id)
    match kind:
        case "contract":
            others = _of_contract(subject_id, own, read, source)
        case "change":
            others = _of_change(subject_id, own)
        case "decision":
            others = _of_decision(own, source)
        case "procedure":
            others = _of_procedure(own)
        case "programme":
            others = {}
    return {subject_id: _everything, **others}


def _everything(_: Event) -> bool:
    return True


def _of_contract(
    contract_id: UUID, own: Sequence[Event], read: Read, source: tables.Source
) -> Belonging:
    """The changes that touched it, decisions about it, and its clause in the programme."""
    letters = tables.select(source, LETTERS, {"contract_id": contract_id})
    amended = [each.change_id for each in own if isinstance(each, ContractAmended)]
    found: dict[UUID, Fits] = {}
    for change_id in sorted({*amended, *(each.change_id for each in letters)}):
        events = read(change_id)
        of_it = {letter for letter, contract in letters_of(events) if contract == contract_id}
        if of_it or change_id in amended:
            found[change_id] = _about_contract(contract_id, of_it)
    decided = (getattr(each, "decision", None) or getattr(each, "ending", None) for each in own)
    for decision in (getattr(each, "decision_id", None) for each in decided):
        if decision is not None:
            found[decision] = _everything
    for event in own:
        if isinstance(event, ContractConcluded):
            found[event.programme_id] = _of_segments((event.segment,))
    return found


def _about_contract(contract_id: UUID, letters: set[UUID]) -> Fits:
    """What a change's event says of one contract, or of all of them."""

    def fits(event: Event) -> bool:
        contract = getattr(event, "contract_id", None)
        letter = getattr(event, "letter_id", None)
        if isinstance(event, ReactionHandled) and event.reply is not None:
            letter = event.reply.letter_id
        if contract is not None:
            return bool(contract == contract_id)
        return letter is None or letter in letters

    return fits


def letters_of(events: Iterable[Event]) -> Iterator[tuple[UUID, UUID]]:
    """The letters that a change laid out, each with its contract."""
    for event in events:
        match event:
            case AnnouncementDrafted() | ContractsJoined():
                yield from ((each.letter_id, each.contract_id) for each in event.recipients)
            case WithdrawalOrdered():
                yield from ((each.letter_id, each.contract_id) for each in event.letters)
            case ReactionHandled() if event.reply is not None:
                yield event.reply.letter_id, event.reply.contract_id


def _of_change(change_id: UUID, own: Sequence[Event]) -> Belonging:
    """What it did to each contract, its clause and plan items, and the gates before it."""
    found: dict[UUID, Fits] = {}

    def fits(event: Event) -> bool:
        return getattr(event, "change_id", None) == change_id

    for contract_id in sorted({each for event in own for each in contracts_in(event)}):
        found[contract_id] = fits
    for event in own:
        if isinstance(event, AnnouncementBarred | AnnouncementCleared):
            found[event.procedure_id] = _of_gates((event.gate,))
        if isinstance(event, ChangeProposed):
            items = (event.announce_item, event.effect_item)
            found[event.programme_id] = _of_segments((event.segment,), items)
    return found


def contracts_in(event: Event) -> Iterator[UUID]:
    """The contracts that an event of a change names, many at once."""
    if isinstance(event, AnnouncementDrafted | ContractsJoined):
        yield from (each.contract_id for each in event.recipients)
    elif isinstance(event, ChangeHeldBack):
        yield from (each.contract_id for each in event.contracts)
    else:
        yield from getattr(event, "contract_ids", ())


def _of_decision(own: Sequence[Event], source: tables.Source) -> Belonging:
    """The plan items, terms and documents it rests on, and the gates that it opens."""
    found: dict[UUID, Fits] = {}
    planned = [each for each in own if isinstance(each, DecisionPlanned)]
    named = {code for each in planned for code in _named_in(each)}
    gates = {gate for each in planned for gate in each.question.opens}
    terms = {each.question.term for each in planned if each.question.term}
    segments = {segment for each in planned for segment in each.question.segments}
    for programme_id in {each.programme_id for each in planned}:
        of_programme = {"programme_id": programme_id}
        found[programme_id] = _any(_of_segments(segments, named), _of_terms(terms))
        for document in tables.select(source, DOCUMENTS, {**of_programme, "code": _of(named)}):
            found[document.document_id] = _everything
        for procedure in tables.select(source, PROCEDURES, of_programme) if gates else ():
            found[procedure.procedure_id] = _of_gates(gates)
    return found


def _named_in(event: DecisionPlanned) -> Iterator[str]:
    asked = event.question
    yield from asked.evidence
    yield from (each for each in (asked.item, asked.proposes) if each)


def _of(values: Iterable[str]) -> tables.OneOf:
    return tables.OneOf(sorted(values))


def _of_procedure(own: Sequence[Event]) -> Belonging:
    """The plan items that its steps are."""
    steps = [
        step
        for event in own
        if isinstance(event, ProcedurePlanned | BranchTaken)
        for step in (event.track.steps if isinstance(event, ProcedurePlanned) else event.steps)
    ]
    planned = [each for each in own if isinstance(each, ProcedurePlanned)]
    segments = {segment for each in planned for segment in each.track.segments}
    items = {step.item for step in steps}
    return {each.programme_id: _of_segments(segments, items) for each in planned}


def _of_segments(segments: Iterable[str], items: Iterable[str | None] = ()) -> Fits:
    """A programme's heading, what it says of these segments, and these plan items."""
    named, planned = set(segments), {item for item in items if item}

    def fits(event: Event) -> bool:
        match event:
            case ProgrammePublished():
                return True
            case SegmentDefined():
                return event.segment_id in named
            case ClauseStated():
                return not event.segments or bool(named & {*event.segments})
            case _:
                return getattr(event, "item_id", None) in planned

    return fits


def _of_terms(terms: set[str]) -> Fits:
    def fits(event: Event) -> bool:
        if isinstance(event, TermStated):
            return event.term.term_id in terms
        return isinstance(event, TermExtended | TermEnded) and event.term_id in terms

    return fits


def _of_gates(gates: Iterable[str]) -> Fits:
    named = set(gates)

    def fits(event: Event) -> bool:
        return isinstance(event, GateOpened | GateClosed) and event.gate in named

    return fits


def _any(*several: Fits) -> Fits:
    def fits(event: Event) -> bool:
        return any(each(event) for each in several)

    return fits
