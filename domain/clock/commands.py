"""What may be asked of a practice clock."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from domain.base import Command, derived_id

CLOCK_ID = derived_id("clock")


class MoveClock(Command):
    """Move the practice clock forward to `to`; `real` is the real time of asking."""

    kind: Literal["MoveClock"] = "MoveClock"
    clock_id: UUID = CLOCK_ID
    to: AwareDatetime
    real: AwareDatetime


ClockCommand = MoveClock
