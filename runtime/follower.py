"""The process that follows the log: it keeps read models up to date and relays to Temporal."""

import asyncio
from contextlib import suppress
from threading import Event as Flag
from threading import Thread

from projections.engine import Engine
from projections.registry import MODELS
from runtime.relaying import relay_for_ever
from runtime.settings import Settings
from runtime.stopping import until_told_to_stop
from runtime.wiring import World

JOIN_SECONDS = 10


async def follow(settings: Settings) -> None:
    """Follow until told to stop. Outlives the database and Temporal: goes on when they are back."""
    stop = Flag()
    engine = Engine(settings.database_url, MODELS)
    thread = Thread(target=engine.run, args=(stop,), name="engine", daemon=True)
    thread.start()
    relaying = asyncio.create_task(relay_for_ever(World(settings)))
    await until_told_to_stop()
    stop.set()
    relaying.cancel()
    with suppress(asyncio.CancelledError):
        await relaying
    await asyncio.to_thread(thread.join, JOIN_SECONDS)
