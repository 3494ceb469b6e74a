"""The steps of a workflow that touch the world, one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from domain.base import Command
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    ChangeCommand,
    MissAnnouncement,
    OrderDispatch,
    ProposeChange,
    QueueLetters,
    RecordReceipts,
    RemindOffice,
    TableChange,
    WithdrawChange,
)
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeHeldBack,
    ChangeTookEffect,
    OfficeReminded,
)
from domain.contract.commands import AmendContract, ConcludeContract, EndContract
from domain.contract.events import ContractAmended
from domain.dates import Window
from domain.notice import NoticeClause
from domain.programme.commands import OpenPlanItem, PublishProgramme
from domain.programme.events import PlanItemOpened
from tests import make
from tests.workflows.memory import SCOPE, World
from tests.workflows.stage import noon
from workflows.activities import Activities, Asked
from workflows.ask import Answer, Commands, ForChange, ForProgramme, Outlook
from workflows.scoping import Scoped

NINE_MONTHS = NoticeClause(clause_id="nine", months=9, source=make.SOURCE)
CONTRACT_IDS = tuple(each.contract_id for each in SCOPE)


def a_world(now: str = "2021-05-10", *commands: Command) -> World:
    """A change was proposed and adopted, and these commands were given."""
    world = World(now=lambda: noon(now))
    contracts = [
        make.a(ConcludeContract, contract_id=each.contract_id, number=each.number) for each in SCOPE
    ]
    first = [make.a(ProposeChange), make.a(TableChange), make.a(AdoptChange)]
    for command in (*contracts, *first, *commands):
        world.log.handle(command.model_copy(update={"command_id": uuid4()}))
    return world


def announced_world() -> World:
    """Every letter was sent on 10 May, and New Year has come."""
    world = a_world()
    run(world, "draft", about())
    letters = tuple(each.letter_id for each in world.log.all(AnnouncementDrafted)[0].recipients)
    at = noon("2021-05-10")
    receipts = tuple(
        make.RECEIPT.model_copy(update={"letter_id": each, "answered_at": at}) for each in letters
    )
    steps: Sequence[ChangeCommand] = (
        make.a(ApproveAnnouncement, at=at),
        make.a(OrderDispatch, at=at, send_at=at),
        make.a(QueueLetters, at=at, letter_ids=letters),
        make.a(RecordReceipts, at=at, receipts=receipts),
    )
    for command in steps:
        world.log.handle(command.model_copy(update={"command_id": uuid4()}))
    world.now = lambda: noon("2022-01-01")
    return world


def about(**fields: Any) -> ForChange:
    return ForChange(change_id=make.CHANGE_ID, **{"command_id": uuid4(), **fields})


def run(world: World, activity: str, request: Any) -> Any:
    return ActivityEnvironment().run(getattr(Activities(world.ports()), activity), request)


def test_a_command_says_when_it_was_handed_over_not_when_it_was_meant() -> None:
    world = a_world("2021-07-05")
    meant = make.a(MissAnnouncement, at=noon("2021-07-02"))
    answer = run(world, "dispatch", Commands(commands=(meant,)))
    (missed,) = world.log.all(AnnouncementMissed)
    assert missed.at == noon("2021-07-05")
    assert missed.earliest == date(2022, 1, 5)
    assert answer == Answer(position=world.log.head())


def test_a_repeated_command_is_carried_out_once() -> None:
    world = a_world("2021-06-03")
    request = Commands(commands=(make.a(RemindOffice),))
    assert run(world, "dispatch", request) == run(world, "dispatch", request)
    assert len(world.log.all(OfficeReminded)) == 1


def test_a_refusal_is_an_answer() -> None:
    world = a_world("2021-06-03", make.a(WithdrawChange))
    answer = run(world, "dispatch", Commands(commands=(make.a(RemindOffice),)))
    assert answer == Answer(refused="withdrawn")


def test_a_refused_command_does_not_keep_back_the_others() -> None:
    june = Window(edtf="2021-06", written="juni 2021")
    item = make.PLAN_ITEM.model_copy(update={"window": june})
    world = a_world("2021-06-03", make.a(PublishProgramme, plan=(item,)))
    commands = [
        make.a(OpenPlanItem, item_id=item_id, command_id=uuid4())
        for item_id in ("nobody-planned-this", item.item_id, "nor-this")
    ]
    answer = run(world, "dispatch", Commands(commands=tuple(commands)))
    assert [each.item_id for each in world.log.all(PlanItemOpened)] == [item.item_id]
    assert answer == Answer(position=world.log.head(), refused="unknown_plan_item")


def test_the_next_step_says_how_long_to_wait() -> None:
    world = a_world("2021-04-01")
    outlook: Outlook = run(world, "next_step", about())
    assert outlook.step.kind == "wait"
    assert outlook.step.wake_at is not None
    assert outlook.wait_seconds == (outlook.step.wake_at - noon("2021-04-01")).total_seconds()


def test_a_change_nobody_knows_asks_for_nothing() -> None:
    assert run(World(), "next_step", about()).step.kind == "end"


def test_due_is_asked_for_the_position_and_the_time() -> None:
    asked: list[tuple[Any, ...]] = []
    world = World(now=lambda: noon("2021-07-01"))

    def due(*question: Any) -> Any:
        asked.append(question)
        return world.fresh_due(make.PROGRAMME_ID, noon("2021-07-01"))

    activities = Activities(replace(world.ports(), due=due))
    ActivityEnvironment().run(
        activities.due, ForProgramme(programme_id=make.PROGRAMME_ID, position=7)
    )
    assert asked == [(make.PROGRAMME_ID, 7, noon("2021-07-01"))]


@pytest.mark.row("AN-06", "AN-24")
def test_a_draft_has_a_letter_for_each_contract_by_its_own_clause() -> None:
    world = a_world()
    world.scope = [replace(SCOPE[0], clause=NINE_MONTHS), *SCOPE[1:]]
    asked: list[Asked] = []

    def scope(question: Asked) -> Sequence[Scoped]:
        asked.append(question)
        return world.scope

    activities = Activities(replace(world.ports(), scope=scope))
    request = about()
    head = world.log.head()
    first = ActivityEnvironment().run(activities.draft, request)
    again = ActivityEnvironment().run(activities.draft, request)
    assert first == again == Answer(position=world.log.head())
    assert asked[0] == Asked(make.PROGRAMME_ID, ("wonen",), head, date(2021, 5, 10))
    (drafted,) = world.log.all(AnnouncementDrafted)
    assert [each.latest for each in drafted.recipients] == [
        date(2021, 4, 1),
        make.LATEST,
        make.LATEST,
    ]
    assert len({each.letter_id for each in drafted.recipients}) == 3


def test_there_is_nothing_to_draft_without_contracts() -> None:
    world = a_world()
    world.scope = []
    assert run(world, "draft", about()) == Answer(refused="no_contracts")
    assert world.log.all(AnnouncementDrafted) == []


def test_a_change_puts_its_terms_on_each_contract_that_was_told_in_time() -> None:
    world = announced_world()
    run(world, "put_in_force", about(contract_ids=CONTRACT_IDS))
    amended = world.log.all(ContractAmended)
    assert [each.contract_id for each in amended] == list(CONTRACT_IDS)
    assert {each.effective for each in amended} == {make.NEW_YEAR}
    assert {each.announced_on for each in amended} == {date(2021, 5, 10)}


def test_a_contract_that_was_not_told_keeps_its_terms() -> None:
    world = a_world("2022-01-01")
    run(world, "draft", about())
    run(world, "put_in_force", about(contract_ids=CONTRACT_IDS))
    (held_back,) = world.log.all(ChangeHeldBack)
    assert len(held_back.contracts) == 3
    assert world.log.all(ContractAmended) == []


@pytest.mark.row("AN-21", "GO-11")
def test_a_contract_that_ended_meanwhile_is_held_back_and_not_said_to_be_changed() -> None:
    world = announced_world()
    ended = make.a(EndContract, contract_id=CONTRACT_IDS[1], last_day=date(2021, 12, 31))
    world.log.handle(ended.model_copy(update={"command_id": uuid4()}))
    run(world, "put_in_force", about(contract_ids=CONTRACT_IDS))
    [held] = [each for one in world.log.all(ChangeHeldBack) for each in one.contracts]
    assert (held.contract_id, held.reason) == (CONTRACT_IDS[1], "contract_refuses")
    [effect] = world.log.all(ChangeTookEffect)
    amended = [each.contract_id for each in world.log.all(ContractAmended)]
    assert list(effect.contract_ids) == amended == [CONTRACT_IDS[0], CONTRACT_IDS[2]]


def test_putting_in_force_twice_does_it_once() -> None:
    world = announced_world()
    request = about(contract_ids=CONTRACT_IDS)
    run(world, "put_in_force", request)
    told = list(world.log.events)
    run(world, "put_in_force", request)
    run(world, "put_in_force", about(contract_ids=CONTRACT_IDS))
    assert world.log.events == told


@pytest.mark.parametrize("done", [0, 1, 2])
def test_what_was_cut_off_between_change_and_contracts_is_finished_by_repeating_it(
    done: int,
) -> None:
    world = announced_world()
    left = done

    def cut_off(command: Command) -> int:
        nonlocal left
        if isinstance(command, AmendContract):
            if left == 0:
                raise ConnectionError
            left -= 1
        return world.log.handle(command)

    activities = Activities(replace(world.ports(), handle=cut_off))
    request = about(contract_ids=CONTRACT_IDS)
    with pytest.raises(ConnectionError):
        ActivityEnvironment().run(activities.put_in_force, request)
    assert len(world.log.all(ChangeTookEffect)) == 1
    assert len(world.log.all(ContractAmended)) == done
    run(world, "put_in_force", request)
    assert len(world.log.all(ChangeTookEffect)) == 1
    assert len(world.log.all(ContractAmended)) == 3


def test_nothing_is_put_in_force_before_its_day() -> None:
    world = announced_world()
    world.now = lambda: noon("2021-12-31")
    answer = run(world, "put_in_force", about(contract_ids=CONTRACT_IDS))
    assert answer.refused == "not_yet_effective"
    assert world.log.all(ContractAmended) == []


def test_every_contract_that_is_amended_is_a_sign_of_life() -> None:
    beats: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    environment.run(
        Activities(announced_world().ports()).put_in_force, about(contract_ids=CONTRACT_IDS)
    )
    assert len(beats) == 3


@pytest.mark.anyio
async def test_sending_and_reminding_record_nothing() -> None:
    world = a_world()
    told = list(world.log.events)
    activities = Activities(world.ports())
    beats: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    receipts = await environment.run(activities.send, about(letter_ids=(make.LETTER_ID,)))
    assert [each.letter_id for each in receipts] == [make.LETTER_ID]
    assert beats == [()]
    await ActivityEnvironment().run(activities.remind, about(days_before=7))
    assert world.reminded == [7]
    assert world.log.events == told


def test_the_time_is_asked_for_anew_with_every_command() -> None:
    moments = iter([noon("2021-06-03"), noon("2021-06-03") + timedelta(minutes=1)])

    def clock() -> datetime:
        return next(moments)

    world = a_world("2021-06-03")
    reminders = [make.a(RemindOffice, days_before=days, command_id=uuid4()) for days in (56, 28)]
    activities = Activities(replace(world.ports(), clock=clock))
    ActivityEnvironment().run(activities.dispatch, Commands(commands=tuple(reminders)))
    first, second = world.log.all(OfficeReminded)
    assert second.at - first.at == timedelta(minutes=1)
