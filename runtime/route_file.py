"""Reads routes: ways of coming to contracts, written as data (ST-01). See `docs/routes.md`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.base import Sentence
from domain.procedure.parts import Route
from runtime.mistakes import Lines, Mistake, Mistakes, meant
from runtime.shape import mistakes_of
from runtime.yaml_lines import load

Data = dict[str, Any]


def read_route(path: Path) -> Route:
    """The route in this file. Raises `Mistakes` with every mistake in it."""
    text = load(path)
    if not isinstance(text.data, dict) or text.data.get("kind") != "route":
        problem = Sentence("This is no route.")
        remedy = Sentence("Start the file with “kind: route”.")
        raise Mistakes([*text.mistakes, text.lines.mistake(("kind",), problem, remedy)])
    fields = {name: value for name, value in text.data.items() if name != "kind"}
    found = [*text.mistakes, *order_mistakes(fields, (), text.lines)]
    try:
        route = Route.model_validate(fields)
    except ValidationError as error:
        found += mistakes_of(error, Route, text.lines)
    if found:
        raise Mistakes(found)
    return route


def routes(folder: Path) -> dict[str, Route]:
    """The routes of a folder by their id. Raises `Mistakes` of the first file that has any."""
    read = [read_route(path) for path in sorted(folder.glob("*.yaml"))]
    return {route.route_id: route for route in read}


def order_mistakes(route: Data, place: tuple[str | int, ...], lines: Lines) -> Iterator[Mistake]:
    """What is wrong with the order of a route's steps; `place` is where the route stands."""
    steps = route.get("steps")
    rows = steps if isinstance(steps, list) else []
    names = [str(each.get("id")) for each in rows if isinstance(each, dict)]
    for index, row in enumerate(rows):
        for name in row.get("after") or [] if isinstance(row, dict) else []:
            if name not in names:
                problem = Sentence("There is no step “%(name)s”.", {"name": str(name)})
                at = (*place, "steps", index, "after")
                yield lines.mistake(at, problem, meant(str(name), names))
