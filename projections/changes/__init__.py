"""The changes: how far each has come, by when it must be announced, and what became of it."""

from projections.changes.model import CHANGES, keys, project
from projections.changes.queries import (
    LastCall,
    decided_against,
    last_call,
    next_of_segments,
    of_programme,
    on_the_board,
    underway,
)
from projections.changes.rows import Announcement, ChangeRow, Stage, Status, latest_day

__all__ = [
    "CHANGES",
    "Announcement",
    "ChangeRow",
    "LastCall",
    "Stage",
    "Status",
    "decided_against",
    "keys",
    "last_call",
    "latest_day",
    "next_of_segments",
    "of_programme",
    "on_the_board",
    "project",
    "underway",
]
