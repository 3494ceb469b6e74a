"""An office after ten years: the pages over 20,000 contracts and 1,000,000 events, as served.

Making the database takes minutes; it is kept in `.data/benchmarks` for as long as the programs
and programmes that made it are the same. `serve` runs the product's own web application in a
process of its own, with one route beside it that does as little as a route can.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import psycopg

from benchmarks import bulk, contract_life, decade
from benchmarks.contract_life import Segment
from benchmarks.decade import NOW, Decade
from benchmarks.server import quick
from domain.base import Refused
from domain.dates import Window
from domain.programme.commands import RealisePlanItem
from eventstore.migrations import migrate
from projections import address_book, tables
from projections.engine import Engine
from projections.plan_items import PLAN_ITEMS
from projections.programmes import every
from projections.registry import MODELS
from projections.tables import AtMost, NoneOf
from runtime import checkpoint_keys, clock, embedded_postgres, ports, up
from runtime.processes import Process, bring_up, stop
from runtime.proving import Prover
from runtime.publishing import publish_all
from runtime.settings import Settings, environment
from runtime.wiring import World

OFFICER = "p-001"
"""Somebody of the programme office, by the example files."""

BARE = "/bare/"
"""Where the route is that does as little as a route can; a contract's id follows."""

_ROOT = Path(__file__).parent.parent
_BEGAN = datetime(2021, 5, 3, 7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """Where its database and its pages are, and how many events and contracts it has."""

    database: str
    pages: str
    events: int
    contracts: int


@contextmanager
def office() -> Iterator[Office]:
    """Served by one process, as `inkoopspoor serve` does; without workers and followers."""
    folder = _ROOT / ".data" / "benchmarks" / ("pages-quick" if quick() else "pages")
    known = folder / "made.json"
    print_of_makers = _fingerprint()
    if not known.exists() or json.loads(known.read_text())["by"] != print_of_makers:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        server = embedded_postgres.start(folder / "postgres", say=lambda _: None)
        stack.callback(server.stop)
        values = _settings(server.url, ports.any_free())
        _fill(Settings.model_validate(values), known, print_of_makers)
        child = bring_up(_serving(values, folder), lambda _: None)
        stack.callback(stop, child)
        with psycopg.connect(server.url) as connection:
            [events] = connection.execute("SELECT count(*) FROM eventlog_events").fetchone() or [0]
            [contracts] = connection.execute(
                "SELECT count(*) FROM projections.contracts"
            ).fetchone() or [0]
        yield Office(server.url, values["base_url"], events, contracts)


def _settings(url: str, port: int) -> dict[str, str]:
    return {
        "database_url": url,
        "base_url": f"http://{ports.LOOPBACK}:{port}",
        "practice": "1",
    }


def _serving(values: Mapping[str, str], folder: Path) -> Process:
    url = values["base_url"]
    return Process(
        name="pages",
        command=[sys.executable, "-m", "benchmarks.pages_server", url.rpartition(":")[2]],
        env=environment(values),
        folder=_ROOT,
        log=folder / "serve.log",
        url=url,
        ready=lambda: up.answers(f"{url}/health/live"),
    )


def _fingerprint() -> str:
    """Of all that decides what is made: these programs, and the programmes that are published."""
    modules = (Path(str(module.__file__)) for module in (bulk, contract_life, decade))
    texts = [file.read_bytes() for file in (Path(__file__), *modules, *_programmes())]
    return sha256(b"".join(texts)).hexdigest()


def _fill(settings: Settings, known: Path, print_of_makers: str) -> None:
    """Make it if it is not there; bring tables and read models up to date if they are older."""
    began = perf_counter()
    migrate(settings.database_url)
    engine = Engine(settings.database_url, MODELS)
    if known.exists():
        engine.catch_up()
        return
    _say("Making the database; that is done once.")
    with World(settings) as world:
        clock.move(world.log, _BEGAN, OFFICER)
        publish_all(world, _programmes(), OFFICER, lambda _: None)
        engine.catch_up()
        whole = _decade(world)
        with world.pool.connection() as connection, connection.transaction():
            for party in whole.parties():
                address_book.put(connection, party)
            count = bulk.copy(connection, whole.events())
        _say(f"{count:,} events after {perf_counter() - began:.0f} s")
        clock.move(world.log, NOW, OFFICER)
        _realise(world)
        _say(f"plans carried out after {perf_counter() - began:.0f} s")
        bulk.fold_all(settings.database_url)
        _say(f"read models after {perf_counter() - began:.0f} s")
        Prover(settings.database_url, checkpoint_keys.keys(settings), world.clock).catch_up()
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    took = perf_counter() - began
    known.write_text(json.dumps({"by": print_of_makers, "seconds": round(took)}))
    _say(f"made in {took:.0f} s")


def _programmes() -> list[Path]:
    folder = _ROOT / "programmes"
    return [*sorted(folder.glob("*.yaml")), *sorted((folder / "examples").glob("*-registers.yaml"))]


def _decade(world: World) -> Decade:
    with world.pool.connection() as connection:
        segments = [
            Segment(
                programme.programme_id,
                segment.segment_id,
                clause,
                tuple(each.name for each in programme.municipalities),
            )
            for programme in every(connection)
            for segment in programme.segments
            if (clause := programme.clause_for(segment.segment_id))
        ]
    whole = Decade(segments)
    return replace(whole, contracts=400, providers=60, small_changes=60) if quick() else whole


def _realise(world: World) -> None:
    """Nobody leaves a plan for ten years: what was due was done on its last day."""
    with world.pool.connection() as connection:
        due = {"due": AtMost(date(NOW.year, 1, 1)), "status": NoneOf(["realised", "dropped"])}
        items = tables.select(connection, PLAN_ITEMS, due, ("due", "item_id"))
    for item in items:
        assert item.due is not None
        day = item.due.isoformat()
        command = RealisePlanItem(
            command_id=uuid4(),
            at=world.clock(),
            by=OFFICER,
            programme_id=item.programme_id,
            item_id=item.item_id,
            realised_on=Window(edtf=day, written=day),
        )
        try:
            world.log.handle(command)
        except Refused as refused:
            _say(f"not done: {item.item_id}: {refused}")


def _say(text: str) -> None:
    print(f"  {text}", flush=True)
