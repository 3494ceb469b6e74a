"""What may be asked of a programme's registers; one stream a programme."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.base import Command, Source
from domain.dates import Day
from domain.steering.parts import Entry, Outcome


class StateEntries(Command):
    """Record what the documents say. Only what is new or different becomes a fact."""

    kind: Literal["StateEntries"] = "StateEntries"
    steering_id: UUID
    programme_id: UUID
    entries: tuple[Entry, ...]


class SettleEntry(Command):
    """Say what became of an entry; `effect` is what it changes in the plan or a segment."""

    kind: Literal["SettleEntry"] = "SettleEntry"
    steering_id: UUID
    entry_id: str
    outcome: Outcome
    text: str
    settled_on: Day
    effect: str | None = None
    source: Source | None = None


class ReopenEntry(Command):
    """It was settled too early."""

    kind: Literal["ReopenEntry"] = "ReopenEntry"
    steering_id: UUID
    entry_id: str
    reason: str


class AssignEntries(Command):
    """Another body sees to these entries from now on; also how one stands in for another."""

    kind: Literal["AssignEntries"] = "AssignEntries"
    steering_id: UUID
    entry_ids: tuple[str, ...] = Field(min_length=1)
    owner: str
    reason: str


class RaiseCommitment(Command):
    """A plan item has come that the commitment was tied to."""

    kind: Literal["RaiseCommitment"] = "RaiseCommitment"
    steering_id: UUID
    entry_id: str
    item_id: str


class MissEntry(Command):
    """The last day of its window has passed and nobody settled it."""

    kind: Literal["MissEntry"] = "MissEntry"
    steering_id: UUID
    entry_id: str


SteeringCommand = Annotated[
    StateEntries | SettleEntry | ReopenEntry | AssignEntries | RaiseCommitment | MissEntry,
    Field(discriminator="kind"),
]
