"""Commands about proofs: a checkpoint, that an event is in it, that nothing before it changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from eventstore.checkpoints import Signed
from projections import proven
from projections.proven import Inclusion, NotProven
from proofs.checkpoint import parsed
from runtime.checkpoint_keys import drawn, keys
from runtime.cli.output import FOLDER, AsJson, Folder, note, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()

T = TypeVar("T")

_STATUS = ("size", "position", "waiting", "unsigned", "targets", "trouble")

Size = Annotated[int | None, typer.Option(min=1, help="The checkpoint of this size; the last")]


@app.command()
def checkpoint(
    size: Size = None,
    catch_up: Annotated[  # noqa: FBT002 (typer has options this way)
        bool, typer.Option("--now", help="Bring the tree to the end of the log and sign it first")
    ] = False,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Show a signed checkpoint, to be kept elsewhere; and how far the proofs are."""
    from runtime.checkpoint_parts import prover

    with World(settings(Path(folder))) as world:
        if catch_up:
            prover(world).catch_up(lambda now: note(f"The tree has {now.size} events."))
        with world.pool.connection() as connection:
            status = proven.status(connection)
            found = _or_say(lambda: proven.checkpoint(connection, size))
    if as_json:
        how = {name: getattr(status, name) for name in _STATUS}
        show_json({**_checkpoint(found), "status": how})
        return
    typer.echo(found.text, nl=False)
    if status.waiting or status.unsigned:
        note(f"{status.waiting} positions wait for the tree, {status.unsigned} events for a sign.")
    if status.trouble:
        note(f"No checkpoint is signed: {status.trouble}")
    for each in status.targets:
        if each.failures:
            note(f"{each.target} has failed {each.failures} times: {each.failure}")


@app.command()
def prove(
    event: Annotated[str, typer.Argument(help="An event's id, or its position in the log")],
    size: Size = None,
    reveal: Annotated[  # noqa: FBT002 (as above)
        bool, typer.Option("--reveal", help="Show the salt and the stored bytes too")
    ] = False,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Prove that an event is in the log that a checkpoint speaks of."""
    with World(settings(Path(folder))) as world, world.pool.connection() as connection:
        if event.isdecimal():
            found = _or_say(lambda: proven.inclusion_at(connection, int(event), size))
        else:
            found = _or_say(lambda: proven.inclusion_of(connection, UUID(event), size))
    held = found.holds
    if as_json:
        show_json(_inclusion(found, reveal=reveal))
    else:
        leaf = found.leaf
        say(f"Leaf {leaf.index}: {leaf.data.decode()}")
        say(f"Its hash: {leaf.hash.hex()}")
        show("Path", ("hash",), ([each.hex()] for each in found.path))
        if reveal and leaf.salt is not None and leaf.state is not None:
            say(f"Salt: {leaf.salt.hex()}\nStored: {leaf.state.decode(errors='replace')}")
        say(found.checkpoint.text)
        say("The path leads to the root." if held else "THE PATH DOES NOT LEAD TO THE ROOT.")
    if not held:
        raise typer.Exit(1)


@app.command()
def consistency(
    old: Annotated[int, typer.Argument(min=1, help="The size of the older checkpoint")],
    new: Annotated[int | None, typer.Argument(min=1, help="The newer; the last")] = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Prove that the log of one checkpoint begins that of another."""
    with World(settings(Path(folder))) as world, world.pool.connection() as connection:
        found = _or_say(lambda: proven.consistency(connection, old, new))
    held = found.holds
    if as_json:
        show_json(
            {
                "old": _checkpoint(found.old),
                "new": _checkpoint(found.new),
                "path": [each.hex() for each in found.path],
                "holds": held,
            }
        )
    else:
        show("Path", ("hash",), ([each.hex()] for each in found.path))
        say(
            f"The first {found.old.size} of {found.new.size} events are the same."
            if held
            else "THE NEW LOG DOES NOT BEGIN WITH THE OLD ONE."
        )
    if not held:
        raise typer.Exit(1)


@app.command("keys")
def list_keys(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show the public keys that checkpoints are checked with; give them to whoever checks."""
    known = keys(settings(Path(folder)))
    if as_json:
        log, witnesses = map(str, known.verifiers), map(str, known.witnesses)
        show_json({"log": list(log), "witnesses": list(witnesses)})
        return
    signing = {each.verifier for each in known.signers}
    for key in known.verifiers:
        typer.echo(f"{key}  {'signs' if key in signing else 'signed before'}")
    for key in known.witnesses:
        typer.echo(f"{key}  witness")


@app.command()
def cosign(
    size: Annotated[int, typer.Argument(min=1, help="The size of the checkpoint")],
    line: Annotated[str, typer.Argument(help="The line that the witness added to the note")],
    folder: Folder = FOLDER,
) -> None:
    """Take in what a witness says of a checkpoint; of those in CHECKPOINT_WITNESSES only."""
    known = settings(Path(folder))
    with World(known) as world, world.pool.connection() as connection:
        found = _or_say(lambda: proven.take_in(connection, size, line, keys(known).witnesses))
    typer.echo(found.text, nl=False)


@app.command("new-key")
def new_key(
    name: Annotated[str, typer.Argument(help="The log's name, such as inkoop.example/log")],
) -> None:
    """Make a key to sign checkpoints with. The private line is for CHECKPOINT_KEY only."""
    made = drawn(name)
    typer.echo(made.secret())
    note(f"Public: {made.verifier}")


def _or_say(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except NotProven as error:
        raise ValueError(str(error)) from error


def _checkpoint(signed: Signed) -> dict[str, Any]:
    return {
        "origin": parsed(signed.note).origin,
        "size": signed.size,
        "root": signed.root.hex(),
        "at": signed.at,
        "note": signed.text,
    }


def _inclusion(found: Inclusion, *, reveal: bool) -> dict[str, Any]:
    leaf = found.leaf
    shown: dict[str, Any] = {
        "index": leaf.index,
        "position": leaf.position,
        "stream": leaf.stream,
        "version": leaf.version,
        "topic": leaf.topic,
        "content": leaf.content.hex(),
        "data": leaf.data.decode(),
        "hash": leaf.hash.hex(),
        "destroyed": leaf.salt is None,
    }
    if reveal and leaf.salt is not None and leaf.state is not None:
        shown |= {"salt": leaf.salt.hex(), "state": leaf.state.decode(errors="replace")}
    return {
        "leaf": shown,
        "path": [each.hex() for each in found.path],
        "checkpoint": _checkpoint(found.checkpoint),
        "holds": found.holds,
    }
