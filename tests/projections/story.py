"""Events as the deciders make them, and the rows that a read model makes of events."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid5

from psycopg import Connection
from pydantic import TypeAdapter

from domain.base import Command, Decider, Event, derived_id
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    DraftAnnouncement,
    OrderDispatch,
    ProposeChange,
    QueueLetters,
    RecordReceipts,
    TableChange,
)
from domain.change.decider import CHANGE
from domain.change.parts import Receipt, Recipient
from projections.read_model import ReadModel
from tests import make

Row = TypeVar("Row")
Tell = Callable[..., Connection[Any]]
"""Carries out commands and answers where to ask what came of them."""

NUMBERS = ("HR-W-001", "HR-W-002", "HR-W-003")
CONTRACT_IDS = tuple(derived_id("contract", number) for number in NUMBERS)
LETTER_IDS = tuple(derived_id("letter", make.CHANGE_ID, each) for each in CONTRACT_IDS)
RECIPIENTS = tuple(
    Recipient(
        letter_id=letter_id,
        contract_id=contract_id,
        contract_number=number,
        provider_id=derived_id("provider", number),
        clause=make.CLAUSE,
        latest=make.LATEST,
    )
    for number, contract_id, letter_id in zip(NUMBERS, CONTRACT_IDS, LETTER_IDS, strict=True)
)


def on(day: str, hour: int = 9) -> datetime:
    """That day, at nine unless said otherwise."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)


def happened(decider: Decider[Any, Any, Any], *commands: Command) -> list[Event]:
    """What these commands lead to, with the ids that the log gives. Each must lead to something."""
    state, events = decider.initial, []
    numbers = count(1)
    for command in commands:
        decided: Sequence[Event] = decider.decide(command, state)
        assert decided, f"{type(command).__name__} decided nothing"
        for event in decided:
            event_id = uuid5(make.COMMAND_ID, f"{decider.name}:{next(numbers)}")
            events.append(event.model_copy(update={"event_id": event_id}))
            state = decider.evolve(state, events[-1])
    return events


def change(*commands: Command) -> list[Event]:
    """A change that was proposed on 3 May 2021 and what came of it."""
    return happened(CHANGE, make.a(ProposeChange), *commands)


def adopted() -> tuple[Command, ...]:
    return make.a(TableChange), make.a(AdoptChange)


def drafted(recipients: tuple[Recipient, ...] = RECIPIENTS, **fields: Any) -> Command:
    return make.a(DraftAnnouncement, recipients=recipients, **fields)


def ordered(day: str = "2021-06-01") -> tuple[Command, ...]:
    """Adopted, drafted, approved and ordered to go out on this day."""
    return (
        *adopted(),
        drafted(),
        make.a(ApproveAnnouncement),
        make.a(OrderDispatch, send_at=on(day)),
    )


def queued(day: str = "2021-06-01", letter_ids: tuple[UUID, ...] = LETTER_IDS) -> Command:
    return make.a(QueueLetters, at=on(day), letter_ids=letter_ids)


def receipt(
    letter_id: UUID, outcome: str = "sent", day: str = "2021-06-01", **more: Any
) -> Command:
    """What the mail server said of one letter."""
    answered = Receipt.model_validate(
        {
            **make.MESSAGE,
            "letter_id": letter_id,
            "outcome": outcome,
            "answered_at": on(day),
            **more,
        }
    )
    return make.a(RecordReceipts, at=on(day), receipts=(answered,))


def announced(day: str = "2021-06-01") -> tuple[Command, ...]:
    """All of it up to every letter taken over."""
    letters = (receipt(letter_id, day=day) for letter_id in LETTER_IDS)
    return *ordered(day), queued(day), *letters


def table(model: ReadModel[Row], events: Iterable[Event]) -> dict[str, Row]:
    """The rows of a model by key. Every one survives being kept as JSON."""
    rows: dict[str, Row] = {}
    kept: TypeAdapter[Row] = TypeAdapter(model.row)
    for event in events:
        if not isinstance(event, model.events):
            assert list(model.keys(event)) == []
            continue
        for key in model.keys(event):
            row = model.project(key, rows.get(key), event)
            if row is None:
                rows.pop(key, None)
                continue
            rows[key] = row
            assert kept.validate_json(kept.dump_json(row)) == row
    return rows


def only(model: ReadModel[Row], events: Iterable[Event]) -> Row:
    """The one row of a model that these events make."""
    [row] = table(model, events).values()
    return row
