"""Between events and rows: `{"v": version, ...the event's fields}` under the class name."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from domain.base import Event
from eventstore.registry import EVENTS
from eventstore.tombstones import is_destroyed
from eventstore.upcasts import UPCASTS, Upcast


class Unreadable(Exception):  # noqa: N818 (says what the event is)
    """The log holds an event that this release cannot read."""


class Destroyed(Unreadable):
    """The event was destroyed under a signed list; who reads streams leaves it out (AU-15)."""


class Recorded(NamedTuple):
    """An event and its place: in its stream, and in the log once it is recorded."""

    originator_id: UUID
    originator_version: int
    event: Event
    position: int = 0


class Codec(Mapper[UUID]):
    """Writes events as readable JSON and reads any version ever written.

    What is nothing is not written, so that a new field needs no new version if nothing is its
    default.
    """

    def __init__(
        self,
        events: Mapping[str, type[Event]] = EVENTS,
        upcasts: Mapping[tuple[str, int], Upcast] = UPCASTS,
    ) -> None:
        super().__init__(JSONTranscoder())
        self._events = events
        self._upcasts = upcasts
        self._current: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
            name: (_prefix(cls), cls.__pydantic_validator__.validate_json)
            for name, cls in events.items()
        }

    def encode(self, event: Event) -> bytes:
        body = event.__pydantic_serializer__.to_json(event, exclude_none=True)
        return _prefix(type(event)) + body[1:]

    def decode(self, name: str, state: bytes) -> Event:
        """Raises `Unreadable` for an unknown name, and for a version nobody can bring up to date.

        Raises `Destroyed` for what stands in the place of an event that was destroyed, and
        `pydantic.ValidationError` if the fields are not what they should be.
        """
        if name not in self._current:
            raise Unreadable(f'the log holds an event "{name}" that this release does not know')
        prefix, validate = self._current[name]
        if state.startswith(prefix):
            event: Event = validate(b"{" + state[len(prefix) :])
            return event
        if is_destroyed(state):
            raise Destroyed(f'this "{name}" was destroyed')
        return self._upcast(name, state)

    def _upcast(self, name: str, state: bytes) -> Event:
        cls = self._events[name]
        data: dict[str, Any] = json.loads(state)
        written = data.pop("v")
        if written > cls.version:
            raise Unreadable(f'"{name}" was written as version {written} by a later release')
        for version in range(written, cls.version):
            if (name, version) not in self._upcasts:
                raise Unreadable(f'no upcast takes "{name}" beyond version {version}')
            data = self._upcasts[name, version](data)
        return cls.model_validate_json(json.dumps(data))

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        assert isinstance(domain_event, Recorded)
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=type(domain_event.event).__name__,
            state=self.encode(domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:
        assert isinstance(stored_event.originator_id, UUID)
        return Recorded(
            stored_event.originator_id,
            stored_event.originator_version,
            self.decode(stored_event.topic, stored_event.state),
        )


def _prefix(cls: type[Event]) -> bytes:
    return b'{"v":%d,' % cls.version


CODEC = Codec()
