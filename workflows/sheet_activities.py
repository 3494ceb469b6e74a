"""The step of a workflow that carries out rows of a spreadsheet."""

from collections.abc import Callable
from typing import Any

from temporalio import activity

from domain.base import derived_id
from domain.sheet.commands import CompleteSheet
from workflows.activities import Activities, Ports
from workflows.apply_sheet import APPLY_ROWS, BY, Application


class SheetActivities:
    """Bound to its ports; one instance a worker."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self.activities = Activities(ports)

    def all(self) -> list[Callable[..., Any]]:
        """Every activity, for the worker."""
        return [self.apply_rows]

    @activity.defn(name=APPLY_ROWS)
    def apply_rows(self, application: Application) -> int:
        """Carry out the next rows and answer how many are left; with none left, record that."""
        sheet_id = application.sheet_id
        done = self.ports.apply_rows(sheet_id, activity.heartbeat)
        if done.left:
            return done.left
        self.activities.handle(
            CompleteSheet(
                sheet_id=sheet_id,
                applied=done.applied,
                refused=done.refused,
                command_id=derived_id("complete-sheet", sheet_id),
                at=self.ports.clock(),
                by=BY,
            )
        )
        self.ports.erase_rows(sheet_id)
        return 0
