"""Where workflows are played: people act, time passes, and everything follows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio.client import WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from domain.base import Command, derived_id
from domain.batch.events import BatchConfirmed
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    ProposeChange,
    TableChange,
)
from domain.clock.commands import MoveClock
from domain.contract.commands import ConcludeContract
from domain.dates import start_of_day
from domain.decision.events import DecisionPlanned
from domain.procedure.events import ProcedurePlanned
from runtime.embedded_temporal import NAMESPACE, find_program, test_server
from tests import make
from tests.workflows.memory import SCOPE, World, time_of_activity
from workflows.client import QUIET, connect, worker
from workflows.policies import (
    WakeConcerned,
    agenda_id,
    announcement_id,
    batch_run_id,
    collection_id,
    run_id,
)
from workflows.relay import Relay

BEGIN = start_of_day(date(2021, 4, 1)) + timedelta(hours=9)
PATIENCE_SECONDS = 20


def noon(day: str) -> datetime:
    return start_of_day(date.fromisoformat(day)) + timedelta(hours=12)


class Stage:
    """A clock that began at `BEGIN`, a world in memory, and the relay right behind it.

    All that is asked is about one programme and one change in it.
    """

    def __init__(
        self, environment: WorkflowEnvironment, queue: str, programme_id: UUID, change_id: UUID
    ) -> None:
        self.environment = environment
        self.about = {"programme_id": programme_id, "change_id": change_id}
        self.announcement_id = announcement_id(change_id)
        self.agenda_id = agenda_id(programme_id)
        self.letters = [derived_id("letter", change_id, each.contract_id) for each in SCOPE]
        self.world = World(now=lambda: time_of_activity() + self.offset)
        self.log = self.world.log
        self.offset = timedelta(0)
        self.position = 0
        self.relay = Relay(environment.client, self.everyone, self.concerned, queue)

    def on_stage(self) -> Worker:
        """A worker for what is played here; one is there from the start."""
        return worker(self.environment.client, self.world.ports(), self.relay.task_queue)

    def everyone(self, _: int) -> Iterable[str]:
        return (self.announcement_id, self.agenda_id, *self.of_programme())

    def concerned(self, _: WakeConcerned, __: int) -> Iterable[str]:
        """All of the programme: who has to do with something is asked of read models elsewhere."""
        return (self.announcement_id, *self.of_programme())

    def of_programme(self) -> list[str]:
        return [
            *(collection_id(each.decision_id) for each in self.log.all(DecisionPlanned)),
            *(run_id(each.procedure_id) for each in self.log.all(ProcedurePlanned)),
        ]

    async def now(self) -> datetime:
        return await self.environment.get_current_time() + self.offset

    async def ask(self, *commands: Command) -> None:
        """A person asks, now; the relay carries out what follows from it."""
        for command in commands:
            now = await self.now()
            update: dict[str, Any] = {"at": now, "command_id": uuid4()}
            if isinstance(command, OrderDispatch):
                update["send_at"] = max(command.send_at, now)
            update |= {key: value for key, value in self.about.items() if hasattr(command, key)}
            self.log.handle(command.model_copy(update=update))
        await self.follow()

    async def follow(self) -> None:
        for event in self.log.events[self.position :]:
            self.position += 1
            await self.relay.carry_out((self.position, event))

    async def until(self, moment: datetime | str) -> None:
        """Let time pass, to noon if a day is named."""
        if isinstance(moment, str):
            moment = noon(moment)
        await self.environment.sleep(moment - await self.now())

    async def move_clock(self, to: datetime | str) -> None:
        """What an office does in a practice copy instead of waiting."""
        moment = noon(to) if isinstance(to, str) else to
        real = await self.environment.get_current_time()
        self.offset = moment - real
        await self.ask(make.a(MoveClock, to=moment, real=real))

    async def happens(self, what: Callable[[], bool]) -> None:
        """Wait, in real time, for something to have happened."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not what():  # noqa: ASYNC110 (it happens in another thread)
                await asyncio.sleep(0.01)

    @property
    def announcement(self) -> WorkflowHandle[Any, Any]:
        return self.environment.client.get_workflow_handle(self.announcement_id)

    @property
    def agenda(self) -> WorkflowHandle[Any, Any]:
        return self.environment.client.get_workflow_handle(self.agenda_id)

    @property
    def collection(self) -> WorkflowHandle[Any, Any]:
        """Of the first decision."""
        first = self.log.all(DecisionPlanned)[0]
        return self.environment.client.get_workflow_handle(collection_id(first.decision_id))

    @property
    def batch(self) -> WorkflowHandle[Any, Any]:
        """Of the first batch that was confirmed."""
        first = self.log.all(BatchConfirmed)[0]
        return self.environment.client.get_workflow_handle(batch_run_id(first.batch_id))

    @property
    def procedure(self) -> WorkflowHandle[Any, Any]:
        """Of the first procedure."""
        first = self.log.all(ProcedurePlanned)[0]
        return self.environment.client.get_workflow_handle(run_id(first.procedure_id))


def proposed(**fields: Any) -> list[Command]:
    contracts = [
        make.a(ConcludeContract, contract_id=each.contract_id, number=each.number) for each in SCOPE
    ]
    return [*contracts, make.a(ProposeChange, **fields), make.a(TableChange)]


def announced(send_at: datetime = BEGIN) -> list[Command]:
    return [
        make.a(AdoptChange),
        make.a(ApproveAnnouncement),
        make.a(OrderDispatch, send_at=send_at),
    ]


@asynccontextmanager
async def skipping() -> AsyncIterator[Stage]:
    """A stage of its own on a server whose clock skips to the next timer."""
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=test_server(),
        data_converter=pydantic_data_converter,
        runtime=QUIET,
    )
    async with environment:
        async with playing(environment, make.PROGRAMME_ID, make.CHANGE_ID) as stage:
            yield stage


@asynccontextmanager
async def lasting(address: str) -> AsyncIterator[Stage]:
    """A stage on the development server: time passes by moving the practice clock."""
    client = await connect(address, NAMESPACE)
    async with playing(WorkflowEnvironment.from_client(client), uuid4(), uuid4()) as stage:
        yield stage


@asynccontextmanager
async def forgetful(events: int) -> AsyncIterator[Stage]:
    """As `lasting`, on a server of its own that soon asks for a run to be continued as new."""
    settings = [
        f"limit.historyCount.suggestContinueAsNew={events}",
        'history.continueAsNewMinInterval="10ms"',
    ]
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=find_program("temporal"),
        dev_server_extra_args=[f"--dynamic-config-value={each}" for each in settings],
        dev_server_log_level="error",
        data_converter=pydantic_data_converter,
    )
    async with environment:
        async with playing(environment, make.PROGRAMME_ID, make.CHANGE_ID) as stage:
            yield stage


@asynccontextmanager
async def playing(
    environment: WorkflowEnvironment, programme_id: UUID, change_id: UUID
) -> AsyncIterator[Stage]:
    stage = Stage(environment, str(change_id), programme_id, change_id)
    stage.offset = BEGIN - await environment.get_current_time()
    async with stage.on_stage():
        yield stage
