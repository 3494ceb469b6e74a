"""A pytest plugin: which tests show which row of the catalogue (docs/rows.yaml).

A test says what it shows with `@pytest.mark.row("AN-02")`; a row that the catalogue does not have
stops the run. `--rows-out=FILE` writes each row with its tests as JSON: the tests that claim it and
passed, or with `--collect-only` the tests that claim it. With `CI=true` a skipped test fails, so
that no claim stands on a test that never ran.
"""

import json
import os
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

CATALOGUE = Path(__file__).parent.parent / "docs" / "rows.yaml"
WHOLE = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)


def catalogue() -> dict[str, dict[str, str]]:
    """The groups of the catalogue, each with its row ids and their titles."""
    groups: dict[str, dict[str, str]] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return groups


def claimed(item: pytest.Item) -> list[str]:
    """The rows that a test shows, by a mark on itself, its class or its module."""
    return sorted({str(row) for mark in item.iter_markers("row") for row in mark.args})


def without_parameters(nodeid: str) -> str:
    return nodeid.partition("[")[0]


class Rows:
    """What one run says about the rows: every claim, and the tests that did not pass."""

    def __init__(self, out: Path | None) -> None:
        self.out = out
        self.claims: dict[str, list[str]] = {}
        self.ran: set[str] = set()
        self.fell: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        known = {row for group in catalogue().values() for row in group}
        unknown: list[str] = []
        for item in items:
            rows = claimed(item)
            unknown += [f"{item.nodeid} claims {row}" for row in rows if row not in known]
            item.user_properties.append(("rows", rows))
            name = without_parameters(item.nodeid)
            self.claims[name] = sorted({*self.claims.get(name, ()), *rows})
        if unknown:
            message = "\n  ".join(["no such row in docs/rows.yaml:", *unknown])
            raise pytest.UsageError(message)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = without_parameters(report.nodeid)
        self.claims.setdefault(name, dict(report.user_properties).get("rows", []))  # type: ignore[arg-type]
        if not report.passed:
            self.fell.add(name)
        elif report.when == "call":
            self.ran.add(name)

    def shown(self) -> Iterable[str]:
        return self.ran - self.fell

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.out is None or exitstatus not in WHOLE or hasattr(session.config, "workerinput"):
            return
        only_collected = session.config.option.collectonly
        tests = sorted(self.claims if only_collected else self.shown())
        rows: dict[str, list[str]] = {}
        for test in tests:
            for row in self.claims[test]:
                rows.setdefault(row, []).append(test)
        text = json.dumps(dict(sorted(rows.items())), indent=2)
        self.out.write_text(text + "\n", encoding="utf-8")


class NoSkips:
    """Turns what was skipped into a failure: on CI everything is there."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.skipped and not hasattr(report, "wasxfail"):
            fail(report, item.nodeid)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if report.skipped:
            fail(report, collector.nodeid)
        return report


def fail(report: Any, nodeid: str) -> None:
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{nodeid} was skipped, which CI does not allow: {why}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rows-out",
        metavar="FILE",
        type=Path,
        help="write the catalogue's rows and the tests that show them as JSON",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Rows(config.getoption("--rows-out")), "inkoopspoor-rows")
    if os.environ.get("CI") == "true":
        config.pluginmanager.register(NoSkips(), "inkoopspoor-no-skips")
