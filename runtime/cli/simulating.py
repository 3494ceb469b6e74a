"""The command that simulates: the office's what-if."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from runtime.cli import findings
from runtime.cli.files import UNREADABLE
from runtime.cli.output import AsJson, note
from runtime.files import read
from runtime.mistakes import Mistakes
from runtime.programme_file import ProgrammeFile
from runtime.register_file import RegisterFile

PROGRAMMES = Path("programmes")
Content = TypeVar("Content")

app = typer.Typer()


@app.command("simulate")
def simulate_files(
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day")],
    files: Annotated[list[Path] | None, typer.Argument(help="Programme and register files")] = None,
    scenario: Annotated[Path | None, typer.Option(help="A YAML of deviations")] = None,
    events: Annotated[
        Path | None, typer.Option(help="Where to keep all events (JSON Lines)")
    ] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="All programmes of the folder “programmes”")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the real workflows on skipped time and tell what happens. Records nothing.

    Ends with 4 if a file has mistakes.
    """
    from runtime.simulation.scenario import Scenario
    from runtime.simulation.simulate import Simulation, simulate
    from runtime.simulation.telling import write_events

    named = [*(files or []), *(sorted(PROGRAMMES.glob("*.yaml")) if everything else [])]
    if not named:
        raise typer.BadParameter(
            "name programme files, or say --all where there is a folder “programmes” with some"
        )
    contents = with_registers(dict.fromkeys(named))
    deviations = read_or_end(scenario, Scenario.read) if scenario else Scenario()
    told = simulate(
        Simulation(
            files=contents,
            scenario=deviations,
            until=until.date(),
        ),
        say=note,
        keep=partial(write_events, file=events) if events else lambda _: None,
    )
    for line in told:
        typer.echo(line.as_json() if as_json else line.as_text())


def with_registers(paths: Iterable[Path]) -> list[ProgrammeFile | RegisterFile]:
    """What these files say, and the example registers beside them that belong to them."""
    contents = {path: content(path) for path in paths}
    keys = {each.key for each in contents.values() if isinstance(each, ProgrammeFile)}
    folders = dict.fromkeys(path.parent / "examples" for path in contents)
    beside = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    registers = [content(path) for path in beside if path not in contents]
    own = (
        each for each in registers if isinstance(each, RegisterFile) and each.programme.key in keys
    )
    return [*contents.values(), *own]


def content(path: Path) -> ProgrammeFile | RegisterFile:
    return read_or_end(path, read)


def read_or_end(path: Path, reading: Callable[[Path], Content]) -> Content:
    """What the file says; if it cannot be used, tell its mistakes as `check` does, and end."""
    try:
        return reading(path)
    except Mistakes as mistakes:
        for line in findings.shown_mistakes(path, mistakes.mistakes):
            note(line)
        raise typer.Exit(UNREADABLE) from mistakes
