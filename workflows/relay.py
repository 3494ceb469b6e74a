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
from workflows.policies import Start, Wake, WakeAll, react

TASK_QUEUE = "inkoopspoor"


@dataclass(frozen=True, slots=True)
class Relay:
    """`everyone` tells the ids of all workflows that may be waiting, as of a log position."""

    client: Client
    everyone: Callable[[int], Iterable[str]]
    task_queue: str = TASK_QUEUE

    async def carry_out(self, position: int, event: Event) -> None:
        """Start or wake the workflows an event calls for. Doing it twice does it once."""
        match react(event):
            case Start(run, workflow_id, argument):
                await self.start(run, workflow_id, argument, position)
            case Wake(workflow_id):
                await self.wake(workflow_id, position)
            case WakeAll():
                ids = await asyncio.to_thread(lambda: list(self.everyone(position)))
                await asyncio.gather(*(self.wake(workflow_id, position) for workflow_id in ids))
            case None:
                return

    async def start(self, run: object, workflow_id: str, argument: object, position: int) -> None:
        try:
            await self.client.start_workflow(
                run,  # type: ignore[arg-type]  # a workflow's run method, by the policies
                argument,
                id=workflow_id,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                task_queue=self.task_queue,
            )
        except WorkflowAlreadyStartedError:
            await self.wake(workflow_id, position)

    async def wake(self, workflow_id: str, position: int) -> None:
        try:
            handle = self.client.get_workflow_handle(workflow_id)
            await handle.signal(AnnounceChange.wake, position)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
