"""What policies say is carried out: at least once in the log's order, and only once in effect."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.base import derived_id
from domain.batch.commands import PlanBatch
from domain.change.commands import ProposeChange, TableChange, WithdrawChange
from domain.change.events import ChangeProposed, ChangeTabled
from domain.clock.events import ClockMoved
from domain.programme.events import PlanRevised
from eventstore.log import EventLog
from runtime import embedded_temporal, ports
from runtime.relaying import Reader, relay_for_ever
from runtime.settings import Settings
from runtime.wiring import World
from tests import make
from tests.workflows.stage import PATIENCE_SECONDS, lasting, proposed
from workflows.client import connect, namespace_id
from workflows.policies import announcement_id
from workflows.relay import Relay

anyio = pytest.mark.anyio


def propose(log: EventLog, change_id: UUID) -> int:
    return log.handle(make.a(ProposeChange, change_id=change_id, command_id=uuid4()))


async def begins(client: Client, change_id: UUID) -> None:
    """Wait until the change is being seen to."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with suppress(RPCError):
                await client.get_workflow_handle(announcement_id(change_id)).describe()
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def relaying(url: str, address: str) -> AsyncIterator[None]:
    """A relay of its own, as the follower runs it."""
    settings = Settings.model_validate({"database_url": url, "temporal_address": address})
    with World(settings) as world:
        task = asyncio.create_task(relay_for_ever(world))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@anyio
async def test_what_has_ended_is_not_started_again_by_an_event_told_twice(
    temporal_address: str,
) -> None:
    async with lasting(temporal_address) as stage:
        await stage.ask(*proposed(), make.a(WithdrawChange))
        await stage.announcement.result()
        before = await stage.announcement.describe()
        stage.position = 0
        await stage.follow()
        after = await stage.announcement.describe()
        assert after.status is WorkflowExecutionStatus.COMPLETED
        assert after.run_id == before.run_id


@anyio
async def test_an_event_told_twice_starts_one_workflow_and_wakes_it(temporal_address: str) -> None:
    async with lasting(temporal_address) as stage:
        await stage.ask(*proposed())
        await stage.happens(lambda: stage.world.asked >= 1)
        before = await stage.announcement.describe()
        asked = stage.world.asked
        event = stage.log.all(ChangeProposed)[0]
        await stage.relay.carry_out((1, event))
        await stage.happens(lambda: stage.world.asked > asked)
        assert (await stage.announcement.describe()).run_id == before.run_id


@anyio
async def test_waking_what_is_not_there_does_no_harm(temporal_address: str) -> None:
    client = await connect(temporal_address, "default")
    relay = Relay(client, lambda _: ["nobody", "no-one"], lambda *_: ["none"])
    await relay.carry_out((1, make.whole(ChangeTabled, change_id=uuid4())))
    await relay.carry_out((2, make.whole(ClockMoved)), (3, make.whole(PlanRevised)))
    with pytest.raises(RPCError) as error:
        await client.get_workflow_handle("nobody").describe()
    assert error.value.status is RPCStatusCode.NOT_FOUND


@anyio
async def test_what_nobody_waits_for_is_passed_over(temporal_address: str) -> None:
    asked: list[int] = []

    def everyone(position: int) -> list[str]:
        asked.append(position)
        return []

    relay = Relay(await connect(temporal_address, "default"), everyone, lambda *_: [])
    await relay.carry_out((3, make.whole(ClockMoved)))
    assert asked == [3]


@anyio
async def test_an_answer_other_than_nobody_there_is_not_swallowed(temporal_address: str) -> None:
    relay = Relay(await connect(temporal_address, "default"), lambda _: [""], lambda *_: [])
    with pytest.raises(RPCError) as error:
        await relay.carry_out((1, make.whole(ClockMoved)))
    assert error.value.status is RPCStatusCode.INVALID_ARGUMENT


def test_the_reader_goes_on_where_it_was_left(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        propose(log, make.CHANGE_ID)
        first = Reader(migrated_url, "a")
        first.lead()
        batch = first.next()
        assert [type(each.event) for each in batch.events] == [ChangeProposed]
        first.passed(batch.position)
        assert first.next().events == []
        first.close()
        log.handle(make.a(TableChange))
        second = Reader(migrated_url, "a")
        second.lead()
        assert [type(each.event) for each in second.next().events] == [ChangeTabled]
        second.close()


def test_what_was_not_passed_is_read_again(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        propose(log, make.CHANGE_ID)
    for _ in range(2):
        reader = Reader(migrated_url, "a")
        reader.lead()
        assert len(reader.next().events) == 1
        reader.close()


def test_a_temporal_made_anew_is_told_everything_from_the_start(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        position = propose(log, make.CHANGE_ID)
    old = Reader(migrated_url, "old")
    old.lead()
    old.passed(old.next().position)
    old.close()
    new = Reader(migrated_url, "new")
    new.lead()
    assert [each.position for each in new.next().events] == [position]
    new.close()


def test_events_that_no_policy_heeds_are_passed_without_being_read(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        position = log.handle(make.a(PlanBatch))
    reader = Reader(migrated_url, "a")
    reader.lead()
    batch = reader.next()
    assert (batch.events, batch.position) == ([], position)
    reader.close()


def test_of_two_readers_one_leads_until_it_ends(migrated_url: str) -> None:
    with EventLog(migrated_url) as log:
        propose(log, make.CHANGE_ID)
    first, second = Reader(migrated_url, "a"), Reader(migrated_url, "a")
    first.lead()
    waiting = Thread(target=second.lead)
    waiting.start()
    waiting.join(0.6)
    assert waiting.is_alive()
    first.passed(first.next().position)
    first.close()
    waiting.join(PATIENCE_SECONDS)
    assert not waiting.is_alive()
    assert second.next().events == []
    second.close()


@anyio
async def test_when_the_leading_relay_ends_another_goes_on(
    migrated_url: str, temporal_address: str
) -> None:
    client = await connect(temporal_address, "default")
    one, two = uuid4(), uuid4()
    with EventLog(migrated_url) as log:
        async with relaying(migrated_url, temporal_address):
            propose(log, one)
            await begins(client, one)
            async with relaying(migrated_url, temporal_address):
                pass  # the one that waited in vain ends without fuss
        async with relaying(migrated_url, temporal_address):
            propose(log, two)
            await begins(client, two)


@anyio
async def test_a_temporal_that_lost_everything_while_nobody_looked_is_told_anew(
    migrated_url: str, tmp_path: Path
) -> None:
    port, change_id = ports.any_free(), derived_id("change", "lost")
    say: Callable[[str], None] = lambda _: None  # noqa: E731
    first = embedded_temporal.start(tmp_path / "first", port, say=say)
    with EventLog(migrated_url) as log:
        async with relaying(migrated_url, first.address):
            propose(log, change_id)
            client = await connect(first.address, "default")
            await begins(client, change_id)
            known_as = await namespace_id(client)
            first.stop()
            second = embedded_temporal.start(tmp_path / "second", port, say=say)
            client = await connect(second.address, "default")
            assert await namespace_id(client) != known_as
            await begins(client, change_id)
        second.stop()
