"""Questions about changes that pages and programs ask."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from projections import tables
from projections.changes.model import CHANGES
from projections.changes.rows import ChangeRow
from projections.decisions import DECISIONS, DecisionRow


@dataclass(frozen=True, slots=True)
class LastCall:
    """A change that providers must still be told of; below zero days it is too late."""

    change: ChangeRow
    days_left: int


def of_programme(source: tables.Source, programme_id: UUID) -> list[ChangeRow]:
    """The changes of a programme, in the order in which they take effect."""
    where = {"programme_id": programme_id}
    return tables.select(source, CHANGES, where, order=("effective", "key"))


def last_call(
    source: tables.Source, until: date, today: date, effect_until: date = date.max
) -> list[LastCall]:
    """What must be announced by one day for an effect by another, the most urgent first (AN-23).

    Changes whose last lawful day has passed stay on the board until somebody postpones or
    withdraws them, or an override lets them go on.
    """
    where = {"latest": tables.AtMost(until), "effective": tables.AtMost(effect_until)}
    found = tables.select(source, CHANGES, where, order=("latest", "effective", "key"))
    return [LastCall(row, (row.latest - today).days) for row in found if row.to_announce]


def decided_against(source: tables.Source, change: ChangeRow) -> DecisionRow | None:
    """The decision that the change is reserved for, if it was taken otherwise than hoped (AN-16).

    Then somebody has to withdraw the change, or to have it decided anew; nothing does so itself.
    """
    decision_id = change.reservation.decision_id if change.reservation else None
    if decision_id is None or not change.reserved or change.status == "withdrawn":
        return None
    decision = tables.get(source, DECISIONS, decision_id)
    if decision is None or decision.reached is None:
        return None
    return decision if decision.outcome != decision.question.outcomes[0] else None
