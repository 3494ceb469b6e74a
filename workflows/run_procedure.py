"""Seeing one procedure through: from its first step to its last."""

from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from workflows import ask
from workflows.see_through import SeeThrough

BY = "workflow:run-procedure"


class Run(BaseModel, frozen=True):
    """The procedure that is run."""

    procedure_id: UUID


@workflow.defn
class RunProcedure(SeeThrough):
    """Has its steps started, reminded of and missed on their days, and its gates opened.

    It follows the plan: where an item moves, the step that it is moves with it.
    """

    @workflow.run
    async def run(self, procedure: Run) -> None:
        if not await self.see_through(ask.PROCEDURE_CALLS, procedure.procedure_id):
            workflow.continue_as_new(procedure)
