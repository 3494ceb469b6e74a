"""Whatever is running when a new version is installed goes on under it: old histories replay."""

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


def name(history: WorkflowHistory) -> str:
    return history.workflow_id


async def replay(history: WorkflowHistory, workflows: list[type[Any]]) -> None:
    replayer = Replayer(
        workflows=workflows, workflow_runner=RUNNER, data_converter=pydantic_data_converter
    )
    await replayer.replay_workflow(history)


def test_every_workflow_has_a_recorded_history() -> None:
    assert {workflow_type(each) for each in RECORDED} == {each.__name__ for each in WORKFLOWS}


def test_histories_stay_small_and_name_no_machine() -> None:
    for path in FOLDER.glob("*.json"):
        assert path.stat().st_size < 200_000
        assert '"identity"' not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("history", RECORDED, ids=name)
async def test_every_recorded_history_replays(history: WorkflowHistory) -> None:
    await replay(history, WORKFLOWS)


@pytest.mark.parametrize("history", OF_CHANGES, ids=name)
async def test_a_careless_change_is_found_out(history: WorkflowHistory) -> None:
    with pytest.raises(NondeterminismError):
        await replay(history, [Careless])


@pytest.mark.parametrize("history", OF_CHANGES, ids=name)
async def test_a_patched_change_lets_what_is_running_go_on(history: WorkflowHistory) -> None:
    await replay(history, [Patched])
