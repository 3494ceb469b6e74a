"""Carrying out one command for many contracts, batch by batch, until all have had their turn."""

from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from domain.batch.outlook import Step
from workflows import ask

APPLY_BATCH = "apply_batch"


class Application(BaseModel, frozen=True):
    """The batch that is carried out."""

    batch_id: UUID


@workflow.defn
class ApplyBatch:
    """Has the next contracts done, waits while the batch is paused, and goes on. Knows no rules."""

    def __init__(self) -> None:
        self.news = False

    @workflow.run
    async def run(self, application: Application) -> None:
        while not ask.to_be_renewed():
            self.news = False
            step: Step = await workflow.execute_activity(
                APPLY_BATCH,
                application,
                result_type=Step,
                start_to_close_timeout=ask.LONG,
                heartbeat_timeout=ask.SILENCE,
                retry_policy=ask.PATIENT,
            )
            if step.kind == "end":
                return
            if step.kind == "wait":
                await ask.rest(None, self.heard)
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(application)

    def heard(self) -> bool:
        return self.news

    @workflow.signal
    def wake(self, position: int) -> None:  # noqa: ARG002 (the batch is read fresh every time)
        """It was paused or resumed."""
        self.news = True
