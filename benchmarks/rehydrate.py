"""Rehydrate: from rows to a change as it stands, against SELECT and json.loads of the same rows."""

import json
import time
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import cycle, islice
from statistics import median
from typing import TypeVar
from uuid import UUID, uuid4

import psycopg

from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import Event, derived_id
from domain.change.commands import RecordReceipts
from domain.change.decider import CHANGE
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    ChangeAdopted,
    ChangeProposed,
    DispatchOrdered,
    LetterDeferred,
    LettersQueued,
)
from domain.change.parts import Recipient
from eventstore.codec import CODEC, Recorded
from eventstore.log import EventLog
from tests import make

T = TypeVar("T")

REPEATS = 3 if quick() else 15
SIZES = (10, 100, 1_000, 10_000)
LETTERS = 10_000
AT_ONCE = 100

_SELECT = """
SELECT state FROM eventlog_events WHERE originator_id = %s ORDER BY originator_version
"""


def _recipient(number: int) -> Recipient:
    ids = {"letter_id": derived_id("letter", number), "contract_id": derived_id("contract", number)}
    return make.RECIPIENT.model_copy(update=ids)


def _announcing(letters: int) -> list[Event]:
    """A change up to the moment its letters go out."""
    recipients = tuple(map(_recipient, range(letters)))
    letter_ids = tuple(each.letter_id for each in recipients)
    return [
        make.a(ChangeProposed, effective=make.NEW_YEAR),
        make.a(ChangeAdopted),
        make.a(AnnouncementDrafted, recipients=recipients),
        make.a(AnnouncementApproved),
        make.a(DispatchOrdered),
        make.a(LettersQueued, letter_ids=letter_ids),
    ]


def _deferred(letters: int) -> list[Event]:
    return [make.a(LetterDeferred, letter_id=derived_id("letter", n)) for n in range(letters)]


def _record(log: EventLog, events: Sequence[Event]) -> UUID:
    stream = uuid4()
    for first in range(0, len(events), 1_000):
        batch = enumerate(events[first : first + 1_000], first + 1)
        log.recorder.insert_events(
            [
                CODEC.to_stored_event(Recorded(stream, n, _with_id(stream, n, event)))
                for n, event in batch
            ]
        )
    return stream


def _with_id(stream: UUID, version: int, event: Event) -> Event:
    return event.model_copy(update={"event_id": derived_id(stream, version)})


def _seconds(work: Callable[[T], object], subject: T) -> float:
    before = time.perf_counter()
    work(subject)
    return time.perf_counter() - before


def _folding(url: str, log: EventLog) -> list[Row]:
    beginning, answers = _announcing(50), cycle(_deferred(50))
    streams = {
        size: _record(log, list(islice([*beginning, *islice(answers, size)], size)))
        for size in SIZES
    }
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor(binary=True)

        def plain(stream: UUID) -> object:
            return [json.loads(row[0]) for row in cursor.execute(_SELECT, (stream,), prepare=True)]

        def folded(stream: UUID) -> object:
            return reduce(CHANGE.evolve, log.read(stream), CHANGE.initial)  # type: ignore[arg-type]

        ways: dict[str, Callable[[UUID], object]] = {
            "plain": plain,
            "read": log.read,
            "folded": folded,
        }
        times = {(way, size): list[float]() for way in ways for size in SIZES}
        for _ in range(REPEATS):
            for (way, size), taken in times.items():
                taken.append(_seconds(ways[way], streams[size]) * 1_000)
    return [
        against(
            f"{size:,} events, {way}",
            median(times[way, size]),
            "ms",
            median(times["plain", size]),
            "<= 4" if (way, size) == ("folded", 1_000) else None,
        )
        for size in SIZES
        for way in ("read", "folded")
    ]


def _receipts(change_id: UUID, first: int) -> RecordReceipts:
    receipts = tuple(
        make.RECEIPT.model_copy(update={"letter_id": derived_id("letter", n)})
        for n in range(first, first + AT_ONCE)
    )
    return make.a(RecordReceipts, change_id=change_id, command_id=uuid4(), receipts=receipts)


def _long_stream(url: str, log: EventLog) -> Row:
    """Receipts of a hundred letters more, for a change with a stream of 10,000 and more events."""
    stream = _record(log, [*_announcing(LETTERS), *_deferred(LETTERS)])
    remembered, forgotten = [], []
    log.handle(_receipts(stream, 0))
    for turn in range(1, 6):
        warm, cold = _receipts(stream, 2 * turn * AT_ONCE), _receipts(stream, turn * 300 + 5_000)
        remembered.append(_seconds(log.handle, warm))
        with EventLog(url) as other:
            forgotten.append(_seconds(other.handle, cold))
    return against(
        "a command on 10,000 events, stream remembered / not",
        median(remembered) * 1_000,
        "ms",
        median(forgotten) * 1_000,
    )


def run() -> list[Row]:
    with database() as url, EventLog(url) as log:
        return [*_folding(url, log), _long_stream(url, log)]
