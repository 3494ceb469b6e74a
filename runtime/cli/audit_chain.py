"""The command that shows what an event rests on and what followed from it."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.text import Text
from rich.tree import Tree

from domain.base import Source
from domain.dates import AMSTERDAM
from projections.language import say
from projections.trail.chain import Branch, causes_tree, chain_of, consequences_tree
from projections.trail.lookup import Stored
from projections.trail.model import TrailRow
from projections.trail.told import told
from runtime.cli.output import FOLDER, AsJson, Folder, show_json, show_tree
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()


@app.command()
def chain(
    event: Annotated[UUID, typer.Argument(help="The id of an event, as histories show it")],
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the chain of cause of an event: up to its sources, down to all that followed."""
    with World(settings(Path(folder))) as world, world.pool.connection() as connection:
        found = chain_of(Stored(connection), event)
        if found is None:
            raise KeyError(f"there is no event {event}; `/v1/history-items` has the ids")
        words = told(connection, found.events.values())
    if as_json:
        show_json(found)
        return

    def line(row: TrailRow) -> Text:
        said = words.get(row.event_id)
        text = say(said.sentence, "en") if said else row.kind
        at = row.at.astimezone(AMSTERDAM)
        return Text(f"{at:%Y-%m-%d %H:%M} {text} ({row.kind}, by {row.by}) {row.event_id}")

    def grow(tree: Tree, branches: tuple[Branch, ...]) -> None:
        for each in branches:
            said = words.get(each.event.event_id)
            under = tree.add(Text(f"{each.relation}: ").append_text(line(each.event)))
            if said and said.source:
                under.add(Text(cited(said.source)))
            grow(under, each.branches)

    start = Tree(line(found.start))
    grow(start.add("Rests on"), causes_tree(found))
    grow(start.add("Led to"), consequences_tree(found))
    show_tree(start)


def cited(source: Source) -> str:
    return f"{source.document}, {source.section}: {source.quote}"
