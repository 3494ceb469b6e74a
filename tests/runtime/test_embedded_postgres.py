"""PostgreSQL out of the wheel: real servers, really killed."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from runtime import embedded_postgres, ports
from runtime.embedded_postgres import Postgres
from runtime.folder_lock import FolderInUseError
from runtime.postgres_programs import programs
from runtime.processes import DAC_READ_SEARCH, DidNotStartError, User, has_ended, identity, tethered

ROOT = Path(__file__).parents[2]

Start = Callable[..., Postgres]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server on one and the same folder, closed to everybody else."""
    tmp_path.chmod(0o700)
    started: list[Postgres] = []

    def start_one(
        port: int | None = None,
        say: Callable[[str], None] = lambda _: None,
        folder: str = "postgres",
        *,
        durable: bool = False,
    ) -> Postgres:
        server = embedded_postgres.start(tmp_path / folder, port, durable=durable, say=say)
        started.append(server)
        return server

    yield start_one
    for server in started:
        server.stop()


def _note(server: Postgres, text: str) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (words text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [text])


def _notes(server: Postgres) -> list[str]:
    with psycopg.connect(server.url) as connection:
        return [row[0] for row in connection.execute("SELECT words FROM notes")]


def _setting(server: Postgres, name: str) -> str:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        assert row
        return str(row[0])


def _wait_until(happened: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_new_server_speaks_utf8_checks_its_pages_and_listens_here_only(start: Start) -> None:
    server = start(durable=True)
    assert _setting(server, "server_encoding") == "UTF8"
    assert _setting(server, "data_checksums") == "on"
    assert _setting(server, "fsync") == "on"
    assert _setting(server, "synchronous_commit") == "on"
    assert _setting(server, "listen_addresses") == "127.0.0.1"
    assert _setting(server, "unix_socket_directories") == ""


def test_a_second_start_goes_on_with_the_data(start: Start) -> None:
    first = start()
    _note(first, "kept")
    first.stop()
    assert _notes(start()) == ["kept"]


def test_a_killed_server_keeps_what_it_committed(start: Start) -> None:
    first = start()
    _note(first, "kept")
    os.kill(first.pid, signal.SIGKILL)
    _wait_until(lambda: has_ended(first.child))
    first.lock.close()
    assert _notes(start()) == ["kept"]


def test_a_server_left_behind_is_stopped_and_its_data_taken_over(start: Start) -> None:
    left_behind = start()
    _note(left_behind, "kept")
    left_behind.lock.close()
    assert _notes(start()) == ["kept"]
    assert has_ended(left_behind.child)


def test_a_stranger_whose_number_stands_in_a_stale_file_is_left_alone(
    start: Start, tmp_path: Path
) -> None:
    first = start()
    _note(first, "kept")
    file = tmp_path / "postgres" / "data" / "postmaster.pid"
    lines = file.read_text().splitlines(keepends=True)
    os.kill(first.pid, signal.SIGKILL)
    _wait_until(lambda: has_ended(first.child))
    first.lock.close()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        assert _notes(start()) == ["kept"]
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("content", ["", "\n", "no number\n", "1\n", "99999999\n/elsewhere\n"])
def test_a_spoiled_file_of_an_earlier_server_is_no_hindrance(
    start: Start, tmp_path: Path, content: str
) -> None:
    start().stop()
    (tmp_path / "postgres" / "data" / "postmaster.pid").write_text(content)
    assert _setting(start(), "server_encoding") == "UTF8"


def test_a_start_that_was_killed_half_way_leaves_nothing_that_counts(
    start: Start, tmp_path: Path
) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert _setting(start(), "server_encoding") == "UTF8"


def test_a_taken_port_is_told_and_another_is_chosen(start: Start) -> None:
    said: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        server = start(taken, said.append)
    assert server.port != taken
    meant = f"Port {taken}, meant for PostgreSQL, is taken by another program"
    assert said == [f"{meant}: using {server.port} instead."]


def test_a_free_port_that_is_wanted_is_used(start: Start) -> None:
    wanted = ports.any_free()
    assert start(wanted).port == wanted


def test_two_programs_do_not_serve_one_folder(start: Start) -> None:
    server = start()
    with pytest.raises(FolderInUseError, match=f"in use by process {os.getpid()}"):
        start()
    _note(server, "still there")


def test_two_folders_make_two_servers(start: Start) -> None:
    assert start(folder="one").port != start(folder="two").port


def test_data_of_another_version_are_refused_with_advice(start: Start, tmp_path: Path) -> None:
    start().stop()
    (tmp_path / "postgres" / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(DidNotStartError, match="was made by PostgreSQL 14"):
        start()


_STARTER = """
import sys, time
from pathlib import Path
from runtime.embedded_postgres import start
server = start(Path(sys.argv[1]))
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties processes together")
def test_the_server_ends_when_its_starter_is_killed(start: Start, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _STARTER, str(tmp_path / "postgres")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        assert identity(pid) is not None
        starter.kill()
    assert _setting(start(), "server_encoding") == "UTF8"
    _wait_until(lambda: identity(pid) is None)


_AS_ORDINARY_USER = """
import os, sys
from pathlib import Path
import psycopg
from runtime.embedded_postgres import start
assert os.geteuid() != 0
for _ in range(2):
    server = start(Path(sys.argv[1]))
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (words text)")
    server.stop()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_can_start_it(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    user = User(nobody.pw_uid, nobody.pw_gid, (DAC_READ_SEARCH,))  # our Python may be root's own
    command = [sys.executable, "-c", _AS_ORDINARY_USER, str(folder / "postgres")]
    answer = subprocess.run(
        tethered(command, user=user), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_data_that_root_made_are_not_for_an_ordinary_user_who_is_told_so(
    start: Start, tmp_path: Path
) -> None:
    start().stop()
    nobody = pwd.getpwnam("nobody")
    data = tmp_path / "postgres" / "data"
    os.chown(data, 12345, 12345)
    (tmp_path / "postgres" / "lock").chmod(0o666)
    user = User(nobody.pw_uid, nobody.pw_gid, (DAC_READ_SEARCH,))
    command = [sys.executable, "-c", _AS_ORDINARY_USER, str(tmp_path / "postgres")]
    answer = subprocess.run(
        tethered(command, user=user), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "belongs to the user number 12345" in answer.stderr


_OUT_OF_A_CLOSED_FOLDER = """
import os, sys
from pathlib import Path
os.umask(0o077)
from runtime import embedded_postgres, postgres_programs
postgres_programs._PLACES = (Path(sys.argv[1]),)
for number in range(2):
    embedded_postgres.start(Path(sys.argv[2]) / str(number), durable=False).stop()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_may_keep_python_and_clone_where_only_root_can_look(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    site = programs().parents[2]
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / part, tmp_path / part)
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        answer = subprocess.run(
            [sys.executable, "-c", _OUT_OF_A_CLOSED_FOLDER, place, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("Copying PostgreSQL's programs to") == 1
