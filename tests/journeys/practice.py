"""Starts the product as a person at a terminal does, and asks it, kills it and stops it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx2

from runtime import mail_sink, ports
from runtime.mail_sink import SunkMail
from runtime.settings import RUN_SETTINGS
from runtime.supervisor import Run, RunningProcess, current_run

ROOT = Path(__file__).parents[2]
EXAMPLES = (
    ROOT / "programmes" / "holland-rijnland-2021.yaml",
    ROOT / "programmes" / "examples" / "holland-rijnland-registers.yaml",
)
OFFICE, MANAGER = "p-001", "p-002"
START_SECONDS = 150.0
PATIENCE_SECONDS = 120.0
"""Far more than it takes: only a machine with much else to do needs them."""

Found = TypeVar("Found")


class NotUpError(Exception):
    """`up` ended without coming up; the message is all that it said."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A process that stands still."""

    pid: int

    @contextmanager
    def going(self) -> Iterator[None]:
        """Let it go on for a while."""
        os.kill(self.pid, signal.SIGCONT)
        yield
        os.kill(self.pid, signal.SIGSTOP)


@dataclass(slots=True)
class Practice:
    """A practice copy that runs in a folder; `said` are the lines on its terminal so far."""

    folder: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    up_after_seconds: float = 0.0

    def run(self) -> Run:
        run = current_run(self.folder)
        assert run, f"nothing runs in {self.folder}: {self.said[-5:]}"
        return run

    def pid(self, name: str) -> int:
        return self.run().processes[name].pid

    @property
    def url(self) -> str:
        return str(self._settings["base_url"])

    @property
    def database_url(self) -> str:
        return str(self._settings["database_url"])

    @property
    def smtp_port(self) -> int:
        return int(str(self._settings["smtp_url"]).rpartition(":")[2])

    @property
    def _settings(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads((self.folder / RUN_SETTINGS).read_text())
        return said

    def cli(self, *arguments: str, code: int = 0) -> Any:
        """What a command answers to a program; nothing where it has no `--json`."""
        answer = inkoopspoor(*arguments, "--folder", str(self.folder))
        assert answer.returncode == code, answer.stderr
        return json.loads(answer.stdout) if "--json" in arguments else answer.stdout

    def get(self, path: str) -> Any:
        answer = httpx2.get(f"{self.url}/v1{path}", headers=_headers(OFFICE), timeout=30)
        assert answer.is_success, answer.text
        return answer.json()

    def page(self, path: str) -> str:
        """A page as the office sees it."""
        answer = httpx2.get(
            f"{self.url}{path}",
            cookies={"inkoopspoor_person": OFFICE},
            timeout=30,
            follow_redirects=True,
        )
        assert answer.is_success, answer.text
        return answer.text

    def post(
        self, path: str, body: object = None, *, by: str = OFFICE, key: str | None = None
    ) -> int:
        """Ask until it is answered, always by the same key; the log position it is answered with.

        So does a careful client: as long as nobody answers, it does not know what became of it.
        """
        key = key or str(uuid4())
        headers = _headers(by) | {"Idempotency-Key": key}

        def asked() -> httpx2.Response | None:
            with suppress(httpx2.TransportError):
                answer = httpx2.post(f"{self.url}/v1{path}", json=body, headers=headers, timeout=30)
                return None if answer.status_code >= 500 else answer
            return None

        answer = until(asked)
        assert answer.is_success, answer.text
        return int(answer.json()["position"])

    def mails(self) -> list[SunkMail]:
        """The letters that came out at the other end; not the reminders to the office itself."""
        kept = mail_sink.messages(self.folder / "mail")
        return [each for each in kept if not each.to[0].endswith("@oefenregio.example")]

    def kill(self, name: str) -> None:
        """Ends a process of it as if the power went."""
        os.kill(self.pid(name), signal.SIGKILL)

    @contextmanager
    def paused(self, name: str) -> Iterator["Paused"]:
        """Holds a process still, in the middle of whatever it does."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield Paused(pid)
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def kill_all(self) -> None:
        """Ends the whole of it at once; none gets a chance to notice that others end."""
        pids = [self.process.pid, *(each.pid for each in self.run().processes.values())]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in pids:
                os.kill(pid, number)
        self.process.wait()
        self.wait_until_gone()

    def stop(self) -> None:
        """Ctrl-C; it has to end by itself, and nothing of it may be left."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=PATIENCE_SECONDS) == 0, self.said[-5:]
        assert alive_in(self.folder) == []

    def wait_until_gone(self) -> None:
        until(lambda: not alive_in(self.folder))

    def wait_until_again(self, name: str, before: RunningProcess) -> None:
        """Until the supervisor has started it again and it is ready."""

        def again() -> bool:
            process = self.run().processes[name]
            return process.starts > before.starts and process.ready

        until(again)


@contextmanager
def practice_copy(
    folder: Path,
    files: Sequence[Path] = EXAMPLES,
    *,
    as_of: str = "2021-05-03",
    undo_seconds: int = 0,
    port: int | None = None,
) -> Iterator[Practice]:
    """Runs `inkoopspoor up` and, unless it ended otherwise meanwhile, stops it by Ctrl-C.

    Raises `NotUpError` when it does not come up.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "runtime.cli", "up", *map(str, files)),
            *("--as-of", as_of, "--folder", str(folder)),
            *("--undo-seconds", str(undo_seconds), "--port", str(port or ports.any_free())),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    practice = Practice(folder, process)
    is_up = threading.Event()
    listener = threading.Thread(target=_listen, args=(practice, is_up))
    listener.start()
    try:
        is_up.wait(START_SECONDS)
        if not any("is up" in line for line in practice.said):
            raise NotUpError("\n".join(practice.said))
        practice.up_after_seconds = time.monotonic() - began
        yield practice
        if process.poll() is None:
            practice.stop()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        listener.join()
        until(lambda: not alive_in(folder))


def _listen(practice: Practice, is_up: threading.Event) -> None:
    assert practice.process.stdout
    with practice.process.stdout as lines:
        for line in lines:
            practice.said.append(line.rstrip())
            if "is up" in line:
                is_up.set()
    is_up.set()


def inkoopspoor(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, as typed."""
    return subprocess.run(
        [sys.executable, "-m", "runtime.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def alive_in(folder: Path) -> list[str]:
    """The processes that have to do with this folder: by their command, environment or place."""
    mark = os.fsencode(folder)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if not command:
                continue  # a zombie, or of the system itself
            if mark in command or mark in (process / "environ").read_bytes() + _place(process):
                found.append(f"{process.name}: {os.fsdecode(command).replace(chr(0), ' ')}")
    return found


def _place(process: Path) -> bytes:
    return os.fsencode((process / "cwd").readlink())


def until(happened: Callable[[], Found | None], seconds: float = PATIENCE_SECONDS) -> Found:
    """What it gives as soon as it gives anything."""
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return found


def _headers(person: str) -> dict[str, str]:
    return {"Authorization": "Bearer practice", "X-Person": person}
