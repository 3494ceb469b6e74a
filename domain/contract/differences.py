"""What came to read otherwise by each record about a contract, in one walk over all of them."""

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from sys import maxsize
from uuid import UUID

from domain.contract.facts import Fact
from domain.contract.replay import Difference
from domain.provisions import Provision

Place = tuple[date, int]
"""The day from which a record counts, and its number among all: the order in which they count."""


@dataclass(slots=True)
class _Told:
    """The records so far, each with its corrections; `naming` has for each term who names it."""

    records: dict[Place, list[Fact]] = field(default_factory=dict)
    places: dict[UUID, Place] = field(default_factory=dict)
    naming: dict[str, list[Place]] = field(default_factory=dict)
    ending: Fact | None = None


def made_by_each(facts: Sequence[Fact]) -> Iterator[tuple[Difference, ...]]:
    """For each record what its own day reads with it and did not read without it.

    That is `diff` of two readings of that day; those walk over everything that was recorded before.
    """
    told = _Told()
    for number, fact in enumerate(facts):
        names = sorted({*fact.terms, *fact.provisions})
        before = [_reads(told, name, fact.effective) for name in names]
        ended = told.ending
        _add(told, number, fact)
        after = [_reads(told, name, fact.effective) for name in names]
        terms = (_difference(*each) for each in zip(names, before, after, strict=True))
        yield (*(each for each in terms if each), *_moved(ended, told.ending))


def _add(told: _Told, number: int, fact: Fact) -> None:
    """A correction counts in the place of what it mends; where that is not there, not at all."""
    place = told.places.get(fact.corrects) if fact.corrects else (fact.effective, number)
    if place is None:
        return
    told.places[fact.event_id] = place
    told.records.setdefault(place, []).append(fact)
    for name in {*fact.terms, *fact.provisions}:
        places = told.naming.setdefault(name, [])
        found = bisect_right(places, place)
        if not found or places[found - 1] != place:
            insort(places, place)
    if fact.corrects is None and fact.ends is not None:
        told.ending = fact


def _reads(told: _Told, name: str, day: date) -> tuple[Fact | None, Provision | None]:
    """Which record gives the words of a term on a day, and its figures."""
    words = (
        each
        for record in _counting(told, name, day)
        for each in reversed(record)
        if name in each.terms
    )
    figures = (each for record in _counting(told, name, day) for each in _figures(record, name))
    return next(words, None), next(figures, None)


def _counting(told: _Told, name: str, day: date) -> Iterator[Sequence[Fact]]:
    """The records that name a term and count on a day, the last first."""
    places = told.naming.get(name, ())
    for number in range(bisect_right(places, (day, maxsize)) - 1, -1, -1):
        yield told.records[places[number]]


def _figures(record: Sequence[Fact], name: str) -> Iterator[Provision | None]:
    """What a record says of a term's figures, its last word first; new words without take them."""
    for each in reversed(record):
        if name in each.provisions or (each is record[0] and name in each.terms):
            yield each.provisions.get(name)


def _difference(
    name: str,
    before: tuple[Fact | None, Provision | None],
    after: tuple[Fact | None, Provision | None],
) -> Difference | None:
    (was, figures_before), (became, figures_after) = before, after
    fact = became or was
    if fact is None:
        return None
    texts = [each.terms[name] if each else None for each in (was, became)]
    if texts[0] == texts[1] and figures_before == figures_after:
        return None
    return Difference(name, texts[0], texts[1], fact, figures_before, figures_after)


def _moved(was: Fact | None, became: Fact | None) -> Iterator[Difference]:
    """The end, where it came to be on another day."""
    ends, other = (each.ends if each else None for each in (was, became))
    if ends and other and became and not ends.same_time(other):
        yield Difference("ends", ends.written, other.written, became, what="ends")
