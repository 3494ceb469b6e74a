"""How commands come in over HTTP: once by their key, and answered with a log position."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from fastapi import Depends, Header, Query, Request, Response

from api.identity import Asking, Caller, World
from api.ports import Ports
from api.shapes import Accepted
from domain.base import Command, Event, derived_id
from domain.change.events import DispatchOrdered, WithdrawalOrdered
from eventstore.codec import CODEC

LONGEST_WAIT_SECONDS = 30.0

_ORDERS = (DispatchOrdered, WithdrawalOrdered)
_MOST_EVENTS = 4
"""A command that orders letters leads to fewer events than that."""

_PREFERRED_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,4})\b")


class Stamp(TypedDict):
    """What every command carries."""

    command_id: UUID
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A request to record something: who asks, under which id, and how long they will wait."""

    ports: Ports
    caller: Caller
    command_id: UUID
    wait_seconds: float
    request: Request
    response: Response

    @property
    def stamp(self) -> Stamp:
        return {
            "command_id": self.command_id,
            "at": self.ports.clock(),
            "by": self.caller.person_id,
        }


def command_id(caller: Caller, key: str) -> UUID:
    """The same key from the same person is the same command."""
    return derived_id("http", caller.person_id, key)


def recording_of(
    ports: World,
    caller: Asking,
    request: Request,
    response: Response,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=8,
            max_length=200,
            description="Chosen by you, one for each request; with the same key the same request "
            "may be repeated without harm. A UUID will do.",
        ),
    ],
    prefer: Annotated[
        str | None,
        Header(description="`wait=10`: answer once reads have it, or after so many seconds."),
    ] = None,
    wait: Annotated[
        float | None,
        Query(ge=0, le=LONGEST_WAIT_SECONDS, description="As `Prefer: wait=`, in seconds."),
    ] = None,
) -> Recording:
    preferred = _PREFERRED_WAIT.search(prefer or "")
    if wait is None:
        wait = min(float(preferred[1]), LONGEST_WAIT_SECONDS) if preferred else 0.0
    return Recording(ports, caller, command_id(caller, key), wait, request, response)


Order = Annotated[Recording, Depends(recording_of)]


def record(recording: Recording, command: Command, location: str) -> Accepted:
    """Have a command carried out; `location` is where its effect can be read, under `/v1`."""
    return accepted(recording, recording.ports.handle(command), location)


def accepted(recording: Recording, position: int, location: str) -> Accepted:
    """Answer with the position, after waiting for the read models if that was asked for.

    What is recorded stays so: who waited in vain is told the position all the same.
    """
    root = recording.request.scope.get("root_path", "")
    headers = recording.response.headers
    headers["Location"] = f"{root}{location}"
    headers["Log-Position"] = str(position)
    if recording.wait_seconds:
        try:
            recording.ports.wait(position, (), recording.wait_seconds)
        except TimeoutError:
            return Accepted(position=position)
        headers["Preference-Applied"] = f"wait={recording.wait_seconds:g}"
    return Accepted(position=position)


def leaving_at(ports: Ports, stamp: Stamp) -> datetime:
    """When letters leave that are ordered now: after the time for undoing it.

    A repeated command means the time that it was first carried out with: "soon" is another time
    at every repetition.
    """
    before = carried_out_before(ports, stamp["command_id"])
    ordered = next((each for each in before if isinstance(each, _ORDERS)), None)
    if ordered is not None:
        return ordered.send_at
    at = before[0].at if before else stamp["at"]
    return at + ports.undo


def carried_out_before(ports: Ports, command: UUID) -> list[Event]:
    """What this command led to, if it was carried out before."""
    with ports.pool.connection() as connection:
        rows = connection.execute(
            "select topic, state from commands, eventlog_events where command_id = %s"
            " and notification_id between position - %s and position order by notification_id",
            (command, _MOST_EVENTS),
        ).fetchall()
    values = (tuple(row.values()) if isinstance(row, Mapping) else row for row in rows)
    events = [CODEC.decode(topic, bytes(state)) for topic, state in values]
    return [each for each in events if each.caused_by == command]
