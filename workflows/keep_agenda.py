"""Seeing that nothing in a programme's plan comes or passes unseen."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from domain.contract.commands import MissDuty
from domain.document.commands import ExpireSecrecy
from domain.programme.commands import EndTerm, MissPlanItem, OpenPlanItem
from domain.steering.commands import MissEntry, RaiseCommitment
from workflows import ask

BY = "workflow:keep-agenda"
A_WHILE = timedelta(hours=1)


class Agenda(BaseModel, frozen=True):
    """The programme whose agenda is kept, and the log position it is known to have reached."""

    programme_id: UUID
    position: int = 0


@workflow.defn
class KeepAgenda:
    """Sleeps to the next due day, has what is due done, and sleeps again. Knows no rules."""

    @workflow.init
    def __init__(self, agenda: Agenda) -> None:
        self.programme_id = agenda.programme_id
        self.position = agenda.position
        self.news = False

    @workflow.run
    async def run(self, agenda: Agenda) -> None:
        while not ask.to_be_renewed():
            self.news = False
            due = await ask.due(self.programme_id, self.position)
            if not due.items:
                await ask.rest(due.wait_seconds, self.heard)
                continue
            before = self.position
            answer = await ask.dispatch(*(self.command(item) for item in due.items))
            self.position = max(self.position, answer.position)
            if self.position == before:  # nothing came of it: the facts have moved on
                await ask.rest(A_WHILE.total_seconds(), self.heard)
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(agenda.model_copy(update={"position": self.position}))

    def command(self, item: ask.DueItem) -> ask.OfAgenda:
        stamp = ask.stamp(BY)
        match item.kind:
            case "miss_entry":
                return MissEntry(steering_id=item.about, entry_id=item.item_id, **stamp)
            case "raise_commitment":
                tied = {"entry_id": item.item_id, "item_id": item.part}
                return RaiseCommitment(steering_id=item.about, **tied, **stamp)
            case "expire_secrecy":
                return ExpireSecrecy(document_id=item.about, section=item.part, **stamp)
            case "miss_duty":
                return MissDuty(contract_id=item.about, duty=item.item_id, **stamp)
            case "end_term":
                return EndTerm(programme_id=self.programme_id, term_id=item.item_id, **stamp)
            case kind:
                order = OpenPlanItem if kind == "open" else MissPlanItem
                return order(programme_id=self.programme_id, item_id=item.item_id, **stamp)

    def heard(self) -> bool:
        return self.news

    @workflow.signal
    def wake(self, position: int) -> None:
        """The plan or the clock changed, as recorded at this position."""
        self.position = max(self.position, position)
        self.news = True
