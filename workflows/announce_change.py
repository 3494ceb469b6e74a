"""Seeing one change through: from its first draft to the day it is in force."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from temporalio import workflow

from domain.change.commands import MissAnnouncement, QueueLetters, RecordReceipts, RemindOffice
from workflows import ask

BY = "workflow:announce-change"
A_WHILE = timedelta(minutes=1)
LONGEST_PUT_OFF = timedelta(minutes=15)
LONGEST_REFUSED = timedelta(days=1)


class Announcement(BaseModel, frozen=True):
    """The change to see through. `put_off` counts how often the mail server said *later*."""

    change_id: UUID
    put_off: int = 0


@workflow.defn
class AnnounceChange:
    """Asks what the change needs, has it done, waits, and asks again. Knows no rules.

    Reminds the office, has letters drafted, sent and resent, also those that say that the change
    does not come; has contracts join that came in later, and puts the change in force.
    """

    @workflow.init
    def __init__(self, announcement: Announcement) -> None:
        self.change_id = announcement.change_id
        self.put_off = announcement.put_off
        self.refusals = 0
        self.rested = False
        self.news = False

    @workflow.run
    async def run(self, announcement: Announcement) -> None:
        while not ask.to_be_renewed():
            self.news = False
            outlook = await ask.next_step(self.change_id)
            if outlook.step.kind == "end":
                return
            if outlook.step.kind == "wait" and not outlook.commands:
                await ask.rest(outlook.wait_seconds, self.heard)
            elif await self.take(outlook):
                self.refusals = 0
            else:
                await ask.rest(pause(self.refusals, LONGEST_REFUSED), self.heard)
                self.refusals += 1
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(announcement.model_copy(update={"put_off": self.put_off}))

    async def take(self, outlook: ask.Outlook) -> bool:
        """Do one step; false when the domain refused it, so that asking at once would be idle."""
        step = outlook.step
        if outlook.commands:
            return (await ask.dispatch(*outlook.commands)).refused is None
        match step.kind:
            case "draft":
                answer = await ask.draft(self.change_id)
            case "join":
                answer = await ask.join(self.change_id)
            case "remind":
                await ask.remind(self.change_id, step.days_before)
                answer = await ask.dispatch(
                    RemindOffice(days_before=step.days_before, **self.stamp())
                )
            case "miss":
                answer = await ask.dispatch(MissAnnouncement(**self.stamp()))
            case "send":
                answer = await ask.dispatch(
                    QueueLetters(letter_ids=step.letter_ids, **self.stamp())
                )
                if answer.refused is None:
                    answer = await self.send(step.letter_ids)
            case "resend" if not self.rested:
                await ask.rest(pause(self.put_off, LONGEST_PUT_OFF), self.heard)
                self.rested, self.put_off = True, self.put_off + 1
                return True
            case "resend":
                self.rested = False
                answer = await self.send(step.letter_ids)
            case _:
                answer = await ask.put_in_force(self.change_id, step.contract_ids)
        return answer.refused is None

    async def send(self, letter_ids: tuple[UUID, ...]) -> ask.Answer:
        receipts = await ask.send(self.change_id, letter_ids)
        if any(receipt.outcome == "sent" for receipt in receipts):
            self.put_off = 0
        return await ask.dispatch(RecordReceipts(receipts=receipts, **self.stamp()))

    def stamp(self) -> dict[str, Any]:
        return ask.stamp(BY, change_id=self.change_id)

    def heard(self) -> bool:
        return self.news

    @workflow.signal
    def wake(self, position: int) -> None:  # noqa: ARG002 (the change is read fresh every time)
        """Something was recorded that the change may be waiting for."""
        self.news = True


def pause(times: int, longest: timedelta) -> float:
    """The seconds to rest after so many in a row: a while, and each time twice as long."""
    doubled: int = 2 ** min(times, 10)
    return min(A_WHILE * doubled, longest).total_seconds()
