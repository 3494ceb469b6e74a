"""The one door through which anything changes."""

from collections import OrderedDict
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from hashlib import sha256
from threading import Lock
from time import sleep
from typing import Any
from uuid import UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    Mapper,
    OperationalError,
)
from eventsourcing.postgres import BasePostgresFactory
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from domain.base import Command, Decider, Event, Refused
from eventstore.codec import CODEC, Recorded
from eventstore.readings import Read, Readings
from eventstore.recorder import CarriedOutBefore, Recorder, Seen
from eventstore.registry import DECIDERS, EVENTS, NAMED, OWN_EVENTS
from eventstore.tombstones import is_destroyed, list_of

_ATTEMPTS = 10
_RECONNECT_SECONDS = 0.2
_STREAMS_KEPT = 500


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream folded up to a version, and the log position of that version's event."""

    version: int
    position: int
    state: Any


class EventLog(Application[UUID]):
    """Loads a stream, decides a command against it, and records what follows. Thread safe.

    The tables must be there: see `migrations`.
    """

    name = "eventlog"

    def __init__(self, url: str) -> None:
        self.url = url
        self._streams: OrderedDict[UUID, _Stream] = OrderedDict()
        self._streams_lock = Lock()
        self._readings = Readings()
        super().__init__(
            {
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": "",
                "POSTGRES_HOST": "",
                "POSTGRES_USER": "",
                "POSTGRES_PASSWORD": "",
                "POSTGRES_CONNECT_TIMEOUT": "15",
                "POSTGRES_POOL_SIZE": "1",
                "POSTGRES_MAX_OVERFLOW": "15",
            }
        )

    def construct_mapper(self) -> Mapper[UUID]:
        return CODEC

    def construct_recorder(self) -> Recorder:
        assert isinstance(self.factory, BasePostgresFactory)
        # The library passes on five settings only; a URL may say more, such as sslmode.
        self.datastore = self.factory.datastore
        self.datastore.pool.kwargs = {**conninfo_to_dict(self.url), "row_factory": dict_row}
        self._recorder = Recorder(self.datastore, events_table_name="eventlog_events")
        return self._recorder

    def handle(self, command: Command) -> int:
        """Record the events that follow from the command, once, and answer a log position.

        It is the position of the last event recorded; of the stream's last event if nothing
        followed, 0 if the stream is empty; and what it was before if the command was carried out
        before. Raises `Refused` if the domain says no, or if the command's id was used for
        another one. Decides anew when the stream has grown meanwhile, and tries again when the
        connection was lost: the command's id makes that safe.
        """
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._carry_out(command)
            except IntegrityError:
                self._forget(command)
            except (InterfaceError, OperationalError):
                self._forget(command)
                sleep(_RECONNECT_SECONDS)
                self.datastore.pool.check()
        return self._carry_out(command)

    def read(self, stream_id: UUID, until: datetime | None = None) -> list[Event]:
        """The stream's events in order; with `until`, only what had been recorded by then.

        None of a stream that was destroyed. Long streams are decoded once: who looks at one from
        several sides reads only what was added since.
        """
        known = self._readings.get(stream_id)
        rows = self._recorder.select_stream(stream_id, known.version if known else 0)
        if known and (not rows or rows[0][3] != known.position or rows[0][2] is not None):
            # Destroyed, or the database is not the one we knew: it was restored from a backup.
            known, rows = None, self._recorder.select_stream(stream_id, 0)
        added = [
            CODEC.decode(topic, state)
            for _, topic, state, _ in rows
            if state is not None and not is_destroyed(state)
        ]
        events = [*known.events, *added] if known else added
        if known and not added:
            self._readings.keep(stream_id, known)
        elif rows and len(events) == rows[-1][0]:
            self._readings.keep(stream_id, Read(rows[-1][0], rows[-1][3], tuple(events)))
        return events if until is None else [event for event in events if event.at <= until]

    def consider(self, command: Command) -> Refused | None:
        """Why the command would be refused as things stand; none if it would be carried out.

        Nothing is recorded: a dry run.
        """
        decider = DECIDERS[type(command)]
        try:
            decider.decide(command, self._load(decider, getattr(command, decider.identity)).state)
        except Refused as refused:
            return refused
        return None

    def state(self, name: str, stream_id: UUID) -> Any:
        """How the stream of a decider of this name stands now; as at first, if there is none.

        Long streams are folded once: what is known of one is gone on from, also after others have
        added to it. Raises `Refused` if the stream is another decider's.
        """
        return self._load(NAMED[name], stream_id).state

    def head(self) -> int:
        """The position of the last event, once no earlier one can appear any more."""
        return self._recorder.select_head()

    def connection(self) -> AbstractContextManager[Connection[Any]]:
        """A connection from the pool, in autocommit mode."""
        return self.datastore.get_connection()

    def _carry_out(self, command: Command) -> int:
        decider = DECIDERS[type(command)]
        stream_id: UUID = getattr(command, decider.identity)
        stream = self._load(decider, stream_id)
        try:
            decided = decider.decide(command, stream.state)
        except Refused:
            # A command that was carried out may well be refused by the state it has led to.
            seen = self._recorder.select_seen(command.command_id)
            if seen is None:
                raise
            return _position_of(command, seen)
        recorded = [
            Recorded(stream_id, version, _named(event, uuid5(stream_id, str(version))))
            for version, event in enumerate(decided, stream.version + 1)
        ]
        try:
            positions = self._recorder.insert_events(
                [CODEC.to_stored_event(each) for each in recorded],
                command_id=command.command_id,
                fingerprint=_fingerprint(command),
                stands_at=stream.position,
            )
        except CarriedOutBefore as before:
            return _position_of(command, before.seen)
        if not positions:
            return stream.position
        state = reduce(decider.evolve, (each.event for each in recorded), stream.state)
        self._keep(stream_id, _Stream(stream.version + len(recorded), positions[-1], state))
        return positions[-1]

    def _load(self, decider: Decider[Any, Any, Any], stream_id: UUID) -> _Stream:
        """Fold the stream, going on from where it was last folded if that is still its past."""
        with self._streams_lock:
            known = self._streams.get(stream_id)
        start = known or _Stream(0, 0, decider.initial)
        rows = self._recorder.select_stream(stream_id, start.version)
        if rows and EVENTS[rows[-1][1]] not in OWN_EVENTS[decider.name]:
            raise Refused(
                f"unknown_{decider.name}", "there is none with this id: %(id)s", id=stream_id
            )
        if rows and rows[0][2] is not None and is_destroyed(rows[0][2]):
            raise _gone(stream_id, rows[0][2])
        if known and (not rows or rows[0][3] != known.position):
            # The database is not the one we knew: it was restored from a backup.
            start = _Stream(0, 0, decider.initial)
            rows = self._recorder.select_stream(stream_id, 0)
        events = (CODEC.decode(topic, state) for _, topic, state, _ in rows if state is not None)
        state = reduce(decider.evolve, events, start.state)
        if not rows:
            return start
        version, _, _, position = rows[-1]
        stream = _Stream(version, position, state)
        self._keep(stream_id, stream)
        return stream

    def _keep(self, stream_id: UUID, stream: _Stream) -> None:
        with self._streams_lock:
            self._streams[stream_id] = stream
            self._streams.move_to_end(stream_id)
            if len(self._streams) > _STREAMS_KEPT:
                self._streams.popitem(last=False)

    def _forget(self, command: Command) -> None:
        with self._streams_lock:
            self._streams.pop(getattr(command, DECIDERS[type(command)].identity), None)


def _named(event: Event, event_id: UUID) -> Event:
    return event.model_copy(update={"event_id": event_id})


def _gone(stream_id: UUID, state: bytes) -> Refused:
    return Refused(
        "destroyed",
        "what was recorded under %(id)s was destroyed by the signed list %(list_id)s: nothing can "
        "be added to it; begin anew under another key",
        id=stream_id,
        list_id=list_of(state),
    )


def _fingerprint(command: Command) -> bytes:
    """What is asked, and by whom; a repeated request may come at another time."""
    asked = command.model_dump_json(exclude={"at", "correlation"})
    return sha256(asked.encode()).digest()


def _position_of(command: Command, seen: Seen) -> int:
    if seen.fingerprint != _fingerprint(command):
        raise Refused(
            "command_id_reused",
            "the command id %(command_id)s was used before, for another command",
            command_id=command.command_id,
        )
    return seen.position
