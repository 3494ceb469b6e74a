"""The rows plugin, tried on real runs of pytest in a folder of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import rows

HOUSE = Path(__file__).parent.parent

ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}

EXAMPLE = """
import pytest

@pytest.mark.row("AN-02", "PG-01")
def test_shows():
    pass

@pytest.mark.row("AN-02")
@pytest.mark.parametrize("number", [1, 2])
def test_shows_once_and_not_twice(number):
    assert number == 1

@pytest.mark.row("PG-01")
@pytest.mark.skip(reason="no browser here")
def test_skipped():
    pass

@pytest.mark.row("PG-01")
@pytest.mark.xfail
def test_expected_to_fail():
    assert False

@pytest.mark.row("PG-02")
class TestClaimOfAClass:
    @pytest.mark.row("PG-03")
    def test_inside(self):
        pass
"""


def run(folder: Path, test: str, *arguments: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text('pytest_plugins = ["tests.rows"]\n')
    (folder / "test_example.py").write_text(test)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    row: rows\n")
    options = ["-q", "-p", "no:cacheprovider", "--rows-out=out.json"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(HOUSE), "CI": ci, **ALONE},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def out(folder: Path) -> dict[str, list[str]]:
    read: dict[str, list[str]] = json.loads((folder / "out.json").read_text())
    return read


def test_a_row_counts_only_where_every_run_of_its_test_passed(tmp_path: Path) -> None:
    run(tmp_path, EXAMPLE)
    assert out(tmp_path) == {
        "AN-02": ["test_example.py::test_shows"],
        "PG-01": ["test_example.py::test_shows"],
        "PG-02": ["test_example.py::TestClaimOfAClass::test_inside"],
        "PG-03": ["test_example.py::TestClaimOfAClass::test_inside"],
    }


def test_collecting_lists_every_claim_and_runs_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, EXAMPLE, "--collect-only")
    assert done.returncode == 0, done.stdout
    assert out(tmp_path)["AN-02"] == [
        "test_example.py::test_shows",
        "test_example.py::test_shows_once_and_not_twice",
    ]
    assert len(out(tmp_path)["PG-01"]) == 3


def test_an_unknown_row_stops_the_run_and_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, EXAMPLE.replace("PG-03", "XX-99"))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "test_inside claims XX-99" in done.stderr
    assert not (tmp_path / "out.json").exists()


def test_on_ci_a_skipped_test_fails_and_an_expected_failure_does_not(tmp_path: Path) -> None:
    at_home = run(tmp_path, EXAMPLE)
    on_ci = run(tmp_path, EXAMPLE, ci="true")
    assert "1 failed, 3 passed, 1 skipped, 1 xfailed" in at_home.stdout
    assert "1 failed, 3 passed, 1 xfailed, 1 error" in on_ci.stdout
    assert "no browser here" in on_ci.stdout


def test_on_ci_a_skipped_module_fails(tmp_path: Path) -> None:
    module = 'import pytest\n\npytest.skip("no browser here", allow_module_level=True)\n'
    assert run(tmp_path, module).returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    on_ci = run(tmp_path, module, ci="true")
    assert on_ci.returncode == pytest.ExitCode.INTERRUPTED
    assert "no browser here" in on_ci.stdout


def test_the_catalogue_has_all_its_rows_once() -> None:
    ids = [row for group in rows.catalogue().values() for row in group]
    assert len(ids) == len(set(ids)) == 276
