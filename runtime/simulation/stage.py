"""The stage of a simulation: a clock that skips, a log, and everything that follows it at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from domain.base import Command, Refused
from domain.change.commands import ReaddressLetter
from domain.change.parts import Receipt
from domain.change.state import Change
from domain.dates import local_day
from domain.procedure.commands import CompleteStep
from eventstore.follow import Batch, settled
from runtime import read_models
from runtime.caught_up import CaughtUp
from runtime.relaying import TOPICS
from runtime.simulation.people import OFFICE, Act
from runtime.simulation.scenario import Scenario
from runtime.simulation.telling import Refusal
from runtime.wiring import World, activity_ports
from workflows.activities import Ports
from workflows.relay import Relay

T = TypeVar("T")

BATCH = 10_000
TAKEN, REFUSED = "250 2.0.0 taken over (simulated)", "550 5.1.1 no such mailbox (simulated)"


class Stage:
    """Read models and relay follow every command before anything else happens.

    Time stands still while an activity runs, so nothing is overtaken: a simulation tells the
    same story every time.
    """

    def __init__(
        self,
        world: World,
        environment: WorkflowEnvironment,
        scenario: Scenario,
        advance: Callable[[], None],
    ) -> None:
        self.world = world
        self.environment = environment
        self.scenario = scenario
        self.offset = timedelta(0)
        self.position = 0
        self.mended: set[UUID] = set()
        self.refusals: list[Refusal] = []
        self.loop = asyncio.get_running_loop()
        self.settling = asyncio.Lock()
        self.advance = advance
        self.relay = Relay(
            environment.client,
            lambda _: read_models.everyone(world.pool),
            lambda whom, _: read_models.concerned(world.pool, whom),
        )
        self.correspondence = replace(world.correspondence, clock=self.clock)

    def clock(self) -> datetime:
        """The time in an activity, as the server that skips has it."""
        return activity.info().started_time + self.offset

    async def now(self) -> datetime:
        """The time outside of activities."""
        return await patiently(self.environment.get_current_time) + self.offset

    async def set_clock(self, begin: datetime) -> None:
        self.offset = begin - await self.environment.get_current_time()

    async def sleep_until(self, moment: datetime) -> None:
        """Let time pass, and what falls due on the way happen; everything before has followed."""

        async def sleep() -> None:
            rest = moment - await self.now()
            if rest > timedelta(0):
                await self.environment.sleep(rest)

        await patiently(sleep)

    async def do(self, act: Act) -> str | None:
        """Do what a person does; a refusal is part of the story, told once. Answers its reason."""
        if act.mend is not None:
            self.mended.add(act.mend)
            for command in self.readdressings(act, act.mend):
                await self.ask(command)
        if act.command is not None:
            return await self.ask(as_of(act.command, await self.now()), told=act.told)
        return None

    async def ask(self, command: Command, *, told: bool = False) -> str | None:
        """Hand over a command with the time of now, and let everything follow."""
        stamped = command.model_copy(update={"at": await self.now()})
        reason = None
        try:
            await asyncio.to_thread(self.world.log.handle, stamped)
        except Refused as refused:
            reason = refused.reason
            if not told:
                self.refusals.append(Refusal(self.world.log.head(), stamped, refused.sentence))
        await self.settle()
        return reason

    def handle(self, command: Command) -> int:
        """For activities: the same, from their thread."""
        position = self.world.log.handle(command)
        asyncio.run_coroutine_threadsafe(self.settle(), self.loop).result()
        return position

    async def settle(self) -> None:
        """Bring read models and workflows up to the end of the log."""
        async with self.settling:
            batch = await asyncio.to_thread(self.catch_up)
            news = [(each.position, each.event) for each in batch.events]
            await patiently(lambda: self.relay.carry_out(*news))
            self.position = batch.position

    def catch_up(self) -> Batch:
        """Bring the read models to the end of the log, and answer what workflows may heed."""
        self.advance()
        with self.world.pool.connection() as connection:
            return settled(connection, self.position, BATCH, TOPICS)

    def ports(self) -> Ports:
        """What activities need, on this stage; its read models follow at once."""
        return replace(
            activity_ports(self.world, CaughtUp(self.world.pool, lambda *_: None)),
            handle=self.handle,
            clock=self.clock,
            post=self.post,
            remind=self.remind,
        )

    async def post(
        self, change_id: UUID, letter_ids: Sequence[UUID], _: Callable[[], None]
    ) -> list[Receipt]:
        """Write every letter, and answer as a mail server would; nothing leaves the house."""
        outgoing = self.correspondence.outgoing(change_id, letter_ids)
        refused = set() if change_id in self.mended else self.refused_letters(change_id)
        now = self.clock()
        return [
            Receipt(
                letter_id=letter.letter_id,
                outcome="refused" if letter.letter_id in refused else "sent",
                answered_at=now,
                answer=REFUSED if letter.letter_id in refused else TAKEN,
                message_id=letter.message_id,
            )
            for letter in outgoing
        ]

    async def remind(self, change_id: UUID, days_before: int) -> None:
        self.correspondence.reminder(change_id, self.change(change_id), days_before)

    def refused_letters(self, change_id: UUID) -> set[UUID]:
        """The letters whose address the scenario has refused."""
        change = self.change(change_id)
        assert change.proposal is not None
        deviation = self.scenario.changes.get(change.proposal.key)
        numbers = deviation.refused if deviation else ()
        return {
            each.letter_id for each in change.recipients.values() if each.contract_number in numbers
        }

    def readdressings(self, act: Act, change_id: UUID) -> list[Command]:
        letters = self.change(change_id).letters
        return [
            ReaddressLetter(
                change_id=change_id, letter_id=each, at=act.at, by=OFFICE, command_id=uuid4()
            )
            for each, letter in letters.items()
            if letter.status == "refused"
        ]

    def change(self, change_id: UUID) -> Change:
        return self.correspondence.change(change_id)


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Ask once more when the test server has closed the connection, as it does when it is busy.

    It takes many requests that end early for an attack (netty's limit on resets).
    """
    for pause in (0.1, 0.5, 2.0, 5.0, 10.0):
        try:
            return await call()
        except RPCError as error:
            if error.status not in (RPCStatusCode.INTERNAL, RPCStatusCode.UNAVAILABLE):
                raise
            await asyncio.sleep(pause)
    return await call()


def as_of(command: Command, now: datetime) -> Command:
    """A step that is done later than first tried was done then, not earlier."""
    if isinstance(command, CompleteStep):
        return command.model_copy(update={"done_on": local_day(now), "command_id": uuid4()})
    return command
