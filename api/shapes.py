"""What the API shows and takes: the read models' rows and the domain's parts in camelCase.

A shape is filled from the attributes of what it shows, so it names fields and never computes.
"""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from domain.base import Source, Standing
from domain.change import parts
from domain.contract.replay import Status as ReadingStatus
from domain.contract.replay import What
from domain.dates import Bound, Precision
from domain.notice import NoticeClause
from domain.programme.parts import Participation, Stage
from projections import address_book, agenda, changes, letters, plan_items

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
"""Shown in UTC; taken with any offset."""


class Shape(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, extra="ignore"
    )


S = TypeVar("S", bound=Shape)


class Accepted(Shape):
    """The request is recorded; reads have it from this log position on."""

    position: int


class Clause(NoticeClause, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A notice clause, as versioned and cited."""


class Adoption(
    parts.Adoption, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The decision behind a change: the body, the day, its reference."""


class Override(
    parts.Override, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The notice was too short and the change goes on all the same: who decided, and why."""


class DatedWindow(Shape):
    """When something happens, as its source says it, with the first and last day it allows.

    `due` is the cautious day that alerts use.
    """

    edtf: str | None
    bound: Bound
    written: str
    precision: Precision
    first: date | None
    last: date | None
    due: date | None


class Cycle(Shape):
    """The years a programme is for, the contracts it follows and those it begets."""

    years: DatedWindow
    predecessors_end: DatedWindow
    successors_start: DatedWindow
    stage: Stage
    standing: Standing
    source: Source


class Municipality(Shape):
    """A municipality; no segments named means all."""

    name: str
    subregion: str | None
    participation: Participation
    segments: list[str]
    components: list[str]
    since: DatedWindow | None
    standing: Standing | None
    source: Source | None


class Segment(Shape):
    segment_id: str
    number: int
    title: str
    aliases: list[str]
    products: list[str]
    standing: Standing | None
    source: Source | None


class ProgrammeClause(Shape):
    """A notice clause of the programme; no segments named means all."""

    notice: Clause
    segments: list[str]
    standing: Standing | None


class Programme(Shape):
    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None
    cycle: Cycle | None
    standing: Standing | None
    source: Source | None
    published_at: Instant
    municipalities: list[Municipality]
    segments: list[Segment]
    clauses: list[ProgrammeClause]


class EarlierPlan(Shape):
    """How an item was planned until it was planned anew."""

    title: str
    window: DatedWindow
    status: plan_items.Status
    planned_at: Instant
    replaced_at: Instant
    source: Source | None


class PlanItem(Shape):
    """Something planned; *unknown* means that nobody has said what became of it."""

    programme_id: UUID
    item_id: str
    segment: str | None
    title: str
    window: DatedWindow
    status: plan_items.Status
    after: list[str]
    standing: Standing | None
    source: Source | None
    planned_at: Instant
    opened_at: Instant | None
    missed_at: Instant | None
    realised_at: Instant | None
    realised_on: DatedWindow | None
    earlier: list[EarlierPlan]


class AgendaItem(Shape):
    """Something due on a day; what is settled stays, with its outcome."""

    key: str
    kind: agenda.Kind
    programme_id: UUID
    segment: str | None
    title: str
    due_on: date | None
    due_at: Instant | None
    item_id: str | None
    change_id: UUID | None
    days_before: int | None
    done: bool
    outcome: agenda.Outcome | None
    settled_at: Instant | None


class Tabled(Shape):
    table: str
    discussed_on: date


class Reminder(Shape):
    days_before: int
    latest: date
    at: Instant


class Postponement(Shape):
    """The day on which the change was to take effect until it was postponed, and why it was."""

    effective: date
    at: Instant
    by: str
    reason: str


class Change(Shape):
    """One change of many contracts.

    `latest` is its last lawful day to announce; `earliest` the earliest lawful effect where the
    announcement was missed or contracts were held back.
    """

    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: dict[str, str]
    status: changes.Status
    announcement: changes.Announcement
    effective: date
    original_effective: date
    latest: date
    earliest: date | None
    clause: Clause
    draft_days: int
    remind_days: list[int]
    standing: Standing | None
    source: Source | None
    proposed_at: Instant
    proposed_by: str
    table: Tabled | None
    adoption: Adoption | None
    recipients: int
    template: str | None
    drafted_at: Instant | None
    drafted_by: str | None
    approved_at: Instant | None
    approved_by: str | None
    send_at: Instant | None
    ordered_by: str | None
    sent: int
    deferred: int
    refused: int
    announced_on: date | None
    reminders: list[Reminder]
    missed_at: Instant | None
    override: Override | None
    overridden: int
    postponements: list[Postponement]
    in_force: int
    held_back: int
    held_back_contracts: list[UUID]
    withdrawn_at: Instant | None
    withdrawn_reason: str | None


class LastCall(Shape):
    """A change that providers must still be told of; below zero days it is too late.

    `reasons` say how the last lawful day follows from the clause.
    """

    change: Change
    days_left: int
    reasons: list[str]


class Party(Shape):
    """Somebody with an id; no name if it was never known, or erased."""

    party_id: str
    name: str | None = None


class Letter(Shape):
    """One letter to one provider about one contract."""

    letter_id: UUID
    change_id: UUID
    contract_id: UUID
    contract_number: str
    provider: Party
    clause: Clause
    latest: date
    days_to_spare: int | None
    in_time: bool | None
    state: letters.State
    attempts: int
    drafted_at: Instant
    queued_at: Instant | None
    answer: str | None
    answered_at: Instant | None
    sent_at: Instant | None
    announced_on: date | None
    message_id: str | None
    digest: str | None
    asked_again: bool


class LetterWithText(Letter):
    """The letter as it would read, or read, for its recipient."""

    subject: str
    body: str


class TermsFrom(Shape):
    """Terms that count from a day on; `records` are the event that set them and corrections."""

    effective: date
    terms: dict[str, str]
    records: list[UUID]
    change_id: UUID | None


class Contract(Shape):
    """A contract as it is known now: what is in force today, and what will be."""

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider: Party
    starts: date
    ends: DatedWindow
    clause: Clause
    standing: Standing | None
    source: Source | None
    recorded_at: Instant
    amendments: int
    corrections: int
    in_force: dict[str, str]
    pending: list[TermsFrom]
    timeline: list[TermsFrom]


class Fact(Shape):
    """One record about a contract, as it was recorded. Facts are only ever added."""

    event_id: UUID
    at: Instant
    by: str
    what: What
    effective: date
    terms: dict[str, str]
    corrects: UUID | None
    reason: str | None
    change_id: UUID | None
    announced_on: date | None
    latest: date | None
    override: Override | None


class Term(Shape):
    """What a contract says on one point, and the fact that says so."""

    name: str
    text: str
    fact: Fact


class Reading(Shape):
    """The contract for one day, in the light of what was known at one moment.

    `pending` was known then and counts only from a later day.
    """

    in_force: date
    known: Instant
    status: ReadingStatus
    terms: list[Term]
    pending: list[Fact]


class Difference(Shape):
    """A term that two readings do not share; nothing means absent there."""

    term: str
    before: str | None
    after: str | None
    fact: Fact


class Replay(Shape):
    """One reading, or two and how the second differs from the first."""

    contract_id: UUID
    number: str
    reading: Reading
    other: Reading | None
    differences: list[Difference] | None


class HistoryItem(Shape):
    """Something that happened, in words."""

    event_id: UUID
    subject_id: UUID
    at: Instant
    by: str
    kind: str
    effective: date | None
    text: str
    standing: Standing | None
    source: Source | None


class Clock(Shape):
    """What time it is here; in a practice copy the clock can be moved forward."""

    now: Instant
    practice: bool


class DeadLetter(Shape):
    """An event that a read model does without, because it could not take it in."""

    position: int
    topic: str
    error: str
    at: Instant


class Projection(Shape):
    """How far a read model is behind the log, in positions."""

    name: str
    version: int
    position: int
    behind: int
    rebuilt_to: int | None
    dead_letters: list[DeadLetter]


def shown(shape: type[S], row: object, **more: object) -> S:
    """The row in this shape; `more` are fields that the row itself does not have."""
    names = shape.model_fields
    own = {name: getattr(row, name) for name in names if name not in more}
    return shape.model_validate({**own, **more})


def party(party_id: UUID, names: Mapping[str, address_book.Party]) -> Party:
    """Somebody by id, with the name that the address book has."""
    known = names.get(str(party_id))
    return Party(party_id=str(party_id), name=known.name if known else None)
