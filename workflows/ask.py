"""How a workflow asks: every question is an activity, repeated until it is answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from temporalio import workflow
from temporalio.common import RetryPolicy

from domain.change.commands import (
    BarAnnouncement,
    ClearAnnouncement,
    LiftReservation,
    MissAnnouncement,
    QueueLetters,
    RecordReceipts,
    RemindOffice,
)
from domain.change.outlook import Step
from domain.change.parts import Receipt
from domain.contract.commands import MissDuty
from domain.decision.commands import (
    LapseDecision,
    MissDecision,
    OpenDecision,
    ReleaseAnswerer,
    RemindAnswerers,
    ReplanDecision,
)
from domain.document.commands import ExpireSecrecy
from domain.procedure.commands import (
    CompleteStep,
    MissStep,
    OpenGate,
    RemindStep,
    ReplanProcedure,
    StartStep,
)
from domain.programme.commands import (
    EndTerm,
    ExtendTerm,
    MissPlanItem,
    OpenPlanItem,
    RealisePlanItem,
)
from domain.steering.commands import MissEntry, RaiseCommitment

NEXT_STEP, DUE, DISPATCH = "next_step", "due", "dispatch"
DRAFT, JOIN, SEND = "draft", "join", "send"
REMIND, PUT_IN_FORCE = "remind", "put_in_force"
DECISION_CALLS, PROCEDURE_CALLS = "decision_calls", "procedure_calls"

LONGEST_REST = timedelta(days=2 * 365)
LONGEST_RUN = timedelta(days=5 * 365)
SOON = timedelta(seconds=30)
A_WHILE = timedelta(minutes=2)
LONG = timedelta(minutes=10)
"""How long an answer may take. What was cut off with its worker is asked again only after that, or
where it can take long after `SILENCE`: so that what was begun is missed soon."""

SILENCE = timedelta(seconds=15)
PATIENT = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_interval=timedelta(seconds=20),
)

OfAgenda = (
    OpenPlanItem | MissPlanItem | EndTerm | ExpireSecrecy | MissEntry | RaiseCommitment | MissDuty
)
OfChange = (
    RemindOffice
    | MissAnnouncement
    | QueueLetters
    | RecordReceipts
    | LiftReservation
    | BarAnnouncement
    | ClearAnnouncement
)
OfDecision = (
    OpenDecision
    | RemindAnswerers
    | MissDecision
    | LapseDecision
    | ReplanDecision
    | ReleaseAnswerer
    | ExtendTerm
    | RealisePlanItem
)
OfProcedure = StartStep | RemindStep | MissStep | CompleteStep | ReplanProcedure | OpenGate
AskedCommand = Annotated[
    OfAgenda | OfChange | OfDecision | OfProcedure, Field(discriminator="kind")
]


class Commands(BaseModel, frozen=True):
    """Commands to hand to the domain, in order. Each is stamped with the time it is handed over.

    One that is refused does not keep the others back.
    """

    commands: tuple[AskedCommand, ...]


class Answer(BaseModel, frozen=True):
    """The log position after commands, and the first reason for which the domain said no."""

    position: int = 0
    refused: str | None = None


class Outlook(BaseModel, frozen=True):
    """The next step of a change; `wait_seconds` is how long until its `wake_at`.

    `commands` are what has to be asked of the domain before any step.
    """

    step: Step
    wait_seconds: float | None = None
    commands: tuple[AskedCommand, ...] = ()


class DueItem(BaseModel, frozen=True):
    """Something of which the day has come: a plan item whose window has opened, or passed, a term.

    `about` is the register, document or contract that it is in, where it is not the programme
    itself; `part` the plan item that a commitment was tied to, or the secret part of a document.
    """

    kind: str
    item_id: str
    about: UUID | None = None
    part: str | None = None


class Due(BaseModel, frozen=True):
    """What is due in a programme now, and how long until the next thing is."""

    items: tuple[DueItem, ...] = ()
    wait_seconds: float | None = None


class ForChange(BaseModel, frozen=True):
    """A request about a change, or about some of its letters or contracts.

    `command_id` makes a repeated request harmless.
    """

    change_id: UUID
    command_id: UUID | None = None
    letter_ids: tuple[UUID, ...] = ()
    contract_ids: tuple[UUID, ...] = ()
    days_before: int = 0


class Called(BaseModel, frozen=True):
    """What a decision or procedure calls for now, and how long until it may call by itself.

    `ended` says that it never will again. No time is a wait for news. `position` is where the log
    stands after the commands that were handed over.
    """

    commands: tuple[AskedCommand, ...] = ()
    wait_seconds: float | None = None
    ended: bool = False
    position: int = 0


class ForOne(BaseModel, frozen=True):
    """A question about one decision or procedure, once what it called for has been done.

    The ids of what it calls for next come from `command_id`.
    """

    about: UUID
    command_id: UUID
    commands: tuple[AskedCommand, ...] = ()


class ForProgramme(BaseModel, frozen=True):
    """A question about a programme, to be answered from at least this log position."""

    programme_id: UUID
    position: int


def stamp(by: str, **about: UUID) -> dict[str, Any]:
    """What a workflow puts on a command; the time is set anew when it is handed over."""
    return {"command_id": workflow.uuid4(), "at": workflow.now(), "by": by, **about}


def to_be_renewed() -> bool:
    """Whether this run has become too long: by its history, or by its years.

    What waits for ten years would otherwise run code of ten years ago when it is replayed.
    """
    info = workflow.info()
    return info.is_continue_as_new_suggested() or workflow.now() - info.start_time > LONGEST_RUN


async def rest(seconds: float | None, news: Callable[[], bool]) -> None:
    """Wait for the time or for news, whichever comes first; never for years without asking."""
    timeout = None if seconds is None else min(timedelta(seconds=seconds), LONGEST_REST)
    try:
        await workflow.wait_condition(news, timeout=timeout)
    except TimeoutError:
        return


async def next_step(change_id: UUID) -> Outlook:
    """Ask what the change needs now."""
    answer: Outlook = await workflow.execute_activity(
        NEXT_STEP,
        ForChange(change_id=change_id),
        result_type=Outlook,
        start_to_close_timeout=SOON,
        retry_policy=PATIENT,
    )
    return answer


async def due(programme_id: UUID, position: int) -> Due:
    """Ask what is due in the programme, as the agenda stands at `position` or later."""
    answer: Due = await workflow.execute_activity(
        DUE,
        ForProgramme(programme_id=programme_id, position=position),
        result_type=Due,
        start_to_close_timeout=SOON,
        retry_policy=PATIENT,
    )
    return answer


async def dispatch(*commands: AskedCommand) -> Answer:
    """Hand commands to the domain. A refusal is an answer: the facts have moved on."""
    answer: Answer = await workflow.execute_activity(
        DISPATCH,
        Commands(commands=commands),
        result_type=Answer,
        start_to_close_timeout=SOON,
        retry_policy=PATIENT,
        summary=commands[0].kind,
    )
    return answer


async def calls(question: str, about: UUID, done: tuple[AskedCommand, ...]) -> Called:
    """Hand over what was called for, and ask what is called for after that.

    A refusal is an answer: the facts have moved on.
    """
    answer: Called = await workflow.execute_activity(
        question,
        ForOne(about=about, command_id=workflow.uuid4(), commands=done),
        result_type=Called,
        start_to_close_timeout=SOON,
        retry_policy=PATIENT,
        summary=done[0].kind if done else None,
    )
    return answer


async def draft(change_id: UUID) -> Answer:
    """Have the letters laid out for every contract in scope."""
    answer: Answer = await workflow.execute_activity(
        DRAFT,
        ForChange(change_id=change_id, command_id=workflow.uuid4()),
        result_type=Answer,
        start_to_close_timeout=A_WHILE,
        retry_policy=PATIENT,
    )
    return answer


async def join(change_id: UUID) -> Answer:
    """Have contracts that came into scope join the change."""
    answer: Answer = await workflow.execute_activity(
        JOIN,
        ForChange(change_id=change_id, command_id=workflow.uuid4()),
        result_type=Answer,
        start_to_close_timeout=A_WHILE,
        retry_policy=PATIENT,
    )
    return answer


async def send(change_id: UUID, letter_ids: tuple[UUID, ...]) -> tuple[Receipt, ...]:
    """Have letters sent, and learn what became of each. Nothing is recorded by this."""
    return tuple(
        await workflow.execute_activity(
            SEND,
            ForChange(change_id=change_id, letter_ids=letter_ids),
            result_type=list[Receipt],
            start_to_close_timeout=LONG,
            heartbeat_timeout=SILENCE,
            retry_policy=PATIENT,
        )
    )


async def remind(change_id: UUID, days_before: int) -> None:
    """Have the office reminded by mail. Nothing is recorded by this."""
    await workflow.execute_activity(
        REMIND,
        ForChange(change_id=change_id, days_before=days_before),
        start_to_close_timeout=A_WHILE,
        retry_policy=PATIENT,
    )


async def put_in_force(change_id: UUID, contract_ids: tuple[UUID, ...]) -> Answer:
    """Have the change decided for these contracts, and those that get it amended."""
    answer: Answer = await workflow.execute_activity(
        PUT_IN_FORCE,
        ForChange(change_id=change_id, contract_ids=contract_ids, command_id=workflow.uuid4()),
        result_type=Answer,
        start_to_close_timeout=LONG,
        heartbeat_timeout=SILENCE,
        retry_policy=PATIENT,
    )
    return answer
