"""What can have happened to a practice clock. Storage format: add, never change."""

from datetime import timedelta
from uuid import UUID

from domain.base import Event


class ClockMoved(Event):
    """From here on, practice time is real time plus `offset`."""

    clock_id: UUID
    offset: timedelta


ClockEvent = ClockMoved
