"""Project: two read models, kept up to date and built anew, over 200,000 events.

The log holds 20,000 contracts of ten events each, year after year. *Tariffs* has a small row, as
most read models have; *contracts* is our largest, and most of its time is spent on its rows.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from statistics import median
from threading import Event as Flag
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import InfrastructureFactory, Mapper, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL
from psycopg_pool import ConnectionPool
from pydantic import TypeAdapter
from pydantic_core import from_json

from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import Event, derived_id
from domain.contract.events import ContractAmended, ContractConcluded, ContractEvent
from eventstore.codec import CODEC, Recorded
from eventstore.log import EventLog
from projections.contracts import CONTRACTS
from projections.engine import Engine
from projections.progress import wait
from projections.read_model import ReadModel
from projections.registry import MODELS
from projections.tables import view
from tests import make

CONTRACT_COUNT = 1_000 if quick() else 20_000
YEARS = 10
EVENTS = CONTRACT_COUNT * YEARS
REPEATS = 1 if quick() else 3
SAMPLE_SECONDS = 1 if quick() else 2

_CONTRACT_IDS = [derived_id("contract", number) for number in range(CONTRACT_COUNT)]
_RAW = """
SELECT notification_id, originator_id, originator_version, topic, state FROM eventlog_events
WHERE notification_id > %s ORDER BY notification_id LIMIT 5000
"""


@dataclass(frozen=True, slots=True)
class TariffRow:
    """What a contract pays, since when, and how often that was changed."""

    contract_id: UUID
    terms: dict[str, str]
    effective: date | None
    known_at: datetime
    amendments: int = 0


def _tariff(_: str, row: TariffRow | None, event: Event) -> TariffRow | None:
    assert isinstance(event, ContractConcluded | ContractAmended)
    amendments = row.amendments + 1 if row else 0
    return TariffRow(event.contract_id, event.terms, event.effective, event.at, amendments)


TARIFFS = ReadModel(
    "tariffs",
    1,
    TariffRow,
    (ContractConcluded, ContractAmended),
    CONTRACTS.keys,
    _tariff,
    ("effective",),
)


def run() -> list[Row]:
    with database() as url:
        events = _history()
        _record(url, islice(events, EVENTS // 2))
        Engine(url, [TARIFFS]).catch_up()
        _put_library_half_way(url)
        _record(url, events)
        raw: list[float] = []
        parsed: list[float] = []
        library: list[float] = []
        rates: dict[tuple[str, str], list[float]] = defaultdict(list)
        for turn in range(REPEATS):
            for model in (TARIFFS, CONTRACTS) if turn == 0 else (TARIFFS,):
                fresh = replace(model, name=f"{model.name}_of_turn_{turn}")
                engine = Engine(url, [fresh])
                raw.append(_rate(partial(_read_raw, url)))
                parsed.append(_rate(partial(_read_raw, url, parse=from_json)))
                rates[model.name, "catch up"].append(_rate(engine.catch_up))
                followed = _digest(url, fresh)
                rates[model.name, "rebuild"].append(_rate(partial(engine.rebuild, fresh.name)))
                assert _digest(url, fresh) == followed
            library.append(_library(url))
    with database() as url:
        visible = _visible(url)
    unit = "events/s"
    tariffs, contracts = (
        {work: median(rates[model.name, work]) for work in ("catch up", "rebuild")}
        for model in (TARIFFS, CONTRACTS)
    )
    sample = f"against ProjectionRunner, samples of {SAMPLE_SECONDS} s"
    json, as_bytes = "against the log read and its JSON parsed", "against the log read as bytes"
    return [
        against(
            f"tariffs: catch up, {sample}", tariffs["catch up"], unit, median(library), ">= 20"
        ),
        against(f"tariffs: catch up, {json}", tariffs["catch up"], unit, median(parsed)),
        against(f"tariffs: rebuild, {json}", tariffs["rebuild"], unit, median(parsed), ">= 0.2"),
        against(f"tariffs: rebuild, {as_bytes}", tariffs["rebuild"], unit, median(raw)),
        against(f"contracts: catch up, {json}", contracts["catch up"], unit, median(parsed)),
        against(f"contracts: rebuild, {json}", contracts["rebuild"], unit, median(parsed)),
        Row("from commit to visible, all read models following", visible, "ms", target="<= 20"),
    ]


def _digest(url: str, model: ReadModel[Any]) -> object:
    """A benchmark of wrong rows would be worth nothing."""
    query = SQL("SELECT count(*), md5(string_agg(doc::text, '' ORDER BY key)) FROM {}")
    with psycopg.connect(url) as connection:
        return connection.execute(query.format(view(model))).fetchone()


def _rate(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return EVENTS / (time.perf_counter() - started)


def _history() -> Iterable[ContractEvent]:
    """All contracts are concluded, then all are amended every year."""
    at = datetime(2021, 12, 1, tzinfo=UTC)
    ids = random.Random(1)  # the same log in every run
    first = make.a(ContractConcluded, at=at, effective=date(2022, 1, 1))
    for number, contract_id in enumerate(_CONTRACT_IDS):
        yield first.model_copy(
            update={
                "event_id": UUID(int=ids.getrandbits(128)),
                "contract_id": contract_id,
                "number": f"HR-{number:05}",
            }
        )
    for year in range(2023, 2022 + YEARS):
        later = make.a(ContractAmended, at=at.replace(year=year - 1), effective=date(year, 1, 1))
        for contract_id in random.Random(year).sample(_CONTRACT_IDS, CONTRACT_COUNT):
            yield later.model_copy(
                update={
                    "event_id": UUID(int=ids.getrandbits(128)),
                    "change_id": derived_id("change", year),
                    "contract_id": contract_id,
                }
            )


def _record(url: str, events: Iterable[ContractEvent]) -> None:
    """As the log would hold them; `append` measures how they get there."""
    versions: dict[UUID, int] = {}
    copy = "COPY eventlog_events (originator_id, originator_version, topic, state) FROM STDIN"
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT originator_id, max(originator_version) FROM eventlog_events GROUP BY 1"
        )
        versions.update(found.fetchall())
        with connection.cursor() as cursor, cursor.copy(copy) as rows:
            for event in events:
                version = versions[event.contract_id] = versions.get(event.contract_id, 0) + 1
                state = "\\x" + CODEC.encode(event).hex()
                rows.write_row((event.contract_id, version, type(event).__name__, state))
        connection.execute("VACUUM ANALYZE eventlog_events")


def _read_raw(url: str, parse: Callable[[bytes], object] | None = None) -> None:
    """The limit: every row once in Python's hands, and its JSON parsed or not."""
    with psycopg.connect(url) as connection:
        cursor, after = connection.cursor(binary=True), 0
        while rows := cursor.execute(_RAW, [after], prepare=True).fetchall():
            if parse:
                for row in rows:
                    parse(row[4])
            after = rows[-1][0]


class LibraryLog(Application[UUID]):
    """The same log through the library."""

    name = "eventlog"

    def construct_mapper(self) -> Mapper[UUID]:
        return CODEC


class LibraryTable(PostgresTrackingRecorder):
    """The same rows in a table like ours, with the library's tracking."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = TypeAdapter(TariffRow)

    def take_in(self, event: ContractEvent, tracking: Tracking) -> None:
        key = str(event.contract_id)
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            found = cursor.execute(
                "SELECT doc::text AS doc FROM library_tariffs WHERE key = %s", [key], prepare=True
            ).fetchone()
            row = TARIFFS.project(
                key, self._rows.validate_json(found["doc"]) if found else None, event
            )
            assert row is not None
            cursor.execute(
                "INSERT INTO library_tariffs VALUES (%s, %s)"
                " ON CONFLICT (key) DO UPDATE SET doc = excluded.doc",
                [key, self._rows.dump_json(row).decode()],
                prepare=True,
            )


class LibraryProjection(Projection[LibraryTable]):
    name = "librarytariffs"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.take_in(domain_event.event, tracking)


def _put_library_half_way(url: str) -> None:
    """With the rows as they are there, so that its sample meets rows of average size."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE library_tariffs (key text PRIMARY KEY, doc jsonb NOT NULL)"
        )
        connection.execute("INSERT INTO library_tariffs SELECT * FROM projections.tariffs")
        for field in TARIFFS.indexes:
            connection.execute(SQL("CREATE INDEX ON library_tariffs ((doc ->> {}))").format(field))
        connection.execute("VACUUM ANALYZE library_tariffs")
    factory: InfrastructureFactory[LibraryTable] = InfrastructureFactory.construct(
        Environment(LibraryProjection.name, _library_settings(url))
    )
    tracking = Tracking(LibraryLog.name, EVENTS // 2)
    factory.tracking_recorder(LibraryTable).insert_tracking(tracking)
    factory.close()


def _library(url: str) -> float:
    """What the library's runner does a second, from where it stands on."""
    with ProjectionRunner(
        application_class=LibraryLog,
        projection_class=LibraryProjection,
        view_class=LibraryTable,
        env=_library_settings(url),
    ) as runner:
        time.sleep(0.5)
        before, started = runner.view.max_tracking_id(LibraryLog.name), time.perf_counter()
        time.sleep(SAMPLE_SECONDS)
        after = runner.view.max_tracking_id(LibraryLog.name)
        assert before is not None
        assert after is not None
        return float(after - before) / (time.perf_counter() - started)


def _library_settings(url: str) -> dict[str, str]:
    parts = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts["port"]),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts.get("password") or "-"),
    }


def _visible(url: str) -> float:
    """From the answer of an append until a reader finds the rows, in milliseconds."""
    log, stop, waits = EventLog(url), Flag(), []
    follower = Thread(target=Engine(url, MODELS).run, args=[stop])
    follower.start()
    with ConnectionPool(url, min_size=1) as pool:
        wait(pool, MODELS, log.head(), 600)
        for number in range(200):
            event = make.a(ContractConcluded, contract_id=derived_id("visible", number))
            [recording] = log.save(Recorded(event.contract_id, 1, event))
            started = time.perf_counter()
            wait(pool, [CONTRACTS], recording.notification.id, 10)
            waits.append((time.perf_counter() - started) * 1000)
            time.sleep(random.uniform(0.001, 0.02))
    stop.set()
    follower.join()
    log.close()
    return median(waits)
