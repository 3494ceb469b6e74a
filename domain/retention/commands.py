"""What may be asked of retention."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command
from domain.dates import Day
from domain.retention.parts import MOST_ITEMS, Item, Kind, Reason, Stated


class _OfRetention(Command):
    retention_id: UUID


class DecidePeriod(_OfRetention):
    """Settle how long a kind is kept after it is over; without `years` for ever.

    `stated` is what the shipped sources say: fewer years than that are refused.
    """

    kind: Literal["DecidePeriod"] = "DecidePeriod"
    of: Kind
    years: Annotated[int, Field(ge=1, le=100)] | None = None
    decided_by: Annotated[str, Field(min_length=2)]
    decided_on: Day
    reason: Reason
    reference: str | None = None
    stated: Stated | None = None


class PlaceHold(_OfRetention):
    """Keep these streams, or all of a programme, whatever their period says: a legal hold."""

    kind: Literal["PlaceHold"] = "PlaceHold"
    hold_id: UUID
    programme_id: UUID | None = None
    stream_ids: tuple[UUID, ...] = ()
    decided_by: Annotated[str, Field(min_length=2)]
    reason: Reason
    reference: str | None = None


class LiftHold(_OfRetention):
    """What it was for is over."""

    kind: Literal["LiftHold"] = "LiftHold"
    hold_id: UUID
    decided_by: Annotated[str, Field(min_length=2)]
    reason: Reason


class ListDestruction(_OfRetention):
    """Lay out for signing what is due; nothing is destroyed by it."""

    kind: Literal["ListDestruction"] = "ListDestruction"
    list_id: UUID
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class SignDestruction(_OfRetention):
    """Somebody competent agrees: `signed_as` is the office, the person is `by`. Two must."""

    kind: Literal["SignDestruction"] = "SignDestruction"
    list_id: UUID
    signed_as: Annotated[str, Field(min_length=2)]


class DropDestruction(_OfRetention):
    """The list is given up; what was not destroyed yet stays."""

    kind: Literal["DropDestruction"] = "DropDestruction"
    list_id: UUID
    reason: Reason


class StartDestruction(_OfRetention):
    """Begin, or go on: what of a signed list is neither held nor gone."""

    kind: Literal["StartDestruction"] = "StartDestruction"
    list_id: UUID


class RecordDestruction(_OfRetention):
    """It was done: so many events of so many streams are gone, and the read models without them."""

    kind: Literal["RecordDestruction"] = "RecordDestruction"
    list_id: UUID
    streams: int
    events: int


RetentionCommand = Annotated[
    DecidePeriod
    | PlaceHold
    | LiftHold
    | ListDestruction
    | SignDestruction
    | DropDestruction
    | StartDestruction
    | RecordDestruction,
    Field(discriminator="kind"),
]
