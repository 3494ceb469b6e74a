"""Puts the parts together; nothing else constructs them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NoReturn, Self
from uuid import UUID

from fastapi import FastAPI
from psycopg_pool import ConnectionPool
from temporalio.client import Client

from api import app
from api.ports import Person, Ports, Text
from eventstore.log import EventLog
from projections import address_book
from projections.agenda import AGENDA
from projections.contracts import CONTRACTS
from projections.progress import lag, wait
from projections.registry import MODELS
from runtime import clock, mail_sink, read_models
from runtime.correspondence import Correspondence
from runtime.settings import Settings
from workflows import activities
from workflows.ask import Due
from workflows.client import connect

PATIENCE_SECONDS = 20.0
"""How long an activity waits for a read model before it is tried again."""


class World:
    """The parts that several processes need, each made when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

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
            check=ConnectionPool.check_connection,
            open=True,
        )

    @cached_property
    def clock(self) -> clock.Clock:
        return clock.practice(self.log) if self.settings.practice else clock.real

    @cached_property
    def correspondence(self) -> Correspondence:
        return Correspondence(self.log, self.pool, self.settings, self.clock)

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


def activity_ports(world: World) -> activities.Ports:
    """What the worker's activities need."""

    def due(programme_id: UUID, position: int, now: datetime) -> Due:
        wait(world.pool, [AGENDA], position, PATIENCE_SECONDS)
        return read_models.due(world.pool, programme_id, now)

    def scope(programme_id: UUID, segment: str, position: int) -> Sequence[activities.Scoped]:
        wait(world.pool, [CONTRACTS], position, PATIENCE_SECONDS)
        return read_models.scope(world.pool, programme_id, segment)

    return activities.Ports(
        handle=world.log.handle,
        read=world.log.read,
        head=world.log.head,
        clock=world.clock,
        due=due,
        scope=scope,
        post=world.correspondence.post,
        remind=world.correspondence.remind,
    )


def web(settings: Settings) -> FastAPI:
    """The web application of a running system."""
    world = World(settings)

    def wait_for(position: int, names: Sequence[str], seconds: float) -> None:
        named = [model for model in MODELS if not names or model.name in names]
        wait(world.pool, named, position, seconds)

    def letter(change_id: UUID, letter_id: UUID) -> Text:
        written = world.correspondence.letter(change_id, letter_id)
        return Text(written.subject, written.text)

    def move_clock(to: datetime, by: str) -> int:
        return clock.move(world.log, to, by)

    folder = settings.practice_mail
    token = settings.api_token
    return app.create_app(
        Ports(
            handle=world.log.handle,
            clock=world.clock,
            pool=world.pool,
            wait=wait_for,
            letter=letter,
            undo=timedelta(seconds=settings.undo_seconds),
            lag=lambda: lag(world.pool),
            practice=settings.practice,
            move_clock=move_clock if settings.practice else None,
            mails=(lambda: mail_sink.messages(folder)) if settings.practice and folder else None,
            people=people(world) if settings.practice else (),
            token=token.get_secret_value() if token and settings.practice else None,
        )
    )


def people(world: World) -> list[Person]:
    """Who can be picked in a practice copy."""
    with world.pool.connection() as connection:
        known = address_book.of_kind(connection, "person")
    return [Person(each.party_id, each.name or each.party_id, each.role or "") for each in known]


def openapi() -> dict[str, Any]:
    """The description of the API, without a database behind it."""

    def nothing(*_: object) -> NoReturn:
        raise NotImplementedError

    ports = Ports(
        handle=nothing,
        clock=lambda: datetime(2021, 5, 3, tzinfo=UTC),
        pool=ConnectionPool("", open=False),
        wait=nothing,
        letter=nothing,
        undo=timedelta(0),
        lag=dict,
    )
    return app.openapi(ports)
