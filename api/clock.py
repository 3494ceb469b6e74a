"""The clock over HTTP: what time it is here, and moving it in a practice copy."""

from fastapi import APIRouter

from api.errors import not_found
from api.identity import Asking, World
from api.moments import Start
from api.shapes import Accepted, Input, Instant, Shape

router = APIRouter(prefix="/clock", tags=["clock"])


class Clock(Shape):
    """What time it is here; in a practice copy the clock can be moved forward."""

    now: Instant
    practice: bool


class Move(Input):
    """Where to: an instant, or the start of a day."""

    to: Start


@router.get("")
def show_clock(ports: World) -> Clock:
    """The time that counts here: real time, or practice time."""
    return Clock(now=ports.clock(), practice=ports.practice)


@router.post("/moves", status_code=202)
def move_clock(body: Move, ports: World, caller: Asking) -> Accepted:
    """Move the practice clock forward; what falls due by then happens. Production has no such."""
    if ports.move_clock is None:
        raise not_found()
    return Accepted(position=ports.move_clock(body.to, caller.person_id))
