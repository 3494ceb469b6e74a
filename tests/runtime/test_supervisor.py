"""The supervisor: real processes, really killed, none left behind."""

import json
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from runtime.processes import identity
from runtime.supervisor import Run, current_run

ROOT = Path(__file__).parents[2]

_SLEEPERS = """
import sys
from pathlib import Path
from runtime.processes import Process
from runtime.supervisor import supervise

folder = Path(sys.argv[1])
sleep = ["sh", "-c", f"trap 'echo $0 >> {folder}/ended; exit' TERM; echo up; sleep 600 & wait"]
stubborn = ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"]

def plan():
    return [
        Process("first", [*sleep, "first"], log=folder / "first.log"),
        Process("second", ["sleep", "600"], url="http://example"),
        Process("third", [*sleep, "third"]),
        *([Process("stubborn", stubborn, stop_seconds=0.5)] if "stubborn" in sys.argv else []),
        *([Process("broken", ["sh", "-c", "echo no; false"], ready=lambda: False,
                   log=folder / "broken.log")] if "broken" in sys.argv else []),
    ]

supervise(folder, plan, when_up=lambda: print("all up", flush=True))
"""

_SERVERS = """
import sys
from pathlib import Path
from runtime import embedded_postgres, embedded_temporal, ports
from runtime.processes import Process
from runtime.supervisor import supervise

folder = Path(sys.argv[1])

def plan():
    port = ports.any_free()
    sink = [sys.executable, "-m", "runtime.mail_sink", "--port", str(port)]
    return [
        embedded_postgres.prepare(folder / "postgres", durable=False).process,
        embedded_temporal.prepare(folder / "temporal").process,
        Process("mailsink", [*sink, "--folder", str(folder / "mail")], url=f"127.0.0.1:{port}",
                ready=lambda: ports.answers(port)),
    ]

supervise(folder, plan, when_up=lambda: print("all up", flush=True))
"""

Supervised = subprocess.Popen[str]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    started: list[Supervised] = []

    def start(program: str = _SLEEPERS, *arguments: str) -> Supervised:
        supervisor = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(supervisor)
        return supervisor

    yield start
    for supervisor in started:
        supervisor.kill()
        supervisor.wait()
        assert supervisor.stdout
        supervisor.stdout.close()


def _until_up(supervisor: Supervised) -> None:
    assert supervisor.stdout
    read = []
    for line in supervisor.stdout:
        read.append(line)
        if line == "all up\n":
            return
    pytest.fail("".join(read))


def _run(folder: Path) -> Run:
    run = current_run(folder)
    assert run
    return run


def _family(pid: int) -> set[int]:
    """A process and all that came of it (Linux)."""
    family = {pid}
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            family |= _family(int(child))
    return family


def _wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _are_gone(pids: set[int]) -> bool:
    return all(identity(pid) is None for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_all_in_reverse_order_and_leaves_no_process_behind(
    supervise: Callable[..., Supervised], tmp_path: Path, number: signal.Signals
) -> None:
    supervisor = supervise()
    _until_up(supervisor)
    _wait_until(lambda: len(_family(supervisor.pid)) == 6)
    family = _family(supervisor.pid)
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=20) == 0
    assert _are_gone(family - {supervisor.pid})
    assert (tmp_path / "ended").read_text().split() == ["third", "first"]
    assert current_run(tmp_path) is None
    assert not (tmp_path / "run.json").exists()


def test_who_does_not_listen_is_ended_by_force(supervise: Callable[..., Supervised]) -> None:
    supervisor = supervise(_SLEEPERS, "stubborn")
    _until_up(supervisor)
    family = _family(supervisor.pid)
    supervisor.terminate()
    assert supervisor.wait(timeout=20) == 0
    assert _are_gone(family - {supervisor.pid})


def test_a_killed_child_is_started_again_and_this_is_told(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise()
    _until_up(supervisor)
    before = _run(tmp_path).processes
    os.kill(before["second"].pid, signal.SIGKILL)
    _wait_until(lambda: _run(tmp_path).processes["second"].starts == 2)
    after = _run(tmp_path).processes
    assert after["second"].pid != before["second"].pid
    assert after["first"] == before["first"]
    supervisor.terminate()
    said, _ = supervisor.communicate()
    assert "second was ended by signal 9; it is started again in 0.2 s." in said


def test_what_processes_say_stands_after_their_name_or_in_their_log(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise()
    _wait_until(lambda: (tmp_path / "run.json").exists() and "third" in _run(tmp_path).processes)
    _wait_until(lambda: (tmp_path / "first.log").read_text() == "up\n")
    time.sleep(0.2)
    supervisor.terminate()
    said, _ = supervisor.communicate()
    assert "third      up\n" in said
    assert "first" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties processes together")
def test_when_the_supervisor_is_killed_its_children_end(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise()
    _until_up(supervisor)
    children = {process.pid for process in _run(tmp_path).processes.values()}
    supervisor.kill()
    _wait_until(lambda: _are_gone(children))
    assert _are_gone(children)


def test_children_left_behind_are_ended_by_the_next_start(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    with (
        subprocess.Popen(["sleep", "60"]) as left_behind,
        subprocess.Popen(["sleep", "60"]) as stranger,
    ):
        entry = {"url": None, "ready": True, "starts": 1}
        known = {"pid": left_behind.pid, "known_as": identity(left_behind.pid)}
        processes = {
            "known": {**known, **entry},
            "reused": {"pid": stranger.pid, "known_as": "somebody before", **entry},
        }
        run = {"supervisor": 1, "known_as": "long gone", "started_at": "2026-01-01T00:00:00+00:00"}
        (tmp_path / "run.json").write_text(json.dumps({**run, "processes": processes}))
        _until_up(supervise())
        assert left_behind.wait(timeout=5) == -signal.SIGTERM
        assert stranger.poll() is None
        stranger.kill()


def test_a_second_supervisor_in_the_same_folder_is_told_so(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    first = supervise()
    _until_up(first)
    second = supervise()
    said, _ = second.communicate(timeout=20)
    assert second.returncode != 0
    assert f"The folder {tmp_path} is in use by process {first.pid}." in said
    assert first.poll() is None
    assert _run(tmp_path).supervisor == first.pid


def test_a_process_that_never_gets_ready_ends_the_run_and_shows_its_log(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise(_SLEEPERS, "broken")
    _wait_until((tmp_path / "broken.log").exists)
    children = _family(supervisor.pid) - {supervisor.pid}
    said, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode != 0
    assert "broken did not start." in said
    assert "\nno\n" in said
    assert _are_gone(children)


def test_ctrl_c_while_starting_stops_quietly(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise(_SLEEPERS, "broken")
    _wait_until((tmp_path / "broken.log").exists)
    supervisor.send_signal(signal.SIGINT)
    said, _ = supervisor.communicate(timeout=20)
    assert supervisor.returncode == 0
    assert "Traceback" not in said


def _answer(run: Run) -> bool:
    """Whether all three servers do their work."""
    try:
        with psycopg.connect(str(run.processes["postgres"].url)) as connection:
            connection.execute("SELECT 1")
        host, _, port = str(run.processes["mailsink"].url).partition(":")
        with smtplib.SMTP(host, int(port)):
            pass
    except (psycopg.OperationalError, OSError):
        return False
    return all(process.ready for process in run.processes.values())


def test_every_server_may_be_killed_and_comes_back(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    supervisor = supervise(_SERVERS)
    _until_up(supervisor)
    before = _run(tmp_path)
    for process in before.processes.values():
        os.kill(process.pid, signal.SIGKILL)
    _wait_until(lambda: all(p.starts > 1 for p in _run(tmp_path).processes.values()))
    _wait_until(lambda: _answer(_run(tmp_path)))
    family = _family(supervisor.pid) - {supervisor.pid}
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(timeout=60) == 0
    assert _are_gone(family)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties processes together")
def test_killed_servers_and_supervisor_leave_nothing_and_the_next_start_goes_on(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    first = supervise(_SERVERS)
    _until_up(first)
    family = _family(first.pid) - {first.pid}
    first.kill()
    _until_up(supervise(_SERVERS))
    _wait_until(lambda: _are_gone(family))
    assert _answer(_run(tmp_path))
