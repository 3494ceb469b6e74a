"""The command that makes a bundle of evidence, to be handed to whoever trusts nobody (AU-05)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, cast
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError

from api.moments import Known
from domain.base import derived_id
from domain.dates import local_day
from domain.document.parts import Role
from projections.bundles.asked import Asked, by_now
from projections.bundles.belonging import Kind
from projections.language import Language
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, say, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()


@app.command("bundle")
def make_bundle(  # noqa: PLR0913 (its options, each by its name)
    kind: Annotated[Kind, typer.Argument(help="What it is about")],
    subject: Annotated[str, typer.Argument(help="Its id; of a contract its number will do")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The zip to write")],
    role: Annotated[Role, typer.Option("--for", help="For whom it is")] = "public",
    known: Annotated[str | None, typer.Option(help="A day, at its end, or an instant; now")] = None,
    on: Annotated[str | None, typer.Option(help="What is secret on this day; today")] = None,
    language: Annotated[Language, typer.Option(help="Of the report")] = "nl",
    provider: Annotated[UUID | None, typer.Option(help="Which provider, if for one")] = None,
    by: PERSON = "system:cli",
    folder: Folder = FOLDER,
    as_json: AsJson = False,
) -> None:
    """Write a zip with events, proofs, letters, rules and a report, and its own verifier.

    Check it with: python3 verify.py FILE --key KEY. The same question gives the same bytes.
    """
    from runtime import bundling

    with World(settings(Path(folder))) as world:
        now = world.clock()
        asked = Asked(
            kind=kind,
            subject_id=id_of(kind, subject),
            known=by_now(_moment(known) if known else None, now),
            role=role,
            on=date.fromisoformat(on) if on else local_day(now),
            language=language,
            provider=provider,
        )
        with _written_whole(output) as target:
            made = bundling.make(bundling.ground(world), asked, target, by)
    if as_json:
        show_json({"file": str(output), "events": made.counted, "size": made.checkpoint.size})
    else:
        counted = ", ".join(f"{number} {each}" for each, number in made.counted.items() if number)
        say(f"{output}: events {counted}; in a log of {made.checkpoint.size}, signed.")


@app.command("verifier")
def write_verifier(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file")] = Path("verify.py"),
) -> None:
    """Write the program that checks bundles: one file, which needs nothing but Python."""
    from importlib.resources import files

    with _written_whole(output) as target:
        target.write((files("proofs") / "verify.py").read_bytes())
    say(f"{output}")


def id_of(kind: Kind, subject: str) -> UUID:
    """Contracts go by their number too; everything else by its id."""
    try:
        return UUID(subject)
    except ValueError:
        if kind != "contract":
            raise ValueError(f"{subject} is not an id; `search` finds ids") from None
        return derived_id("contract", subject)


def _moment(text: str) -> datetime:
    try:
        found: datetime = TypeAdapter(Known).validate_python(text)
    except ValidationError:
        said = f"{text} is no day such as 2021-07-01, nor an instant such as 2021-07-01T12:00:00Z"
        raise ValueError(said) from None
    return found


@contextmanager
def _written_whole(output: Path) -> Iterator[BinaryIO]:
    """A file that is there when all of it is, and not at all if something goes wrong."""
    if not output.parent.is_dir() or output.is_dir():
        raise ValueError(f"{output} cannot be written: name a file in a folder that is there")
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=".", delete=False) as file:
        try:
            yield cast("BinaryIO", file)
            file.flush()
            Path(file.name).replace(output)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
