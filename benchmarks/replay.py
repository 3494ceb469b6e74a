"""Replay: a stream on a day as known at a moment, against SELECT and json.loads of its rows."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle, islice
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app
from api.ports import Person, Ports, Text
from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import Event, derived_id
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    ChangeAdopted,
    ChangeProposed,
    DispatchOrdered,
    LetterDeferred,
    LettersQueued,
)
from domain.contract.events import ContractConcluded, ContractCorrected, ResultRecorded
from domain.replay.conflicts import conflicts
from domain.replay.reading import At
from eventstore.codec import CODEC, Recorded
from eventstore.log import EventLog
from projections.engine import Engine
from projections.registry import MODELS
from projections.replays import Noun, differences, read, replay, undisturbed
from tests import make

REPEATS = 3 if quick() else 5
LONG = 1_000 if quick() else 10_000
TO_REACH = "<= 3"
HALF_WAY = make.MONDAY + timedelta(minutes=LONG // 2)
EVER = date(2030, 1, 1)

_SELECT = """
SELECT state FROM eventlog_events WHERE originator_id = %s ORDER BY originator_version
"""


def _recipients(letters: int) -> tuple[Any, ...]:
    return tuple(
        make.RECIPIENT.model_copy(
            update={
                "letter_id": derived_id("letter", number),
                "contract_id": derived_id("contract", number),
            }
        )
        for number in range(letters)
    )


def _change(letters: int) -> Iterator[Event]:
    """A change with so many letters, to which the mail server gives answer after answer."""
    recipients = _recipients(letters)
    ids = tuple(each.letter_id for each in recipients)
    yield make.a(ChangeProposed, effective=make.NEW_YEAR)
    yield make.a(ChangeAdopted)
    yield make.a(AnnouncementDrafted, recipients=recipients)
    yield make.a(AnnouncementApproved)
    yield make.a(DispatchOrdered)
    yield make.a(LettersQueued, letter_ids=ids)
    for letter_id in cycle(ids):
        yield make.a(LetterDeferred, letter_id=letter_id)


def _contract() -> Iterator[Event]:
    """A contract that is corrected again and again, with a result now and then."""
    yield make.a(ContractConcluded, effective=date(2020, 1, 1), terms={"tariff": "100"})
    for number in cycle(range(1, 10)):
        terms = {"tariff": f"{100 + number}"}
        yield make.a(ContractCorrected, corrects=derived_id("first"), terms=terms)
        if number == 9:
            yield make.a(ResultRecorded)


def _record(log: EventLog, events: Iterator[Event]) -> UUID:
    stream = uuid4()
    recorded = []
    for number, event in enumerate(islice(events, LONG), 1):
        at = make.MONDAY + timedelta(minutes=number)
        event_id = derived_id("first") if number == 1 else derived_id(stream, number)
        mine = event.model_copy(update={"event_id": event_id, "at": at, "caused_by": uuid4()})
        recorded.append(CODEC.to_stored_event(Recorded(stream, number, mine)))
    for first in range(0, LONG, 1_000):
        log.recorder.insert_events(recorded[first : first + 1_000])
    return stream


def _measured(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median of each way, in milliseconds; they take turns."""
    times = {way: list[float]() for way in ways}
    for _ in range(REPEATS + 1):
        for way, work in ways.items():
            gc.collect()  # nobody pays for what another left behind
            before = time.perf_counter()
            work()
            times[way].append((time.perf_counter() - before) * 1_000)
    return {way: median(taken[1:]) for way, taken in times.items()}


@contextmanager
def _client(url: str, log: EventLog) -> Iterator[TestClient]:
    with ConnectionPool(url, min_size=1, kwargs={"autocommit": True}, open=True) as pool:
        ports = Ports(
            handle=log.handle,
            read=log.read,
            consider=log.consider,
            clock=lambda: make.MONDAY + timedelta(days=60),
            pool=pool,
            wait=lambda *_: None,
            letter=lambda *_: Text("", ""),
            undo=timedelta(minutes=5),
            lag=dict,
            practice=True,
            people=(Person("anna-1", "Anna", "auditor"),),
            token="bench",
        )
        yield TestClient(create_app(ports), headers={"Authorization": "Bearer bench"})


def _rows(url: str, log: EventLog, noun: Noun, stream: UUID) -> list[Row]:
    then, now = At(EVER, HALF_WAY), At(EVER, make.MONDAY + timedelta(days=60))

    def one() -> object:
        with undisturbed():
            found = replay(noun, stream, log.read(stream))
            assert found
            return read(found, then)

    def two() -> object:
        with undisturbed():
            found = replay(noun, stream, log.read(stream))
            assert found
            differing = islice(differences(found, then, now), 200)
            return read(found, then), read(found, now), list(differing)

    with (
        psycopg.connect(url, autocommit=True) as connection,
        _client(url, log) as client,
    ):
        cursor = connection.cursor(binary=True)

        def plain() -> object:
            return [json.loads(row[0]) for row in cursor.execute(_SELECT, (stream,), prepare=True)]

        def asked(**other: str) -> object:
            known = HALF_WAY.isoformat().replace("+00:00", "Z")
            answer = client.get(f"/v1/replays/{noun}/{stream}", params={"known": known, **other})
            assert answer.status_code == 200, answer.text
            return answer.json()

        taken = _measured(
            {
                "plain": plain,
                "on one pair of dates": one,
                "on two, and what differs": two,
                "on one pair, from the API": asked,
                "on two, from the API": lambda: asked(otherKnown=now.known.isoformat()),
                "what no longer fits": lambda: conflicts(log.read(stream)),
            }
        )
    limit = taken.pop("plain")
    return [
        against(
            f"a {noun} of {LONG:,} events {way}",
            each,
            "ms",
            limit,
            None if way == "what no longer fits" else TO_REACH,
        )
        for way, each in taken.items()
    ]


def run() -> list[Row]:
    with database() as url, EventLog(url) as log:
        Engine(url, MODELS).catch_up()  # their tables; the rows are of no use here
        many = _record(log, _change(5_000 if LONG > 5_000 else 500))
        few = _record(log, _change(50))
        contract = _record(log, _contract())
        return [
            *_rows(url, log, "change", many),
            *_rows(url, log, "change", few),
            *_rows(url, log, "contract", contract),
        ]
