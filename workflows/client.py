"""Talking to Temporal, and working for it."""

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import PollerBehaviorAutoscaling, Worker

from workflows.activities import Activities, executor
from workflows.announce_change import AnnounceChange
from workflows.keep_agenda import KeepAgenda
from workflows.relay import TASK_QUEUE
from workflows.sandbox import RUNNER

BUILD = "inkoopspoor"
WORKFLOWS = [AnnounceChange, KeepAgenda]


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
    )


def worker(client: Client, activities: Activities, task_queue: str = TASK_QUEUE) -> Worker:
    """A worker for everything, ready to `run`."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=activities.all(),
        activity_executor=executor(),
        workflow_runner=RUNNER,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(maximum=20),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(maximum=20),
        max_cached_workflows=2000,
        build_id=BUILD,  # else the SDK hashes every module there is, for seconds
    )


async def namespace_id(client: Client) -> str:
    """The id of the namespace: another one means that Temporal has forgotten everything."""
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return described.namespace_info.id
