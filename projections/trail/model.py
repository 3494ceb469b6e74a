"""The audit trail: per event which command gave it and what links it to other events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.base import Event
from eventstore.registry import NAMED, OWN_EVENTS
from projections.history import EVENTS
from projections.read_model import ReadModel
from projections.trail.references import gives, rests_on


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One event. `rank` puts in order what was recorded at the same instant.

    `caused_by` is the command that it follows from, `correlation` the one that started it all.
    `gives` and `rests_on` are references, by which it is linked to events of any stream.
    """

    event_id: UUID
    subject_id: UUID
    at: datetime
    rank: int
    by: str
    kind: str
    caused_by: UUID
    correlation: UUID
    gives: tuple[str, ...]
    rests_on: tuple[str, ...]

    @property
    def moment(self) -> tuple[datetime, int]:
        """What comes before what."""
        return self.at, self.rank


_STREAMS = {event: NAMED[name].identity for name, events in OWN_EVENTS.items() for event in events}
_RANKS = {event: rank for rank, event in enumerate(EVENTS)}


def keys(event: Event) -> Iterable[str]:
    """Each event has a row of its own."""
    return (str(event.event_id),)


def project(_: str, __: TrailRow | None, event: Event) -> TrailRow:
    """What the event says of its causes."""
    assert event.event_id is not None
    return TrailRow(
        event_id=event.event_id,
        subject_id=getattr(event, _STREAMS[type(event)]),
        at=event.at,
        rank=_RANKS[type(event)],
        by=event.by,
        kind=type(event).__name__,
        caused_by=event.caused_by,
        correlation=event.correlation,
        gives=gives(event),
        rests_on=rests_on(event),
    )


AUDIT_TRAIL = ReadModel(
    name="audit_trail",
    version=1,
    row=TrailRow,
    events=EVENTS,
    keys=keys,
    project=project,
    indexes=("correlation", "gives", "rests_on"),
)
