"""Commands about programme files: check, publish."""

from pathlib import Path
from typing import Annotated

import typer

from domain.procedure.parts import Route
from runtime.check import READINGS, Finding, check
from runtime.cli import findings
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, note, say, show_json
from runtime.files import read_any
from runtime.mistakes import Mistakes
from runtime.publishing import publish_all
from runtime.settings import settings
from runtime.wiring import World

UNREADABLE = 4

app = typer.Typer()
Files = Annotated[list[Path], typer.Argument(help="Programme and register files")]
OneReading = Annotated[
    str | None, typer.Option("--reading", help="Only what this reading finds: strict or lenient")
]


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
def check_files(files: Files, reading: OneReading = None, *, as_json: AsJson = False) -> None:
    """Check files, and what their plans run into. Changes nothing.

    Ends with 0 whatever it finds, with 4 if a file has mistakes.
    """
    if reading is not None and reading not in (known := [each.name for each in READINGS]):
        raise typer.BadParameter(f"there is no reading {reading}; there are: {', '.join(known)}")
    told: list[dict[str, object]] = []
    lines: list[str] = []
    faulty = False
    for path in files:
        try:
            found = _check(path, reading)
            told += [findings.told(path, each) for each in found]
            lines += findings.shown(path, found)
        except Mistakes as mistakes:
            faulty = True
            told += [findings.mistaken(path, each) for each in mistakes.mistakes]
            lines += findings.shown_mistakes(path, mistakes.mistakes)
    if as_json:
        show_json(told)
    for line in [] if as_json else lines:
        say(line)
    if faulty:
        raise typer.Exit(UNREADABLE)


def _check(path: Path, reading: str | None) -> list[Finding]:
    """What this reading finds, or any; a route has nothing to find, only mistakes."""
    content = read_any(path)
    found = [] if isinstance(content, Route) else check(content)
    return [each for each in found if reading is None or each.reading in ("", reading)]
