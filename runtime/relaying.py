"""Runs the relay: one process at a time, from where it was left, for ever."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import ExitStack
from time import monotonic
from typing import Any

import psycopg

from eventstore.follow import POLL_SECONDS, Batch, Wake, settled
from projections.changes import CHANGES
from projections.decisions import DECISIONS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.progress import wait
from projections.read_model import ReadModel
from runtime import read_models
from runtime.wiring import World
from workflows.client import namespace_id
from workflows.policies import HEEDED, WakeConcerned
from workflows.relay import Relay

BATCH = 200
PATIENCE_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0
STEADY_SECONDS = 30.0
LOOK_SECONDS = 5.0
MODELS: tuple[ReadModel[Any], ...] = (DECISIONS, PROCEDURES, CHANGES)
TOPICS = [event.__name__ for event in HEEDED]

_RELAYING = 20211204
_log = logging.getLogger(__name__)


async def relay_for_ever(world: World) -> None:
    """Relay, and begin again after whatever went wrong: nothing is passed before it was relayed."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        begun = monotonic()
        try:
            await relay(world)
        except Exception as error:  # noqa: BLE001 (Temporal or PostgreSQL is away: wait for it)
            if monotonic() - begun > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            _log.warning("The relay waits %.1f s: %s", pause, error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def relay(world: World) -> None:
    """Relay until something fails, or until Temporal turns out to be another than it was."""

    def everyone(position: int) -> Iterable[str]:
        wait(world.pool, [PROGRAMMES, *MODELS], position, PATIENCE_SECONDS)
        return read_models.everyone(world.pool)

    def concerned(whom: WakeConcerned, position: int) -> Iterable[str]:
        wait(world.pool, MODELS, position, PATIENCE_SECONDS)
        return read_models.concerned(world.pool, whom)

    client = await world.temporal()
    carrier = Relay(client, everyone, concerned)
    namespace = await namespace_id(client)
    reader = await asyncio.to_thread(Reader, world.settings.database_url, namespace)
    try:
        await asyncio.to_thread(reader.lead)
        looked = monotonic()
        while True:
            if monotonic() - looked > LOOK_SECONDS:
                looked = monotonic()
                if await namespace_id(client) != namespace:
                    _log.warning("Temporal was made anew: everything is relayed to it again.")
                    return
            batch = await asyncio.to_thread(reader.next)
            await carrier.carry_out(*((each.position, each.event) for each in batch.events))
            await asyncio.to_thread(reader.passed, batch.position)
    finally:
        await asyncio.to_thread(reader.close)


class Reader:
    """Reads what the relay has to carry out, and remembers how far that is.

    The memory goes by the id of Temporal's namespace: one that was lost and made anew is told
    everything from the start, so that what waits is waited for again.
    """

    def __init__(self, url: str, namespace: str) -> None:
        self._namespace = namespace
        self._position = 0
        with ExitStack() as stack:
            self._connection = stack.enter_context(psycopg.connect(url, autocommit=True))
            self._wake = stack.enter_context(Wake(url))
            self._open = stack.pop_all()

    def lead(self) -> None:
        """Wait until no other process relays, then go on from where the last one was."""
        while not self._granted():
            self._wake.wait(POLL_SECONDS)
        sql = "select position from relay_positions where namespace_id = %s"
        known = self._connection.execute(sql, [self._namespace]).fetchone()
        self._position = known[0] if known else 0

    def _granted(self) -> bool:
        sql = "select pg_try_advisory_lock(%s)"
        return self._connection.execute(sql, [_RELAYING]).fetchone() == (True,)

    def next(self) -> Batch:
        """What comes next; waits a moment if there is nothing."""
        batch = settled(self._connection, self._position, BATCH, TOPICS)
        if batch.position == self._position:
            self._wake.wait(POLL_SECONDS)
        return batch

    def passed(self, position: int) -> None:
        """Remember that everything up to here was carried out."""
        if position == self._position:
            return
        self._connection.execute(
            "insert into relay_positions values (%s, %s)"
            " on conflict (namespace_id) do update set position = excluded.position",
            [self._namespace, position],
        )
        self._position = position

    def close(self) -> None:
        self._open.close()
