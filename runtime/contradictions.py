"""Finds where a file contradicts itself: circles, and fields that do not go together."""

import re
from collections.abc import Callable, Iterator, Mapping

from domain.base import Sentence
from domain.dates import Window
from runtime.mistakes import Lines, Mistake, Place
from runtime.plain_rows import Data, rows, texts


def contradictions(data: Data, lines: Lines) -> Iterator[Mistake]:
    """Every contradiction that shows without knowing a route."""
    for each in (_participation, _realised, _ends, _lengths, _restating, _waiting, _goals):
        yield from each(data, lines)


def way_back(start: str, waits: Mapping[str, list[str]]) -> list[str]:
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


def circles(
    waits: Mapping[str, list[str]], tell: Callable[[str, Sentence], Mistake]
) -> Iterator[Mistake]:
    """What waits for itself, directly or by way of others: one mistake a circle.

    `tell` makes the mistake of the name at which a circle starts.
    """
    told: set[str] = set()
    for start in waits:
        circle = way_back(start, waits)
        if circle and not told & set(circle):
            told |= set(circle)
            way = " → ".join([*circle, circle[0]])
            yield tell(start, Sentence("This waits for itself: %(way)s.", {"way": way}))


def _waiting(data: Data, lines: Lines) -> Iterator[Mistake]:
    yield from _around(data, lines, "plan", "after", Sentence("Remove one of these steps."))


def _goals(data: Data, lines: Lines) -> Iterator[Mistake]:
    yield from _around(data, lines, "goals", "above", Sentence("Let one of them be the highest."))


def _around(
    data: Data, lines: Lines, section: str, field: str, remedy: Sentence
) -> Iterator[Mistake]:
    waits: dict[str, list[str]] = {}
    places: dict[str, Place] = {}
    for place, row in rows(data, section):
        if isinstance(row.get("id"), str):
            waits[row["id"]] = [name for _, name in texts(row.get(field), ())]
            places[row["id"]] = (*place, field)
    yield from circles(waits, lambda name, said: lines.mistake(places[name], said, remedy))


def _restating(data: Data, lines: Lines) -> Iterator[Mistake]:
    restated = {
        row["id"]: row["restates"]
        for _, row in rows(data, "plan")
        if isinstance(row.get("id"), str) and isinstance(row.get("restates"), str)
    }
    for place, row in rows(data, "plan"):
        other = restated.get(str(row.get("id")))
        if other is not None and (other == row["id"] or other in restated):
            problem = Sentence(
                "An item restates another one that stands by itself, not “%(name)s”.",
                {"name": other},
            )
            remedy = Sentence("Name the item that the source dates first.")
            yield lines.mistake((*place, "restates"), problem, remedy)


def _participation(data: Data, lines: Lines) -> Iterator[Mistake]:
    for place, row in rows(data, "municipalities"):
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


def _realised(data: Data, lines: Lines) -> Iterator[Mistake]:
    for place, row in rows(data, "plan"):
        if ("realised_on" in row) != (row.get("status") == "realised"):
            problem = Sentence("“status: realised” and “realised_on” belong together.")
            yield lines.mistake(place, problem, Sentence("Give both, or neither."))


def _ends(data: Data, lines: Lines) -> Iterator[Mistake]:
    for section in ("agreements", "contracts"):
        for place, row in rows(data, section):
            if _ends_before_it_starts(row):
                problem = Sentence("It ends before it starts.")
                yield lines.mistake((*place, "ends"), problem, Sentence("Correct one of the two."))


def _lengths(data: Data, lines: Lines) -> Iterator[Mistake]:
    """How long contracts run: at least no longer than at most, and not nothing."""
    for place, row in rows(data, "terms"):
        found = {name: _months(row.get(name)) for name in ("at_least_months", "at_most_months")}
        for name, months in found.items():
            if months is not None and months < 1:
                problem = Sentence("This number must be above zero.")
                yield lines.mistake((*place, name), problem, Sentence("Write 1 or more."))
        least, most = found.values()
        if least is not None and most is not None and least > most:
            problem = Sentence("It runs longer at least than at most.")
            remedy = Sentence("Give both the same figure, or exchange them.")
            yield lines.mistake((*place, "at_most_months"), problem, remedy)


def _months(value: object) -> int | None:
    """The figure, if it is one: what else stands there is told elsewhere."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,6}", value) else None


def _ends_before_it_starts(row: Data) -> bool:
    try:
        last = Window.model_validate(row.get("ends")).last
    except ValueError:
        return False
    return last is not None and last.isoformat() < str(row.get("starts", ""))
