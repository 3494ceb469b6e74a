"""The agenda: everything that is due on a day, done or not."""

from collections.abc import Iterable
from datetime import date
from typing import get_args
from uuid import UUID

from domain.base import Event
from projections import tables
from projections.agenda.admission import AdmissionStep, admission, admission_keys
from projections.agenda.changes import ChangeStep, change, change_keys
from projections.agenda.contracts import ContractStep, contract, contract_keys
from projections.agenda.decisions import DecisionStep, decision, decision_keys
from projections.agenda.plan import PLAN, PlanEvent, plan_item, plan_keys
from projections.agenda.rows import AgendaRow, Basis, Kind, Outcome
from projections.agenda.secrecy import SecrecyEvent, secrecy, secrecy_keys
from projections.agenda.steering import EntryEvent, entry, entry_keys
from projections.agenda.terms import TermEvent, term, term_keys
from projections.read_model import ReadModel

__all__ = ["AGENDA", "AgendaRow", "Basis", "Kind", "Outcome", "between", "due", "next_day"]


def keys(event: Event) -> Iterable[str]:
    """The rows that an event touches; each kind of thing names its own."""
    if isinstance(event, PlanEvent):
        return plan_keys(event)
    if isinstance(event, TermEvent):
        return term_keys(event)
    if isinstance(event, EntryEvent):
        return entry_keys(event)
    if isinstance(event, SecrecyEvent):
        return secrecy_keys(event)
    if isinstance(event, DecisionStep):
        return decision_keys(event)
    if isinstance(event, ContractStep):
        return contract_keys(event)
    if isinstance(event, AdmissionStep):
        return admission_keys(event)
    return change_keys(event) if isinstance(event, ChangeStep) else ()


def project(key: str, row: AgendaRow | None, event: Event) -> AgendaRow | None:
    """Fold one event into one row of the agenda."""
    if isinstance(event, PlanEvent):
        return plan_item(key, row, event)
    if isinstance(event, TermEvent):
        return term(key, row, event)
    if isinstance(event, EntryEvent):
        return entry(key, row, event)
    if isinstance(event, SecrecyEvent):
        return secrecy(key, row, event)
    if isinstance(event, DecisionStep):
        return decision(key, row, event)
    if isinstance(event, ContractStep):
        return contract(key, row, event)
    if isinstance(event, AdmissionStep):
        return admission(key, row, event)
    return change(key, row, event) if isinstance(event, ChangeStep) else row


AGENDA = ReadModel(
    name="agenda",
    version=7,
    row=AgendaRow,
    events=(
        *get_args(PlanEvent),
        *get_args(TermEvent),
        *get_args(EntryEvent),
        *get_args(SecrecyEvent),
        *get_args(DecisionStep),
        *get_args(ContractStep),
        *get_args(AdmissionStep),
        *get_args(ChangeStep),
    ),
    keys=keys,
    project=project,
    indexes=("programme_id", "kind", "due_on", "change_id", "contract_id"),
)


def due(
    source: tables.Source, programme_id: UUID, until: date, kinds: Iterable[Kind] | None = None
) -> list[AgendaRow]:
    """What is due by this day and not settled, in order: what `KeepAgenda` sees to."""
    where: dict[str, object] = {
        "programme_id": programme_id,
        "done": False,
        "due_on": tables.AtMost(until),
    }
    if kinds is not None:
        where["kind"] = tables.OneOf(tuple(kinds))
    return tables.select(source, AGENDA, where, order=("due_on", "key"))


def next_day(
    source: tables.Source, programme_id: UUID, kinds: Iterable[Kind] = tuple(PLAN.values())
) -> date | None:
    """The first day on which something of these kinds is due, also if it has passed."""
    where = {"programme_id": programme_id, "done": False, "kind": tables.OneOf(tuple(kinds))}
    first = tables.select(source, AGENDA, where, order=("due_on",), limit=1)
    return first[0].due_on if first else None


def between(source: tables.Source, programme_id: UUID, first: date, last: date) -> list[AgendaRow]:
    """Everything with a day in this period, settled or not: what a calendar shows."""
    period = [tables.AtLeast(first), tables.AtMost(last)]
    where = {"programme_id": programme_id, "due_on": period}
    return tables.select(source, AGENDA, where, order=("due_on", "key"))
