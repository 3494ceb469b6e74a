"""What can have happened to retention. Storage format: add, never change."""

from uuid import UUID

from domain.base import Event
from domain.dates import Day
from domain.retention.parts import Item, Kind


class PeriodDecided(Event):
    """From now on a kind is kept for so many years after it is over; without `years` for ever."""

    retention_id: UUID
    of: Kind
    years: int | None = None
    decided_by: str
    decided_on: Day
    reason: str
    reference: str | None = None


class HoldPlaced(Event):
    """These streams, or all of the programme, are kept until the hold is lifted."""

    retention_id: UUID
    hold_id: UUID
    programme_id: UUID | None = None
    stream_ids: tuple[UUID, ...] = ()
    decided_by: str
    reason: str
    reference: str | None = None


class HoldLifted(Event):
    """The hold is over."""

    retention_id: UUID
    hold_id: UUID
    decided_by: str
    reason: str


class DestructionListed(Event):
    """These streams may be destroyed, if two people sign."""

    retention_id: UUID
    list_id: UUID
    items: tuple[Item, ...]


class DestructionSigned(Event):
    """Somebody signed the list; the person is `by`."""

    retention_id: UUID
    list_id: UUID
    signed_as: str


class DestructionDropped(Event):
    """The list was given up."""

    retention_id: UUID
    list_id: UUID
    reason: str


class DestructionStarted(Event):
    """These streams are being destroyed; `held` were on the list and stay."""

    retention_id: UUID
    list_id: UUID
    stream_ids: tuple[UUID, ...]
    held: tuple[UUID, ...] = ()


class DestructionCarriedOut(Event):
    """So many events of so many streams are gone; their leaves stay in the tree."""

    retention_id: UUID
    list_id: UUID
    streams: int
    events: int


RetentionEvent = (
    PeriodDecided
    | HoldPlaced
    | HoldLifted
    | DestructionListed
    | DestructionSigned
    | DestructionDropped
    | DestructionStarted
    | DestructionCarriedOut
)
