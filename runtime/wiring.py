"""Puts the parts together; nothing else constructs them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from psycopg_pool import ConnectionPool
from temporalio.client import Client

from api.brief_links import Links
from eventstore.log import EventLog
from projections import sheets
from projections.agenda import AGENDA
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.plan_items import PLAN_ITEMS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.progress import wait
from projections.steering import REGISTER_ENTRIES
from runtime import brief_keys, clock, read_models
from runtime.correspondence import Correspondence
from runtime.settings import Settings
from runtime.sheets import applying
from runtime.wording import Wording
from workflows import activities, around
from workflows.apply_sheet import Done
from workflows.ask import Due
from workflows.client import connect
from workflows.scoping import Scoped

PATIENCE_SECONDS = 20.0
"""How long an activity waits for a read model before it is tried again."""


class World:
    """The parts that several processes need, each made when it is first asked for.

    Where the database cannot go away, connections need not be `checked` each time.
    """

    def __init__(self, settings: Settings, *, checked: bool = True) -> None:
        self.settings = settings
        self.checked = checked

    @cached_property
    def log(self) -> EventLog:
        return EventLog(self.settings.database_url)

    @cached_property
    def pool(self) -> ConnectionPool[Any]:
        return ConnectionPool(
            self.settings.database_url,
            min_size=1,
            max_size=12,
            kwargs={"autocommit": True},
            check=ConnectionPool.check_connection if self.checked else None,
            open=True,
        )

    @cached_property
    def clock(self) -> clock.Clock:
        return clock.practice(self.log) if self.settings.practice else clock.real

    @cached_property
    def links(self) -> Links:
        return brief_keys.links(self.settings)

    @cached_property
    def correspondence(self) -> Correspondence:
        return Correspondence(
            self.log, self.pool, self.settings, self.clock, self.links, Wording(self.log)
        )

    async def temporal(self) -> Client:
        key = self.settings.temporal_api_key
        return await connect(
            self.settings.temporal_address,
            self.settings.temporal_namespace,
            tls=self.settings.temporal_tls,
            api_key=key.get_secret_value() if key else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back; parts that were never made need nothing."""
        for name in ("pool", "log"):
            if name in self.__dict__:
                self.__dict__[name].close()


def activity_ports(world: World, seen: Callable[..., None] = wait) -> activities.Ports:
    """What the worker's activities need. `seen` waits until read models are at a position."""

    def due(programme_id: UUID, position: int, now: datetime) -> Due:
        seen(world.pool, [AGENDA, PLAN_ITEMS, REGISTER_ENTRIES], position, PATIENCE_SECONDS)
        return read_models.due(world.pool, programme_id, now)

    def scope(asked: activities.Asked) -> Sequence[Scoped]:
        seen(world.pool, [CONTRACTS], asked.position, PATIENCE_SECONDS)
        return read_models.scope(world.pool, asked)

    def announcing(programme_id: UUID, items: Collection[str], position: int) -> Sequence[UUID]:
        seen(world.pool, [CHANGES], position, PATIENCE_SECONDS)
        return read_models.announcing(world.pool, programme_id, items)

    def template(programme_id: UUID, rectifies: bool) -> str:  # noqa: FBT001 (as the port has it)
        return world.correspondence.wording.frozen(programme_id, rectifies=rectifies)

    def plan(
        programme_id: UUID, items: Collection[str], position: int
    ) -> Mapping[str, around.Planned]:
        seen(world.pool, [PLAN_ITEMS], position, PATIENCE_SECONDS)
        return read_models.plan(world.pool, programme_id, items)

    def opening(programme_id: UUID, gates: Collection[str], position: int) -> Sequence[UUID]:
        seen(world.pool, [DECISIONS], position, PATIENCE_SECONDS)
        return read_models.opening(world.pool, programme_id, gates)

    def being(programme_id: UUID, items: Collection[str], position: int) -> around.Being:
        seen(world.pool, [DECISIONS, PROCEDURES], position, PATIENCE_SECONDS)
        return read_models.being(world.pool, programme_id, items)

    def withdrawals(programme_id: UUID, position: int) -> Sequence[around.Withdrawal]:
        seen(world.pool, [PROGRAMMES], position, PATIENCE_SECONDS)
        return read_models.withdrawals(world.pool, programme_id)

    def apply_rows(sheet_id: UUID, beat: Callable[[], None]) -> Done:
        there = applying.World(world.pool, world.log.handle, world.log.read, world.clock)
        done = applying.apply_rows(there, sheet_id, beat)
        return Done(applied=done.applied, refused=done.refused, left=done.left)

    def erase_rows(sheet_id: UUID) -> None:
        with world.pool.connection() as connection:
            sheets.erase(connection, sheet_id, world.clock())

    return activities.Ports(
        handle=world.log.handle,
        read=world.log.read,
        consider=world.log.consider,
        head=world.log.head,
        clock=world.clock,
        due=due,
        change=lambda change_id: world.log.state("change", change_id),
        decision=lambda decision_id: world.log.state("decision", decision_id),
        batch=lambda batch_id: world.log.state("batch", batch_id),
        scope=scope,
        template=template,
        plan=plan,
        opening=opening,
        being=being,
        announcing=announcing,
        withdrawals=withdrawals,
        post=world.correspondence.post,
        remind=world.correspondence.remind,
        apply_rows=apply_rows,
        erase_rows=erase_rows,
    )
