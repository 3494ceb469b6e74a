"""What is due of a contract: its end, its options, duties, moments of review, its hand-over."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never
from uuid import UUID

from domain.base import Event
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractExtended,
    ContractReplaced,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
)
from domain.contract.options import option_left
from domain.dates import Window, local_day
from domain.provisions import Duty, Provision, Provisions, Review
from projections.agenda.rows import AgendaRow, Lasting, opened, settled

Lasts = ContractExtended | ContractEnded | ContractReplaced
Worded = ContractConcluded | ContractAmended | ContractCorrected
ContractStep = Worded | Lasts | DutyFulfilled | DutyMissed | HandOverPlanned | HandOverCompleted

_DAY = timedelta(days=1)


def contract_keys(event: ContractStep) -> Iterable[str]:
    """A contract has a row for its end, one for its options, one for each duty and review."""
    of = event.contract_id
    match event:
        case ContractConcluded():
            ends = [end_key(of)] if event.ends.edtf is not None else []
            options = [option_key(of)] if event.options else []
            return [*ends, *options, *(term_key(of, name) for name in dated(event.provisions))]
        case ContractAmended():
            return [term_key(of, name) for name in (*dated(event.provisions), *event.wordy)]
        case ContractCorrected():
            return [term_key(of, name) for name in dated(event.provisions)]
        case ContractExtended():
            return [end_key(of), option_key(of)]
        case ContractEnded() | ContractReplaced():
            return [
                end_key(of),
                option_key(of),
                *(term_key(of, name) for name in event.lapsed),
            ]
        case DutyFulfilled() | DutyMissed():
            return [term_key(of, event.duty)] if event.due is not None else []
        case HandOverPlanned() | HandOverCompleted():
            return [f"contract:{of}:hand-over"]
        case _:
            assert_never(event)


def contract(key: str, row: AgendaRow | None, event: ContractStep) -> AgendaRow | None:
    match event:
        case ContractConcluded() | ContractAmended() | ContractCorrected():
            return _worded(key, row, event)
        case HandOverPlanned():
            return _hand_over(key, event)
        case _:
            return None if row is None else _stepped(row, event)


def end_key(contract_id: UUID) -> str:
    return f"contract:{contract_id}:end"


def option_key(contract_id: UUID) -> str:
    return f"contract:{contract_id}:option"


def term_key(contract_id: UUID, name: str) -> str:
    return f"contract:{contract_id}:term:{name}"


def dated(provisions: Provisions) -> list[str]:
    """The terms whose figures have days that somebody must keep in view."""
    return [name for name, each in provisions.items() if isinstance(each, Duty | Review)]


def _worded(key: str, row: AgendaRow | None, event: Worded) -> AgendaRow | None:
    if isinstance(event, ContractConcluded) and ":term:" not in key:
        return _concluded(key, event)
    name = key.partition(":term:")[2]
    stated = event.provisions.get(name)
    counts_from = event.effective or local_day(event.at)
    if (
        row is not None
        and not isinstance(event, ContractCorrected)
        and _due_before(row, counts_from)
    ):
        # what is due before the new words count stays due, and after it what they ask
        return replace(row, following=_missed_on(stated) if isinstance(stated, Duty) else None)
    if stated is None:
        return None if row is None else settled(row, "dropped", event)
    return _term(key, name, stated, row, event)


def _due_before(row: AgendaRow, day: date) -> bool:
    return not row.done and row.due_on is not None and row.due_on <= day


def _concluded(key: str, event: ContractConcluded) -> AgendaRow | None:
    row = AgendaRow(
        key=key,
        kind="contract_end",
        programme_id=event.programme_id,
        segment=event.segment,
        title=event.number,
        due_on=event.ends.last,
        contract_id=event.contract_id,
    )
    if key == end_key(event.contract_id):
        return row
    return _options(replace(row, kind="option", lasting=Lasting(event.options, event.ends)), event)


def _options(row: AgendaRow, event: Event) -> AgendaRow:
    """The first day by which an option must be used; the end itself where no notice is known."""
    assert row.lasting is not None
    ends = row.lasting.ends
    left = [
        option_left(each, row.lasting.used.count(each.option_id), ends)
        for each in row.lasting.options
    ]
    usable = [each for each in left if each.left != 0]
    if not usable:
        return settled(replace(row, due_on=None), "done", event)
    days = [each.latest.value if each.latest else ends.last for each in usable]
    return replace(row, due_on=min((day for day in days if day), default=None))


def _term(
    key: str, name: str, provision: Provision, row: AgendaRow | None, event: Worded
) -> AgendaRow | None:
    programme_id = row.programme_id if row else event.programme_id
    if programme_id is None or not isinstance(provision, Duty | Review):
        return row
    is_duty, known_segment = isinstance(provision, Duty), row.segment if row else None
    title = provision.what if isinstance(provision, Duty) else provision.about
    fresh = AgendaRow(
        key=key,
        kind="miss_duty" if is_duty else "review",
        programme_id=programme_id,
        segment=event.segment if isinstance(event, ContractConcluded) else known_segment,
        title=title,
        due_on=_missed_on(provision) if isinstance(provision, Duty) else provision.when.due,
        contract_id=event.contract_id,
        term=name,
    )
    if row is not None and row.due_on == fresh.due_on:
        return replace(fresh, done=row.done, outcome=row.outcome, settled_at=row.settled_at)
    # Nobody may be called late for what had passed when it was first stated.
    passed = fresh.due_on is not None and fresh.due_on <= local_day(event.at)
    return row if fresh.due_on is None or (is_duty and passed) else fresh


def _missed_on(duty: Duty) -> date | None:
    last = duty.due.last if duty.due else None
    return last and last + _DAY


def _hand_over(key: str, event: HandOverPlanned) -> AgendaRow:
    """Where there is nobody to hand over, nothing is to be done."""
    row = AgendaRow(
        key=key,
        kind="hand_over",
        programme_id=event.programme_id,
        segment=event.segment,
        title=event.number,
        due_on=event.due,
        contract_id=event.contract_id,
    )
    return row if event.clients else settled(row, "done", event)


def _stepped(
    row: AgendaRow, event: Lasts | DutyFulfilled | DutyMissed | HandOverCompleted
) -> AgendaRow:
    match event:
        case ContractExtended():
            return _extended(row, event)
        case ContractEnded() | ContractReplaced():
            if row.kind == "contract_end":
                return replace(row, due_on=event.last_day)
            return settled(row, "dropped", event)
        case DutyFulfilled() | DutyMissed() if row.following is not None:
            return opened(replace(row, due_on=row.following, following=None))
        case DutyFulfilled() | HandOverCompleted():
            return settled(opened(row), "done", event)
        case DutyMissed():
            return settled(row, "missed", event)
        case _:
            assert_never(event)


def _extended(row: AgendaRow, event: ContractExtended) -> AgendaRow:
    if row.lasting is None:
        return replace(row, due_on=event.until)
    used = row.lasting.used + ((event.option_id,) if event.option_id else ())
    ends = Window.on(event.until)
    return _options(replace(row, lasting=replace(row.lasting, used=used, ends=ends)), event)
