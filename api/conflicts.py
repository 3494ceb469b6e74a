"""What a correction contradicts, over HTTP: on its own answer, and when asked (AU-10)."""

from uuid import UUID

from api.language import language_of
from api.recording import Recording, record
from api.shapes import Accepted, Instant, Shape
from domain.base import Command, Event
from domain.conflict import Conflict
from domain.replay.conflicts import conflicts
from projections.language import Language, say
from projections.narration import tell


class Told(Shape):
    """An event, in words."""

    event_id: UUID
    at: Instant
    by: str
    kind: str
    text: str


class Contradiction(Shape):
    """A fact that fitted until a correction, and does not fit any more: why, and both of them."""

    reason: str
    text: str
    correction: Told
    later: Told


class Corrected(Accepted):
    """The correction is recorded; `conflicts` are the facts that it contradicts."""

    conflicts: list[Contradiction]


def record_correction(
    order: Recording, command: Command, location: str, stream_id: UUID
) -> Corrected:
    """Have it carried out; what is recorded already and relied on it otherwise is listed.

    It is recorded all the same: a record is mended to what is true, and people decide what
    follows from that.
    """
    position = record(order, command, location).position
    found = [
        each
        for each in conflicts(order.ports.read(stream_id))
        if each.correction.caused_by == command.command_id
    ]
    language = language_of(order.request)
    return Corrected(position=position, conflicts=[contradiction(each, language) for each in found])


def contradiction(conflict: Conflict, language: Language) -> Contradiction:
    """A conflict in this language."""
    return Contradiction(
        reason=conflict.reason,
        text=say(conflict.sentence, language),
        correction=told(conflict.correction, language),
        later=told(conflict.later, language),
    )


def told(event: Event, language: Language) -> Told:
    """What an event says, in this language. It comes from the log: it has an id."""
    assert event.event_id is not None
    return Told(
        event_id=event.event_id,
        at=event.at,
        by=event.by,
        kind=type(event).__name__,
        text=say(tell(event), language),
    )
