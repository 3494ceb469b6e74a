"""The events of long streams, kept decoded: making events of rows is most of reading them."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from domain.base import Event

LONG = 20
"""Events from which on a stream is worth keeping."""

MOST = 20_000
"""Events of all streams together, some 60 MB; one stream may have more, and is then alone."""


@dataclass(frozen=True, slots=True)
class Read:
    """A stream up to a version, and the log position of that version's event."""

    version: int
    position: int
    events: tuple[Event, ...]


class Readings:
    """The long streams that were read last. Thread safe."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, Read] = OrderedDict()
        self._lock = Lock()

    def get(self, stream_id: UUID) -> Read | None:
        with self._lock:
            return self._kept.get(stream_id)

    def keep(self, stream_id: UUID, read: Read) -> None:
        if len(read.events) < LONG:
            return
        with self._lock:
            self._kept[stream_id] = read
            self._kept.move_to_end(stream_id)
            while len(self._kept) > 1 and self._size() > MOST:
                self._kept.popitem(last=False)

    def _size(self) -> int:
        return sum(len(each.events) for each in self._kept.values())
