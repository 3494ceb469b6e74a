"""Answers activities from read models that have seen the log as far as the question asks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from projections.agenda import AGENDA
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.plan_items import PLAN_ITEMS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.progress import wait
from projections.read_model import ReadModel
from projections.steering import REGISTER_ENTRIES
from runtime import read_models
from workflows.activities import Asked
from workflows.around import Being, Planned, Withdrawal
from workflows.ask import Due
from workflows.scoping import Scoped

PATIENCE_SECONDS = 20.0
"""How long an activity waits for a read model before it is tried again."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """`wait` returns once these read models are at a position."""

    pool: ConnectionPool[Any]
    wait: Callable[..., None] = wait

    def seen(self, position: int, *models: ReadModel[Any]) -> ConnectionPool[Any]:
        self.wait(self.pool, models, position, PATIENCE_SECONDS)
        return self.pool

    def due(self, programme_id: UUID, position: int, now: datetime) -> Due:
        pool = self.seen(position, AGENDA, PLAN_ITEMS, REGISTER_ENTRIES)
        return read_models.due(pool, programme_id, now)

    def scope(self, asked: Asked) -> Sequence[Scoped]:
        return read_models.scope(self.seen(asked.position, CONTRACTS), asked)

    def announcing(
        self, programme_id: UUID, items: Collection[str], position: int
    ) -> Sequence[UUID]:
        return read_models.announcing(self.seen(position, CHANGES), programme_id, items)

    def plan(
        self, programme_id: UUID, items: Collection[str], position: int
    ) -> Mapping[str, Planned]:
        return read_models.plan(self.seen(position, PLAN_ITEMS), programme_id, items)

    def opening(self, programme_id: UUID, gates: Collection[str], position: int) -> Sequence[UUID]:
        return read_models.opening(self.seen(position, DECISIONS), programme_id, gates)

    def being(self, programme_id: UUID, items: Collection[str], position: int) -> Being:
        return read_models.being(self.seen(position, DECISIONS, PROCEDURES), programme_id, items)

    def withdrawals(self, programme_id: UUID, position: int) -> Sequence[Withdrawal]:
        return read_models.withdrawals(self.seen(position, PROGRAMMES), programme_id)
