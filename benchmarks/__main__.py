"""Run the benchmarks one after another on one PostgreSQL: `python -m benchmarks`."""

import argparse
import os
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from platform import platform, python_version
from subprocess import run

from benchmarks.report import Section, markdown, show
from benchmarks.server import QUICK, VARIABLE
from runtime import embedded_postgres

NAMES = ("append", "rehydrate", "project", "replay", "verify", "pages", "announce", "emmett")
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- written by make bench -->", "<!-- until here -->"


def main() -> None:
    asked = arguments()
    if asked.quick:
        os.environ[QUICK] = "1"
    if VARIABLE in os.environ:
        measure(asked)
        return
    with tempfile.TemporaryDirectory(prefix="inkoopspoor-bench-") as scratch:
        server = embedded_postgres.start(Path(scratch) / "postgres", say=lambda _: None)
        os.environ[VARIABLE] = server.url
        try:
            measure(asked)
        finally:
            server.stop()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--only", action="append", choices=NAMES, help="run this one; repeatable")
    parser.add_argument("--quick", action="store_true", help="measure less, to see that it runs")
    parser.add_argument("--write", action="store_true", help=f"write the table to docs/{PAGE.name}")
    asked = parser.parse_args()
    if asked.write and (asked.only or asked.quick):
        parser.error("--write is for a full run")
    return asked


def measure(asked: argparse.Namespace) -> None:
    circumstances = where_and_when()
    print(circumstances, flush=True)
    if asked.quick:
        print("A quick run: its numbers say little.")
    sections = []
    for name in asked.only or NAMES:
        module = import_module(f"benchmarks.{name}")
        answer = module.run()
        section = (
            Section(str(module.__doc__), skipped=answer)
            if isinstance(answer, str)
            else Section(str(module.__doc__), answer)
        )
        show(section)
        sections.append(section)
    if asked.write:
        write(f"{circumstances}\n\n{markdown(sections)}")


def where_and_when() -> str:
    commit = run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    ).stdout.strip()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit or 'unknown'}, "
        f"{os.cpu_count()} cores, {platform()}, Python {python_version()}, "
        f"load before (1, 5, 15 minutes) {load}"
    )


def write(table: str) -> None:
    """Put the table where the page keeps it."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
