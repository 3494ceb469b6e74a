"""Carrying out the rows of a spreadsheet that somebody confirmed, batch by batch."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from workflows import ask

BY = "workflow:apply-sheet"
APPLY_ROWS = "apply_rows"
BATCH_SECONDS = timedelta(minutes=5)


class Done(BaseModel, frozen=True):
    """How many rows were carried out, were refused on the way, and are left."""

    applied: int = 0
    refused: int = 0
    left: int = 0


class Application(BaseModel, frozen=True):
    """The spreadsheet of which the rows are carried out."""

    sheet_id: UUID


@workflow.defn
class ApplySheet:
    """Has the next rows carried out until none is left. Knows no rules and no rows.

    What was carried out is remembered with the rows, so a batch that was cut off goes on.
    """

    @workflow.run
    async def run(self, application: Application) -> None:
        left = 1
        while left and not ask.to_be_renewed():
            left = await workflow.execute_activity(
                APPLY_ROWS,
                application,
                result_type=int,
                start_to_close_timeout=BATCH_SECONDS,
                heartbeat_timeout=ask.SILENCE,
                retry_policy=ask.PATIENT,
            )
        if left:
            workflow.continue_as_new(application)

    @workflow.signal
    def wake(self, position: int) -> None:
        """It never waits for news."""
