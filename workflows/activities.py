"""The only steps of a workflow that touch the world, through ports that `runtime` hands in."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from temporalio import activity

from domain.base import Command, Event, Refused, derived_id
from domain.change.commands import DraftAnnouncement, PutInForce, RecordReceipts
from domain.change.outlook import brought_about, next_step
from domain.change.parts import Receipt, Recipient
from domain.change.state import Change, evolve
from domain.contract.commands import AmendContract
from domain.dates import Window
from domain.notice import NoticeClause, latest_announcement
from domain.programme.commands import RealisePlanItem
from workflows.announce_change import BY
from workflows.apply_sheet import Done
from workflows.around import Being, Planned, Withdrawal
from workflows.ask import (
    DISPATCH,
    DRAFT,
    DUE,
    NEXT_STEP,
    PUT_IN_FORCE,
    REMIND,
    SEND,
    Answer,
    Commands,
    Due,
    ForChange,
    ForProgramme,
    Outlook,
)

TEMPLATE = "announcement-nl/1"


@dataclass(frozen=True, slots=True)
class Scoped:
    """A contract that a change of its segment touches, and the clause it carries.

    `last_day` is the last on which it can be in force; none if that is open.
    """

    contract_id: UUID
    number: str
    provider_id: UUID
    clause: NoticeClause
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What activities need of the world.

    `due`, `scope`, `plan`, `opening`, `being` and `withdrawals` answer from read models that have
    seen the log position they are given: `plan` those of the named items that there are, `opening`
    the decisions that open one of the named gates, `being` what the named items are. `post` sends
    letters of a change and `remind` writes to the office: both only call out. `apply_rows` carries
    out the next rows of a spreadsheet and `erase_rows` forgets them.
    """

    handle: Callable[[Command], int]
    read: Callable[[UUID], Sequence[Event]]
    head: Callable[[], int]
    clock: Callable[[], datetime]
    due: Callable[[UUID, int, datetime], Due]
    scope: Callable[[UUID, str, int], Sequence[Scoped]]
    plan: Callable[[UUID, Collection[str], int], Mapping[str, Planned]]
    opening: Callable[[UUID, Collection[str], int], Sequence[UUID]]
    being: Callable[[UUID, Collection[str], int], Being]
    withdrawals: Callable[[UUID, int], Sequence[Withdrawal]]
    post: Callable[[UUID, Sequence[UUID], Callable[[], None]], Awaitable[list[Receipt]]]
    remind: Callable[[UUID, int], Awaitable[None]]
    apply_rows: Callable[[UUID, Callable[[], None]], Done] = lambda *_: Done()
    erase_rows: Callable[[UUID], None] = lambda _: None


class Activities:
    """Bound to its ports; one instance a worker."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports

    def all(self) -> list[Callable[..., Any]]:
        """Every activity, for the worker."""
        return [
            self.next_step,
            self.due,
            self.dispatch,
            self.draft,
            self.send,
            self.remind,
            self.put_in_force,
        ]

    def change(self, change_id: UUID) -> Change:
        return reduce(evolve, self.ports.read(change_id), Change())  # type: ignore[arg-type]

    def handle(self, *commands: Command) -> Answer:
        """Stamp commands with the time of now and hand them over; none waits for another's success.

        A workflow's own stamp would be from before any outage that was waited out: what is
        recorded late must say so.
        """
        answer = Answer()
        for command in commands:
            stamped = command.model_copy(update={"at": self.ports.clock()})
            try:
                position = max(answer.position, self.ports.handle(stamped))
                answer = answer.model_copy(update={"position": position})
            except Refused as refused:
                name = type(command).__name__
                activity.logger.warning("%s was refused: %s", name, refused.reason)
                answer = answer.model_copy(update={"refused": answer.refused or refused.reason})
        return answer

    @activity.defn(name=NEXT_STEP)
    def next_step(self, request: ForChange) -> Outlook:
        now = self.ports.clock()
        step = next_step(self.change(request.change_id), now)
        if step.wake_at is None:
            return Outlook(step=step)
        return Outlook(step=step, wait_seconds=(step.wake_at - now).total_seconds())

    @activity.defn(name=DUE)
    def due(self, request: ForProgramme) -> Due:
        return self.ports.due(request.programme_id, request.position, self.ports.clock())

    @activity.defn(name=DISPATCH)
    def dispatch(self, request: Commands) -> Answer:
        answer = self.handle(*request.commands)
        for command in request.commands:
            if isinstance(command, RecordReceipts):
                self.tell_plan(command.change_id)
        return answer

    @activity.defn(name=DRAFT)
    def draft(self, request: ForChange) -> Answer:
        """Lay out one letter for every contract in scope, each by its own clause."""
        change = self.change(request.change_id)
        assert change.proposal is not None
        assert request.command_id is not None
        proposal = change.proposal
        scoped = [
            each
            for each in self.ports.scope(proposal.programme_id, proposal.segment, self.ports.head())
            if each.last_day is None or each.last_day >= change.effective
        ]
        if not scoped:
            return Answer(refused="no_contracts")
        recipients = tuple(
            Recipient(
                letter_id=derived_id("letter", request.change_id, contract.contract_id),
                contract_id=contract.contract_id,
                contract_number=contract.number,
                provider_id=contract.provider_id,
                clause=contract.clause,
                latest=latest_announcement(change.effective, contract.clause).value,
            )
            for contract in scoped
        )
        return self.handle(
            DraftAnnouncement(
                change_id=request.change_id,
                recipients=recipients,
                template=TEMPLATE,
                command_id=request.command_id,
                at=self.ports.clock(),
                by=BY,
            )
        )

    @activity.defn(name=SEND)
    async def send(self, request: ForChange) -> list[Receipt]:
        return await self.ports.post(request.change_id, request.letter_ids, activity.heartbeat)

    @activity.defn(name=REMIND)
    async def remind(self, request: ForChange) -> None:
        await self.ports.remind(request.change_id, request.days_before)

    @activity.defn(name=PUT_IN_FORCE)
    def put_in_force(self, request: ForChange) -> Answer:
        """Decide for these contracts, then amend each that gets the change; safe to repeat."""
        assert request.command_id is not None
        answer = self.handle(
            PutInForce(
                change_id=request.change_id,
                contract_ids=request.contract_ids,
                command_id=request.command_id,
                at=self.ports.clock(),
                by=BY,
            )
        )
        change = self.change(request.change_id)
        for contract_id in request.contract_ids:
            if contract_id in change.in_force:
                activity.heartbeat()
                self.handle(self.amendment(request.change_id, contract_id, change))
        self.tell_plan(request.change_id)
        return answer

    def tell_plan(self, change_id: UUID) -> None:
        """Record in the programme's plan what the change has brought about; safe to repeat."""
        change = self.change(change_id)
        for item_id, day in brought_about(change):
            assert change.proposal is not None
            self.handle(
                RealisePlanItem(
                    programme_id=change.proposal.programme_id,
                    item_id=item_id,
                    realised_on=Window.on(day),
                    command_id=derived_id("brought-about", change_id, item_id, day),
                    at=self.ports.clock(),
                    by=BY,
                    correlation=change.proposal.correlation,
                )
            )

    def amendment(self, change_id: UUID, contract_id: UUID, change: Change) -> AmendContract:
        assert change.proposal is not None
        return AmendContract(
            contract_id=contract_id,
            change_id=change_id,
            effective=change.in_force[contract_id],
            terms=change.proposal.terms,
            announced_on=change.announced_on(contract_id),
            override=change.overrides.get(contract_id),
            command_id=derived_id("amend", change_id, contract_id),
            at=self.ports.clock(),
            by=BY,
            correlation=change.proposal.correlation,
        )


def executor() -> ThreadPoolExecutor:
    """Where activities that wait for the database run."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="activity")
