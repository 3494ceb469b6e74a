"""The worker that is told to stop finishes what it has in hand."""

import pytest
from temporalio.api.enums.v1 import EventType

from domain.change.events import AnnouncementDrafted, LetterSent
from tests.workflows.stage import announced, lasting, proposed

pytestmark = pytest.mark.anyio


async def test_letters_in_hand_are_finished_and_accounted_for_by_the_next_worker(
    temporal_address: str,
) -> None:
    async with lasting(temporal_address) as stage:
        stage.world.post_seconds = 0.5
        await stage.ask(*proposed())
        await stage.move_clock("2021-05-10")
        await stage.happens(lambda: len(stage.log.all(AnnouncementDrafted)) == 1)
        await stage.ask(*announced())
        await stage.happens(lambda: len(stage.world.posted) == 1)
    history = await stage.announcement.fetch_history()
    kinds = [event.event_type for event in history.events]
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT not in kinds
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED not in kinds
    async with stage.on_stage():
        await stage.happens(lambda: len(stage.log.all(LetterSent)) == 3)
    assert len(stage.world.posted) == 1
