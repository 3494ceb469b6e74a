"""Temporal's development server: real workflows, waiting while it is killed."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.testing import WorkflowEnvironment

from runtime import embedded_temporal
from runtime.folder_lock import FolderInUseError


async def _begin(address: str) -> None:
    client = await Client.connect(address)
    await client.start_workflow(
        "Wait",
        id="wait-for-it",
        task_queue="nobody",
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
    )


async def _end(address: str) -> None:
    client = await Client.connect(address)
    await client.get_workflow_handle("wait-for-it").terminate()


async def _status(address: str) -> WorkflowExecutionStatus | None:
    client = await Client.connect(address)
    return (await client.get_workflow_handle("wait-for-it").describe()).status


async def _kept_days(address: str) -> int:
    client = await Client.connect(address)
    answer = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="default")
    )
    return answer.config.workflow_execution_retention_ttl.ToTimedelta().days


def test_a_waiting_workflow_outlives_a_kill_of_the_server(tmp_path: Path) -> None:
    first = embedded_temporal.start(tmp_path)
    asyncio.run(_begin(first.address))
    os.kill(first.pid, signal.SIGKILL)
    first.stop()
    second = embedded_temporal.start(tmp_path)
    assert asyncio.run(_status(second.address)) == WorkflowExecutionStatus.RUNNING
    second.stop()


def test_the_id_of_a_finished_workflow_is_refused_as_long_as_we_live(tmp_path: Path) -> None:
    server = embedded_temporal.start(tmp_path)
    assert asyncio.run(_kept_days(server.address)) == 36_500
    asyncio.run(_begin(server.address))
    asyncio.run(_end(server.address))
    with pytest.raises(WorkflowAlreadyStartedError):
        asyncio.run(_begin(server.address))
    server.stop()


def test_two_programs_do_not_serve_one_folder(tmp_path: Path) -> None:
    server = embedded_temporal.start(tmp_path)
    with pytest.raises(FolderInUseError):
        embedded_temporal.start(tmp_path)
    server.stop()


async def _days_of_a_year_skipped() -> int:
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=embedded_temporal.test_server()
    )
    before = await environment.get_current_time()
    await environment.sleep(365 * 24 * 3600)
    after = await environment.get_current_time()
    await environment.shutdown()
    return (after - before).days


def test_the_time_skipping_server_is_found() -> None:
    assert asyncio.run(_days_of_a_year_skipped()) >= 365


def test_a_program_that_is_missing_is_told() -> None:
    with pytest.raises(embedded_temporal.CannotRunTemporalError, match="no-such-program"):
        embedded_temporal.find_program("no-such-program")
