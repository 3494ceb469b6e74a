"""Everything that `inkoopspoor up` starts, with as many contracts as a benchmark wants."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

from benchmarks.server import database
from domain.base import Command, derived_id
from domain.contract.commands import ConcludeContract
from domain.programme.commands import PublishProgramme
from domain.provider.commands import RegisterProvider
from projections import address_book
from projections.address_book import Party
from projections.progress import wait
from projections.registry import MODELS
from runtime import clock, embedded_temporal, ports, up
from runtime.brief_keys import keep_key
from runtime.files import read
from runtime.processes import Child, bring_up, stop
from runtime.publish import addresses, commands
from runtime.settings import Settings, environment
from runtime.wiring import World

MONDAY = datetime(2021, 5, 3, 7, tzinfo=UTC)
OFFICER, SECOND = "officer-1", "officer-2"
PATIENCE_SECONDS = 3600
PERSON = "p-001"

_PROGRAMMES = Path(__file__).parent.parent / "programmes"
_LOOK_SECONDS = 0.05
_GLANCE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class House:
    """Everything running, and the commands that its example files would give."""

    world: World
    mail: Path
    pages: str
    processes: Mapping[str, Child]
    asked: Sequence[Command]

    def first(self, kind: type[Any]) -> Any:
        return next(each for each in self.asked if isinstance(each, kind))

    def ask(self, command: Command, **differing: object) -> int:
        """Hand over a command as if somebody asked it now."""
        stamp = {"at": self.world.clock(), "command_id": uuid4(), "correlation": None}
        return self.world.log.handle(command.model_copy(update={**stamp, **differing}))

    def count(self, topic: str, stream_id: UUID | None = None) -> int:
        """How many events of a kind there are, or how many a stream has."""
        where = "" if stream_id is None else " AND originator_id = %s"
        with self.world.pool.connection() as connection:
            found = connection.execute(
                f"SELECT count(*) FROM eventlog_events WHERE topic = %s{where}".encode(),
                (topic, *((stream_id,) if stream_id else ())),
            ).fetchone()
        assert found is not None
        return int(found[0])

    def caught_up(self) -> None:
        """Wait until every read model has seen everything."""
        wait(self.world.pool, MODELS, self.world.log.head(), PATIENCE_SECONDS)

    def peak(self, name: str) -> float:
        """The most memory that a process ever had at once, in MB."""
        status = Path(f"/proc/{self.processes[name].pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@contextmanager
def house() -> Iterator[House]:
    """With a database of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="inkoopspoor-bench-")))
        url = stack.enter_context(database())
        temporal = embedded_temporal.start(folder / "temporal", say=quiet)
        stack.callback(temporal.stop)
        mail, web = ports.any_free(), ports.any_free()
        values = {
            "database_url": url,
            "temporal_address": temporal.address,
            "smtp_url": f"smtp://{ports.LOOPBACK}:{mail}",
            "base_url": f"http://{ports.LOOPBACK}:{web}",
            "practice": "1",
            "brief_key_file": str(keep_key(folder)),
        }
        world = stack.enter_context(World(Settings.model_validate(values)))
        clock.move(world.log, MONDAY, OFFICER)
        programme = _PROGRAMMES / "holland-rijnland-2021.yaml"
        register = read(_PROGRAMMES / "examples" / "holland-rijnland-registers.yaml")
        asked = [
            *commands(read(programme), world.clock(), OFFICER),
            *commands(register, world.clock(), OFFICER),
        ]
        with world.pool.connection() as connection:
            for party in addresses(register):
                address_book.put(connection, party)
        env, processes = environment(values), {}
        for process in (
            up.sink(mail, folder / "mail"),
            up.ours("follow", folder, env),
            up.ours("work", folder, env),
            up.serve(web, folder, env),
        ):
            processes[process.name] = bring_up(process, quiet)
            stack.callback(stop, processes[process.name])
        yield House(world, folder / "mail", values["base_url"], processes, asked)


def sign_contracts(house: House, count: int) -> None:
    """As many contracts as asked for, each with a provider of its own."""
    house.ask(house.first(PublishProgramme))
    provider, contract = house.first(RegisterProvider), house.first(ConcludeContract)

    def sign(number: int) -> None:
        provider_id = derived_id("provider", "bench", number)
        house.ask(provider, provider_id=provider_id)
        house.ask(
            contract,
            contract_id=derived_id("contract", "bench", number),
            number=f"HR-{number:05}",
            provider_id=provider_id,
        )

    with house.world.pool.connection() as connection, connection.transaction():
        for number in range(count):
            party_id = str(derived_id("provider", "bench", number))
            email = f"post@aanbieder-{number}.example"
            address_book.put(connection, Party(party_id, "provider", f"Aanbieder {number}", email))
    with ThreadPoolExecutor(8) as several:
        list(several.map(sign, range(count)))
    house.caught_up()


@dataclass(slots=True)
class Glances:
    """How long pages took that somebody of the office looked at meanwhile, in milliseconds."""

    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextmanager
def looked_at(house: House, *paths: str) -> Iterator[Glances]:
    """Somebody looks at these pages in turn, a few a second, until the end of this."""
    glances, over = Glances(), threading.Event()

    def look() -> None:
        turn = 0
        while not over.wait(_GLANCE_SECONDS):
            request = Request(
                house.pages + paths[turn % len(paths)],
                headers={"Cookie": f"inkoopspoor_person={PERSON}"},
            )
            turn += 1
            began = time.perf_counter()
            try:
                with urlopen(request, timeout=60) as answer:
                    answer.read()
                glances.took.append((time.perf_counter() - began) * 1000)
            except (OSError, HTTPException) as error:
                glances.failed.append(f"{request.selector}: {error}")

    office = threading.Thread(target=look)
    office.start()
    try:
        yield glances
    finally:
        over.set()
        office.join()


def until(true: Callable[[], bool]) -> None:
    """Wait, in real time, for something to be so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(_LOOK_SECONDS)


def quiet(_: str) -> None:
    """Say nothing of starting and stopping."""
