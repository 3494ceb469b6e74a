"""PostgreSQL out of a wheel, run by ourselves in a folder of our own.

Only the wheel's programs are used, never its Python layer. Connections come from this machine
alone (127.0.0.1) and need no password: whoever works on this machine may read the data.

PostgreSQL refuses to run as root. Started by root it becomes an ordinary user that owns the data;
where folders on the way are closed to that user, it keeps just the right to pass through them.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from runtime import ports
from runtime.folder_lock import FolderLock, lock_folder
from runtime.postgres_programs import (
    CannotRunPostgresError,
    is_open_to_all,
    make_reachable,
    programs,
)
from runtime.processes import (
    DAC_OVERRIDE,
    DAC_READ_SEARCH,
    Child,
    Process,
    Say,
    User,
    bring_up,
    stop,
    tethered,
)

_NAME = "inkoopspoor"
_NOBODYS_PID = 2**31 - 1  # above any system's highest process number

_SETTINGS: Mapping[str, str] = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",  # their paths may not be longer than 107 bytes
    "max_connections": "200",
    "shared_buffers": "128MB",
    "synchronous_commit": "on",
    "fsync": "on",
    "jit": "off",  # compiling costs more than our short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
_NOT_DURABLE: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data folder ready to be served, and held for this program until it ends."""

    url: str
    port: int
    process: Process


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server."""

    url: str
    port: int
    pid: int
    child: Child
    lock: FolderLock

    def stop(self) -> None:
        """Disconnects everybody and ends it cleanly; then the folder is free again."""
        stop(self.child)
        self.lock.close()


def start(
    folder: Path, port: int | None = None, *, durable: bool = True, say: Say = print
) -> Postgres:
    """Serves the data in `folder`, new or from an earlier run, until stopped or we end.

    On Linux the server ends with the thread that calls this. Without `durable` it is faster, and
    a crash of the machine (not of the server) may ruin the data: for tests.
    """
    prepared = prepare(folder, port, durable=durable, say=say)
    assert isinstance(prepared.process.holds, FolderLock)
    try:
        child = bring_up(prepared.process, say)
    except BaseException:
        prepared.process.holds.close()
        raise
    return Postgres(prepared.url, prepared.port, child.pid, child, prepared.process.holds)


def prepare(
    folder: Path, port: int | None = None, *, durable: bool = True, say: Say = print
) -> Prepared:
    """Makes the data folder if it is new, ends a server left behind, and chooses the port.

    Raises `FolderInUseError` when another program serves this folder, `CannotRunPostgresError`
    when this machine cannot.
    """
    folder = folder.resolve()
    lock = lock_folder(folder)
    try:
        make_reachable(say)
        data = folder / "data"
        user = _user_for(folder, data)
        _initialise(data, user, durable=durable)
        _check_version(data)
        _settle(data, user)
    except PermissionError as error:
        lock.close()
        raise CannotRunPostgresError(f"PostgreSQL cannot work in {folder}: {error}") from error
    except BaseException:
        lock.close()
        raise
    port = ports.chosen(port, "PostgreSQL", say)
    settings = {**_SETTINGS, "port": str(port), **({} if durable else _NOT_DURABLE)}
    server = f"postgresql://{_NAME}@{ports.LOOPBACK}:{port}"
    process = Process(
        name="postgres",
        command=[_program("postgres"), "-D", str(data), *_options(settings)],
        folder=data,
        url=f"{server}/{_NAME}",
        log=folder / "postgres.log",
        before=lambda: _settle(data, user),
        ready=lambda: ports.answers(port) and _accepts(server),
        then=lambda: _create_database(server),
        stop_signal=signal.SIGINT,
        stop_seconds=60,
        user=user,
        holds=lock,
    )
    return Prepared(f"{server}/{_NAME}", port, process)


def _program(name: str) -> str:
    return str(programs() / name)


def _options(settings: Mapping[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _run(
    command: Sequence[str], user: User | None, folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (PostgreSQL's own programs)
        tethered(command, signal.SIGTERM, user),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _initialise(data: Path, user: User | None, *, durable: bool) -> None:
    if data.exists():
        return
    fresh = data.with_name("data.new")  # renamed when complete: half a folder never counts
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if user:
        os.chown(fresh, user.uid, user.gid)
    command = [_program("initdb"), "--pgdata", str(fresh), "--username", _NAME]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--locale=C", "--auth=trust", "--data-checksums"]
    command += [] if durable else ["--no-sync"]
    answer = _run(command, user, fresh)
    if answer.returncode:
        raise CannotRunPostgresError(f"PostgreSQL could not make {data}:\n{answer.stdout}")
    (fresh / "pg_hba.conf").write_text(f"host all all {ports.LOOPBACK}/32 trust\n")
    fresh.rename(data)


def _check_version(data: Path) -> None:
    ours = _run([_program("postgres"), "--version"], None, data.parent).stdout.split()[-1]
    theirs = (data / "PG_VERSION").read_text().strip()
    if ours.split(".")[0] != theirs:
        raise CannotRunPostgresError(
            f"{data} was made by PostgreSQL {theirs} and this is {ours}. Move the data with "
            f"pg_dump and psql, or run a PostgreSQL {theirs} and name it in DATABASE_URL."
        )


def _settle(data: Path, user: User | None) -> None:
    """Makes sure that no server works on the data and that no stale file says so.

    A server that an earlier run left behind is stopped. A stale `postmaster.pid` may name a number
    that a stranger has by now: PostgreSQL would refuse to start. We never signal that process; we
    put in a number that nobody has, and leave the rest of the file, by which PostgreSQL itself
    finds out whether old backends are still at work.
    """
    file = data / "postmaster.pid"
    try:
        first, separator, rest = file.read_text().partition("\n")
    except FileNotFoundError:
        return
    pid = int(first) if first.strip().isdigit() else 0
    if pid and _serves(pid, data):
        command = [_program("pg_ctl"), "stop", "--pgdata", str(data), "--mode=fast", "--wait"]
        answer = _run(command, user, data)
        if answer.returncode and _serves(pid, data):
            raise CannotRunPostgresError(
                f"A server (process {pid}) still works on {data}:\n{answer.stdout}"
            )
    elif pid and rest:
        file.write_text(f"{_NOBODYS_PID}{separator}{rest}")
    else:
        file.unlink()  # emptied by a crash of the machine


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a PostgreSQL server on exactly this data folder."""
    if sys.platform != "linux":
        answer = subprocess.run(  # noqa: S603 (a fixed command and a number)
            ["/bin/ps", "-o", "command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        return "postgres" in answer.stdout and f"-D {data}" in answer.stdout
    try:
        program, *arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    if not os.path.basename(program).startswith(b"postgres"):  # noqa: PTH119 (bytes)
        return False
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except OSError:
        return os.fsencode(data) in arguments


def _user_for(folder: Path, data: Path) -> User | None:
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise CannotRunPostgresError(
                f"{data} belongs to the user {_name_of(data.stat().st_uid)}: it was made by "
                "somebody else, perhaps by root. Run as before, or choose another folder."
            )
        return None
    uid, gid = _ordinary_user(data)
    closed: tuple[tuple[int, ...], ...] = ((DAC_READ_SEARCH,), (DAC_OVERRIDE,))
    answer = None
    for capabilities in ((), *closed) if is_open_to_all(folder) else closed:
        user = User(uid, gid, capabilities)
        reach = ["/bin/sh", "-c", 'cd "$1" && "$0" --version', _program("postgres"), str(folder)]
        answer = _run(reach, user, Path("/"))
        if answer.returncode == 0:
            return user
    raise CannotRunPostgresError(
        f"PostgreSQL does not run as root, and the ordinary user {_name_of(uid)} cannot work in "
        f"{folder} with the programs in {programs()}:\n{answer.stdout if answer else ''}\n"
        "Run as an ordinary user, or choose a folder that everybody may enter, "
        "or name a PostgreSQL of your own in DATABASE_URL."
    )


def _ordinary_user(data: Path) -> tuple[int, int]:
    """The owner of the data; for new data, or data that root copied, PostgreSQL's own or nobody."""
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known.get("nobody")
    if entry is None:
        raise CannotRunPostgresError(
            "PostgreSQL does not run as root, and this machine has no user 'nobody' to run it as."
        )
    if data.exists():
        for path in (data, *data.rglob("*")):
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    return entry.pw_uid, entry.pw_gid


def _name_of(uid: int) -> str:
    try:
        return f"'{pwd.getpwuid(uid).pw_name}'"
    except KeyError:
        return f"number {uid}"


def _accepts(server: str) -> bool:
    try:
        with psycopg.connect(f"{server}/postgres", connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _create_database(server: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_NAME])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{_NAME}"')
