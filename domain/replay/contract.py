"""How a contract reads, as fields like those of any other noun; the reading itself is its own.

What a contract says for a day is more than the last word on it: a correction counts in the place
of what it mends. `domain.contract.replay` knows that; here its answer is laid out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.base import Event
from domain.contract.events import ContractAmended, ContractCorrected
from domain.contract.replay import Fact
from domain.contract.replay import Reading as Words
from domain.replay.reading import Difference, Field, Path, flatten

TOLD = frozenset({"status", "terms", "provisions", "clause", "ends", "options", "replaced_by"})
"""What is read here. Of the state these places are left out, and those that it comes from."""

WORDING: tuple[type[Event], ...] = (ContractAmended, ContractCorrected)
"""They say how it reads, and nothing of how it is kept: their state is not needed here."""

LEFT_OUT = TOLD | {"steps", "mends", "changes", "cut_short", "extensions", "replaced"}
SAID_TWICE = frozenset({"terms", "provisions", "clause", "ends", "options"})
"""Of the conclusion in the state: how it read on the first day is read as of that day."""


def fields(words: Words, first: Fact, events: Mapping[Any, Event]) -> dict[Path, Field]:
    """The contract for one day, as known at one moment, by path; `first` is its conclusion."""
    if words.status == "unknown":
        return {}
    return {
        path: Field(path, value, events.get(fact.event_id) if fact else None)
        for part, each, fact in _parts(words, first)
        for path, value in flatten(part, each)
    }


def differing(before: Mapping[Path, Field], after: Mapping[Path, Field]) -> Iterator[Difference]:
    """What the two do not share, and the event behind the later value, or behind what is gone."""
    for path in dict.fromkeys((*before, *after)):
        old, new = before.get(path), after.get(path)
        if (old and old.value) != (new and new.value):
            side = new or old
            made = () if side is None or side.event is None else (side.event,)
            yield Difference(path, old and old.value, new and new.value, made)


def later(words: Words, events: Mapping[Any, Event]) -> Sequence[Field]:
    """The records that were known then and count only from a later day."""
    return [
        Field((fact.what, name), fact.effective, events.get(fact.event_id))
        for fact in words.pending
        for name in (*fact.terms, *(["ends"] if fact.ends and fact.what != "concluded" else []))
    ]


def _parts(words: Words, first: Fact) -> Iterator[tuple[Path, Any, Fact | None]]:
    last = words.ending
    yield ("status",), words.status, last if words.status == "ended" else first
    for name, text in words.terms.items():
        yield ("terms", name), text, words.facts[name]
    for name, figures in words.provisions.items():
        yield ("provisions", name), figures, words.facts.get(name)
    yield ("clause",), words.clause, words.clause_fact
    yield ("ends",), words.ends, words.ending
    for left in words.options:
        yield ("options", left.option.option_id), left, last
    for number, each in enumerate(words.replaced_by, 1):
        yield ("replaced_by", str(number)), each, last
