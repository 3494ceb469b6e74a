"""Talking to Temporal, and working for it."""

from datetime import timedelta

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.worker import PollerBehaviorAutoscaling, Worker, WorkflowRunner

from workflows.activities import Activities, Ports, executor
from workflows.announce_change import AnnounceChange
from workflows.apply_batch import ApplyBatch
from workflows.apply_sheet import ApplySheet
from workflows.batch_activities import BatchActivities
from workflows.collect_decision import CollectDecision
from workflows.keep_agenda import KeepAgenda
from workflows.programme_activities import ProgrammeActivities
from workflows.relay import TASK_QUEUE
from workflows.run_procedure import RunProcedure
from workflows.sandbox import RUNNER
from workflows.sheet_activities import SheetActivities

BUILD = "inkoopspoor"
QUIET = Runtime(
    telemetry=TelemetryConfig(
        logging=LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
    )
)
"""The SDK's own machinery, which would print its warnings among a command's output."""

WORKFLOWS = [AnnounceChange, KeepAgenda, CollectDecision, RunProcedure, ApplySheet, ApplyBatch]

_BEAT = timedelta(seconds=2)
"""A sign of life is passed on at once. By default the client keeps it back until four fifths of the
time are over after which Temporal gives the activity up."""

_GRACE = timedelta(seconds=4)
"""How long what was begun may go on when told to stop; letters in hand have their own grace."""


async def connect(
    address: str, namespace: str, *, tls: bool = False, api_key: str | None = None
) -> Client:
    """A client that writes and reads messages as pydantic models. Raises RuntimeError if away."""
    return await Client.connect(
        address,
        namespace=namespace,
        tls=tls,
        api_key=api_key,
        data_converter=pydantic_data_converter,
        runtime=QUIET,
    )


def worker(
    client: Client, ports: Ports, task_queue: str = TASK_QUEUE, runner: WorkflowRunner = RUNNER
) -> Worker:
    """A worker for everything, ready to `run`."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=[
            *Activities(ports).all(),
            *ProgrammeActivities(ports).all(),
            *SheetActivities(ports).all(),
            *BatchActivities(ports).all(),
        ],
        activity_executor=executor(),
        workflow_runner=runner,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(maximum=20),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(maximum=20),
        max_cached_workflows=2000,
        max_heartbeat_throttle_interval=_BEAT,
        graceful_shutdown_timeout=_GRACE,
        build_id=BUILD,  # else the SDK hashes every module there is, for seconds
    )


async def namespace_id(client: Client) -> str:
    """The id of the namespace: another one means that Temporal has forgotten everything."""
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return described.namespace_info.id
