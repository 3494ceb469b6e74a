"""Whatever is running when a new version is installed goes on under it: old histories replay."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.workflows.changed import Careless, Patched
from tests.workflows.recorded import FOLDER, histories
from workflows.client import WORKFLOWS
from workflows.sandbox import RUNNER

pytestmark = pytest.mark.anyio

RECORDED = list(histories())
OF_CHANGES = [each for each in RECORDED if each.workflow_id.startswith("announcement-")]


def workflow_type(history: WorkflowHistory) -> str:
    started = history.events[0].workflow_execution_started_event_attributes
    return started.workflow_type.name


async def failures(
    histories: Sequence[WorkflowHistory], workflows: list[type[Any]]
) -> dict[str, type[Exception]]:
    """By name, what went wrong with the histories that do not replay.

    One replayer for all: making one takes longer than replaying.
    """

    async def each() -> AsyncIterator[WorkflowHistory]:
        for history in histories:
            yield history

    replayer = Replayer(
        workflows=workflows, workflow_runner=RUNNER, data_converter=pydantic_data_converter
    )
    async with replayer.workflow_replay_iterator(each()) as results:
        return {
            result.history.workflow_id: type(result.replay_failure)
            async for result in results
            if result.replay_failure
        }


def test_every_workflow_has_a_recorded_history() -> None:
    assert {workflow_type(each) for each in RECORDED} == {each.__name__ for each in WORKFLOWS}


def test_histories_stay_small_and_name_no_machine() -> None:
    for path in FOLDER.glob("*.json"):
        assert path.stat().st_size < 200_000
        assert '"identity"' not in path.read_text(encoding="utf-8")


async def test_every_recorded_history_replays() -> None:
    assert await failures(RECORDED, WORKFLOWS) == {}


async def test_a_careless_change_is_found_out() -> None:
    names = [each.workflow_id for each in OF_CHANGES]
    assert await failures(OF_CHANGES, [Careless]) == dict.fromkeys(names, NondeterminismError)


async def test_a_patched_change_lets_what_is_running_go_on() -> None:
    assert await failures(OF_CHANGES[:2], [Patched]) == {}
