"""Child processes: what we start, how we know it is up, and how it ends with all that it made."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Say = Callable[[str], None]

DAC_OVERRIDE = 1
DAC_READ_SEARCH = 2

_TETHER = str(Path(__file__).with_name("tether.py").resolve())
_LOG_LIMIT = 10_000_000
_TRIES = 6


class DidNotStartError(Exception):
    """A process ended, or gave no sign, before it was ready."""


@dataclass(frozen=True, slots=True)
class User:
    """Whom a command runs as, and what (capabilities) it may do beyond what that user may."""

    uid: int
    gid: int
    capabilities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """One process to keep running.

    `before` is called before each start, `ready` is asked until it says yes, `then` is called once,
    when the process is ready for the first time. Without `log` its output goes to the terminal,
    each line after its name. `holds` is kept open as long as the process is kept running.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    url: str | None = None
    log: Path | None = None
    before: Callable[[], None] | None = None
    ready: Callable[[], bool] | None = None
    ready_seconds: float = 120
    then: Callable[[], None] | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 15
    user: User | None = None
    holds: object = None


@dataclass(frozen=True, slots=True)
class Child:
    """A started process."""

    process: Process
    popen: subprocess.Popen[bytes]
    reader: threading.Thread | None

    @property
    def pid(self) -> int:
        return self.popen.pid


def tethered(
    command: Sequence[str], death_signal: int = signal.SIGTERM, user: User | None = None
) -> list[str]:
    """The command line that runs `command`, as `user`, and ends it when the calling thread ends."""
    who = "-" if user is None else f"{user.uid}:{user.gid}:{','.join(map(str, user.capabilities))}"
    wrapper = [sys.executable, "-I", "-S", _TETHER]
    return [*wrapper, str(os.getpid()), str(int(death_signal)), who, *command]


def identity(pid: int) -> str | None:
    """What tells the living process of this number from any other that had or gets the number."""
    if sys.platform != "linux":
        answer = subprocess.run(  # noqa: S603 (a fixed command and a number)
            ["/bin/ps", "-o", "lstart=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        return answer.stdout.strip() or None
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    state, *others = stat.rpartition(")")[2].split()
    return None if state in "ZX" else f"{boot}:{others[18]}"


def spawn(process: Process, say: Say) -> Child:
    """Starts a process in a group of its own that ends with the calling thread."""
    if process.before:
        process.before()
    log = _opened(process.log) if process.log else None
    try:
        popen = subprocess.Popen(  # noqa: S603 (what to run is declared by our own code)
            tethered(process.command, process.stop_signal, process.user),
            env={**os.environ, "PYTHONUNBUFFERED": "1", **process.env},
            cwd=process.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if log is None else log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    finally:
        if log is not None:
            os.close(log)
    reader = None
    if log is None:
        reader = threading.Thread(target=_pass_on, args=(process.name, popen, say), daemon=True)
        reader.start()
    return Child(process, popen, reader)


def has_ended(child: Child) -> bool:
    """Whether the process is over; then whatever it left in its group is ended too."""
    if child.popen.returncode is not None:
        return True
    if os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        return False
    with suppress(OSError):  # the group may be empty, or not ours to signal
        os.killpg(child.pid, signal.SIGKILL)
    child.popen.wait()
    if child.reader:
        child.reader.join(timeout=1)
    return True


def stop(child: Child, hurried: Callable[[], bool] = lambda: False) -> None:
    """Asks, waits, and ends it by force when it does not listen or we are in a hurry."""
    with suppress(ProcessLookupError):
        if not has_ended(child):
            os.kill(child.pid, child.process.stop_signal)
    _soon(lambda: has_ended(child) or hurried(), child.process.stop_seconds)
    if not has_ended(child):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        _soon(lambda: has_ended(child), 5)


def end_left_over(pid: int, known_as: str | None, seconds: float = 10) -> bool:
    """Ends a process that an earlier run left behind, if it is still that one; whether it was."""
    if known_as is None or identity(pid) != known_as:
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if _soon(lambda: identity(pid) != known_as, seconds):
            break
    return True


def bring_up(process: Process, say: Say, meanwhile: Callable[[], bool] = lambda: True) -> Child:
    """Starts a process and waits until it is ready; one that dies early is tried again.

    Raises `DidNotStartError` with the end of its log, and whatever `then` raises; the process is
    stopped before. `meanwhile` is called while waiting, and breaks it off by answering no.
    """
    deadline = time.monotonic() + process.ready_seconds
    for attempt in range(_TRIES):
        child = spawn(process, say)
        while meanwhile() and time.monotonic() < deadline and not has_ended(child):
            if process.ready is None or process.ready():
                _first_done(process, child)
                return child
            time.sleep(0.02)
        stop(child)
        if not meanwhile() or time.monotonic() >= deadline:
            break
        time.sleep(0.1 * 2**attempt)
    raise DidNotStartError(f"{process.name} did not start.{_end_of(process.log)}")


def _first_done(process: Process, child: Child) -> None:
    try:
        if process.then:
            process.then()
    except BaseException:
        stop(child)  # nobody else knows of it yet
        raise


def describe_end(child: Child) -> str:
    code = child.popen.returncode
    return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"


def _soon(happened: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _opened(log: Path) -> int:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))
    return os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _pass_on(name: str, popen: subprocess.Popen[bytes], say: Say) -> None:
    assert popen.stdout
    with popen.stdout as lines:
        for line in lines:
            say(f"{name:<10} {line.decode(errors='replace').rstrip()}")


def _end_of(log: Path | None) -> str:
    if log is None or not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-15:]
    return "\n".join([f" The end of {log}:", *lines])
