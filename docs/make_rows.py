"""Writes docs/rows.md: every row of the catalogue with the tests that claim to show it.

The claims come from collecting the tests, which takes seconds. That they hold is what `make test`
is for: a claim whose test fails, or on CI is skipped, fails that run.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.page import DOCS, publish
from tests.rows import catalogue

HEAD = """# What is shown

Every row of the catalogue (`rows.yaml`) and the tests that show it; *open* where none does yet.
Written by `make docs`: change a test's `@pytest.mark.row(...)`, not this page.
"""


def claims() -> dict[str, list[str]]:
    """The tests that claim each row, by collecting them all."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        arguments = ["--collect-only", "--quiet", "--quiet", f"--rows-out={out}"]
        done = subprocess.run(  # noqa: S603 (our own tests)
            [sys.executable, "-m", "pytest", *arguments],
            cwd=DOCS.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 or not out.exists():
            sys.exit(f"The tests cannot be collected:\n{done.stdout}{done.stderr}")
        found: dict[str, list[str]] = json.loads(out.read_text(encoding="utf-8"))
        return found


def line(row: str, title: str, tests: list[str]) -> str:
    shown = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests) or "*open*"
    return f"| {row} | {title.replace('|', '/')} | {shown} |"


def page() -> str:
    groups, tests = catalogue(), claims()
    rows = [row for group in groups.values() for row in group]
    lines = [HEAD, f"{len(tests)} of {len(rows)} rows are shown.", ""]
    for name, group in groups.items():
        count = sum(row in tests for row in group)
        lines += [f"## {name} ({count} of {len(group)})", "", "| Row | What | Shown by |"]
        lines += ["|---|---|---|"]
        lines += [line(row, title, tests.get(row, [])) for row, title in group.items()]
        lines += [""]
    return "\n".join(lines)


if __name__ == "__main__":
    publish("rows.md", page())
