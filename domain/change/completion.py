"""When a change counts as announced."""

from domain.base import made
from domain.change.commands import NarrowChange, RecordReceipts
from domain.change.events import ChangeAnnounced, ChangeEvent
from domain.change.standing import Change


def completed(command: RecordReceipts | NarrowChange, change: Change) -> list[ChangeEvent]:
    """The change is announced once every provider that it is still meant for was told."""
    if change.announced or not change.told_all:
        return []
    days = [change.announced_on(each) for each in change.active]
    announced_on = max(day for day in days if day is not None)
    return [
        ChangeAnnounced(change_id=command.change_id, announced_on=announced_on, **made(command))
    ]
