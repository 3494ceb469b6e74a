"""Seeing one decision through: until every answer that it needs is there, and beyond."""

from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from workflows import ask
from workflows.see_through import SeeThrough

BY = "workflow:collect-decision"


class Collection(BaseModel, frozen=True):
    """The decision whose answers are collected."""

    decision_id: UUID


@workflow.defn
class CollectDecision(SeeThrough):
    """Has it opened, those who have not answered reminded, and what was decided carried out.

    What was decided can be taken back, so it waits for news even then.
    """

    @workflow.run
    async def run(self, collection: Collection) -> None:
        if not await self.see_through(ask.DECISION_CALLS, collection.decision_id):
            workflow.continue_as_new(collection)
