"""The rules of a practice clock."""

from dataclasses import dataclass
from datetime import timedelta

from domain.base import Decider, Refused, made
from domain.clock.commands import ClockCommand
from domain.clock.events import ClockEvent, ClockMoved


@dataclass(frozen=True, slots=True)
class Clock:
    """How far practice time is from real time; nothing while it was never set."""

    offset: timedelta | None = None


def decide(command: ClockCommand, clock: Clock) -> list[ClockEvent]:
    """Move forward only: what was recorded at a time must not come to lie in the future."""
    if clock.offset is not None and command.to < command.real + clock.offset:
        raise Refused(
            "clock_runs_forward",
            "the practice clock only moves forward; it stands at %(now)s",
            now=(command.real + clock.offset).date(),
        )
    offset = command.to - command.real
    if offset == clock.offset:
        return []
    return [ClockMoved(clock_id=command.clock_id, offset=offset, **made(command))]


def evolve(_: Clock, event: ClockEvent) -> Clock:
    """The last move counts."""
    return Clock(offset=event.offset)


CLOCK = Decider(name="clock", identity="clock_id", initial=Clock(), decide=decide, evolve=evolve)
