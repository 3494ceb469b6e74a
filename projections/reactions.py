"""What providers said about changes, and what was done with it (AN-19)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from domain.base import Event
from domain.change.events import ReactionHandled, ReactionReceived
from domain.change.parts import Handling, Reaction
from projections import tables
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """One reaction to one change, about one contract; words and answer go by their digests."""

    reaction_id: UUID
    change_id: UUID
    contract_id: UUID
    nature: Reaction
    received_on: date
    received_at: datetime
    by: str
    in_time: bool
    digest: str
    handled: bool = False
    handling: Handling | None = None
    reason: str | None = None
    answer: str | None = None
    handled_at: datetime | None = None
    handled_by: str | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something with it."""
        return not self.handled

    def open_days(self, today: date) -> int:
        """Days for which it waits."""
        return (today - self.received_on).days


def keys(event: Event) -> Iterable[str]:
    """A reaction's events touch its row."""
    match event:
        case ReactionReceived() | ReactionHandled():
            return (str(event.reaction_id),)
        case _:
            return ()


def project(_: str, row: ReactionRow | None, event: Event) -> ReactionRow | None:
    """Fold one event into the row of its reaction."""
    match event:
        case ReactionReceived():
            return ReactionRow(
                reaction_id=event.reaction_id,
                change_id=event.change_id,
                contract_id=event.contract_id,
                nature=event.nature,
                received_on=event.received_on,
                received_at=event.at,
                by=event.by,
                in_time=event.in_time,
                digest=event.digest,
            )
        case ReactionHandled() if row is not None:
            return replace(
                row,
                handled=True,
                handling=event.handling,
                reason=event.reason,
                answer=event.digest,
                handled_at=event.at,
                handled_by=event.by,
            )
        case _:
            return row


REACTIONS = ReadModel(
    name="reactions",
    version=1,
    row=ReactionRow,
    events=(ReactionReceived, ReactionHandled),
    keys=keys,
    project=project,
    indexes=("change_id", "contract_id", "handled", "nature"),
)


def of_change(source: tables.Source, change_id: UUID) -> list[ReactionRow]:
    """The reactions to a change, what came first first."""
    return tables.select(source, REACTIONS, {"change_id": change_id}, order=("received_at",))


def of_contracts(source: tables.Source, contract_ids: Iterable[UUID]) -> list[ReactionRow]:
    """The reactions about these contracts, the last first."""
    where = {"contract_id": tables.OneOf(list(contract_ids))}
    return tables.select(source, REACTIONS, where, order=("-received_at",))


def waiting(source: tables.Source) -> list[ReactionRow]:
    """All reactions that nobody handled yet, what waits longest first."""
    return tables.select(source, REACTIONS, {"handled": False}, order=("received_at",))
