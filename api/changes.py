"""ReadQuery changes over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic.alias_generators import to_camel

from api.change_parts import (
    Bar,
    GivenUp,
    Indexation,
    Joined,
    Lifted,
    Mandate,
    Paused,
    Replaced,
    Reservation,
    Ruled,
    Scope,
)
from api.identity import World
from api.provisions import Provisions
from api.reading import ListQuery, Page, ReadQuery, one, paged, period, rows_of
from api.shapes import Adoption, Clause, Instant, Override, Shape
from domain.base import Source, Standing
from domain.change import assessment
from domain.change.parts import ChangeKind
from projections.changes import CHANGES, Announcement, Stage, Status
from projections.tables import OneOf

router = APIRouter(prefix="/changes", tags=["changes"])


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


class Assessment(
    assessment.Assessment, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The test whether it may be made: the answers, and what they come to."""


class Publication(
    assessment.Publication, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Where and when it was published."""


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
    status: Status
    announcement: Announcement
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
    stage: Stage
    kinds: list[ChangeKind]
    scope: Scope | None
    provisions: Provisions
    indexation: Indexation | None
    new_clause: Clause | None
    reservation: Reservation | None
    lifted: Lifted | None
    ruled: Ruled | None
    mandate: Mandate | None
    consents_missing: list[str]
    bars: list[Bar]
    pause: Paused | None
    given_up: list[GivenUp]
    replaced: list[Replaced]
    joined: list[Joined]
    reactions_until: date | None
    acknowledged: int
    assessment: Assessment | None
    publications: list[Publication]


class ChangeQuery(ListQuery):
    programme: UUID | None = None
    segment: str | None = None
    status: tuple[Status, ...] = ()
    announcement: tuple[Announcement, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None


@router.get("")
def list_changes(
    request: Request, response: Response, ports: World, query: Annotated[ChangeQuery, Query()]
) -> Page[Change]:
    """Changes in the order in which they take effect."""
    where = {
        "programme_id": query.programme,
        "segment": query.segment,
        "status": OneOf(query.status) if query.status else None,
        "announcement": OneOf(query.announcement) if query.announcement else None,
        "effective": period(query.effective_from, query.effective_until),
    }
    found = rows_of(ports, query, CHANGES, where, ("effective", "key"))
    return paged(request, response, query, found, Change.model_validate)


@router.get("/{change_id}")
def show_change(change_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]) -> Change:
    """One change: how far it has come, and by when it must be announced."""
    return Change.model_validate(one(ports, query, CHANGES, change_id))
