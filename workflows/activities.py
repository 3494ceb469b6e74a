"""The only steps of a workflow that touch the world, through ports that `runtime` hands in."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from temporalio import activity

from domain.base import Command, Event, Refused, derived_id
from domain.batch.state import Batch
from domain.change.commands import (
    DraftAnnouncement,
    JoinChange,
    LiftReservation,
    PutInForce,
    RecordReceipts,
)
from domain.change.effect import effective_on
from domain.change.outlook import Step, brought_about, may_be_joined, next_step
from domain.change.parts import Receipt
from domain.change.standing import Change
from domain.contract.commands import AmendContract
from domain.dates import Window, local_day
from domain.decision.state import Decision
from domain.programme.commands import RealisePlanItem
from workflows import scoping
from workflows.announce_change import BY
from workflows.apply_sheet import Done
from workflows.around import Being, Planned, Withdrawal
from workflows.ask import (
    DISPATCH,
    DRAFT,
    DUE,
    JOIN,
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
from workflows.scoping import Scoped


@dataclass(frozen=True, slots=True)
class Asked:
    """Which contracts are asked for: of these segments, but for those that are `known`.

    Each with the clause that governs what is announced on a day, and, if `before` is given, with
    what it says just before that day.
    """

    programme_id: UUID
    segments: Collection[str]
    position: int
    announced_on: date
    known: Collection[UUID] = ()
    before: date | None = None


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
    consider: Callable[[Command], Refused | None]
    head: Callable[[], int]
    clock: Callable[[], datetime]
    due: Callable[[UUID, int, datetime], Due]
    change: Callable[[UUID], Change]
    decision: Callable[[UUID], Decision]
    batch: Callable[[UUID], Batch]
    scope: Callable[[Asked], Sequence[Scoped]]
    template: Callable[[UUID, bool], str]
    plan: Callable[[UUID, Collection[str], int], Mapping[str, Planned]]
    opening: Callable[[UUID, Collection[str], int], Sequence[UUID]]
    being: Callable[[UUID, Collection[str], int], Being]
    announcing: Callable[[UUID, Collection[str], int], Sequence[UUID]]
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
            self.join,
            self.send,
            self.remind,
            self.put_in_force,
        ]

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
        """Also looks around: at the decision it is reserved for, and for contracts that came in."""
        now, change = self.ports.clock(), self.ports.change(request.change_id)
        if lift := self.lifted(request.change_id, change):
            return Outlook(step=Step(kind="wait"), commands=(lift,))
        step = next_step(change, now)
        if step.kind == "wait" and not change.paused and self.newcomers(change):
            return Outlook(step=Step(kind="join"))
        if step.wake_at is None:
            return Outlook(step=step)
        return Outlook(step=step, wait_seconds=(step.wake_at - now).total_seconds())

    def lifted(self, change_id: UUID, change: Change) -> LiftReservation | None:
        decision_id = scoping.awaited(change)
        if decision_id is None:
            return None
        circumstances = {"at": self.ports.clock(), "by": BY}
        return scoping.lifted(change_id, self.ports.decision(decision_id), circumstances)

    def newcomers(self, change: Change) -> list[Scoped]:
        if not may_be_joined(change):
            return []
        return scoping.newcomers(change, self.contracts(change, change.recipients))

    def contracts(self, change: Change, known: Collection[UUID] = ()) -> Sequence[Scoped]:
        """Those of the change's segments, each as it is just before the change."""
        assert change.proposal is not None
        return self.ports.scope(
            Asked(
                programme_id=change.proposal.programme_id,
                segments=change.scope.segments,
                position=self.ports.head(),
                known=known,
                before=change.effective if change.proposal.indexation else None,
                announced_on=local_day(self.ports.clock()),
            )
        )

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
        change = self.ports.change(request.change_id)
        assert change.proposal is not None
        scoped = scoping.in_scope(change, self.contracts(change))
        if not scoped:
            return Answer(refused="no_contracts")
        rectifies = any(letter.told for letter in change.letters.values())
        return self.handle(
            DraftAnnouncement(
                recipients=tuple(
                    scoping.recipient(request.change_id, change, each) for each in scoped
                ),
                template=self.ports.template(change.proposal.programme_id, rectifies),
                **self.stamp(request),
            )
        )

    @activity.defn(name=JOIN)
    def join(self, request: ForChange) -> Answer:
        """Add the contracts that came into scope since the letters were ordered (AN-15)."""
        change = self.ports.change(request.change_id)
        joining = self.newcomers(change)
        if not joining:
            return Answer(refused="nobody_joins")
        recipients = (scoping.recipient(request.change_id, change, each) for each in joining)
        return self.handle(JoinChange(recipients=tuple(recipients), **self.stamp(request)))

    def stamp(self, request: ForChange) -> dict[str, Any]:
        assert request.command_id is not None
        return {
            "change_id": request.change_id,
            "command_id": request.command_id,
            "at": self.ports.clock(),
            "by": BY,
        }

    @activity.defn(name=SEND)
    async def send(self, request: ForChange) -> list[Receipt]:
        return await self.ports.post(request.change_id, request.letter_ids, activity.heartbeat)

    @activity.defn(name=REMIND)
    async def remind(self, request: ForChange) -> None:
        await self.ports.remind(request.change_id, request.days_before)

    @activity.defn(name=PUT_IN_FORCE)
    def put_in_force(self, request: ForChange) -> Answer:
        """Decide for these contracts, then amend each that gets the change; safe to repeat."""
        answer = self.handle(
            PutInForce(
                contract_ids=request.contract_ids,
                refusing=self.refusing(request),
                **self.stamp(request),
            )
        )
        change = self.ports.change(request.change_id)
        for contract_id in request.contract_ids:
            if contract_id in change.in_force:
                activity.heartbeat()
                self.handle(self.amendment(request.change_id, contract_id, change))
        self.tell_plan(request.change_id)
        return answer

    def refusing(self, request: ForChange) -> tuple[UUID, ...]:
        """The contracts whose own record would not take the amendment, asked beforehand.

        A contract can have ended, or have another notice clause, since its letter was laid out.
        """
        change = self.ports.change(request.change_id)
        return tuple(
            each
            for each in request.contract_ids
            if each in change.active
            and each not in change.in_force
            and change.may_count(each)
            and self.ports.consider(self.amendment(request.change_id, each, change)) is not None
        )

    def tell_plan(self, change_id: UUID) -> None:
        """Record in the programme's plan what the change has brought about; safe to repeat."""
        change = self.ports.change(change_id)
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
            effective=change.in_force.get(contract_id) or effective_on(contract_id, change),
            terms=change.terms_for(contract_id),
            announced_on=change.announced_on(contract_id),
            override=change.overrides.get(contract_id),
            kinds=change.proposal.kinds,
            provisions=change.provisions_for(contract_id),
            ruling=change.ruling,
            knew=change.recipients[contract_id].knew,
            new_clause=change.proposal.new_clause,
            command_id=derived_id("amend", change_id, contract_id),
            at=self.ports.clock(),
            by=BY,
            correlation=change.proposal.correlation,
        )


def executor() -> ThreadPoolExecutor:
    """Where activities that wait for the database run."""
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="activity")
