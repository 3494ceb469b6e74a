"""Open contracting data as files, by the command."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from domain.base import Refused
from eventstore.log import EventLog
from projections.engine import Engine
from projections.ocds.incoming import contracts_in
from projections.ocds.releases import PREFIX, releases
from projections.registry import MODELS
from runtime.cli.app import app
from runtime.files import read
from runtime.publish import commands
from runtime.simulation.telling import read_all
from tests import make
from tests.programmes.sources import ROOT
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
    log = EventLog(published_url)
    said = [each.body for each in releases(read_all(log))]
    log.close()
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
    whole_log = (whole / "releases.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(each) for each in whole_log] == said
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


@pytest.mark.row("IN-08")
def test_what_was_written_is_known_when_it_is_handed_in_and_what_is_not_ours_is_new(
    published_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", published_url)
    monkeypatch.setenv("PRACTICE", "1")
    log = EventLog(published_url)
    register = read(ROOT / "programmes" / "examples" / "region-2023-registers.yaml")
    for command in commands(register, make.MONDAY, make.OFFICER):
        log.handle(command)
    log.close()
    Engine(published_url, MODELS).catch_up()
    written = tmp_path / "uit"
    assert export("--programme", "region-2023", "-o", written).exit_code == 0
    file = written / f"{PREFIX}-region-2023.verblijf.releases.json"
    assert {each["verdict"] for each in judged(file)} == {"same"}
    assert len(judged(file)) == 3
    package = json.loads(file.read_text("utf-8"))
    told = [one for each in package["releases"] for one in each.get("contracts", [])]
    told[0]["title"], told[1]["period"]["endDate"] = "ELDERS-1", "2029-12-31T23:59:59+01:00"
    changed = tmp_path / "anders.json"
    changed.write_text(json.dumps(package), encoding="utf-8")
    found = {each["number"]: each for each in judged(changed)}
    assert found["ELDERS-1"]["verdict"] == "new"
    [other] = [each for each in found.values() if each["verdict"] == "other"]
    assert other["differs"] == ["ends"]
    confirmed = RUN.invoke(app, ["import", str(file), "--confirm", "--programme", "region-2023"])
    assert isinstance(confirmed.exception, Refused)


def judged(file: Path) -> list[dict[str, Any]]:
    asked = ["import", str(file), "--programme", "region-2023", "--json"]
    done = RUN.invoke(app, asked)
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


RELEASE = '{"ocid": "a", "id": "1", "date": "2021-01-01T00:00:00Z"'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"releases": 1}',
        b'{"releases": [1]}',
        b'{"version": "2.0", "releases": []}',
        b'{"releases": [{"ocid": "a"}]}',
        b'{"records": [{"ocid": "a", "releases": [{"url": "https://a.example"}]}]}',
        f'{{"releases": [{RELEASE}, "contracts": "none"}}]}}'.encode(),
        f'{{"releases": [{RELEASE}, "contracts": [{{"title": "no id"}}]}}]}}'.encode(),
        f'{{"releases": [{RELEASE}, "contracts": [{{"id": "1", "period": 3}}]}}]}}'.encode(),
    ],
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        contracts_in(content)
    assert refused.value.reason == "not_ocds"
