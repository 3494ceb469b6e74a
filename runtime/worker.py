"""The process that works for Temporal."""

import asyncio
import logging

from temporalio.client import Client

from runtime import brief_keys
from runtime.settings import Settings
from runtime.stopping import until_told_to_stop
from runtime.wiring import World, activity_ports
from workflows.client import worker

PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Work until told to stop. What was begun is finished, or asked again of another worker.

    Raises `NoKeyError` where letters could not be signed.
    """
    world = World(settings)
    brief_keys.keys(settings)
    stopping = asyncio.create_task(until_told_to_stop())
    connecting = asyncio.create_task(connected(world))
    await asyncio.wait({stopping, connecting}, return_when=asyncio.FIRST_COMPLETED)
    if stopping.done():
        connecting.cancel()
        return
    async with worker(connecting.result(), activity_ports(world)):
        await stopping
    world.close()


async def connected(world: World) -> Client:
    """A connection to Temporal, however long it takes to come up."""
    while True:
        try:
            return await world.temporal()
        except RuntimeError as error:
            _log.warning("Temporal is away, trying again: %s", error)
            await asyncio.sleep(PAUSE_SECONDS)
