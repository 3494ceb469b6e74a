"""Withdrawing and narrowing, and undoing that, as they show on the row of a change."""

from dataclasses import replace
from typing import assert_never

from domain.change.events import (
    ChangeNarrowed,
    ChangeWithdrawn,
    DispatchRecalled,
    WithdrawalOrdered,
)
from projections.changes.rows import ChangeRow, GivenUp, latest_day

GivingUp = ChangeWithdrawn | ChangeNarrowed | WithdrawalOrdered


def giving_up(row: ChangeRow, event: GivingUp) -> ChangeRow:
    match event:
        case ChangeWithdrawn():
            return _withdrawn(row, event)
        case ChangeNarrowed():
            return _narrowed(row, event)
        case WithdrawalOrdered():
            *before, last = row.given_up
            ordered = replace(last, letters=len(event.letters), send_at=event.send_at)
            return replace(row, given_up=(*before, ordered))
        case _:
            assert_never(event)


def _withdrawn(row: ChangeRow, event: ChangeWithdrawn) -> ChangeRow:
    """No letter that announces it waits any more; those that were put off or refused neither."""
    others = row.other_letters
    part = GivenUp(
        order_id=event.caused_by,
        at=event.at,
        by=event.by,
        reason=event.reason,
        whole=True,
        deferred=tuple(each for each in row.deferred_letters if each not in others),
        refused=tuple(each for each in row.refused_letters if each not in others),
    )
    return replace(
        row,
        withdrawn_at=event.at,
        withdrawn_reason=event.reason,
        given_up=(*row.given_up, part),
        deferred_letters=tuple(each for each in row.deferred_letters if each in others),
        refused_letters=tuple(each for each in row.refused_letters if each in others),
    )


def _narrowed(row: ChangeRow, event: ChangeNarrowed) -> ChangeRow:
    gone, letters = {*event.contract_ids}, {*event.letter_ids}
    part = GivenUp(
        order_id=event.caused_by,
        at=event.at,
        by=event.by,
        reason=event.reason,
        contract_ids=event.contract_ids,
        segments=event.segments,
        deferred=tuple(each for each in row.deferred_letters if each in letters),
        refused=tuple(each for each in row.refused_letters if each in letters),
        clauses=row.clauses,
    )
    clauses = event.clauses or row.clauses
    return replace(
        row,
        given_up=(*row.given_up, part),
        recipients=row.recipients - len(event.letter_ids),
        clauses=clauses,
        latest=latest_day(row.effective, clauses or (row.clause,)),
        deferred_letters=tuple(each for each in row.deferred_letters if each not in letters),
        refused_letters=tuple(each for each in row.refused_letters if each not in letters),
        held_back_contracts=tuple(each for each in row.held_back_contracts if each not in gone),
    )


def taken_back(row: ChangeRow, event: DispatchRecalled) -> ChangeRow:
    """As it stood before that was given up. What had been held back is looked at anew."""
    part = next(each for each in reversed(row.given_up) if each.order_id == event.withdrawal)
    clauses = row.clauses if part.whole else part.clauses
    return replace(
        row,
        given_up=tuple(each for each in row.given_up if each is not part),
        withdrawn_at=None if part.whole else row.withdrawn_at,
        withdrawn_reason=None if part.whole else row.withdrawn_reason,
        recipients=row.recipients + (0 if part.whole else len(part.contract_ids)),
        clauses=clauses,
        latest=latest_day(row.effective, clauses or (row.clause,)),
        deferred_letters=(*row.deferred_letters, *part.deferred),
        refused_letters=(*row.refused_letters, *part.refused),
    )
