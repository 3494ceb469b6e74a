"""Temporal's own development server out of a wheel, kept in a file of our folder.

Its makers do not mean it for production, where a cluster takes its place; here it survives being
killed at any moment and goes on with what it had acknowledged.
"""

import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from runtime import ports
from runtime.folder_lock import FolderLock, lock_folder
from runtime.processes import Child, DidNotStartError, Process, Say, bring_up, stop, tethered

NAMESPACE = "default"

_RETENTION = "36500d"
"""A workflow id is refused a second time as long as its history is kept: a hundred years."""


class CannotRunTemporalError(DidNotStartError):
    """A program of Temporal is not installed."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A server ready to be started, its folder held for this program until it ends."""

    address: str
    ui_url: str
    process: Process


@dataclass(frozen=True, slots=True)
class Temporal:
    """A running server; `address` is what clients connect to."""

    address: str
    ui_url: str
    pid: int
    child: Child
    lock: FolderLock

    def stop(self) -> None:
        stop(self.child)
        self.lock.close()


def start(
    folder: Path, port: int | None = None, ui_port: int | None = None, *, say: Say = print
) -> Temporal:
    """Serves the workflows in `folder`, new or from an earlier run, until stopped or we end.

    On Linux the server ends with the thread that calls this.
    """
    prepared = prepare(folder, port, ui_port, say=say)
    assert isinstance(prepared.process.holds, FolderLock)
    try:
        child = bring_up(prepared.process, say)
    except BaseException:
        prepared.process.holds.close()
        raise
    return Temporal(prepared.address, prepared.ui_url, child.pid, child, prepared.process.holds)


def prepare(
    folder: Path, port: int | None = None, ui_port: int | None = None, *, say: Say = print
) -> Prepared:
    """Holds the folder and chooses the ports; raises `FolderInUseError` when it is held."""
    program = find_program("temporal")
    folder = folder.resolve()
    lock = lock_folder(folder)
    port = ports.chosen(port, "Temporal", say)
    ui_port = ports.chosen(ui_port, "Temporal's pages", say)
    address = f"{ports.LOOPBACK}:{port}"
    command = [program, "server", "start-dev", "--namespace", NAMESPACE]
    command += ["--ip", ports.LOOPBACK, "--port", str(port), "--ui-port", str(ui_port)]
    command += ["--db-filename", str(folder / "temporal.db"), "--log-level", "error"]
    command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"]
    command += ["--dynamic-config-value", 'history.timerProcessorMaxTimeShift="10ms"']
    command += ["--ui-disable-news-fetch"]
    process = Process(
        name="temporal",
        command=command,
        folder=folder,
        url=f"http://{ports.LOOPBACK}:{ui_port}",
        log=folder / "temporal.log",
        ready=lambda: ports.answers(port) and _keeps_for_ever(program, address),
        stop_signal=signal.SIGTERM,
        holds=lock,
    )
    return Prepared(address, f"http://{ports.LOOPBACK}:{ui_port}", process)


def test_server() -> str:
    """The program whose clock skips to the next timer, for tests and simulations.

    For `WorkflowEnvironment.start_time_skipping(test_server_existing_path=...)`.
    """
    return find_program("temporal-test-server")


def find_program(name: str) -> str:
    """Where a program of ours stands: beside our Python first, then wherever the shell looks."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise CannotRunTemporalError(
            f"The program {name} stands neither beside {sys.executable} nor on the PATH. "
            "Install the project's requirements, or name a server in TEMPORAL_ADDRESS."
        )
    return found


def _keeps_for_ever(program: str, address: str) -> bool:
    """Sets how long histories are kept; it works as soon as the server does."""
    command = [program, "operator", "namespace", "update", "--namespace", NAMESPACE]
    command += ["--retention", _RETENTION, "--address", address]
    answer = subprocess.run(  # noqa: S603 (a program out of our own wheel)
        tethered(command), capture_output=True, check=False
    )
    return answer.returncode == 0
