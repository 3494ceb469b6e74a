"""A programme as a what-if looks at it, out of the read models and its own events (ST-08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import Connection

from domain.base import Event
from domain.dates import Window
from domain.programme.events import ProgrammeEvent
from domain.programme.state import Programme, evolve
from domain.whatif.world import Asked, Changing, Secret, Way, World
from projections import changes, contract_ends, decisions, documents, procedures
from projections.changes.rows import ChangeRow
from projections.decisions import DecisionRow
from projections.documents import DocumentRow
from projections.procedures import ProcedureRow
from projections.programmes import ProgrammeRow


@dataclass(frozen=True, slots=True)
class Around:
    """The programme's row, the world of it, and the rows of its decisions by their keys."""

    programme: ProgrammeRow
    world: World
    decisions: dict[str, DecisionRow]

    def rows_of(self, keys: Iterable[str]) -> list[DecisionRow]:
        """Of the decisions with these keys; of one that is not there none."""
        return [self.decisions[each] for each in sorted(keys) if each in self.decisions]


def around(
    connection: Connection[Any], row: ProgrammeRow, events: Iterable[Event], today: date
) -> Around:
    """What is known of the programme today."""
    programme, key = after(events), row.programme_id
    asked = {each.key: each for each in decisions.of_programme(connection, key)}
    cycle = row.cycle
    world = World(
        today=today,
        items={k: item for k, item in programme.items.items() if item.status != "dropped"},
        version=programme.version,
        decisions={k: _asked(each) for k, each in asked.items()},
        ways=tuple(_way(each) for each in procedures.of_programme(connection, key)),
        changes=tuple(
            _changing(each)
            for each in changes.of_programme(connection, key)
            if each.status not in ("withdrawn", "in_force")
        ),
        contracts=tuple(contract_ends.running(connection, key, today)),
        secrets=tuple(
            secret for each in documents.of_programme(connection, key) for secret in _secrets(each)
        ),
        predecessors_end=cycle.predecessors_end if cycle else None,
        successors_start=cycle.successors_start if cycle else None,
        segments=tuple(each.segment_id for each in row.segments if not each.became),
    )
    return Around(row, world, asked)


def after(events: Iterable[Event]) -> Programme:
    """The programme as its events leave it."""
    programme = Programme()
    for event in events:
        if isinstance(event, ProgrammeEvent):
            programme = evolve(programme, event)
    return programme


def _asked(row: DecisionRow) -> Asked:
    named = decisions.asked(row)
    return Asked(
        key=row.key,
        question=row.question,
        window=row.window,
        latest=row.latest,
        named=tuple(each.answerer_id for each in named),
        expected=row.expected,
        answers={each.answerer_id: each.answer.outcome for each in named if each.answer},
        closed=row.status in ("forgone", "lapsed"),
        settled=row.reached.outcome if row.reached else None,
        reached=row.reached is not None,
    )


def _way(row: ProcedureRow) -> Way:
    return Way(
        key=row.key,
        title=row.title,
        segments=row.segments,
        steps={each.step_id: each.state for each in row.steps},
        gates=frozenset(row.gates),
        over=row.status in ("completed", "withdrawn", "failed"),
    )


def _changing(row: ChangeRow) -> Changing:
    return Changing(
        change_id=row.change_id,
        key=row.key,
        title=row.title,
        segment=row.segment,
        effective=Window.on(row.effective),
        clauses=row.clauses or (row.clause,),
        announce_item=row.announce_item,
        effect_item=row.effect_item,
        told=row.announcement in ("ordered", "sending", "sent") or row.announced_on is not None,
        to_announce=row.to_announce,
    )


def _secrets(row: DocumentRow) -> Iterable[Secret]:
    for period in row.secrecies:
        if period.ended is None:
            yield Secret(row.code, row.title, period.first, period.public_from)
