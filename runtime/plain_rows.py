"""Walks the plain values of a file, whatever is wrong with them."""

from collections.abc import Iterable, Iterator
from typing import Any

from runtime.mistakes import Place

Data = dict[str, Any]


def rows(data: Data, section: str) -> Iterator[tuple[Place, Data]]:
    """The rows of a section, or of one within its rows: `procedures/steps`."""
    yield from _rows(data, section.split("/"), ())


def _rows(data: Data, way: list[str], place: Place) -> Iterator[tuple[Place, Data]]:
    if not way:
        yield place, data
        return
    name, *rest = way
    found = data.get(name)
    if isinstance(found, dict):
        yield from _rows(found, rest, (*place, name))
    for index, each in enumerate(found if isinstance(found, list) else []):
        if isinstance(each, dict):
            yield from _rows(each, rest, (*place, name, index))


def texts(value: Any, place: Place) -> Iterable[tuple[Place, str]]:
    """A text, or the texts of a list, with their places."""
    if isinstance(value, str):
        yield place, value
    for index, each in enumerate(value if isinstance(value, list) else []):
        if isinstance(each, str):
            yield (*place, index), each
