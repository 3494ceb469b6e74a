"""Which thing's day a row of the agenda is, so that it can be explained."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from projections.agenda.rows import AgendaRow
from projections.why.parts import Why

_DAY = timedelta(days=1)


def subject_of(row: AgendaRow) -> UUID:
    """What the row is about: the most particular thing that it names."""
    named = (
        row.contract_id,
        row.change_id,
        row.decision_id,
        row.document_id,
        row.steering_id if row.entry_id else None,
        row.provider_id,
        row.admission_id,
    )
    return next((each for each in named if each is not None), row.programme_id)


def of_row(row: AgendaRow, found: Iterable[Why]) -> tuple[Why, ...]:
    """The reasons of its day, or of the day before: what is missed is noticed the day after."""
    if row.due_on is None:
        return ()
    days, every = (row.due_on, row.due_on - _DAY), tuple(found)
    fitting = (tuple(each for each in every if each.day == day) for day in days)
    return next((each for each in fitting if each), ())
