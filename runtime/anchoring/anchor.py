"""Brings each new checkpoint to every target, from one process at a time, for ever (AU-04)."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event as Flag
from typing import Any

from psycopg import Connection

from eventstore import checkpoints
from eventstore.checkpoints import Delivery
from eventstore.leaves import nodes
from proofs.tree import consistency
from runtime.anchoring.parcel import Parcel, Target, Undelivered
from runtime.proving import connect, lead

LOOK_SECONDS = 1.0
MOST_AT_ONCE = 500
LONGEST_PAUSE = timedelta(minutes=15)

_ANCHORING = 20215003
_MOST_DOUBLINGS = 10

_log = logging.getLogger(__name__)


class Anchor:
    """Remembers the last size each target was given, so that a restart forgets and repeats little:

    what was sent just before a kill is sent again, and is the same then.
    """

    def __init__(self, url: str, targets: Sequence[Target], clock: Callable[[], datetime]) -> None:
        self._url = url
        self._targets = targets
        self._clock = clock

    def run(self, stop: Flag) -> None:
        """Deliver until told to stop. Outlives the database and every target."""
        while self._targets and not stop.is_set():
            try:
                with connect(self._url) as connection:
                    if lead(connection, _ANCHORING, stop):
                        while not stop.is_set():
                            self._deliver(connection, stop)
                            stop.wait(LOOK_SECONDS)
            except Exception as error:  # noqa: BLE001 (the database is away, or not as it was)
                _log.warning("Checkpoints are not delivered for a moment: %s", error)
                stop.wait(LOOK_SECONDS)

    def deliver(self) -> None:
        """Give every target what it lacks and is due for, once."""
        with connect(self._url) as connection:
            self._deliver(connection, Flag())

    def _deliver(self, connection: Connection[Any], stop: Flag) -> None:
        last = checkpoints.latest(connection)
        if last is None:
            return
        known = {each.target: each for each in checkpoints.deliveries(connection)}
        for target in self._targets:
            before = known.get(target.name)
            if before and before.size >= last.size:
                continue
            now = self._clock()
            if not stop.is_set() and (before is None or due(before, target.pause, now)):
                self._give(connection, target, before.size if before else 0, now)

    def _give(self, connection: Connection[Any], target: Target, size: int, now: datetime) -> None:
        new = (
            checkpoints.after(connection, size, MOST_AT_ONCE)
            if target.every
            else checkpoints.newest(connection, 1)
        )
        path = consistency(size, new[-1].size, nodes(connection)) if size else []
        try:
            target.send(Parcel(size, new, path))
        except Exception as error:  # noqa: BLE001 (one target never stands in another's way)
            said = str(error) if isinstance(error, Undelivered) else type(error).__name__
            _log.warning("No checkpoint for %s: %s", target.name, said)
            checkpoints.failed(connection, target.name, said, now)
        else:
            checkpoints.delivered(connection, target.name, new[-1].size, now)


def due(known: Delivery, pause: timedelta, now: datetime) -> bool:
    """Whether a target is to be given something now: after a failure ever later."""
    if known.failed_at is not None:
        doublings = min(known.failures, _MOST_DOUBLINGS)
        return now - known.failed_at >= min(timedelta(seconds=2**doublings), LONGEST_PAUSE)
    return known.delivered_at is None or now - known.delivered_at >= pause
