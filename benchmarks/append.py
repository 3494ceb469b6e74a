"""Append: events a second that are on disk, against plain INSERTs; and how soon one is seen."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from multiprocessing import get_context
from statistics import median
from threading import Event as Flag
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper
from psycopg.conninfo import conninfo_to_dict

from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.change.events import LetterSent
from eventstore.codec import CODEC, Recorded
from eventstore.follow import POLL_SECONDS, Wake, settled
from eventstore.log import EventLog
from tests import make

SECONDS = 0.3 if quick() else 1.5
REPEATS = 1 if quick() else 5
MIXED = (1, 1, 1, 1, 5, 1, 1, 30)
"""Events in one transaction, one after another: most commands lead to one, some to many."""

Append = Callable[[UUID, int, int], None]
"""Append to a stream, from a version on, so many events."""

_EVENT = make.a(LetterSent, event_id=make.EVENT_ID)
_RAW_TABLE = """
CREATE TABLE IF NOT EXISTS raw_events (
    originator_id uuid NOT NULL, originator_version bigint NOT NULL, topic text, state bytea,
    notification_id bigserial, PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX IF NOT EXISTS raw_events_notification_id ON raw_events (notification_id);
"""
_RAW_INSERT = """
INSERT INTO raw_events (originator_id, originator_version, topic, state) VALUES (%s, %s, %s, %s)
"""


@contextmanager
def raw(url: str) -> Iterator[Append]:
    """The limit: the same rows through psycopg, prepared, encoded beforehand."""
    state = CODEC.encode(_EVENT)
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()

        def append(stream: UUID, version: int, count: int) -> None:
            rows = [(stream, version + n, "LetterSent", state) for n in range(count)]
            if count == 1:
                cursor.execute(_RAW_INSERT, rows[0], prepare=True)
            else:
                with connection.transaction():
                    cursor.executemany(_RAW_INSERT, rows)

        yield append


@contextmanager
def ours(url: str) -> Iterator[Append]:
    """With the command that caused the events, as `handle` records them."""
    log = EventLog(url)

    def append(stream: UUID, version: int, count: int) -> None:
        events = [CODEC.to_stored_event(each) for each in _recorded(stream, version, count)]
        log.recorder.insert_events(events, command_id=uuid4(), fingerprint=b"\0" * 32)

    yield append
    log.close()


class Default(Application[UUID]):
    """The library as it comes, with our codec."""

    name = "default"

    def construct_mapper(self) -> Mapper[UUID]:
        return CODEC


@contextmanager
def library(url: str) -> Iterator[Append]:
    app = Default(_library_settings(url))

    def append(stream: UUID, version: int, count: int) -> None:
        app.save(*_recorded(stream, version, count))

    yield append
    app.close()


def _recorded(stream: UUID, version: int, count: int) -> list[Recorded]:
    return [Recorded(stream, version + n, _EVENT) for n in range(count)]


def _library_settings(url: str, create_table: str = "n") -> dict[str, str]:
    parts = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts["port"]),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts.get("password") or ""),
        "POSTGRES_POOL_SIZE": "1",
        "CREATE_TABLE": create_table,
    }


WAYS: dict[str, Callable[[str], Any]] = {"raw": raw, "library": library, "ours": ours}


def _write(url: str, sizes: Sequence[int], barrier: Any, counts: Any) -> None:
    """One writing process: all ways in turn, again and again, in step with the others."""
    with ExitStack() as stack:
        appends = {way: stack.enter_context(WAYS[way](url)) for way in WAYS}
        for append in appends.values():
            append(uuid4(), 1, max(sizes))
        for _ in range(REPEATS):
            for way, append in appends.items():
                barrier.wait()
                counts.put((way, _written(append, sizes)))


def _written(append: Append, sizes: Sequence[int]) -> int:
    stream, version = uuid4(), 1
    batches = cycle(random.sample(sizes, len(sizes)))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        count = next(batches)
        append(stream, version, count)
        version += count
    return version - 1


def _compare(url: str, name: str, writers: int, sizes: Sequence[int], target: str) -> list[Row]:
    context = get_context("spawn")
    barrier, counts = context.Barrier(writers), context.Queue()
    processes = [
        context.Process(target=_write, args=(url, sizes, barrier, counts)) for _ in range(writers)
    ]
    for process in processes:
        process.start()
    rates: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(REPEATS * len(WAYS)):
        round_ = [counts.get(timeout=120) for _ in processes]
        rates[round_[0][0]].append(sum(count for _, count in round_) / SECONDS)
    for process in processes:
        process.join()
    limit = median(rates["raw"])
    return [
        against(f"{name}: inkoopspoor", median(rates["ours"]), "events/s", limit, target),
        against(f"{name}: library's default", median(rates["library"]), "events/s", limit),
    ]


def _visible(url: str) -> Row:
    """From before an append until a follower holds its event; the append itself included."""
    log, stop = EventLog(url), Flag()
    seen: dict[int, float] = {}

    def read() -> None:
        position = log.head()
        with Wake(url) as wake, psycopg.connect(url, autocommit=True) as connection:
            while not stop.is_set():
                batch = settled(connection, position, 500)
                seen.update({each.position: time.monotonic() for each in batch.events})
                if batch.position == position:
                    wake.wait(POLL_SECONDS)
                position = batch.position

    reader = Thread(target=read)
    reader.start()
    time.sleep(0.5)
    stream, asked = uuid4(), {}
    for version in range(1, 301):
        before = time.monotonic()
        [recording] = log.save(Recorded(stream, version, _EVENT))
        asked[recording.notification.id] = before
        time.sleep(random.uniform(0.001, 0.01))
    time.sleep(0.5)
    stop.set()
    reader.join()
    log.close()
    waits = [(seen[position] - before) * 1000 for position, before in asked.items()]
    return Row("from append to a follower's hands", median(waits), "ms", target="<= 20")


def run() -> list[Row]:
    with database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_RAW_TABLE)
        Default(_library_settings(url, create_table="y")).close()
        return [
            *_compare(url, "1 writer, one event a transaction", 1, (1,), ">= 0.25"),
            *_compare(url, "8 processes, one event a transaction", 8, (1,), ">= 0.25"),
            *_compare(url, "8 processes, mixed batches", 8, MIXED, ">= 0.45"),
            _visible(url),
        ]
