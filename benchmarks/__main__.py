"""Run the benchmarks one after another on one PostgreSQL: `python -m benchmarks [name ...]`."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from platform import platform, python_version
from subprocess import run

from benchmarks.report import show
from benchmarks.server import VARIABLE
from runtime import embedded_postgres

BENCHMARKS = ["append", "rehydrate", "project", "announce", "emmett"]


def main(names: list[str]) -> None:
    commit = run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit or 'unknown'}, "
        f"{os.cpu_count()} cores, {platform()}, Python {python_version()}"
    )
    for name in names or BENCHMARKS:
        if find_spec(f"benchmarks.{name}") is None:
            print(f"\n{name}: not there yet")
            continue
        module = import_module(f"benchmarks.{name}")
        show(str(module.__doc__), module.run())


if __name__ == "__main__":
    if VARIABLE in os.environ:
        main(sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory(prefix="inkoopspoor-bench-") as scratch:
            server = embedded_postgres.start(Path(scratch) / "postgres", say=lambda _: None)
            os.environ[VARIABLE] = server.url
            try:
                main(sys.argv[1:])
            finally:
                server.stop()
