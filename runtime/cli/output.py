"""How commands speak: a table for people, JSON for programs, errors apart from both."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.table import Table
from rich.tree import Tree

from runtime.settings import DEFAULT_FOLDER

AsJson = Annotated[bool, typer.Option("--json", help="JSON, for programs")]
Folder = Annotated[
    str, typer.Option("--folder", help="The data folder of a running `inkoopspoor up`")
]
FOLDER = str(DEFAULT_FOLDER)
PERSON = Annotated[str, typer.Option("--by", help="The id of who asks")]

_out, _err = Console(), Console(stderr=True)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; with nothing in it, say so."""
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    if table.row_count:
        _out.print(table)
    else:
        _out.print(f"{title}: nothing")


def show_json(value: Any) -> None:
    """Print one JSON document; dates, ids and rows as the API has them."""
    typer.echo(json.dumps(jsonable(value), indent=2, ensure_ascii=False))


def jsonable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [jsonable(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return TypeAdapter(type(value)).dump_python(value, mode="json")
    return to_jsonable_python(value)


def say(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)


def show_tree(tree: Tree) -> None:
    """Print what hangs together as a tree."""
    _out.print(tree, highlight=False, soft_wrap=True)


def recorded(position: int, *, as_json: bool) -> None:
    """Say where in the log the answer to a command stands."""
    if as_json:
        show_json({"position": position})
    else:
        say(f"Recorded at position {position}.")


def note(text: str) -> None:
    """Something to know that is not the answer: it goes to standard error."""
    _err.print(text, markup=False, highlight=False, soft_wrap=True)


def say_error(text: str, reason: str | None = None) -> None:
    _err.print(f"Error{f' ({reason})' if reason else ''}: {text}", markup=False, highlight=False)
