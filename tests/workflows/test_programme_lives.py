"""Decisions and procedures for real: PostgreSQL, Temporal, read models, relay and worker."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from uuid import uuid4

import pytest

from domain.base import Command, Event
from domain.procedure.events import GateOpened, ProcedureReplanned, StepStarted
from domain.programme.commands import ShiftPlan
from domain.programme.events import PlanItemRealised
from projections.engine import Engine
from projections.registry import MODELS
from runtime import clock, embedded_temporal, ports
from runtime.relaying import relay_for_ever
from runtime.settings import Settings
from runtime.wiring import World, activity_ports
from tests import make
from tests.making.procedure import PROCEDURE_ID
from tests.workflows.programme import GATE, asked, item, laid_out, published, says, step
from tests.workflows.stage import noon
from workflows.client import worker

pytestmark = pytest.mark.anyio

PATIENCE_SECONDS = 30
say: Callable[[str], None] = lambda _: None  # noqa: E731


@contextmanager
def projecting(url: str) -> Iterator[None]:
    """Read models that follow, as in the follower."""
    stop = Flag()
    thread = Thread(target=Engine(url, MODELS).run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@asynccontextmanager
async def relaying(world: World) -> AsyncIterator[None]:
    task = asyncio.create_task(relay_for_ever(world))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Office:
    """People who act at the time of the practice clock, and look at what became of it."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def ask(self, *commands: Command) -> None:
        for command in commands:
            asked = {"at": self.world.clock(), "command_id": uuid4()}
            await asyncio.to_thread(self.world.log.handle, command.model_copy(update=asked))

    async def clock(self, day: str) -> None:
        await asyncio.to_thread(clock.move, self.world.log, noon(day), "test")

    async def sees(self, what: type[Event], **fields: object) -> None:
        """Wait until the procedure or its programme says so."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await asyncio.to_thread(self.happened, what, fields):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def happened(self, what: type[Event], fields: dict[str, object]) -> bool:
        log = self.world.log
        return any(
            isinstance(event, what)
            and all(getattr(event, name) == value for name, value in fields.items())
            for event in (*log.read(PROCEDURE_ID), *log.read(make.PROGRAMME_ID))
        )


@pytest.mark.row("PG-09", "PG-10")
async def test_a_decision_opens_a_gate_and_a_moved_plan_moves_its_steps_whoever_was_away(
    migrated_url: str, tmp_path: Path
) -> None:
    """The last answer comes while nobody relays, the plan moves while no worker works."""
    temporal = embedded_temporal.start(tmp_path, ports.any_free(), say=say)
    settings = Settings.model_validate(
        {"database_url": migrated_url, "temporal_address": temporal.address, "practice": True}
    )
    with World(settings) as world, projecting(migrated_url):
        office, client = Office(world), await world.temporal()
        await office.clock("2041-01-10")
        async with relaying(world), worker(client, activity_ports(world)):
            await office.ask(
                published(item("adopt", "2041-05"), item("tender", "2041-09")),
                asked("2041-05", item="adopt"),
                laid_out(
                    step("prepare", "2041-01"),
                    step("tell-providers", "2041-02", gate=GATE),
                    step("tender", "2041-09", item="tender"),
                ),
                says("Leiden", "2041-01-09"),
            )
            await office.sees(StepStarted, step_id="prepare")
        await office.ask(says("Katwijk", "2041-01-10"))
        async with relaying(world):
            async with worker(client, activity_ports(world)):
                await office.sees(GateOpened, gate=GATE)
                await office.sees(PlanItemRealised, item_id="adopt")
                await office.clock("2041-02-02")
                await office.sees(StepStarted, step_id="tell-providers")
            later = {"title": "Een jaar later", "reason": "De raden vragen meer tijd."}
            await office.ask(make.a(ShiftPlan, months=12, **later))
            async with worker(client, activity_ports(world)):
                await office.sees(ProcedureReplanned)
                await office.clock("2042-09-02")
                await office.sees(StepStarted, step_id="tender")
        assert office.happened(StepStarted, {"step_id": "tender"})
    temporal.stop()
