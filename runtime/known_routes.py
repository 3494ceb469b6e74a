"""The routes that a programme's file can name: of the folders of routes, and its own."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from domain.base import Sentence
from domain.procedure.parts import Route
from runtime.mistakes import Lines, Mistake, Mistakes
from runtime.plain_rows import Data, rows
from runtime.route_file import order_mistakes, routes

OWN = Path(__file__).parents[1] / "programmes" / "routes"
"""The routes that come with inkoopspoor."""


def known_routes(data: Data, path: Path) -> list[Route]:
    """The routes beside the file, else those of ours, else those that the file writes itself.

    Raises `Mistakes` if a route's file has any. A route of the file itself that has the wrong
    shape is left out: its mistakes are told with the rest of the file.
    """
    if not data.get("procedures"):
        return []
    found: dict[tuple[str, int], Route] = {}
    for folder in dict.fromkeys(((path.parent / "routes").resolve(), OWN)):
        for route in routes(folder).values() if folder.is_dir() else ():
            found.setdefault((route.route_id, route.version), route)
    for _, row in rows(data, "routes"):
        try:
            route = Route.model_validate(row)
        except ValidationError:
            continue
        found.setdefault((route.route_id, route.version), route)
    return list(found.values())


def mistakes_of_own(data: Data, lines: Lines) -> Iterator[Mistake]:
    """What is wrong with the order of steps in the routes that the file writes itself."""
    for place, row in rows(data, "routes"):
        yield from order_mistakes(row, place, lines)


def faulty(mistakes: Mistakes, lines: Lines) -> Mistake:
    """A route's file with mistakes, told at the procedures that may follow it."""
    problem = Sentence(
        "A file of routes has mistakes; the first: %(first)s",
        {"first": str(mistakes.mistakes[0])},
    )
    return lines.mistake(("procedures",), problem, Sentence("Correct that file first."))
