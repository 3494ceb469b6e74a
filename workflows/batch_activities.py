"""The step of a workflow that asks the same of the next contracts of a batch."""

from collections.abc import Callable
from typing import Any

from temporalio import activity

from domain.base import Refused, derived_id
from domain.batch.commands import RecordBatchStep
from domain.batch.outlook import Step, command_for, next_step
from domain.batch.parts import NotDone
from domain.batch.state import Batch
from workflows.activities import Ports
from workflows.apply_batch import APPLY_BATCH, Application

BY = "workflow:apply-batch"


class BatchActivities:
    """Bound to its ports; one instance a worker."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports

    def all(self) -> list[Callable[..., Any]]:
        """Every activity, for the worker."""
        return [self.apply_batch]

    @activity.defn(name=APPLY_BATCH)
    def apply_batch(self, application: Application) -> Step:
        """Do the next step and answer what it was. Cut off anywhere, it can be asked again."""
        batch = self.ports.batch(application.batch_id)
        step = next_step(batch)
        if step.kind == "apply":
            self.ports.handle(self.carried_out(application, batch, step))
        return Step(kind=step.kind)

    def carried_out(self, application: Application, batch: Batch, step: Step) -> RecordBatchStep:
        """Ask it of each contract in the name of who confirmed it; a refusal is an answer."""
        assert batch.planned is not None
        assert batch.confirmed is not None
        done, refused = [], []
        for contract_id in step.contract_ids:
            activity.heartbeat()
            command = command_for(
                batch.planned.what,
                application.batch_id,
                contract_id,
                at=self.ports.clock(),
                by=batch.confirmed.by,
            )
            try:
                self.ports.handle(command)
                done.append(contract_id)
            except Refused as no:
                refused.append(
                    NotDone(
                        contract_id=contract_id,
                        reason=no.reason,
                        template=no.sentence.template,
                        values=dict(no.sentence.values),
                    )
                )
        turn = len(batch.done) + len(batch.refused)
        return RecordBatchStep(
            batch_id=application.batch_id,
            done=tuple(done),
            refused=tuple(refused),
            command_id=derived_id("batch-step", application.batch_id, turn),
            at=self.ports.clock(),
            by=BY,
        )
