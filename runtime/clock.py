"""What time it is: real time, or in a practice copy real time plus an offset from the log."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import uuid4

from domain.clock.commands import CLOCK_ID, MoveClock
from domain.clock.events import ClockMoved
from eventstore.log import EventLog

Clock = Callable[[], datetime]


def real() -> datetime:
    """The time of the machine, in UTC."""
    return datetime.now(UTC)


def practice(log: EventLog) -> Clock:
    """Practice time, as the last move of the clock has it; real time while it was never moved."""
    return lambda: real() + offset(log)


def offset(log: EventLog) -> timedelta:
    """How far practice time is from real time."""
    moves = (event.offset for event in log.read(CLOCK_ID) if isinstance(event, ClockMoved))
    return reduce(lambda _, latest: latest, moves, timedelta(0))


def move(log: EventLog, to: datetime, by: str) -> int:
    """Move the practice clock forward; everything that waits is told by the relay.

    Raises `Refused` when `to` lies behind.
    """
    now = real()
    at = now + offset(log)
    return log.handle(MoveClock(to=to, real=now, at=at, by=by, command_id=uuid4()))
