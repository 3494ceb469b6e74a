"""Which facts of a stream a later correction contradicts, whatever noun it is of (AU-10)."""

from collections.abc import Sequence
from typing import Any, get_args

from domain.base import Event
from domain.change import conflicts as of_change
from domain.change.events import ChangeEvent
from domain.conflict import Conflict, Rules, conflicts_by
from domain.contract import conflicts as of_contract
from domain.contract.events import ContractEvent
from domain.decision import conflicts as of_decision
from domain.decision.events import DecisionEvent
from domain.document import conflicts as of_document
from domain.document.events import DocumentEvent
from domain.procedure import conflicts as of_procedure
from domain.procedure.events import ProcedureEvent
from domain.programme import conflicts as of_programme
from domain.programme.events import ProgrammeEvent

__all__ = ["Conflict", "conflicts"]

_RULES: tuple[tuple[tuple[type[Event], ...], Rules[Any]], ...] = (
    (get_args(ContractEvent), of_contract.RULES),
    (get_args(ChangeEvent), of_change.RULES),
    (get_args(DecisionEvent), of_decision.RULES),
    (get_args(DocumentEvent), of_document.RULES),
    (get_args(ProcedureEvent), of_procedure.RULES),
    (get_args(ProgrammeEvent), of_programme.RULES),
)


def conflicts(events: Sequence[Event]) -> list[Conflict]:
    """The conflicts of one stream, in the order of the facts; none of other nouns' streams."""
    if not events:
        return []
    rules = next((rules for own, rules in _RULES if isinstance(events[0], own)), None)
    return [] if rules is None else conflicts_by(rules, events)
