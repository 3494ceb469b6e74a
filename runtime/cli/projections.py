"""Commands about read models: how far they are, and filling them anew."""

from pathlib import Path
from typing import Annotated

import typer

from projections.engine import Engine
from projections.progress import dead_letters, progress
from projections.registry import MODELS
from runtime.cli.output import FOLDER, AsJson, Folder, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer(no_args_is_help=True, help="Read models.")


@app.command()
def status(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show how far each read model is, and which events it does without."""
    with World(settings(Path(folder))) as world:
        models, letters = progress(world.pool), dead_letters(world.pool)
    if as_json:
        show_json({"models": models, "deadLetters": letters})
        return
    show(
        "Read models",
        ("name", "version", "position", "behind", "dead letters"),
        ((m.name, m.version, m.position, m.behind, m.dead_letters) for m in models),
    )
    show(
        "Dead letters",
        ("model", "position", "event", "error"),
        ((d.name, d.position, d.topic, d.error) for d in letters),
    )


@app.command()
def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="Which; all if none is named")] = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Fill read models anew from the log, beside the live ones, and swap them."""
    known = settings(Path(folder))
    wanted = names or [model.name for model in MODELS]
    Engine(known.database_url, MODELS).rebuild(*wanted)
    if as_json:
        show_json({"rebuilt": wanted})
    else:
        say(f"Rebuilt: {', '.join(wanted)}.")
