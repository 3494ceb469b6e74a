"""What `simulate` says of mistakes, before it starts a database: these tests have none."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from runtime.cli.app import app
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.register_file import RegisterFile
from runtime.simulation.scenario import Scenario
from runtime.simulation.simulate import Simulation, simulate
from tests.programmes.sources import ROOT

HAAGLANDEN = ROOT / "programmes" / "haaglanden-2027.yaml"


@cache
def haaglanden() -> ProgrammeFile | RegisterFile:
    return read(HAAGLANDEN)


def refused(until: date = date(2026, 12, 31), **scenario: object) -> str:
    said: list[str] = []
    simulation = Simulation((haaglanden(),), Scenario.model_validate(scenario), until)
    with pytest.raises(ValueError, match=r"there is only|the story begins") as error:
        simulate(simulation, say=said.append)
    assert said == []
    return str(error.value)


def simulated(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["simulate", *arguments, "--until", "2026-12-31"])
    assert isinstance(done.exception, SystemExit | None)
    return done.exit_code, done.stderr


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, ":1  the file"),
        ("decisions: [", "This is not YAML"),
        ("decisions:\n  vaststelling-strategie:\n    anwers: {}\n", ":3  decisions"),
        ("- een lijst\n", "scenario.yaml:1"),
        ("programmes:\n  haaglanden-2027:\n    shift: [{on: morgen, months: 1}]\n", ":3  "),
    ],
)
def test_a_scenario_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, written: str | None, told: str
) -> None:
    scenario = tmp_path / "scenario.yaml"
    if written is not None:
        scenario.write_text(written)
    code, said = simulated(str(HAAGLANDEN), "--scenario", str(scenario))
    assert code == 4
    assert f"{scenario.name}: cannot be used, mistakes: 1" in said
    assert str(scenario) in said
    assert told in said


def test_a_programme_that_cannot_be_used_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "nergens.yaml"
    assert simulated(str(file))[0] == 4
    file.write_text("kind: programme\nkey: nergens\ntitel: Nergens\n")
    code, said = simulated(str(file))
    assert code == 4
    assert f"{file}:3  titel" in said


@pytest.mark.parametrize("field", ["answers", "corrections"])
def test_who_does_not_answer_a_decision_cannot_answer_it_otherwise(field: str) -> None:
    said = {"answers": "no", "corrections": {"on": "2025-12-20", "outcome": "yes"}}[field]
    told = refused(decisions={"vaststelling-strategie": {field: {"raad-nergens": said}}})
    assert f"raad-nergens under “decisions.vaststelling-strategie.{field}”" in told
    assert "raad-westland" in told


@pytest.mark.parametrize(
    ("section", "deviation"),
    [
        ("steps", {"steps": {"nergens": "never"}}),
        ("skip", {"skip": {"nergens": "Hoeft niet"}}),
        ("branch.take", {"branch": {"on": "2026-03-02", "take": "nergens"}}),
        ("steps", {"steps": {"tweede-herziening": "2026-06-15", "nergens": "never"}}),
    ],
)
def test_what_a_procedure_does_not_have_cannot_go_otherwise(
    section: str, deviation: dict[str, object]
) -> None:
    if "tweede-herziening" in str(deviation):
        deviation = {**deviation, "branch": {"on": "2026-03-02", "take": "twee-herzieningen"}}
    told = refused(procedures={"herziening": deviation})
    assert f"names nergens under “procedures.herziening.{section}”" in told
    assert "twee-herzieningen" in told if section == "branch.take" else "gereed" in told


def test_a_story_does_not_end_before_it_begins() -> None:
    told = refused(until=date(1999, 12, 31))
    assert "1999-12-31" in told
    assert "the story begins on 20" in told


def test_as_many_can_be_spoken_of_without_a_name_as_the_source_counts() -> None:
    answers = {"raad-westland": "no", "niet-genoemd-9": "no", "niet-genoemd-10": "no"}
    told = refused(decisions={"vaststelling-strategie": {"answers": answers}})
    assert "names niet-genoemd-10 under" in told
    assert "niet-genoemd-9" in told
