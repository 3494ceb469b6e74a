"""Checks what the entries of a file say about each other.

It reads the plain values, so that a file with a wrong field elsewhere is checked as well.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from domain.base import Sentence
from domain.dates import Window
from runtime.mistakes import Lines, Mistake, Place, meant

Data = dict[str, Any]

_KEYS = {
    "documents": "code",
    "segments": "id",
    "municipalities": "name",
    "clauses": "id",
    "plan": "id",
    "changes": "id",
    "agreements": "id",
    "providers": "id",
    "contracts": "number",
    "people": "id",
}
_REFERENCES = (
    ("municipalities", "segments", "segments"),
    ("clauses", "segments", "segments"),
    ("plan", "segment", "segments"),
    ("plan", "after", "plan"),
    ("changes", "segment", "segments"),
    ("changes", "announce_item", "plan"),
    ("changes", "effect_item", "plan"),
    ("agreements", "segment", "segments"),
    ("agreements", "clause", "clauses"),
    ("contracts", "clause", "clauses"),
    ("contracts", "provider", "providers"),
    ("contracts", "agreement", "agreements"),
)
_UNKNOWN = {
    "segments": Sentence("There is no segment “%(name)s”."),
    "plan": Sentence("There is no plan item “%(name)s”."),
    "clauses": Sentence("There is no notice clause “%(name)s”."),
    "providers": Sentence("There is no provider “%(name)s”."),
    "agreements": Sentence("There is no agreement “%(name)s”."),
}


def check(data: Data, lines: Lines, elsewhere: dict[str, set[str]]) -> Iterator[Mistake]:
    """Every mistake between entries. `elsewhere` are the names that another file defines."""
    names = {
        section: {str(row[key]) for _, row in _rows(data, section) if row.get(key)}
        | elsewhere.get(section, set())
        for section, key in _KEYS.items()
    }
    yield from _doubles(data, lines)
    yield from _unknown(data, names, lines)
    yield from _citations(data, (), names["documents"], lines)
    yield from _circles(data, lines)
    yield from _contradictions(data, lines)


def _doubles(data: Data, lines: Lines) -> Iterator[Mistake]:
    for section, key in _KEYS.items():
        seen: dict[str, Place] = {}
        for place, row in _rows(data, section):
            name = row.get(key)
            if not isinstance(name, str):
                continue
            if name in seen:
                problem = Sentence(
                    "“%(name)s” is defined twice; the first time on line %(line)s.",
                    {"name": name, "line": str(lines.of[seen[name]])},
                )
                yield lines.mistake((*place, key), problem, Sentence("Give one another name."))
            seen.setdefault(name, (*place, key))


def _unknown(data: Data, names: dict[str, set[str]], lines: Lines) -> Iterator[Mistake]:
    for section, field, target in _REFERENCES:
        for place, row in _rows(data, section):
            for where, name in _texts(row.get(field), (*place, field)):
                if name not in names[target]:
                    problem = Sentence(_UNKNOWN[target].template, {"name": name})
                    yield lines.mistake(where, problem, meant(name, names[target]))


def _citations(value: Any, place: Place, codes: set[str], lines: Lines) -> Iterator[Mistake]:
    """Every `source` names a document of the file and says something."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _citations(each, (*place, index), codes, lines)
    if not isinstance(value, dict):
        return
    for name, each in value.items():
        yield from _citations(each, (*place, name), codes, lines)
    source = value.get("source")
    if not isinstance(source, dict):
        return
    at = (*place, "source")
    for name in ("section", "quote"):
        if isinstance(source.get(name), str) and not source[name].strip():
            problem = Sentence("The source has an empty “%(name)s”.", {"name": name})
            remedy = Sentence("Write down where it can be read, and the words that stand there.")
            yield lines.mistake((*at, name), problem, remedy)
    code = source.get("document")
    if isinstance(code, str) and codes and code not in codes:
        problem = Sentence("There is no document “%(name)s”.", {"name": code})
        yield lines.mistake((*at, "document"), problem, meant(code, codes))


def _circles(data: Data, lines: Lines) -> Iterator[Mistake]:
    """Plan items that wait for themselves, directly or by way of others: one mistake a circle."""
    waits: dict[str, list[str]] = {}
    places: dict[str, Place] = {}
    for place, row in _rows(data, "plan"):
        if isinstance(row.get("id"), str):
            waits[row["id"]] = [name for _, name in _texts(row.get("after"), ())]
            places[row["id"]] = (*place, "after")
    told: set[str] = set()
    for start in waits:
        circle = _way_back(start, waits)
        if circle and not told & set(circle):
            told |= set(circle)
            problem = Sentence(
                "This waits for itself: %(way)s.", {"way": " → ".join([*circle, circle[0]])}
            )
            yield lines.mistake(places[start], problem, Sentence("Remove one of these steps."))


def _way_back(start: str, waits: dict[str, list[str]]) -> list[str]:
    """A way from an item over what it waits for back to itself; empty if there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in waits.get(way[-1], []):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _contradictions(data: Data, lines: Lines) -> Iterator[Mistake]:
    for place, row in _rows(data, "municipalities"):
        takes = row.get("participation", "full")
        named = bool(row.get("segments") or row.get("components"))
        if takes == "full" and named:
            problem = Sentence("Full participation means every segment, yet some are named.")
            remedy = Sentence("Say “participation: partial”, or name none.")
            yield lines.mistake(place, problem, remedy)
        if takes == "partial" and not named:
            problem = Sentence("Partial participation in nothing.")
            remedy = Sentence("Name the segments or components.")
            yield lines.mistake(place, problem, remedy)
    for place, row in _rows(data, "plan"):
        if ("realised_on" in row) != (row.get("status") == "realised"):
            problem = Sentence("“status: realised” and “realised_on” belong together.")
            yield lines.mistake(place, problem, Sentence("Give both, or neither."))
    for section in ("agreements", "contracts"):
        for place, row in _rows(data, section):
            if _ends_before_it_starts(row):
                problem = Sentence("It ends before it starts.")
                yield lines.mistake((*place, "ends"), problem, Sentence("Correct one of the two."))


def _ends_before_it_starts(row: Data) -> bool:
    try:
        last = Window.model_validate(row.get("ends")).last
    except ValueError:
        return False
    return last is not None and last.isoformat() < str(row.get("starts", ""))


def _rows(data: Data, section: str) -> Iterable[tuple[Place, Data]]:
    rows = data.get(section)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield (section, index), row


def _texts(value: Any, place: Place) -> Iterable[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    for index, each in enumerate(value if isinstance(value, list) else []):
        if isinstance(each, str):
            yield (*place, index), each
