"""A log in memory: commands carried out by the real deciders, with positions and event ids."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, reduce
from uuid import UUID, uuid5

from domain.base import Command, Event
from domain.dates import start_of_day
from eventstore.registry import DECIDERS
from runtime.files import read
from runtime.publish import commands
from tests import make
from tests.programmes.sources import ROOT

Log = list[tuple[int, Event]]


class MemoryLog:
    """What the event log is to the domain, without a database."""

    def __init__(self) -> None:
        self.events: Log = []
        self._streams: dict[UUID, list[Event]] = defaultdict(list)

    def handle(self, command: Command) -> list[Event]:
        """The events that follow. Raises `Refused`."""
        decider = DECIDERS[type(command)]
        stream_id: UUID = getattr(command, decider.identity)
        stream = self._streams[stream_id]
        state = reduce(decider.evolve, stream, decider.initial)
        decided = decider.decide(command, state)
        named = [
            each.model_copy(update={"event_id": uuid5(stream_id, str(version))})
            for version, each in enumerate(decided, len(stream) + 1)
        ]
        stream += named
        first = len(self.events) + 1
        self.events += list(enumerate(named, first))
        return named

    def all(self, commanded: Iterable[Command]) -> "MemoryLog":
        for command in commanded:
            self.handle(command)
        return self


@cache
def published() -> Log:
    """The four programmes and the registers that go with them, as they are published."""
    files = [read(path) for path in sorted((ROOT / "programmes").glob("*.yaml"))]
    registers = [read(path) for path in sorted((ROOT / "programmes" / "examples").glob("*.yaml"))]
    at = start_of_day(make.MONDAY.date())
    asked = (each for file in (*files, *registers) for each in commands(file, at, make.OFFICER))
    return MemoryLog().all(asked).events
