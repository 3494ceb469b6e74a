"""A contract's history as a story in chapters: who, why, and what came to read otherwise.

What belongs to one change stands together, from its proposal to its effect, with the letter to
this provider and what it said; the rest goes by what it is about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection

from api.pages.wording import Piece, apart
from domain.contract.differences import made_by_each
from domain.contract.facts import Fact
from domain.contract.replay import Difference
from domain.dates import local_day
from projections import history, letters, reactions, tables
from projections.changes import CHANGES, ChangeRow
from projections.contract_versions import ContractVersionsRow
from projections.history import HISTORY, HistoryRow
from projections.letters import LETTERS, LetterRow
from projections.reactions import ReactionRow
from projections.trail.model import AUDIT_TRAIL

Theme = Literal["concluded", "change", "lasting", "hand_over", "corrected", "keeping"]

THEMES: Mapping[str, Theme] = {
    "ContractConcluded": "concluded",
    "ContractSigned": "concluded",
    "ContractExtended": "lasting",
    "ContractEnded": "lasting",
    "ContractReplaced": "lasting",
    "HandOverPlanned": "hand_over",
    "HandOverCompleted": "hand_over",
    "ContractCorrected": "corrected",
}
"""What an event is about; every other says how the contract is kept."""

OF_CHANGES = (
    "ChangeProposed",
    "ChangeTabled",
    "ChangeAdopted",
    "AnnouncementReplaced",
    "NoticeRuled",
    "ReservationLifted",
    "ChangePostponed",
    "ChangeWithdrawn",
)
"""What a contract's story tells of a change besides what happened to the contract itself."""


@dataclass(frozen=True, slots=True)
class Reads:
    """How one term, or the end, came to read: what stayed, what went, what came."""

    term: str
    ends: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the story; `counts` is the day on which what it says begins to count."""

    row: HistoryRow
    reason: str | None = None
    counts: date | None = None
    reads: tuple[Reads, ...] = ()
    terms: int = 0

    @property
    def recorded(self) -> date:
        return local_day(self.row.at)


@dataclass(slots=True)
class Chapter:
    """What belongs together; `letters` and `reactions` are those of this contract's provider."""

    theme: Theme
    change: ChangeRow | None = None
    moments: list[Moment] = field(default_factory=list)
    letters: list[LetterRow] = field(default_factory=list)
    reactions: list[ReactionRow] = field(default_factory=list)

    @property
    def began(self) -> datetime:
        return self.moments[0].row.at


def story_of(connection: Connection[Any], versions: ContractVersionsRow) -> list[Chapter]:
    """The whole story of a contract, the first first."""
    contract_id = versions.contract_id
    told = history.of_subject(connection, contract_id)
    found = tables.select(connection, LETTERS, {"contract_id": contract_id}, ("drafted_at",))
    facts = zip(versions.facts, made_by_each(versions.facts), strict=True)
    records = {fact.event_id: (fact, made) for fact, made in facts}
    strange = [each.event_id for each in told if not each.kind.startswith("Contract")]
    trail = tables.get_all(connection, AUDIT_TRAIL, strange)
    of_change = {UUID(key): row.subject_id for key, row in trail.items()} | {
        fact.event_id: fact.change_id for fact in versions.facts if fact.change_id
    }
    named = {*of_change.values(), *(each.change_id for each in found)}
    changes = {UUID(key): row for key, row in tables.get_all(connection, CHANGES, named).items()}
    about = {"subject_id": tables.OneOf(list(changes)), "kind": tables.OneOf(OF_CHANGES)}
    before = tables.select(connection, HISTORY, about, ("at", "rank")) if changes else []
    moments = [*(_moment(each, records.get(each.event_id)) for each in told), *map(Moment, before)]
    chapters = _chapters(moments, changes, of_change)
    for letter in found:
        if chapter := _of(chapters, letter.change_id):
            chapter.letters.append(letters.as_of_change(letter, changes[letter.change_id]))
    for said in reactions.of_contracts(connection, [contract_id])[::-1]:
        if chapter := _of(chapters, said.change_id):
            chapter.reactions.append(said)
    return chapters


def _chapters(
    moments: Iterable[Moment],
    changes: Mapping[UUID, ChangeRow],
    of_change: Mapping[UUID, UUID],
) -> list[Chapter]:
    """How it came to be, then in the order in which each began."""
    found: dict[object, Chapter] = {}
    for moment in sorted(moments, key=lambda each: (each.row.at, each.row.rank)):
        row = moment.row
        change_id = row.subject_id if row.subject_id in changes else of_change.get(row.event_id)
        change = changes.get(change_id) if change_id else None
        theme: Theme = "change" if change else THEMES.get(row.kind, "keeping")
        chapter = found.setdefault(change_id if change else theme, Chapter(theme, change))
        chapter.moments.append(moment)
    return sorted(found.values(), key=lambda each: each.theme != "concluded")


def _of(chapters: Iterable[Chapter], change_id: UUID) -> Chapter | None:
    """None while nothing of the change was told yet: its read model may be ahead of the history."""
    told = (each for each in chapters if each.change and each.change.change_id == change_id)
    return next(told, None)


def _moment(row: HistoryRow, record: tuple[Fact, Sequence[Difference]] | None) -> Moment:
    """With a record: what read otherwise by it, on the day on which it begins to count."""
    if record is None:
        return Moment(row)
    fact, made = record
    if fact.what == "concluded":
        return Moment(row, fact.reason, fact.effective, terms=len(fact.terms))
    reads = tuple(
        Reads(each.term, each.what == "ends", apart(each.before, each.after)) for each in made
    )
    return Moment(row, fact.reason, fact.effective, reads)
