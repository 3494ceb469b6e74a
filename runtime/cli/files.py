"""Commands about programme files: check, publish, simulate."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from domain.base import Sentence
from runtime.check import Finding, check
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, note, say, show_json
from runtime.files import read
from runtime.mistakes import Mistake, Mistakes
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
