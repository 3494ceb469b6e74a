"""What the ids in a programme's file name: a title for people, and where that can be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from projections import (
    arrangements,
    decisions,
    documents,
    plan_items,
    procedures,
    steering,
    tables,
)
from projections.arrangements import ArrangementRow
from projections.programmes import ProgrammeRow


@dataclass(frozen=True, slots=True)
class Ref:
    """Something by its title; no address if no page shows it."""

    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Twig:
    """Something, and what it leads on to."""

    ref: Ref
    on: tuple["Twig", ...]


@dataclass(frozen=True, slots=True)
class References:
    """By id what a programme's files name. An id that stands nowhere is shown as it is."""

    known: Mapping[str, Ref]

    def __call__(self, name: str) -> Ref:
        return self.known.get(name) or Ref(name.replace("-", " "))

    def many(self, names: tuple[str, ...]) -> tuple[Ref, ...]:
        return tuple(self(each) for each in names)

    def title(self, name: str | None) -> str:
        return self(name).title if name else ""


def references(source: tables.Source, programme: ProgrammeRow) -> References:
    """Everything of one programme. Where two things share an id the later kind here wins."""
    programme_id = programme.programme_id
    home = f"/programmas/{programme_id}"
    known: dict[str, Ref] = {
        each.arrangement_id: Ref(each.text, arrangement_at(home, each))
        for each in arrangements.of_programme(source, programme_id)
    }
    for row in documents.of_programme(source, programme_id):
        known[row.code] = Ref(row.title, f"/documenten/{row.document_id}")
    for body in programme.bodies:
        known[body.body_id] = Ref(body.name, f"{home}/bestuur#{body.body_id}")
    for way in procedures.of_programme(source, programme_id):
        known[way.key] = Ref(way.title, f"/procedures/{way.procedure_id}")
    for item in plan_items.of_programme(source, programme_id):
        known[item.item_id] = Ref(item.title, f"{home}#{item.item_id}")
    for decision in decisions.of_programme(source, programme_id):
        known[decision.key] = Ref(decision.title, f"/besluiten/{decision.decision_id}")
    for entry in steering.of_programme(source, programme_id):
        known[entry.entry_id] = Ref(entry.title, f"{home}/registers/{entry.entry_id}")
    for segment in programme.segments:
        address = f"{home}/inrichting?segment={segment.segment_id}"
        known[segment.segment_id] = Ref(segment.title, address)
    return References(known)


def weave(ways: Iterable[Sequence[Ref]]) -> tuple[Twig, ...]:
    """Ways that begin alike as one way that divides."""
    following: dict[Ref, list[Sequence[Ref]]] = {}
    for way in ways:
        if way:
            following.setdefault(way[0], []).append(way[1:])
    return tuple(Twig(ref, weave(rest)) for ref, rest in following.items())


def arrangement_at(home: str, row: ArrangementRow) -> str:
    """Where an arrangement can be read: with its segment, or with what holds for all."""
    asked = f"?segment={row.segments[0]}" if row.segments else ""
    return f"{home}/inrichting{asked}#{row.arrangement_id}"
