"""Commands that are planned now and handed over later, and whether the domain would refuse them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.base import Command, Refused, Sentence
from eventstore.registry import DECIDERS

UNSTAMPED: dict[str, Any] = {
    "command_id": UUID(int=0),
    "at": datetime(1970, 1, 1, tzinfo=UTC),
    "by": "",
}
"""Until it is handed over; then it gets an id made from file and row, the time, and who asked."""


def refusal_of(command: Command, state: Any = None) -> Sentence | None:
    """Why the domain would say no as things stand; to something new if no state is given."""
    decider = DECIDERS[type(command)]
    try:
        decider.decide(command, decider.initial if state is None else state)
    except Refused as refused:
        return refused.sentence
    return None
