"""Everything in one terminal: the servers out of their wheels, and our own processes."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import OK
from pathlib import Path
from urllib.request import urlopen

from domain.clock.commands import CLOCK_ID
from eventstore.migrations import migrate
from runtime import checkpoint_keys, clock, embedded_postgres, embedded_temporal, ports
from runtime.brief_keys import keep_key
from runtime.processes import Process
from runtime.publishing import publish_all
from runtime.settings import RUN_SETTINGS, Settings, environment
from runtime.supervisor import supervise
from runtime.wiring import World

PUBLISHER = "system:publish"
PORTS = {"web": 8000, "postgres": 55432, "temporal": 57233, "temporal_ui": 58233, "mail": 51025}
READY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Up:
    """What to bring up: where its data stands, when its clock starts, and what to publish."""

    folder: Path
    as_of: datetime | None
    files: Sequence[Path]
    port: int | None = None
    undo_seconds: int = 10
    say: Callable[[str], None] = print

    def run(self) -> None:
        """Bring all up, keep it up until Ctrl-C, and take all down again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        supervise(self.folder.resolve(), self.plan, say=self.say, when_up=self.announce)

    def plan(self) -> Sequence[Process]:
        folder = self.folder.resolve()
        postgres = embedded_postgres.prepare(folder / "postgres", PORTS["postgres"], say=self.say)
        temporal = embedded_temporal.prepare(
            folder / "temporal", PORTS["temporal"], PORTS["temporal_ui"], say=self.say
        )
        mail = ports.chosen(PORTS["mail"], "The practice mail server", self.say)
        web = ports.chosen(self.port or PORTS["web"], "The pages", self.say)
        values = {
            "database_url": postgres.url,
            "temporal_address": temporal.address,
            "smtp_url": f"smtp://{ports.LOOPBACK}:{mail}",
            "base_url": f"http://{ports.LOOPBACK}:{web}",
            "undo_seconds": str(self.undo_seconds),
            "practice": "1",
            "practice_mail": str(folder / "mail"),
            "api_token": "practice",
            "brief_key_file": str(keep_key(folder)),
            "checkpoint_key_file": str(checkpoint_keys.keep_key(folder)),
            "checkpoint_file": str(folder / "checkpoints.txt"),
        }
        (folder / RUN_SETTINGS).write_text(json.dumps(values, indent=2))
        env = environment(values)
        database = with_then(
            postgres.process, lambda: self.prepare(Settings.model_validate(values))
        )
        return [
            database,
            temporal.process,
            sink(mail, folder / "mail"),
            ours("follow", folder, env),
            ours("work", folder, env),
            serve(web, folder, env),
        ]

    def prepare(self, settings: Settings) -> None:
        """Bring the tables up to date, set the clock if it never was, publish what is new."""
        migrate(settings.database_url)
        world = World(settings)
        try:
            if self.as_of and not world.log.read(CLOCK_ID):
                clock.move(world.log, self.as_of, PUBLISHER)
            publish_all(world, self.files, PUBLISHER, self.say)
        finally:
            world.close()

    def announce(self) -> None:
        values = json.loads((self.folder / RUN_SETTINGS).read_text())
        self.say("")
        self.say(f"  inkoopspoor is up: {values['base_url']}")
        self.say("  Ctrl-C stops everything; the next start goes on from here.")
        self.say("")


def with_then(process: Process, then: Callable[[], None]) -> Process:
    """The same process, with one thing more to do when it is ready for the first time."""
    first = process.then

    def both() -> None:
        if first:
            first()
        then()

    return replace(process, then=both)


def ours(command: str, folder: Path, env: dict[str, str], *options: str) -> Process:
    return Process(
        name=command,
        command=[sys.executable, "-m", "runtime.cli", command, *options],
        env=env,
        log=folder / f"{command}.log",
    )


def sink(port: int, folder: Path) -> Process:
    return Process(
        name="mail",
        command=[
            *(sys.executable, "-m", "runtime.mail_sink"),
            *("--port", str(port), "--folder", str(folder)),
        ],
        log=folder.parent / "mail.log",
        ready=lambda: ports.answers(port),
    )


def serve(port: int, folder: Path, env: dict[str, str]) -> Process:
    url = f"http://{ports.LOOPBACK}:{port}"
    process = ours("serve", folder, env, "--port", str(port))
    return replace(process, url=url, ready=lambda: answers(f"{url}/health/live"))


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=READY_SECONDS) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == OK)
    except OSError:
        return False
