"""One thing that somebody does at a moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.base import Command
from domain.dates import start_of_day
from runtime.simulation.scenario import Day

OFFICE, SECOND = "simulated:office", "simulated:second"
NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does at a moment.

    `mend` is the change whose addresses are mended, `item_id` the plan item that is done. What
    `again` marks is tried once more some weeks later when it is refused: people wait for a gate.
    It is then `told` already that it was refused. What is `fixed` stays when the plan is moved.
    """

    at: datetime
    command: Command | None = None
    mend: UUID | None = None
    item_id: str | None = None
    again: bool = False
    fixed: bool = False
    told: bool = False


def on(day: Day, hour: int, command: Callable[[date, datetime], Command]) -> Iterator[Act]:
    """The command on that day at that hour; nothing if it is never given."""
    if day != "never":
        at = start_of_day(day) + timedelta(hours=hour)
        yield Act(at, command(day, at))


def stamp(at: datetime, by: str = OFFICE, /, **identity: UUID) -> dict[str, Any]:
    """What every command of a person has."""
    return {"at": at, "by": by, "command_id": uuid4(), **identity}
