"""One command for many contracts, carried out some at a time; a worker may be cut off anywhere."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import ActivityEnvironment

from domain.base import Command, Refused, derived_id
from domain.batch.commands import ConfirmBatch, PauseBatch, PlanBatch, ResumeBatch
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchPaused,
    BatchStepRecorded,
)
from domain.batch.outlook import AT_ONCE
from domain.batch.parts import LeftOut
from domain.contract.commands import ConcludeContract, EndContract
from domain.contract.events import ContractExtended
from domain.dates import Window
from tests import make
from tests.making.batch import BATCH_ID, BRIDGING
from tests.workflows.memory import World
from tests.workflows.stage import Stage, noon
from workflows.apply_batch import Application
from workflows.batch_activities import BatchActivities

pytestmark = pytest.mark.anyio

MANY = AT_ONCE + 50
ENDS = Window(edtf="2021-12-31", written="31 december 2021")


class KilledError(Exception):
    """As if the process had ended here."""


def contract(number: int) -> UUID:
    return derived_id("contract", "batch", number)


def contracts(count: int) -> list[Command]:
    return [
        make.a(ConcludeContract, contract_id=contract(each), number=f"HR-{each:04}", ends=ENDS)
        for each in range(count)
    ]


def planned(count: int, *excepted: int) -> PlanBatch:
    left_out = [LeftOut(contract_id=contract(each), reason="Stopt") for each in excepted]
    return make.a(
        PlanBatch,
        what=BRIDGING,
        contract_ids=tuple(contract(each) for each in range(count)),
        excepted=tuple(left_out),
    )


def a_world(*commands: Command) -> World:
    world = World(now=lambda: noon("2021-05-10"))
    for command in commands:
        world.log.handle(command.model_copy(update={"command_id": uuid4()}))
    return world


def extended(world: World) -> list[UUID]:
    return [each.contract_id for each in world.log.all(ContractExtended)]


@pytest.mark.row("CC-27")
@pytest.mark.histories(batch="batch-applied")
async def test_each_contract_has_its_turn_once_and_what_is_refused_is_listed(stage: Stage) -> None:
    ended = make.a(EndContract, contract_id=contract(7), last_day=date(2021, 6, 30))
    await stage.ask(*contracts(MANY), ended, planned(MANY, 3))
    assert stage.log.all(ContractExtended) == []
    await stage.ask(make.a(ConfirmBatch))
    await stage.happens(lambda: bool(stage.log.all(BatchCompleted)))
    assert len(stage.log.all(BatchStepRecorded)) == 2
    assert sorted(extended(stage.world)) == sorted(
        contract(each) for each in range(MANY) if each not in (3, 7)
    )
    refused = [each for step in stage.log.all(BatchStepRecorded) for each in step.refused]
    assert [(each.contract_id, each.reason) for each in refused] == [
        (contract(7), "contract_ended")
    ]
    assert "2021" in str(refused[0].sentence)
    (completed,) = stage.log.all(BatchCompleted)
    assert (completed.done, completed.refused, completed.excepted) == (MANY - 2, 1, 1)
    handle = stage.batch
    await handle.result()
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


@pytest.mark.row("CC-27")
@pytest.mark.histories(batch="batch-paused")
async def test_paused_it_stops_after_what_is_under_way_and_resumed_it_goes_on(stage: Stage) -> None:
    await stage.ask(*contracts(MANY), planned(MANY))

    def pause_while_under_way() -> None:
        if stage.log.all(BatchConfirmed) and not stage.log.all(BatchPaused):
            stage.log.handle(make.a(PauseBatch, command_id=uuid4()))

    stage.world.after_read = pause_while_under_way
    await stage.ask(make.a(ConfirmBatch))
    await stage.happens(lambda: bool(stage.log.all(BatchStepRecorded)))
    await stage.until(await stage.now() + timedelta(days=3))
    assert len(extended(stage.world)) == AT_ONCE
    assert stage.log.all(BatchCompleted) == []
    await stage.ask(make.a(ResumeBatch))
    await stage.happens(lambda: bool(stage.log.all(BatchCompleted)))
    assert len(set(extended(stage.world))) == len(extended(stage.world)) == MANY


@pytest.mark.parametrize("killed_at", [1, 120, AT_ONCE, AT_ONCE + 1, AT_ONCE + 30])
def test_cut_off_anywhere_and_asked_again_nothing_is_doubled_or_lost(killed_at: int) -> None:
    world = a_world(*contracts(MANY), planned(MANY), make.a(ConfirmBatch))
    handle, asked = world.log.handle, 0

    def until_killed(command: Command) -> int:
        nonlocal asked
        asked += 1
        if asked == killed_at:
            raise KilledError
        return handle(command)

    ports = world.ports()
    apply(BatchActivities(replace(ports, handle=until_killed)), killed=True)
    apply(BatchActivities(ports), killed=False)
    assert sorted(extended(world)) == sorted(contract(each) for each in range(MANY))
    assert len(world.log.all(BatchCompleted)) == 1


def apply(activities: BatchActivities, *, killed: bool) -> None:
    """Go on until it ends, or until it is killed."""
    application = Application(batch_id=BATCH_ID)
    try:
        while ActivityEnvironment().run(activities.apply_batch, application).kind != "end":
            pass
    except KilledError:
        assert killed


def test_it_is_carried_out_in_the_name_of_who_confirmed_it() -> None:
    world = a_world(*contracts(1), planned(1), make.a(ConfirmBatch, by="manager-3"))
    apply(BatchActivities(world.ports()), killed=False)
    (event,) = world.log.all(ContractExtended)
    assert (event.by, event.correlation) == ("manager-3", BATCH_ID)


def test_not_confirmed_nothing_is_asked_of_anybody() -> None:
    world = a_world(*contracts(1), planned(1))
    application = Application(batch_id=BATCH_ID)
    step = ActivityEnvironment().run(BatchActivities(world.ports()).apply_batch, application)
    assert step.kind == "wait"
    assert extended(world) == []


def test_an_unknown_contract_is_refused_by_name() -> None:
    world = a_world(planned(1), make.a(ConfirmBatch))
    apply(BatchActivities(world.ports()), killed=False)
    ((refused,),) = [each.refused for each in world.log.all(BatchStepRecorded)]
    assert refused.reason == "unknown_contract"
    with pytest.raises(Refused):
        world.log.handle(make.a(PauseBatch))
