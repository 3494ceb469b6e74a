"""What can have happened in a programme's registers. Storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.dates import Day, Window
from domain.steering.parts import Entry, Outcome


class EntryStated(Event):
    """An entry was made, or stated anew."""

    steering_id: UUID
    programme_id: UUID
    entry: Entry


class EntrySettled(Event):
    """It was answered, met, kept or closed."""

    steering_id: UUID
    programme_id: UUID
    entry_id: str
    outcome: Outcome
    text: str
    settled_on: Day
    settled_effect: str | None = None


class EntryReopened(Event):
    """It is open again."""

    steering_id: UUID
    programme_id: UUID
    entry_id: str
    reason: str


class EntryAssigned(Event):
    """Another body sees to it."""

    steering_id: UUID
    programme_id: UUID
    entry_id: str
    owner: str
    previous_owner: str | None = None
    reason: str


class CommitmentRaised(Event):
    """What it was tied to has come: it is to be kept now."""

    steering_id: UUID
    programme_id: UUID
    entry_id: str
    item_id: str


class EntryMissed(Event):
    """Its window passed and nobody settled it."""

    steering_id: UUID
    programme_id: UUID
    entry_id: str
    window: Window


SteeringEvent = (
    EntryStated | EntrySettled | EntryReopened | EntryAssigned | CommitmentRaised | EntryMissed
)
