"""The world as activities see it, in memory: the real deciders, and a mail server that obeys."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID, uuid5

from temporalio import activity

from domain.base import Command, Event, Refused, derived_id
from domain.batch import state as batch_state
from domain.batch.state import Batch
from domain.change import state as change_state
from domain.change.events import ChangeProposed
from domain.change.parts import Receipt
from domain.change.standing import Change
from domain.dates import local_day, start_of_day
from domain.decision import state as decision_state
from domain.decision.events import DecisionPlanned
from domain.decision.state import Decision
from domain.procedure.events import ProcedurePlanned
from domain.programme.events import MunicipalityWithdrew
from eventstore.registry import DECIDERS
from projections.agenda import AGENDA
from projections.plan_items import PLAN_ITEMS, key_of
from projections.read_model import ReadModel
from projections.steering import REGISTER_ENTRIES, raised_now
from runtime.read_models import KINDS, due_item, planned, raised
from tests import make
from workflows.activities import Asked, Ports
from workflows.around import Being, Planned, Withdrawal
from workflows.ask import Due
from workflows.scoping import Scoped

E = TypeVar("E", bound=Event)
Row = TypeVar("Row")

NUMBERS = ("HR-W-001", "HR-W-002", "HR-W-003")
SCOPE = tuple(
    Scoped(
        derived_id("contract", number),
        number,
        derived_id("provider", number),
        make.CLAUSE,
        segment="wonen",
    )
    for number in NUMBERS
)


class Log:
    """Decides and remembers, as the event log does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.refused: Counter[str] = Counter()
        self._streams: dict[UUID, list[tuple[int, Event]]] = {}
        self._seen: dict[UUID, int] = {}
        self._lock = Lock()

    def handle(self, command: Command) -> int:
        with self._lock:
            if command.command_id in self._seen:
                return self._seen[command.command_id]
            decider = DECIDERS[type(command)]
            stream_id: UUID = getattr(command, decider.identity)
            stream = self._streams.setdefault(stream_id, [])
            state = reduce(decider.evolve, (event for _, event in stream), decider.initial)
            try:
                decided = decider.decide(command, state)
            except Refused as refused:
                self.refused[refused.reason] += 1
                raise
            for event in decided:
                event_id = uuid5(stream_id, str(len(stream) + 1))
                self.events.append(event.model_copy(update={"event_id": event_id}))
                stream.append((len(self.events), self.events[-1]))
            position = stream[-1][0] if stream else 0
            if decided:
                self._seen[command.command_id] = position
            return position

    def consider(self, command: Command) -> Refused | None:
        decider = DECIDERS[type(command)]
        events = self.read(getattr(command, decider.identity))
        try:
            decider.decide(command, reduce(decider.evolve, events, decider.initial))
        except Refused as refused:
            return refused
        return None

    def read(self, stream_id: UUID) -> list[Event]:
        return [event for _, event in self._streams.get(stream_id, [])]

    def head(self) -> int:
        return len(self.events)

    def all(self, cls: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, cls)]


@dataclass
class World:
    """Everything activities touch; a test bends what it is about.

    `answers` holds what the mail server is going to say of a letter, attempt by attempt; when
    nothing is left it takes the letter over.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    log: Log = field(default_factory=Log)
    scope: Sequence[Scoped] = SCOPE
    answers: dict[UUID, list[str]] = field(default_factory=dict)
    posted: list[tuple[datetime, tuple[UUID, ...]]] = field(default_factory=list)
    reminded: list[int] = field(default_factory=list)
    asked: int = 0
    bend_due: Callable[[int, Due], Due] = lambda _, due: due
    after_read: Callable[[], None] = lambda: None
    before_post: Callable[[], None] = lambda: None
    post_seconds: float = 0

    def ports(self) -> Ports:
        return Ports(
            handle=self.log.handle,
            read=self.read,
            consider=self.log.consider,
            head=self.log.head,
            clock=self.now,
            due=self.due,
            change=self.change,
            decision=self.decision,
            batch=self.batch,
            scope=self.contracts,
            template=lambda _, rectifies: "announcement/1" + " rectification/0" * rectifies,
            plan=self.plan,
            opening=self.opening,
            being=self.being,
            announcing=self.announcing,
            withdrawals=self.withdrawals,
            post=self.post,
            remind=self.remind,
        )

    def read(self, stream_id: UUID) -> list[Event]:
        self.asked += 1
        events = self.log.read(stream_id)
        self.after_read()
        return events

    def change(self, change_id: UUID) -> Change:
        return reduce(change_state.evolve, self.read(change_id), Change())  # type: ignore[arg-type]

    def decision(self, decision_id: UUID) -> Decision:
        events = self.read(decision_id)
        return reduce(decision_state.evolve, events, Decision())  # type: ignore[arg-type]

    def batch(self, batch_id: UUID) -> Batch:
        return reduce(batch_state.evolve, self.read(batch_id), Batch())  # type: ignore[arg-type]

    def contracts(self, asked: Asked) -> list[Scoped]:
        return [each for each in self.scope if each.contract_id not in asked.known]

    def announcing(self, _: UUID, items: Collection[str], __: int) -> list[UUID]:
        """Of one programme, which is all that there is here."""
        return [
            each.change_id for each in self.log.all(ChangeProposed) if each.announce_item in items
        ]

    def plan(self, programme_id: UUID, items: Collection[str], _: int) -> dict[str, Planned]:
        rows = self.rows(PLAN_ITEMS)
        keys = [key_of(programme_id, each) for each in items]
        return {rows[key].item_id: planned(rows[key]) for key in keys if key in rows}

    def opening(self, programme_id: UUID, gates: Collection[str], _: int) -> list[UUID]:
        planned = self.log.all(DecisionPlanned)
        return [
            each.decision_id
            for each in planned
            if each.programme_id == programme_id and set(each.question.opens) & set(gates)
        ]

    def being(self, programme_id: UUID, items: Collection[str], _: int) -> Being:
        """Of one programme, which is all that there is here."""
        procedures = [
            each.procedure_id
            for each in self.log.all(ProcedurePlanned)
            if {step.item for step in each.track.steps} & set(items)
        ]
        decisions = [
            each.decision_id
            for each in self.log.all(DecisionPlanned)
            if each.question.item in items and each.programme_id == programme_id
        ]
        return Being(tuple(procedures), tuple(decisions))

    def withdrawals(self, programme_id: UUID, _: int) -> list[Withdrawal]:
        return [
            Withdrawal(each.name, each.segments, each.reason)
            for each in self.log.all(MunicipalityWithdrew)
            if each.programme_id == programme_id
        ]

    async def post(
        self, _: UUID, letter_ids: Sequence[UUID], heartbeat: Callable[[], None]
    ) -> list[Receipt]:
        heartbeat()
        self.before_post()
        self.posted.append((self.now(), tuple(letter_ids)))
        if self.post_seconds:
            await asyncio.sleep(self.post_seconds)
        return [self.receipt(letter_id) for letter_id in letter_ids]

    def receipt(self, letter_id: UUID) -> Receipt:
        waiting = self.answers.get(letter_id)
        outcome: Any = waiting.pop(0) if waiting else "sent"
        return Receipt(letter_id=letter_id, outcome=outcome, answered_at=self.now(), **make.MESSAGE)

    async def remind(self, _: UUID, days_before: int) -> None:
        self.reminded.append(days_before)

    def due(self, programme_id: UUID, position: int, now: datetime) -> Due:
        self.asked += 1
        return self.bend_due(position, self.fresh_due(programme_id, now))

    def fresh_due(self, programme_id: UUID, now: datetime) -> Due:
        """Out of the log itself, so never behind."""
        today = local_day(now)
        waiting = [
            row
            for row in self.rows(AGENDA).values()
            if row.programme_id == programme_id and row.kind in KINDS and not row.done
        ]
        plan = {row.item_id: row for row in self.rows(PLAN_ITEMS).values()}
        items = [
            *(due_item(row) for row in waiting if row.due_on and row.due_on <= today),
            *(
                raised(each)
                for row in self.rows(REGISTER_ENTRIES).values()
                for each in raised_now(row, plan)
            ),
        ]
        if items:
            return Due(items=tuple(items))
        days = [row.due_on for row in waiting if row.due_on]
        seconds = (start_of_day(min(days)) - now).total_seconds() if days else None
        return Due(wait_seconds=seconds)

    def rows(self, model: ReadModel[Row]) -> dict[str, Row]:
        """The rows of a read model that has seen all there is."""
        rows: dict[str, Row | None] = {}
        for event in self.log.events:
            if isinstance(event, model.events):
                for key in model.keys(event):
                    rows[key] = model.project(key, rows.get(key), event)
        return {key: row for key, row in rows.items() if row is not None}


def time_of_activity() -> datetime:
    """The time in an activity as its server has it, which may skip."""
    return activity.info().started_time
