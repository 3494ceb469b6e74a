"""Beside emmett-postgresql, an event store for Node.js: appending and rehydrating.

One process each, ours of Python and theirs of Node.js, in turn on the same database server. There
is nothing to compare where node and npm are not installed.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import reduce
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE, Popen
from subprocess import run as run_program
from typing import Any
from uuid import UUID, uuid4

from psycopg.conninfo import conninfo_to_dict

from benchmarks.append import Append, ours
from benchmarks.report import Row, against
from benchmarks.server import database, quick
from domain.base import Event
from domain.change.events import LetterSent
from eventstore.codec import CODEC, Recorded
from eventstore.log import EventLog
from tests import make

SECONDS = 0.3 if quick() else 1.5
REPEATS = 1 if quick() else 5
TIMES = 20
LENGTH = 1_000

_HERE = Path(__file__).parent
_HOUSE = _HERE.parent / ".data" / "benchmarks" / "emmett"
_EVENT = make.a(LetterSent, event_id=make.EVENT_ID)

Ask = Callable[..., Any]


def run(seconds: float = SECONDS, repeats: int = REPEATS) -> list[Row] | str:
    """The rows, or why there are none."""
    reason = missing()
    if reason:
        return f"skipped: {reason}"
    with ExitStack() as stack:
        url = stack.enter_context(database())
        ask = stack.enter_context(emmett(stack.enter_context(database())))
        append = stack.enter_context(ours(url))
        return [
            *(
                appending(append, ask, writers, batch, seconds, repeats)
                for writers, batch in ((1, 1), (8, 1), (1, 100))
            ),
            rehydrating(url, ask),
        ]


def missing() -> str | None:
    """What stands in the way of a comparison, once what can be installed is."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    _HOUSE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "measure.mjs"):
        shutil.copy(_HERE / "emmett" / name, _HOUSE)
    answer = run_program(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=_HOUSE,
        stdin=DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return None if answer.returncode == 0 else f"npm ci failed: {answer.stderr.strip()[-200:]}"


@contextmanager
def emmett(url: str) -> Iterator[Ask]:
    """Asks a running Node.js to do things with emmett."""
    event = CODEC.encode(_EVENT).decode()
    with Popen(
        ["node", str(_HOUSE / "measure.mjs"), as_url(url), event],
        stdin=PIPE,
        stdout=PIPE,
        text=True,
        env={**os.environ, "NODE_ENV": "production"},
    ) as process:
        assert process.stdin
        assert process.stdout
        requests, answers = process.stdin, process.stdout

        def ask(way: str, **request: object) -> Any:
            print(json.dumps({"way": way, **request}), file=requests, flush=True)
            return json.loads(answers.readline())

        yield ask
        requests.close()


def as_url(database: str) -> str:
    """Node.js knows a database by its URL only."""
    parts = conninfo_to_dict(database)
    return "postgresql://{user}@{host}:{port}/{dbname}".format(**parts)


def appending(
    append: Append, ask: Ask, writers: int, batch: int, seconds: float, repeats: int
) -> Row:
    """Both in turn, again and again; the first turn is for warming up."""
    here, there = [], []
    for _ in range(repeats + 1):
        here.append(rate(append, writers, batch, seconds))
        answer = ask("append", writers=writers, batch=batch, seconds=seconds)
        there.append(answer["events"] / seconds)
    what = "one event a transaction" if batch == 1 else f"{batch} events a transaction"
    writing = "1 writer" if writers == 1 else f"{writers} at a time"
    return against(f"append, {writing}, {what}", median(here[1:]), "events/s", median(there[1:]))


def rate(append: Append, writers: int, batch: int, seconds: float) -> float:
    """Events a second by so many threads, each with a stream of its own."""
    end = time.monotonic() + seconds

    def write(_: int) -> int:
        stream, version = uuid4(), 1
        while time.monotonic() < end:
            append(stream, version, batch)
            version += batch
        return version - 1

    with ThreadPoolExecutor(writers) as threads:
        return sum(threads.map(write, range(writers))) / seconds


def rehydrating(url: str, ask: Ask) -> Row:
    """From the database to the last state, through the whole log or store."""
    stream = uuid4()
    log = EventLog(url)
    log.save(*(Recorded(stream, version, _EVENT) for version in range(1, LENGTH + 1)))
    here = [_timed(log, stream) for _ in range(TIMES)]
    answer = ask("rehydrate", stream=str(stream), count=LENGTH, times=TIMES)
    here += [_timed(log, stream) for _ in range(TIMES)]
    answer["milliseconds"] += ask("rehydrate", stream=str(stream), count=LENGTH, times=TIMES)[
        "milliseconds"
    ]
    log.close()
    return against(
        f"rehydrate {LENGTH:,} events", median(here), "ms", median(answer["milliseconds"])
    )


def _timed(log: EventLog, stream: UUID) -> float:
    started = time.perf_counter()
    initial: tuple[int, Event | None] = (0, None)
    count, _ = reduce(lambda state, event: (state[0] + 1, event), log.read(stream), initial)
    assert count == LENGTH
    return (time.perf_counter() - started) * 1000
