"""Commands that run the system, alone or whole, and its practice clock."""

import asyncio
import logging
from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from domain.dates import AMSTERDAM
from eventstore.migrations import migrate as migrate_database
from runtime import clock
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, say, show_json
from runtime.settings import DEFAULT_FOLDER, require_sign_in, settings
from runtime.wiring import World

MORNING = time(9)
GRACE_SECONDS = 5

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
clock_app = typer.Typer(no_args_is_help=True, help="The clock of a practice copy.")


@app.command()
def up(
    files: Annotated[list[Path] | None, typer.Argument(help="Programme files to publish")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Where a new practice clock starts"),
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where all data stands")] = DEFAULT_FOLDER,
    port: Annotated[int | None, typer.Option(help="Where the pages are served")] = None,
    undo_seconds: Annotated[
        int, typer.Option(min=0, help="How long ordered letters can be recalled")
    ] = 10,
) -> None:
    """Start everything in this terminal, as a practice copy. Ctrl-C stops all of it."""
    from runtime.up import Up

    start = None if as_of is None else datetime.combine(as_of.date(), MORNING, AMSTERDAM)
    Up(folder, start, files or [], port, undo_seconds, say).run()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on")] = 8000,
) -> None:
    """Serve the API and the pages."""
    import uvicorn

    from runtime.serving import serve as serve_until_told
    from runtime.web import web

    known = settings()
    require_sign_in(known)
    made = web(known)
    config = uvicorn.Config(
        made.app,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
        server_header=False,
        access_log=False,  # addresses hold the tokens of letters
    )
    made.tidings.start()
    serve_until_told(config, made.tidings.close)


@app.command()
def work() -> None:
    """Work for Temporal: run workflows and their activities."""
    from runtime.worker import work as work_for_temporal

    logging.basicConfig(level=logging.WARNING)
    asyncio.run(work_for_temporal(settings()))


@app.command()
def follow() -> None:
    """Follow the log: keep the read models up to date and wake workflows."""
    from runtime.follower import follow as follow_log

    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("runtime.proving").setLevel(logging.INFO)  # how far the tree is
    asyncio.run(follow_log(settings()))


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat, and for several at once."""
    applied = migrate_database(settings().database_url)
    say("\n".join(f"Applied {name}" for name in applied) or "Nothing to apply.")


@clock_app.command("show")
def show_clock(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Say what time it is here."""
    with World(settings(Path(folder))) as world:
        now = world.clock().astimezone(AMSTERDAM)
        practice = world.settings.practice
    if as_json:
        show_json({"now": now, "practice": practice})
    else:
        say(f"{now:%Y-%m-%d %H:%M} ({'practice' if practice else 'real time'})")


@clock_app.command("move")
def move_clock(
    to: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"])],
    by: PERSON = "system:cli",
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Move the practice clock forward to a day (nine in the morning) or a minute of it."""
    with World(settings(Path(folder))) as world:
        if not world.settings.practice:
            raise ValueError("only a practice copy has a clock that can be moved")
        moment = to.replace(tzinfo=AMSTERDAM)
        if to.time() == time(0):
            moment = datetime.combine(to.date(), MORNING, AMSTERDAM)
        position = clock.move(world.log, moment, by)
    if as_json:
        show_json({"now": moment, "position": position})
    else:
        say(f"The clock stands at {moment:%Y-%m-%d %H:%M}; recorded at position {position}.")
