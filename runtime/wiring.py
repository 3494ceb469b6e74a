"""Puts the parts together; nothing else constructs them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool
from temporalio.client import Client

from api.brief_links import Links
from eventstore.log import EventLog
from projections import sheets
from projections.answers import Answers, Reader
from runtime import brief_keys, clock
from runtime.caught_up import CaughtUp
from runtime.correspondence import Correspondence
from runtime.settings import Settings
from runtime.sheets import applying
from runtime.wording import Wording
from workflows import activities
from workflows.apply_sheet import Done
from workflows.client import connect

STATEMENTS = 1_000
"""That a connection remembers: pages ask some hundreds, and each is planned anew once forgotten."""


class World:
    """The parts that several processes need, each made when it is first asked for.

    Where the database cannot go away, connections need not be `checked` each time. Who asks the
    same again and again, as pages do, has `answers` remembered.
    """

    def __init__(
        self, settings: Settings, *, checked: bool = True, answers: Answers | None = None
    ) -> None:
        self.settings = settings
        self._answers = answers
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
            configure=_remember_statements if self._answers is None else _for_pages,
            connection_class=Reader,
            check=self._check,
            open=True,
        )

    @property
    def _check(self) -> Callable[[Connection[Any]], None] | None:
        if self._answers is not None:
            return self._answers.check
        return ConnectionPool.check_connection if self.checked else None

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


def _remember_statements(connection: Connection[Any]) -> None:
    connection.prepared_max = STATEMENTS


def _for_pages(connection: Connection[Any]) -> None:
    """Nobody waits for a page until somebody else's long work lets go of a table."""
    _remember_statements(connection)
    connection.execute("SET lock_timeout = '5s'")


def activity_ports(world: World, caught_up: CaughtUp | None = None) -> activities.Ports:
    """What the worker's activities need, by read models that are `caught_up`."""
    reading = caught_up or CaughtUp(world.pool)

    def template(programme_id: UUID, rectifies: bool) -> str:  # noqa: FBT001 (as the port has it)
        return world.correspondence.wording.frozen(programme_id, rectifies=rectifies)

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
        due=reading.due,
        change=lambda change_id: world.log.state("change", change_id),
        decision=lambda decision_id: world.log.state("decision", decision_id),
        batch=lambda batch_id: world.log.state("batch", batch_id),
        scope=reading.scope,
        template=template,
        plan=reading.plan,
        opening=reading.opening,
        being=reading.being,
        announcing=reading.announcing,
        withdrawals=reading.withdrawals,
        post=world.correspondence.post,
        remind=world.correspondence.remind,
        apply_rows=apply_rows,
        erase_rows=erase_rows,
    )
