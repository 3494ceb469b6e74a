"""A confirmed spreadsheet is carried out to its end, also when a worker is cut off on the way."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from temporalio.exceptions import ApplicationError

from domain.sheet.commands import ConfirmSheet
from domain.sheet.events import SheetApplied, SheetConfirmed
from tests import make
from tests.making.sheet import SHEET_ID
from tests.workflows.recorded import keep
from tests.workflows.stage import Stage
from workflows.apply_sheet import Done
from workflows.client import worker
from workflows.policies import application_id
from workflows.relay import Relay

pytestmark = pytest.mark.anyio

QUEUE = "sheets"


class Rows:
    """Three rows of which the second is cut off once; `cut` counts how often."""

    def __init__(self) -> None:
        self.applied, self.cut, self.erased = 0, 0, list[UUID]()

    def apply(self, sheet_id: UUID, beat: Callable[[], None]) -> Done:
        assert sheet_id == SHEET_ID
        beat()
        if self.applied == 1 and not self.cut:
            self.cut += 1
            raise ApplicationError("the worker is gone")
        self.applied += 1
        return Done(applied=self.applied - 1, refused=1, left=3 - self.applied)


@pytest.mark.row("IN-12")
async def test_rows_are_carried_out_until_none_is_left_and_then_forgotten(
    stage: Stage, request: pytest.FixtureRequest
) -> None:
    rows = Rows()
    ports = replace(stage.world.ports(), apply_rows=rows.apply, erase_rows=rows.erased.append)
    client = stage.environment.client
    relay = Relay(client, lambda _: (), lambda *_: (), QUEUE)
    stage.log.handle(make.whole(ConfirmSheet))
    (confirmed,) = stage.log.all(SheetConfirmed)
    async with worker(client, ports, QUEUE):
        await relay.carry_out((1, confirmed))
        await relay.carry_out((1, confirmed))
        handle = client.get_workflow_handle(application_id(SHEET_ID))
        await handle.result()
        await relay.carry_out((1, confirmed))
    (applied,) = stage.log.all(SheetApplied)
    assert (applied.applied, applied.refused) == (2, 1)
    assert (rows.applied, rows.cut) == (3, 1)
    assert rows.erased == [SHEET_ID]
    if request.config.getoption("--record-histories", default=False):
        await keep("sheet-applied", handle)
