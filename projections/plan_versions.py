"""The versions of each programme's plan, kept for ever: any two can be compared (ST-08)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.base import Event
from domain.programme.events import PlanItemDropped, PlanItemPlanned, PlanRevised
from domain.programme.versions import Comparison, PlannedItem, Version, compare, evolve, items_at
from projections import tables
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class PlanVersionsRow:
    """A programme's versions, the first first. Each names what it planned and dropped."""

    programme_id: UUID
    versions: tuple[Version, ...]

    @property
    def latest(self) -> int:
        """The number of the version that holds."""
        return self.versions[-1].number

    def version(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)

    def items_at(self, number: int) -> Mapping[str, PlannedItem]:
        """Every item as it was planned at a version. Raises `KeyError` if there is none such."""
        return items_at(self.versions, number)

    def compare(self, before: int, after: int) -> Comparison:
        """What changed between two versions. Raises `KeyError` if one of them does not exist."""
        return compare(self.versions, before, after)


def keys(event: Event) -> Iterable[str]:
    """What is planned touches the row of its programme."""
    match event:
        case PlanRevised() | PlanItemPlanned() | PlanItemDropped():
            return (str(event.programme_id),)
        case _:
            return ()


def project(_: str, row: PlanVersionsRow | None, event: Event) -> PlanVersionsRow | None:
    """Fold one event into the versions of its programme."""
    match event:
        case PlanRevised() | PlanItemPlanned() | PlanItemDropped():
            versions = evolve(row.versions if row else (), event)
            return PlanVersionsRow(event.programme_id, versions) if versions else None
        case _:
            return row


PLAN_VERSIONS = ReadModel(
    name="plan_versions",
    version=1,
    row=PlanVersionsRow,
    events=(PlanRevised, PlanItemPlanned, PlanItemDropped),
    keys=keys,
    project=project,
)


def of_programme(source: tables.Source, programme_id: UUID) -> PlanVersionsRow | None:
    """The versions of a programme's plan; none if it has no plan."""
    return tables.get(source, PLAN_VERSIONS, programme_id)
