"""Processes that write to the log and follow it, to be run many at once and killed."""

import random
import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.base import derived_id
from domain.change.events import LetterDeferred
from eventstore.codec import CODEC, Recorded
from eventstore.follow import POLL_SECONDS, Wake, settled
from eventstore.log import EventLog
from tests import make

TOPIC = "LetterDeferred"
STATE = CODEC.encode(make.a(LetterDeferred))
APPEND = "SELECT eventlog_append(%s, %s, %s, %s, NULL, NULL, 0)"
NOTE = """
INSERT INTO seen (position, stream, version)
SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[])
"""
SHARED = [derived_id("shared", n) for n in range(3)]


def stored(stream: UUID, version: int, count: int = 1) -> list[StoredEvent]:
    return [StoredEvent(stream, version + n, TOPIC, STATE) for n in range(count)]


def write(url: str, seed: int, times: int) -> None:
    """Append to a stream of its own and to shared ones, singly and in batches.

    Now and then keep a transaction open for a while, so that others overtake it, and then
    commit it or roll it back.
    """
    chance = random.Random(seed)
    with EventLog(url) as log, psycopg.connect(url) as slow:
        own, version = derived_id("own", seed), 1
        for _ in range(times):
            count = chance.choice([1, 1, 1, 4, 20])
            log.recorder.insert_events(stored(own, version, count))
            version += count
            shared = chance.choice(SHARED)
            _ignoring_conflicts(log, shared, chance.choice([1, 2]))
            if chance.random() < 0.2:
                slow.execute(APPEND, (own, version, f"{TOPIC},{TOPIC}", [STATE, STATE]))
                time.sleep(chance.uniform(0, 0.03))
                if chance.random() < 0.5:
                    slow.commit()
                    version += 2
                else:
                    slow.rollback()


def _ignoring_conflicts(log: EventLog, stream: UUID, count: int) -> None:
    version = len(log.read(stream)) + 1
    with suppress(IntegrityError):
        log.recorder.insert_events(stored(stream, version, count))


def columns(events: Sequence[Recorded]) -> tuple[list[int], list[UUID], list[int]]:
    return (
        [event.position for event in events],
        [event.originator_id for event in events],
        [event.originator_version for event in events],
    )


def watch(url: str, limit: int) -> None:
    """Note every event in `seen`, and how far one is, in one transaction with the reading."""
    with Wake(url) as wake, psycopg.connect(url) as connection:
        while True:
            row = connection.execute("SELECT position FROM progress FOR UPDATE").fetchone()
            assert row is not None
            after: int = row[0]
            batch = settled(connection, after, limit)
            connection.execute(NOTE, columns(batch.events))
            connection.execute("UPDATE progress SET position = %s", (batch.position,))
            connection.commit()
            if batch.position == after:
                wake.wait(POLL_SECONDS)
