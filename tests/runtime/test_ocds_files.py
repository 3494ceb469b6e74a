"""Open contracting data as files, by the command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.base import Refused
from projections.ocds.releases import PREFIX
from runtime.cli.app import app
from tests.projections.ocds_checking import check_process, validator

RUN = CliRunner()


def export(*arguments: object) -> Result:
    return RUN.invoke(app, ["export", "ocds", *map(str, arguments)])


@pytest.mark.row("IN-08", "TP-07")
def test_a_programme_is_written_as_a_stream_and_as_packages_and_twice_the_same(
    published_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", published_url)
    first, whole = tmp_path / "een", tmp_path / "alles"
    done = export("--programme", "haaglanden-2027", "-o", first)
    assert done.exit_code == 0, done.output
    assert "processes 5" in done.stdout
    assert export(whole).exit_code == 0
    packages = sorted(each.name for each in first.glob("*.json"))
    assert len(packages) == 10
    for name in packages:
        assert (first / name).read_bytes() == (whole / name).read_bytes()
    assert len(list(whole.iterdir())) == 35
    ocid = f"{PREFIX}-haaglanden-2027.verblijf"
    package = json.loads((first / f"{ocid}.releases.json").read_text("utf-8"))
    validator("release-package").validate(package)
    compiled = check_process(package["releases"])
    records = json.loads((first / f"{ocid}.record.json").read_text("utf-8"))
    assert records["records"][0]["compiledRelease"] == compiled
    lines = (first / "releases.jsonl").read_text("utf-8").splitlines()
    assert [each for each in map(json.loads, lines) if each["ocid"] == ocid] == package["releases"]
    again = export("--programme", "haaglanden-2027", "-o", first)
    assert isinstance(again.exception, Refused)
    unknown = export("--programme", "nergens", "-o", tmp_path / "niets")
    assert unknown.exit_code != 0
    assert not (tmp_path / "niets").exists()


def test_where_to_write_is_said_once(tmp_path: Path) -> None:
    assert export().exit_code == 2
    assert export(tmp_path / "a", "-o", tmp_path / "b").exit_code == 2
