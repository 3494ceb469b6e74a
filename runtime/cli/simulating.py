"""The command that simulates: the office's what-if."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from runtime.cli.output import AsJson, note
from runtime.files import read
from runtime.programme_file import ProgrammeFile

PROGRAMMES = Path("programmes")

app = typer.Typer()


@app.command("simulate")
def simulate_files(
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day")],
    files: Annotated[list[Path] | None, typer.Argument(help="Programme and register files")] = None,
    scenario: Annotated[Path | None, typer.Option(help="A YAML of deviations")] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="All programmes of the folder “programmes”")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the real workflows on skipped time and tell what happens. Records nothing."""
    from runtime.simulation.scenario import Scenario
    from runtime.simulation.simulate import Simulation, simulate

    named = [*(files or []), *(sorted(PROGRAMMES.glob("*.yaml")) if everything else [])]
    if not named:
        raise typer.BadParameter(
            "name programme files, or say --all where there is a folder “programmes” with some"
        )
    contents = {path: read(path) for path in with_registers(list(dict.fromkeys(named)))}
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
