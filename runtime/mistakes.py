"""What is wrong with a file somebody wrote: where, what, and what would mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from domain.base import Sentence

Place = tuple[str | int, ...]
"""The way to a value in a file: field names and places in lists, from 0."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong. `path` counts places in lists from 1: `plan[3].when`."""

    line: int
    path: str
    problem: Sentence
    remedy: Sentence

    def __str__(self) -> str:
        return f"line {self.line}, {self.path or 'the file'}: {self.problem} {self.remedy}"


class Mistakes(Exception):  # noqa: N818 (an answer to the writer, not a malfunction)
    """Every mistake of a file at once, in the order of its lines.

    What an anchor passes on to several places is one mistake, told where it stands.
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        once: dict[tuple[int, str, str], Mistake] = {}
        for each in mistakes:
            once.setdefault((each.line, str(each.problem), str(each.remedy)), each)
        self.mistakes = sorted(once.values(), key=lambda each: each.line)
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every value of a file, for whoever reports a mistake."""

    of: Mapping[Place, int]

    def mistake(self, place: Place, problem: Sentence, remedy: Sentence) -> Mistake:
        """A mistake at this place, or at what surrounds it if the place itself is not there."""
        known = place
        while known and known not in self.of:
            known = known[:-1]
        return Mistake(self.of.get(known, 1), written(place), problem, remedy)


def written(place: Place) -> str:
    """The place as people write it: `plan[3].when`, counting from 1."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


def meant(name: str, known: Iterable[str]) -> Sentence:
    """The remedy for a name that is not known: the nearest one that is, or all of them."""
    names = sorted(set(known))
    by_folded = {each.casefold(): each for each in names}
    near = get_close_matches(name.casefold(), by_folded, n=1)
    if near:
        return Sentence("Did you mean “%(name)s”?", {"name": by_folded[near[0]]})
    if not names:
        return Sentence("The file defines none: add it or leave this out.")
    return Sentence("Known here: %(names)s.", {"names": ", ".join(names)})
