"""A small read model to try the engine with, and a process that follows it.

Its rows remember the order in which events came, so that a lost, doubled or swapped one shows.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from subprocess import PIPE, Popen
from threading import Event as Flag
from threading import Thread
from typing import Any

import psycopg

from domain.base import Event, derived_id
from domain.provider.events import ProviderRegistered
from eventstore.codec import CODEC
from eventstore.recorder import CHANNEL
from projections.engine import Engine, ReadModel
from projections.tables import get


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    provider: int
    numbers: tuple[str, ...]
    latest: str
    at: datetime
    closed_on: date | None = None


def keys(event: Event) -> Iterable[str]:
    assert isinstance(event, ProviderRegistered)
    if "no key" in event.segments:
        raise ValueError("has no key")
    return event.segments[:1]


def project(key: str, row: RegistrationRow | None, event: Event) -> RegistrationRow | None:
    assert isinstance(event, ProviderRegistered)
    _, number = event.segments
    if number == "slow":
        time.sleep(0.02)
    if number == "poison":
        raise ValueError("is poison")
    if number == "gone":
        return None
    if row is None:
        return RegistrationRow(int(key), (number,), number, event.at)
    return replace(row, numbers=(*row.numbers, number), latest=number, at=event.at)


REGISTRATIONS = ReadModel(
    "registrations",
    1,
    RegistrationRow,
    (ProviderRegistered,),
    keys,
    project,
    ("provider", "latest", "at", "numbers"),
)


def registered(provider: int, number: object) -> ProviderRegistered:
    return ProviderRegistered(
        at=datetime(2021, 5, 3, 9, tzinfo=UTC),
        by="officer-1",
        caused_by=derived_id("command"),
        correlation=derived_id("command"),
        provider_id=derived_id(provider),
        programme_id=derived_id("programme"),
        segments=(str(provider), str(number)),
    )


def record(url: str, *events: Event) -> int:
    """Put events into the log as they are, each in a stream of its own; the last position."""
    return record_states(url, *((type(event).__name__, CODEC.encode(event)) for event in events))


def record_states(url: str, *states: tuple[str, bytes]) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            """
            insert into eventlog_events (originator_id, originator_version, topic, state)
            select gen_random_uuid(), 1, topic, state
            from unnest(%s::text[], %s::bytea[]) as new (topic, state)
            returning notification_id
            """,
            [[topic for topic, _ in states], [state for _, state in states]],
        )
        positions: list[tuple[int]] = found.fetchall()
        connection.execute(f"notify {CHANNEL}")
    return positions[-1][0]


def numbers(connection: psycopg.Connection[Any], provider: int = 1) -> list[str]:
    """What readers see of a provider."""
    row = get(connection, REGISTRATIONS, str(provider))
    return list(row.numbers) if row else []


def texts(stop: int, start: int = 0) -> list[str]:
    return [str(number) for number in range(start, stop)]


def eventually(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)


@contextmanager
def running(engine: Engine) -> Iterator[None]:
    """The engine at work in this process."""
    stop = Flag()
    thread = Thread(target=engine.run, args=[stop])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def start_follower(url: str, *work: str) -> Popen[bytes]:
    """A process of its own that follows, or does other work of an engine."""
    return Popen([sys.executable, __file__, url, *work], stderr=PIPE)


if __name__ == "__main__":
    engine = Engine(sys.argv[1], [REGISTRATIONS])
    if sys.argv[2:]:
        engine.rebuild("registrations")
    else:
        engine.run(Flag())
