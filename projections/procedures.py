"""The procedures: each segment's own way, how far it is, and how it was planned before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Explained, Window
from domain.procedure.events import (
    BranchTaken,
    GateClosed,
    GateOpened,
    ProcedureCompleted,
    ProcedureEvent,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StandstillBegan,
    StepCompleted,
    StepMissed,
    StepReminded,
    StepSkipped,
    StepStarted,
)
from domain.procedure.parts import Track
from domain.procedure.state import Ending, Procedure, StepState, StepStatus, evolve
from projections import tables
from projections.read_model import ReadModel

Status = Literal["planned", "running", "completed", "withdrawn", "failed"]
_EVENTS = (
    ProcedurePlanned,
    ProcedureReplanned,
    GateOpened,
    GateClosed,
    StepStarted,
    StepReminded,
    StepMissed,
    StepCompleted,
    StandstillBegan,
    StepSkipped,
    BranchTaken,
    ProcedureWithdrawn,
    ProcedureFailed,
    ProcedureCompleted,
)


@dataclass(frozen=True, slots=True)
class EarlierWindow:
    """When a step was planned until `replaced_at`; the reason is that of the re-planning."""

    window: Window
    replaced_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class StepPart:
    """A step as it stands, with its window's own days and the cautious one that alerts use.

    `waits_for` are the steps before it that are not over, `gate_open` is none without a gate.
    """

    state: StepState
    status: StepStatus
    first: date | None
    last: date | None
    due: date | None
    waits_for: tuple[str, ...]
    gate_open: bool | None
    started_at: datetime | None = None
    missed_at: datetime | None = None
    timing: str | None = None
    output: str | None = None
    skipped_for: str | None = None
    told_at: datetime | None = None
    earlier: tuple[EarlierWindow, ...] = ()

    @property
    def step_id(self) -> str:
        return self.state.step.step_id


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure. `track` is as it was last stated; `steps` are those it has now.

    `gave_way` are the steps that a branch took the place of, as they stood then.
    """

    procedure_id: UUID
    programme_id: UUID
    key: str
    title: str
    segments: tuple[str, ...]
    lot: str | None
    route: str
    route_version: int
    reason: str | None
    track: Track
    status: Status
    steps: tuple[StepPart, ...]
    gates: tuple[str, ...]
    due: date | None
    standing: Standing | None
    source: Source | None
    planned_at: datetime
    until: Explained | None = None
    branch: str | None = None
    branch_reason: str | None = None
    gave_way: tuple[StepPart, ...] = ()
    ended_at: datetime | None = None
    ended_for: str | None = None
    completed_on: date | None = None

    def step(self, step_id: str) -> StepPart | None:
        """The step of this name, if it has one."""
        return next((each for each in self.steps if each.step_id == step_id), None)


def keys(event: Event) -> Iterable[str]:
    """Every event of a procedure is about its one row."""
    return (str(event.procedure_id),) if isinstance(event, _EVENTS) else ()


def project(_: str, row: ProcedureRow | None, event: Event) -> ProcedureRow | None:
    """Fold one event into its procedure's row."""
    if not isinstance(event, _EVENTS):
        return row
    if row is None:
        return _row(None, evolve(Procedure(), event), event)
    row = _row(row, evolve(_state(row), event), event)
    match event:
        case BranchTaken():
            return replace(row, branch_reason=event.reason)
        case ProcedureWithdrawn() | ProcedureFailed():
            return replace(row, ended_at=event.at, ended_for=event.reason)
        case ProcedureCompleted():
            return replace(row, ended_at=event.at, completed_on=event.completed_on)
        case _:
            return row


PROCEDURES = ReadModel(
    name="procedures",
    version=1,
    row=ProcedureRow,
    events=_EVENTS,
    keys=keys,
    project=project,
    indexes=("programme_id", "route", "status", "segments", "due"),
)


def of_programme(source: tables.Source, programme_id: UUID) -> list[ProcedureRow]:
    """The procedures of a programme, side by side."""
    return tables.select(source, PROCEDURES, {"programme_id": programme_id}, order=("key",))


def by_key(source: tables.Source, programme_id: UUID, key: str) -> ProcedureRow | None:
    """The procedure that the programme's file calls so."""
    where = {"programme_id": programme_id, "key": key}
    return next(iter(tables.select(source, PROCEDURES, where, limit=1)), None)


def same_route(source: tables.Source, route: str) -> list[ProcedureRow]:
    """Every procedure along this route, whichever programme it is of (ST-30)."""
    return tables.select(source, PROCEDURES, {"route": route}, order=("programme_id", "key"))


def _state(row: ProcedureRow) -> Procedure:
    return Procedure(
        procedure_id=row.procedure_id,
        programme_id=row.programme_id,
        key=row.key,
        track=row.track,
        steps={each.step_id: each.state for each in row.steps},
        gates=frozenset(row.gates),
        until=row.until,
        branch=row.branch,
        ending=_ending(row.status),
    )


def _row(row: ProcedureRow | None, state: Procedure, event: ProcedureEvent) -> ProcedureRow:
    assert state.track is not None
    known = {each.step_id: each for each in row.steps} if row else {}
    steps = tuple(_step(known.get(name), state, name, event) for name in state.steps)
    gone = tuple(each for name, each in known.items() if name not in state.steps)
    due = [each.due for each in steps if each.due and not each.state.over]
    stated = isinstance(event, ProcedurePlanned)
    return ProcedureRow(
        procedure_id=event.procedure_id,
        programme_id=event.programme_id,
        key=state.key,
        title=state.track.title,
        segments=state.track.segments,
        lot=state.track.lot,
        route=state.track.route,
        route_version=state.track.route_version,
        reason=state.track.reason,
        track=state.track,
        status=_status(state),
        steps=steps,
        gates=tuple(sorted(state.gates)),
        due=None if state.ending else min(due, default=None),
        standing=event.standing if stated or row is None else row.standing,
        source=event.source if stated or row is None else row.source,
        planned_at=row.planned_at if row else event.at,
        until=state.until,
        branch=state.branch,
        branch_reason=row.branch_reason if row else None,
        gave_way=(*(row.gave_way if row else ()), *gone),
        ended_at=row.ended_at if row and state.ending else None,
        ended_for=row.ended_for if row and state.ending else None,
        completed_on=row.completed_on if row and state.ending else None,
    )


def _status(state: Procedure) -> Status:
    if state.ending is not None:
        return state.ending
    begun = any(each.started or each.over for each in state.steps.values())
    return "running" if begun else "planned"


def _ending(status: Status) -> Ending | None:
    match status:
        case "withdrawn" | "failed" | "completed":
            return status
        case _:
            return None


def _step(
    known: StepPart | None, procedure: Procedure, step_id: str, event: ProcedureEvent
) -> StepPart:
    state = procedure.steps[step_id]
    step = state.step
    part = StepPart(
        state=state,
        status=state.status,
        first=step.window.first,
        last=step.window.last,
        due=step.window.due,
        waits_for=procedure.waits_for(step),
        gate_open=None if step.gate is None else step.gate in procedure.gates,
    )
    if known is not None:
        part = replace(
            part,
            started_at=known.started_at if state.started else None,
            missed_at=known.missed_at if state.missed else None,
            timing=known.timing,
            output=known.output,
            skipped_for=known.skipped_for,
            told_at=known.told_at,
            earlier=_earlier(known, state, event),
        )
    return _told(part, event) if getattr(event, "step_id", None) == step_id else part


def _earlier(known: StepPart, state: StepState, event: ProcedureEvent) -> tuple[EarlierWindow, ...]:
    """No window that a step ever had is lost."""
    before = known.state.step.window
    if before == state.step.window:
        return known.earlier
    reason = event.reason if isinstance(event, ProcedureReplanned | BranchTaken) else None
    return (*known.earlier, EarlierWindow(before, event.at, reason))


def _told(part: StepPart, event: ProcedureEvent) -> StepPart:
    match event:
        case StepStarted():
            return replace(part, started_at=event.at)
        case StepMissed():
            return replace(part, missed_at=event.at)
        case StepCompleted():
            return replace(part, timing=event.timing, output=event.output, told_at=event.at)
        case StepSkipped():
            return replace(part, skipped_for=event.reason, told_at=event.at)
        case _:
            return part


def dates_of(rows: Iterable[ProcedureRow]) -> Mapping[str, tuple[tuple[UUID, Window], ...]]:
    """By step of their route, when each of these procedures has planned it, to be compared."""
    found: dict[str, tuple[tuple[UUID, Window], ...]] = {}
    for row in rows:
        for part in row.steps:
            planned = (row.procedure_id, part.state.step.window)
            found[part.step_id] = (*found.get(part.step_id, ()), planned)
    return found
