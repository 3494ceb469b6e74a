"""From a vision to a clause and back: what rests on what (PG-12).

Pure questions over rows that were already read: the documents by what they rest on, the goals by
the one above, and whatever else names a document as its source or an entry in its links.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from domain.document.parts import id_of
from domain.steering.parts import Goal
from projections.documents import DocumentRow
from projections.programmes import ProgrammeRow
from projections.steering import RegisterEntryRow

Kind = Literal["document", "goal", "entry", "clause", "unknown"]


@dataclass(frozen=True, slots=True)
class Node:
    """A document, goal, entry or clause; `unknown` is what is named and stands nowhere."""

    kind: Kind
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Everything by its name, and for each what it rests on.

    Names carry their kind (`document:visie`), since a goal and a document may share an id.
    """

    nodes: Mapping[str, Node]
    rests_on: Mapping[str, tuple[str, ...]]


def lineage(
    documents: Iterable[DocumentRow],
    entries: Iterable[RegisterEntryRow] = (),
    programme: ProgrammeRow | None = None,
) -> Lineage:
    """Put the rows of one programme together.

    A document rests on the documents it names, a goal on the goal above it and what it links to,
    everything on the document that states it. What a row names and nobody has is `unknown`.
    """
    documents, entries = tuple(documents), tuple(entries)
    nodes = {_paper(each.code): Node("document", each.code, each.title) for each in documents}
    for entry in entries:
        kind: Kind = "goal" if entry.kind == "goal" else "entry"
        nodes[f"entry:{entry.entry_id}"] = Node(kind, entry.entry_id, entry.title)
    named = {_paper(each.code): tuple(map(_paper, each.rests_on)) for each in documents}
    for entry in entries:
        named[f"entry:{entry.entry_id}"] = (
            *_above(entry, nodes),
            _paper(entry.source.document),
        )
    for clause in programme.clauses if programme else ():
        notice = clause.notice
        name = f"clause:{notice.clause_id}"
        nodes[name] = Node("clause", notice.clause_id, notice.clause_id)
        named[name] = (_paper(notice.source.document),)
    for name in sorted({each for names in named.values() for each in names} - set(nodes)):
        nodes[name] = Node("unknown", name.partition(":")[2], name.partition(":")[2])
    return Lineage(nodes, {name: tuple(dict.fromkeys(named.get(name, ()))) for name in nodes})


def ways_up(found: Lineage, name: str) -> tuple[tuple[str, ...], ...]:
    """Every way from this down to up, to what rests on nothing: clause, plan, strategy, vision."""
    return _ways(name, found.rests_on, ())


def ways_down(found: Lineage, name: str) -> tuple[tuple[str, ...], ...]:
    """Every way back: from a vision to all that came of it."""
    under: dict[str, list[str]] = {}
    for lower, uppers in found.rests_on.items():
        for upper in uppers:
            under.setdefault(upper, []).append(lower)
    return _ways(name, under, ())


def _ways(
    name: str, steps: Mapping[str, Iterable[str]], passed: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """All ways on; what rests on itself in the end is gone through once and not round again."""
    here = (*passed, name)
    following = [each for each in steps.get(name, ()) if each not in here]
    if not following:
        return (here,)
    return tuple(way for each in following for way in _ways(each, steps, here))


def _paper(code: str) -> str:
    """A document by its code, as sources write it or as its register has it."""
    return f"document:{id_of(code)}"


def _above(entry: RegisterEntryRow, nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """The goal above, and of its links those that are documents or entries."""
    above = entry.entry.above if isinstance(entry.entry, Goal) else None
    linked = [
        name for link in entry.links for name in (f"entry:{link}", _paper(link)) if name in nodes
    ]
    return (*((f"entry:{above}",) if above else ()), *linked)
