"""Commands about changes: how far each is, and every step a person takes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from domain.base import Command
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    RecallDispatch,
    TableChange,
    WithdrawChange,
)
from domain.change.parts import Adoption, Override
from projections import tables
from projections.changes import CHANGES, ChangeRow
from projections.letters import of_change
from runtime.cli.output import FOLDER, AsJson, Folder, recorded, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer(no_args_is_help=True, help="Changes: propose, announce, put in force.")

Change = Annotated[str, typer.Argument(help="The change's key or id")]
By = Annotated[str, typer.Option("--by", help="The id of who asks, for instance p-001")]
On = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
Reason = Annotated[str, typer.Option(help="Why")]


def found(world: World, change: str) -> ChangeRow:
    """The change with this key or id. Raises `KeyError` if there is none, or more than one."""
    try:
        row = tables.get(world.pool, CHANGES, UUID(change))
        named = [row] if row else []
    except ValueError:
        named = tables.select(world.pool, CHANGES, {"key": change})
    if len(named) != 1:
        problem = "several programmes have a" if named else "there is no"
        raise KeyError(f"{problem} change {change}; `change list` shows ids")
    return named[0]


def ask(
    folder: str,
    change: str,
    by: str,
    command: Callable[[dict[str, Any]], Command],
    *,
    as_json: bool,
) -> None:
    """Hand over a command about the change, stamped with the time here; say where it stands."""
    with World(settings(Path(folder))) as world:
        stamp = {
            "change_id": found(world, change).change_id,
            "at": world.clock(),
            "by": by,
            "command_id": uuid4(),
        }
        position = world.log.handle(command(stamp))
    recorded(position, as_json=as_json)


def leaving(folder: str) -> timedelta:
    """How long letters wait before they leave, so that their order can be undone."""
    return timedelta(seconds=settings(Path(folder)).undo_seconds)


@app.command("list")
def list_changes(folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """List the changes, the first to be announced first."""
    with World(settings(Path(folder))) as world:
        rows = tables.select(world.pool, CHANGES, {}, ("latest", "key"))
    if as_json:
        show_json(rows)
        return
    show(
        "Changes",
        ("key", "segment", "effective", "announce by", "status", "letters", "in force"),
        (
            (
                each.key,
                each.segment,
                each.effective,
                each.latest,
                each.status,
                f"{each.sent} of {each.recipients}",
                each.in_force,
            )
            for each in rows
        ),
    )


@app.command("show")
def show_change(change: Change, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show one change and its letters."""
    with World(settings(Path(folder))) as world:
        row = found(world, change)
        letters = of_change(world.pool, row.change_id)
    if as_json:
        show_json({"change": row, "letters": letters})
        return
    say(f"{row.title}: {row.status}, effective {row.effective}, announce by {row.latest}")
    show(
        "Letters",
        ("contract", "state", "announced", "days to spare", "answer"),
        (
            (each.contract_number, each.state, each.announced_on, each.days_to_spare, each.answer)
            for each in letters
        ),
    )


@app.command()
def table(
    change: Change, table: str, on: On, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Record that the change was discussed with providers at a development table."""
    ask(
        folder,
        change,
        by,
        lambda s: TableChange(table=table, discussed_on=on.date(), **s),
        as_json=as_json,
    )


@app.command()
def adopt(
    change: Change,
    body: str,
    on: On,
    by: By,
    reference: str | None = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Record that the competent body decided the change."""
    adoption = Adoption(body=body, decided_on=on.date(), reference=reference)
    ask(folder, change, by, lambda s: AdoptChange(adoption=adoption, **s), as_json=as_json)


@app.command()
def approve(change: Change, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Approve the letters, as a second pair of eyes."""
    ask(folder, change, by, lambda s: ApproveAnnouncement(**s), as_json=as_json)


@app.command()
def announce(
    change: Change,
    by: By,
    reactions_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day to react")
    ] = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Order the letters. They can be recalled until they go out."""
    undo = leaving(folder)
    until = reactions_until.date() if reactions_until else None
    ask(
        folder,
        change,
        by,
        lambda s: OrderDispatch(send_at=s["at"] + undo, reactions_until=until, **s),
        as_json=as_json,
    )


@app.command()
def recall(change: Change, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Take the order back, as long as no letter has gone out."""
    ask(folder, change, by, lambda s: RecallDispatch(**s), as_json=as_json)


@app.command()
def postpone(
    change: Change,
    to: On,
    reason: Reason,
    by: By,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Let the change take effect on a later day."""
    ask(
        folder,
        change,
        by,
        lambda s: PostponeChange(effective=to.date(), reason=reason, **s),
        as_json=as_json,
    )


@app.command()
def withdraw(
    change: Change, reason: Reason, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Give the change up where it is not yet in force; who was told gets a letter about that."""
    undo = leaving(folder)
    ask(
        folder,
        change,
        by,
        lambda s: WithdrawChange(reason=reason, send_at=s["at"] + undo, **s),
        as_json=as_json,
    )


@app.command()
def override(
    change: Change,
    decided_by: Annotated[str, typer.Option(help="The body that decided")],
    on: On,
    reason: Reason,
    by: By,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Record a decision that the change counts although the notice was too short."""
    decision = Override(decided_by=decided_by, decided_on=on.date(), reason=reason)
    ask(folder, change, by, lambda s: OverrideNotice(override=decision, **s), as_json=as_json)
