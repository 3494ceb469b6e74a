"""Carries out what the policies say about each event: in order, at least once."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.base import Event
from workflows.announce_change import AnnounceChange
from workflows.policies import Reaction, Resume, Start, Wake, WakeAll, WakeConcerned, react

TASK_QUEUE = "inkoopspoor"


@dataclass(frozen=True, slots=True)
class Relay:
    """`everyone` tells the ids of all workflows that may be waiting, as of a log position.

    `concerned` tells those of what somewhere in the programme has to do with an event.
    """

    client: Client
    everyone: Callable[[int], Iterable[str]]
    concerned: Callable[[WakeConcerned, int], Iterable[str]]
    task_queue: str = TASK_QUEUE

    async def carry_out(self, *events: tuple[int, Event]) -> None:
        """Start or wake the workflows that events call for. Doing it twice does it once.

        What several of them wake is woken once, after all of them were looked at; and whom several
        of them concern in the same way, as thousands of contracts of a segment do, is looked up
        once.
        """
        woken: dict[str, int] = {}
        reactions = [(each, position) for position, event in events for each in react(event)]
        looked_up = {each: at for each, at in reactions if isinstance(each, WakeConcerned)}
        named = [(each, at) for each, at in reactions if not isinstance(each, WakeConcerned)]
        for reaction, position in (*named, *looked_up.items()):
            for workflow_id in await self.called(reaction, position):
                woken[workflow_id] = position
        await asyncio.gather(*(self.wake(*each) for each in woken.items()))

    async def called(self, reaction: Reaction, position: int) -> Iterable[str]:
        """Start what is to be started, and say who else is to be woken."""
        match reaction:
            case Start(run, workflow_id, argument):
                begun = await self.start(run, workflow_id, argument)
                return () if begun else (workflow_id,)
            case Resume(run, workflow_id, argument):
                await self.resume(run, workflow_id, argument, position)
                return ()
            case Wake(workflow_id):
                return (workflow_id,)
            case WakeConcerned():
                return await asyncio.to_thread(lambda: list(self.concerned(reaction, position)))
            case WakeAll():
                return await asyncio.to_thread(lambda: list(self.everyone(position)))

    async def start(self, run: object, workflow_id: str, argument: object) -> bool:
        """Start it; false if it ever was."""
        try:
            await self.client.start_workflow(
                run,  # type: ignore[arg-type]  # a workflow's run method, by the policies
                argument,
                id=workflow_id,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                task_queue=self.task_queue,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def resume(self, run: object, workflow_id: str, argument: object, position: int) -> None:
        """Wake it, or start it again."""
        await self.client.start_workflow(
            run,  # type: ignore[arg-type]  # as above
            argument,
            id=workflow_id,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            start_signal=AnnounceChange.wake.__name__,
            start_signal_args=[position],
            task_queue=self.task_queue,
        )

    async def wake(self, workflow_id: str, position: int) -> None:
        try:
            handle = self.client.get_workflow_handle(workflow_id)
            await handle.signal(AnnounceChange.wake, position)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
