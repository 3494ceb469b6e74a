"""Keeps a list of processes running in one terminal, and leaves none behind.

Each process is a child of ours in a group of its own. On Linux the system itself ends the children
when we are killed; elsewhere the next start finds in `run.json` whom to end first.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from runtime.folder_lock import lock_folder
from runtime.processes import (
    Child,
    DidNotStartError,
    Process,
    Say,
    bring_up,
    describe_end,
    end_left_over,
    has_ended,
    identity,
    spawn,
    stop,
)

RUN_FILE = "run.json"

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10.0
_STEADY_SECONDS = 30.0
"""Who ran this long is restarted at once: its troubles are forgotten."""


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """What `run.json` says of one process; `url` may be a web page, a database or an address."""

    pid: int
    known_as: str | None
    url: str | None
    ready: bool
    starts: int


@dataclass(frozen=True, slots=True)
class Run:
    """What `run.json` says: who keeps which processes running."""

    supervisor: int
    known_as: str | None
    started_at: datetime
    processes: Mapping[str, RunningProcess]


@dataclass(slots=True)
class _Kept:
    """A process under our care; `child` is its latest start."""

    child: Child
    started: float
    ready: bool = True
    starts: int = 1
    pause_seconds: float = _FIRST_PAUSE_SECONDS
    again_at: float | None = None


@dataclass(slots=True)
class _Signals:
    """How often we were asked to stop."""

    count: int = 0

    def note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.count += 1


@dataclass(slots=True)
class _Supervisor:
    folder: Path
    say: Say
    asked: _Signals
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    kept: list[_Kept] = field(default_factory=list)

    def bring_up(self, process: Process) -> None:
        child = bring_up(process, self.say, self.look_after_all)
        self.kept.append(_Kept(child, time.monotonic()))
        self.write()

    def look_after_all(self) -> bool:
        """Restarts who died; whether to go on."""
        before = [(kept.child.pid, kept.ready) for kept in self.kept]
        for kept in self.kept:
            if self.asked.count == 0:
                self._look_after(kept)
        if before != [(kept.child.pid, kept.ready) for kept in self.kept]:
            self.write()
        return self.asked.count == 0

    def _look_after(self, kept: _Kept) -> None:
        process = kept.child.process
        if kept.again_at is not None:
            if time.monotonic() >= kept.again_at:
                self._start_again(kept)
        elif has_ended(kept.child):
            self._pause(kept, describe_end(kept.child))
        elif not kept.ready:
            kept.ready = process.ready is None or process.ready()

    def _pause(self, kept: _Kept, why: str) -> None:
        if time.monotonic() - kept.started > _STEADY_SECONDS:
            kept.pause_seconds = _FIRST_PAUSE_SECONDS
        kept.ready = False
        kept.again_at = time.monotonic() + kept.pause_seconds
        name = kept.child.process.name
        self.say(f"{name} {why}; it is started again in {kept.pause_seconds:g} s.")
        kept.pause_seconds = min(2 * kept.pause_seconds, _LONGEST_PAUSE_SECONDS)

    def _start_again(self, kept: _Kept) -> None:
        kept.again_at = None
        kept.started = time.monotonic()
        kept.starts += 1
        try:
            kept.child = spawn(kept.child.process, self.say)
        except (DidNotStartError, OSError) as error:
            self._pause(kept, f"could not be started ({error})")

    def stop_all(self) -> None:
        for kept in reversed(self.kept):
            if self.asked.count > 1:
                self.say(f"Ending {kept.child.process.name} by force.")
            stop(kept.child, hurried=lambda: self.asked.count > 1)
        (self.folder / RUN_FILE).unlink(missing_ok=True)

    def write(self) -> None:
        processes = {
            kept.child.process.name: {
                "pid": kept.child.pid,
                "known_as": identity(kept.child.pid),
                "url": kept.child.process.url,
                "ready": kept.ready,
                "starts": kept.starts,
            }
            for kept in self.kept
        }
        run = {
            "supervisor": os.getpid(),
            "known_as": identity(os.getpid()),
            "started_at": self.started_at.isoformat(),
            "processes": processes,
        }
        fresh = self.folder / f"{RUN_FILE}.new"
        fresh.write_text(json.dumps(run, indent=2))
        fresh.replace(self.folder / RUN_FILE)


def supervise(
    folder: Path,
    plan: Callable[[], Sequence[Process]],
    *,
    say: Say = print,
    when_up: Callable[[], None] = lambda: None,
) -> None:
    """Starts the processes one after another, each when the one before it is ready; keeps them
    running until Ctrl-C or SIGTERM; stops them in reverse order. Call it from the main thread.

    `plan` is called when the folder is ours, so it may prepare servers in it. A process that dies
    before it was ever ready ends the run with `DidNotStartError`; one that dies later is started
    again, after a pause that grows. A second Ctrl-C ends what does not stop by itself by force.
    Raises `FolderInUseError` when another supervisor works in the folder.
    """
    with lock_folder(folder):
        _end_left_overs(folder, say)
        with _noting_signals() as asked:
            supervisor = _Supervisor(folder, say, asked)
            try:
                for process in plan():
                    supervisor.bring_up(process)
                when_up()
                while supervisor.look_after_all():
                    time.sleep(0.05)
            except DidNotStartError:
                if not asked.count:
                    raise
            finally:
                supervisor.stop_all()


def current_run(folder: Path) -> Run | None:
    """The run going on in this folder, or nothing."""
    run = _last_run(folder)
    alive = run is not None and run.known_as and identity(run.supervisor) == run.known_as
    return run if alive else None


def _last_run(folder: Path) -> Run | None:
    try:
        said: dict[str, Any] = json.loads((folder / RUN_FILE).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    processes = {name: RunningProcess(**each) for name, each in said["processes"].items()}
    started_at = datetime.fromisoformat(said["started_at"])
    return Run(said["supervisor"], said["known_as"], started_at, processes)


def _end_left_overs(folder: Path, say: Say) -> None:
    run = _last_run(folder)
    if run is None:
        return
    for name, process in reversed(list(run.processes.items())):
        if end_left_over(process.pid, process.known_as):
            say(f"Ended {name} (process {process.pid}), left behind by an earlier run.")
    with suppress(FileNotFoundError):
        (folder / RUN_FILE).unlink()


@contextmanager
def _noting_signals() -> Iterator[_Signals]:
    asked = _Signals()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, asked.note) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
