"""Reads routes: ways of coming to contracts, written as data (ST-01). See `docs/routes.md`."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from domain.base import Sentence
from domain.procedure.parts import Route
from runtime.contradictions import circles
from runtime.mistakes import Lines, Mistake, Mistakes, Place, meant
from runtime.plain_rows import Data, rows, texts
from runtime.shape import mistakes_of
from runtime.yaml_lines import load


def read_route(path: Path) -> Route:
    """The route in this file. Raises `Mistakes` with every mistake in it."""
    text = load(path)
    if not isinstance(text.data, dict) or text.data.get("kind") != "route":
        problem = Sentence("This is no route.")
        remedy = Sentence("Start the file with “kind: route”.")
        raise Mistakes([*text.mistakes, text.lines.mistake(("kind",), problem, remedy)])
    fields = {name: value for name, value in text.data.items() if name != "kind"}
    found = [
        *text.mistakes,
        *_steps_twice(fields, text.lines),
        *order_mistakes(fields, (), text.lines),
    ]
    try:
        route = Route.model_validate(fields, by_alias=True, by_name=False)
    except ValidationError as error:
        found += mistakes_of(error, Route, text.lines)
    if found:
        raise Mistakes(found)
    return route


def routes(folder: Path) -> dict[str, Route]:
    """The routes of a folder by their id, one file each.

    Raises `Mistakes` of the first file that has any, or that has the id of another one.
    """
    found: dict[str, Route] = {}
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*.yaml")):
        route = read_route(path)
        if route.route_id in found:
            problem = Sentence(
                "Two files have the route “%(name)s”: %(first)s and %(second)s.",
                {
                    "name": route.route_id,
                    "first": files[route.route_id].name,
                    "second": path.name,
                },
            )
            remedy = Sentence("Give one another id, or raise the version in the file there is.")
            raise Mistakes([load(path).lines.mistake(("id",), problem, remedy)])
        found[route.route_id], files[route.route_id] = route, path
    return found


def order_mistakes(route: Data, place: Place, lines: Lines) -> Iterator[Mistake]:
    """What is wrong with the order of a route's steps; `place` is where the route stands."""
    steps = [((*place, *at), row) for at, row in rows(route, "steps")]
    known = {row["id"] for _, row in steps if isinstance(row.get("id"), str)}
    for at, row in steps:
        for where, name in texts(row.get("after"), (*at, "after")):
            if name not in known:
                problem = Sentence("There is no step “%(name)s” in this route.", {"name": name})
                yield lines.mistake(where, problem, meant(name, known))
    places: dict[str, Place] = {}
    waits: dict[str, list[str]] = {}
    for at, row in steps:
        if isinstance(row.get("id"), str):
            places[row["id"]] = (*at, "after")
            waits[row["id"]] = [name for _, name in texts(row.get("after"), ())]
    remedy = Sentence("Remove one of these steps from “after”.")
    yield from circles(waits, lambda name, said: lines.mistake(places[name], said, remedy))


def _steps_twice(route: Data, lines: Lines) -> Iterator[Mistake]:
    first: dict[str, Place] = {}
    for at, row in rows(route, "steps"):
        name = row.get("id")
        if isinstance(name, str) and first.setdefault(name, at) != at:
            problem = Sentence(
                "“%(name)s” is defined twice; the first time on line %(line)s.",
                {"name": name, "line": str(lines.of[first[name]])},
            )
            yield lines.mistake((*at, "id"), problem, Sentence("Give one another name."))
