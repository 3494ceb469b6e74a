"""Commands about programme files: check, publish, simulate."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from domain.base import Sentence
from runtime.check import Finding, check
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, note, say, show_json
from runtime.files import read
from runtime.mistakes import Mistake, Mistakes
from runtime.programme_file import ProgrammeFile
from runtime.publishing import publish_all
from runtime.settings import settings
from runtime.wiring import World

UNREADABLE = 4

app = typer.Typer()
Files = Annotated[list[Path], typer.Argument(help="Programme and register files")]


@app.command()
def publish(
    files: Files,
    by: PERSON = "system:publish",
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Record what the files say. What is known already is not recorded again."""
    with World(settings(Path(folder))) as world:
        total = publish_all(world, files, by, note)
    if as_json:
        show_json({"facts": total})
    else:
        say(f"{total} new facts.")


@app.command("check")
def check_files(files: Files, *, as_json: AsJson = False) -> None:
    """Check files, and what their plans run into. Changes nothing."""
    findings: list[dict[str, object]] = []
    faulty = False
    for path in files:
        try:
            findings += [told(path, finding) for finding in check(read(path))]
        except Mistakes as mistakes:
            faulty = True
            findings += [mistaken(path, mistake) for mistake in mistakes.mistakes]
    if as_json:
        show_json(findings)
    for finding in [] if as_json else findings:
        where = f"{finding['file']}:{finding['line']}" if "line" in finding else finding["file"]
        say(f"{where}  {finding['code']}  {finding['says']}  {finding['remedy'] or ''}".rstrip())
    if faulty:
        raise typer.Exit(UNREADABLE)


def told(path: Path, finding: Finding) -> dict[str, object]:
    return {
        "file": path.name,
        "code": finding.code,
        "row": finding.row,
        "segment": finding.segment,
        "says": str(finding.says),
        "source": to_jsonable_python(finding.source),
        "remedy": text(finding.remedy),
    }


def mistaken(path: Path, mistake: Mistake) -> dict[str, object]:
    return {
        "file": path.name,
        "line": mistake.line,
        "path": mistake.path,
        "code": "mistake",
        "says": str(mistake.problem),
        "remedy": str(mistake.remedy),
    }


def text(sentence: Sentence | None) -> str | None:
    return None if sentence is None else str(sentence)


@app.command("simulate")
def simulate_files(
    files: Files,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day")],
    scenario: Annotated[Path | None, typer.Option(help="A YAML of deviations")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Run the real workflows on skipped time and tell what happens. Records nothing."""
    from runtime.simulation.scenario import Scenario
    from runtime.simulation.simulate import Simulation, simulate

    contents = {path: read(path) for path in with_registers(files)}
    told = simulate(
        Simulation(
            files=tuple(contents.values()),
            scenario=Scenario.read(scenario) if scenario else Scenario(),
            until=until.date(),
        ),
        say=note,
    )
    for line in told:
        typer.echo(line.as_json() if as_json else line.as_text())


def with_registers(files: list[Path]) -> list[Path]:
    """These files, and the example registers beside them that belong to them."""
    registers = [
        path
        for file in files
        for path in sorted((file.parent / "examples").glob("*.yaml"))
        if path not in files
    ]
    keys = {content.key for file in files if isinstance(content := read(file), ProgrammeFile)}
    return [*files, *(path for path in registers if belongs(path, keys))]


def belongs(path: Path, keys: set[str]) -> bool:
    content = read(path)
    return not isinstance(content, ProgrammeFile) and content.programme.key in keys
