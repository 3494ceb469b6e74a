"""Commands about destroying: what is due, which lists there are, and carrying a signed one out."""

import secrets
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from domain.dates import local_day
from domain.retention.parts import RETENTION_ID
from projections import retention
from runtime import destruction
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()


@app.command("due")
def due(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show what is over, from when it may be destroyed, and what keeps it."""
    with World(settings(Path(folder))) as world, world.pool.connection() as connection:
        kept = retention.standing(world.log.read(RETENTION_ID))
        today = local_day(world.clock())
        found = retention.due(connection, kept, today)
    rows = [
        {
            "kind": each.over.kind,
            "about": each.over.about,
            "id": each.over.stream_id,
            "over": each.over.closed_on,
            "due": each.item.due if each.item else None,
            "held": each.hold.reason if each.hold else None,
            "mayGo": each.may_go(today),
        }
        for each in found
    ]
    if as_json:
        show_json(rows)
        return
    show(
        "What is over",
        ("kind", "what", "over since", "may go from", "held", "may go"),
        (
            (e["kind"], e["about"], e["over"], e["due"] or "open", e["held"], e["mayGo"])
            for e in rows
        ),
    )


@app.command("lists")
def lists(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show the lists of what is to be destroyed, and how far each has come."""
    with World(settings(Path(folder))) as world:
        kept = retention.standing(world.log.read(RETENTION_ID))
    rows = [
        {
            "id": list_id,
            "stage": each.stage,
            "files": len(each.listed.items),
            "signed": ", ".join(one.by for one in each.signed),
        }
        for list_id, each in kept.lists.items()
    ]
    if as_json:
        show_json(rows)
        return
    show(
        "Lists to be destroyed",
        ("id", "stage", "files", "signed by"),
        ((e["id"], e["stage"], e["files"], e["signed"]) for e in rows),
    )


@app.command("destroy")
def destroy(
    list_id: Annotated[UUID, typer.Argument(help="A list that two people signed")],
    by: PERSON,
    folder: Folder = FOLDER,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask")] = False,
    as_json: AsJson = False,
) -> None:
    """Carry out a signed list: what is on it and not held is destroyed and cannot come back.

    Broken off at any moment, the same command goes on.
    """
    if not yes:
        typer.confirm("What is on this list cannot come back. Destroy it?", abort=True)
    bar = Progress(TextColumn("Destroying"), BarColumn(), MofNCompleteColumn(), transient=True)
    with World(settings(Path(folder))) as world, bar:
        task = bar.add_task("")
        streams, events = destruction.carry_out(
            world.log,
            list_id,
            by=by,
            clock=world.clock,
            draw=secrets.token_bytes,
            say=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        show_json({"list": list_id, "streams": streams, "events": events})
    else:
        say(
            f"Destroyed: {streams} files, {events} events. Their leaves stay: run "
            "`inkoopspoor audit verify`. Backups still have them: docs/retention.md."
        )
