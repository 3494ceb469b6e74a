"""A web process on a port of its own, and somebody who listens to its stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep

import httpx2
import uvicorn

from api.app import create_app
from api.identity import COOKIE
from api.tidings import NoTidings
from runtime import ports
from runtime.serving import Server
from runtime.tidings import Tidings
from tests.api.house import House

PATIENCE_SECONDS = 30.0


class Still(NoTidings):
    """A stream of which nothing is ever told."""

    def position(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class Message:
    kind: str
    id: str
    data: str


@dataclass(frozen=True, slots=True)
class Served:
    """A web process of the house; `stop` stops it as SIGTERM would."""

    port: int
    tidings: Tidings
    server: Server
    thread: Thread

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE_SECONDS)

    @contextmanager
    def stream(
        self, person_id: str = "", query: str = "", **headers: str
    ) -> Iterator[Iterator[Message]]:
        """What is said to this browser, message by message; comments and retries are passed."""
        with httpx2.stream(
            "GET",
            f"{self.url}/stroom{query}",
            cookies={COOKIE: person_id} if person_id else {},
            headers=headers,
            timeout=PATIENCE_SECONDS,
        ) as answer:
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            yield _messages(answer.iter_lines())


def _messages(lines: Iterator[str]) -> Iterator[Message]:
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        else:
            kind, known = fields.get("event", ""), fields.get("id", "")
            yield Message(kind, known, fields.get("data", ""))
            fields = {}


@contextmanager
def serving(house: House, url: str, *, most: int = 10, port: int | None = None) -> Iterator[Served]:
    """One more web process, on a free port unless one is named."""
    tidings = Tidings(url, house.pool, most)
    port = port or ports.any_free()
    app = create_app(replace(house.ports(), tidings=tidings))
    config = uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=20)
    server = Server(config, tidings.close)
    thread = Thread(target=server.run, daemon=True)
    tidings.start()
    thread.start()
    until = monotonic() + PATIENCE_SECONDS
    while not server.started or tidings.position() is None:
        assert monotonic() < until
        sleep(0.01)
    served = Served(port, tidings, server, thread)
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def followed(house: House) -> Iterator[None]:
    """The process that keeps read models, which calls when they have seen something new."""
    stop = Flag()
    thread = Thread(target=house.engine.run, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
