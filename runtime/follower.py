"""The process that follows the log: for the read models, for Temporal, and for the proofs."""

import asyncio
from contextlib import suppress
from threading import Event as Flag
from threading import Thread

from projections.engine import Engine
from projections.registry import MODELS
from runtime import checkpoint_parts
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
    world = World(settings)
    proving = start_proving(world, stop)
    relaying = asyncio.create_task(relay_for_ever(world))
    await until_told_to_stop()
    stop.set()
    relaying.cancel()
    with suppress(asyncio.CancelledError):
        await relaying
    for each in (thread, *proving):
        await asyncio.to_thread(each.join, JOIN_SECONDS)


def start_proving(world: World, stop: Flag) -> list[Thread]:
    """Keep the log's tree up to date and bring its checkpoints away, beside all else."""
    prover = checkpoint_parts.prover(world)
    anchor = checkpoint_parts.anchor(world)
    threads = [
        Thread(target=prover.run, args=(stop,), name="proofs", daemon=True),
        Thread(target=anchor.run, args=(stop,), name="anchor", daemon=True),
    ]
    for thread in threads:
        thread.start()
    return threads
