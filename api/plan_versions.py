"""The versions of a plan over HTTP: any of them, any two compared, and the room its items have."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from api.errors import not_found
from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, catch_up, one, paged
from api.shapes import DatedWindow, Instant, Shape
from domain.programme.schedule import schedule
from projections import plan_items
from projections.plan_items import PLAN_ITEMS
from projections.plan_versions import PLAN_VERSIONS, PlanVersionsRow

router = APIRouter(prefix="/programmes", tags=["plan-versions"])

Number = Annotated[int, Path(ge=1, le=1_000_000)]


class PlannedItem(Shape):
    """An item as it was planned at a version."""

    item_id: str
    title: str
    window: DatedWindow
    segment: str | None
    status: str
    after: list[str]
    fixed: bool | None


class PlanVersion(Shape):
    """A version of the plan: who planned it so, and why."""

    number: int
    title: str
    reason: str | None
    decided_by: str | None
    origin: str
    months: int | None
    at: Instant
    dropped: list[str]


class WholePlan(PlanVersion):
    """A version with every item as it was planned then."""

    items: list[PlannedItem]


class Moved(Shape):
    """An item whose window became another one."""

    item_id: str
    title: str
    before: DatedWindow
    after: DatedWindow


class Comparison(Shape):
    """What changed between two versions."""

    added: list[PlannedItem]
    dropped: list[PlannedItem]
    moved: list[Moved]
    reworded: list[PlannedItem]
    unchanged: int


class Slot(Shape):
    """The room an item has, in days; none where it has no date."""

    item_id: str
    segment: str | None
    earliest: date | None
    latest: date | None
    slack: int | None
    critical: bool


class Violation(Shape):
    """An item whose window ends before that of something it waits for."""

    item_id: str
    awaited: str
    ends: date
    awaited_ends: date
    certain: bool


class Schedule(Shape):
    """Every item in its place; `path` is the way with the least slack, `undated` have no date."""

    slots: list[Slot]
    path: list[str]
    paths: dict[str, list[str]]
    violations: list[Violation]
    undated: list[str]


class ComparisonQuery(ReadQuery):
    """The version to compare with; the one before if it is left out."""

    since: Annotated[int | None, Query(ge=1)] = None


@router.get("/{programme_id}/plan-versions")
def list_versions(
    programme_id: UUID,
    request: Request,
    response: Response,
    ports: World,
    query: Annotated[ListQuery, Query()],
) -> Page[PlanVersion]:
    """The versions of the plan, the last first; none is ever overwritten."""
    row = one(ports, query, PLAN_VERSIONS, programme_id)
    versions = row.versions[::-1]
    page = versions[query.offset : query.offset + query.page_size]
    found = (page, len(versions))
    return paged(request, response, query, found, PlanVersion.model_validate)


@router.get("/{programme_id}/plan-versions/{number}")
def show_version(
    programme_id: UUID, number: Number, ports: World, query: Annotated[ReadQuery, Query()]
) -> WholePlan:
    """The whole plan as it was at a version."""
    row = one(ports, query, PLAN_VERSIONS, programme_id)
    version = row.version(number)
    if version is None:
        raise not_found()
    heading = PlanVersion.model_validate(version).model_dump(by_alias=False)
    items = [PlannedItem.model_validate(each) for each in row.items_at(number).values()]
    return WholePlan(**heading, items=items)


@router.get("/{programme_id}/plan-versions/{number}/comparisons")
def compare(
    programme_id: UUID, number: Number, ports: World, query: Annotated[ComparisonQuery, Query()]
) -> Comparison:
    """What changed from an earlier version to this one."""
    row: PlanVersionsRow = one(ports, query, PLAN_VERSIONS, programme_id)
    before = query.since or max(1, number - 1)
    if row.version(number) is None or row.version(before) is None:
        raise not_found()
    return Comparison.model_validate(row.compare(before, number))


@router.get("/{programme_id}/schedules")
def show_schedule(
    programme_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Schedule:
    """The room each item has, what holds up the rest, and where the plan contradicts itself."""
    catch_up(ports, query, PLAN_ITEMS)
    items = plan_items.of_programme(ports.pool, programme_id)
    if not items:
        raise not_found()
    return Schedule.model_validate(schedule(items))
