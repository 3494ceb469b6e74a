"""Carries out a signed list, some streams at a time; safe to break off and to say again (AU-15)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row

from domain.base import Refused
from domain.retention.commands import RecordDestruction, StartDestruction
from domain.retention.parts import RETENTION_ID
from domain.retention.state import DestructionList, Retention
from eventstore.leaves import Draw, grow
from eventstore.log import EventLog
from projections.engine import Engine
from projections.forgetting import forget
from projections.registry import MODELS

AT_ONCE = 50
"""Streams in one transaction, which nobody can record beside."""
LEAVES_AT_ONCE = 5_000

_HELD = "IS002"
_REFUSALS = {
    "IS001": "not_signed",
    "IS003": "no_leaf",
    "IS004": "tampered",
}

Say = Callable[[int, int], None]
"""Is told how many streams of how many are gone."""


def carry_out(
    log: EventLog, list_id: UUID, *, by: str, clock: Callable[[], datetime], draw: Draw, say: Say
) -> tuple[int, int]:
    """Destroy what is on the list and not held; answers how many streams and events are gone.

    Each batch is one transaction: broken off, it is as if that batch had not been tried, and the
    next run goes on. Read models are filled anew without what is gone, and only then is it said
    that the list was carried out. Raises `Refused` if the list was not signed by two people, and
    if an event is not the one that its leaf vouches for.
    """
    found = _list(log, list_id)
    if found.carried_out:
        return found.carried_out.streams, found.carried_out.events
    if found.started is None:
        found = _start(log, list_id, by, clock)
    with psycopg.connect(log.url, autocommit=True) as connection:
        _grow(connection, draw)
        while True:
            assert found.started is not None
            try:
                _destroy(connection, list_id, found.started.stream_ids, clock(), say)
                break
            except psycopg.DatabaseError as error:
                if error.sqlstate != _HELD:
                    raise _refused(error) from error
                if not _anything_left(log, list_id, connection):
                    break
                found = _start(log, list_id, by, clock)
        Engine(log.url, MODELS).rebuild(*(each.name for each in MODELS))
        connection.execute("VACUUM eventlog_events")
        connection.execute("VACUUM proof_leaves")
        streams, events = _counted(connection, list_id)
    log.handle(
        RecordDestruction(
            retention_id=RETENTION_ID,
            list_id=list_id,
            streams=streams,
            events=events,
            command_id=uuid4(),
            at=clock(),
            by=by,
        )
    )
    return streams, events


def _list(log: EventLog, list_id: UUID) -> DestructionList:
    retention: Retention = log.state("retention", RETENTION_ID)
    if list_id not in retention.lists:
        raise Refused("unknown_list", "there is no such list: lay one out first")
    return retention.lists[list_id]


def _start(log: EventLog, list_id: UUID, by: str, clock: Callable[[], datetime]) -> DestructionList:
    command = StartDestruction(
        retention_id=RETENTION_ID, list_id=list_id, command_id=uuid4(), at=clock(), by=by
    )
    log.handle(command)
    return _list(log, list_id)


def _grow(connection: Connection[tuple[object, ...]], draw: Draw) -> None:
    """Every event has its leaf before it goes, whether or not the follower runs."""
    size = -1
    while size != (size := grow(connection, draw, LEAVES_AT_ONCE).size):
        pass


def _destroy(
    connection: Connection[tuple[object, ...]],
    list_id: UUID,
    stream_ids: tuple[UUID, ...],
    now: datetime,
    say: Say,
) -> None:
    done = {stream for (stream,) in connection.execute("select stream_id from destroyed_streams")}
    left = [each for each in stream_ids if each not in done]
    total = len(stream_ids)
    for at in range(0, len(left), AT_ONCE):
        some = left[at : at + AT_ONCE]
        with connection.transaction():
            forget(connection, some)
            connection.execute("SELECT eventlog_destroy(%s, %s, %s)", (list_id, some, now))
        say(total - len(left) + at + len(some), total)


def _anything_left(
    log: EventLog, list_id: UUID, connection: Connection[tuple[object, ...]]
) -> bool:
    """Whether the hold that came in between leaves something to destroy."""
    retention: Retention = log.state("retention", RETENTION_ID)
    done = {stream for (stream,) in connection.execute("select stream_id from destroyed_streams")}
    items = retention.lists[list_id].listed.items
    return any(each.stream_id not in done and not retention.held(each) for each in items)


def _counted(connection: Connection[tuple[object, ...]], list_id: UUID) -> tuple[int, int]:
    row = (
        connection.cursor(row_factory=tuple_row)
        .execute(
            "select count(*), coalesce(sum(events), 0) from destroyed_streams where list_id = %s",
            (list_id,),
        )
        .fetchone()
    )
    assert row is not None
    return int(row[0]), int(row[1])


def _refused(error: psycopg.Error) -> Exception:
    reason = _REFUSALS.get(error.sqlstate or "")
    if reason is None:
        return error
    return Refused(
        reason,
        "nothing was destroyed: %(why)s; run inkoopspoor audit verify, and go on from what it says",
        why=error.diag.message_primary or "",
    )
