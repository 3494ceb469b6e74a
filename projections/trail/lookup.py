"""Where the rows of the audit trail are asked for, by reference and by command."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from projections import tables
from projections.trail.model import AUDIT_TRAIL, TrailRow


class Trail(Protocol):
    """What a chain is made from; each answer has `limit` rows at most."""

    def one(self, event_id: UUID) -> TrailRow | None:
        """The event of this id."""

    def before(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        """Who gave the reference before the row did anything, the last first."""

    def givers(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        """Who gave the reference after the row, the first first."""

    def resting(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        """Who rests on the reference after the row, the first first."""

    def of_command(self, correlation: UUID, command: UUID, limit: int) -> list[TrailRow]:
        """What one command led to, in order."""

    def of_request(self, request: UUID, limit: int) -> list[TrailRow]:
        """What other commands led to that followed from this one, in order."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The trail as it is kept."""

    source: tables.Source

    def one(self, event_id: UUID) -> TrailRow | None:
        return tables.get(self.source, AUDIT_TRAIL, event_id)

    def before(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        where = {"gives": tables.Contains(reference), "at": tables.AtMost(row.at)}
        found = self._some(where, ("-at", "-rank"), limit + 1)
        return [each for each in found if each.moment < row.moment][:limit]

    def givers(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        return self._after({"gives": tables.Contains(reference)}, row, limit)

    def resting(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        return self._after({"rests_on": tables.Contains(reference)}, row, limit)

    def of_command(self, correlation: UUID, command: UUID, limit: int) -> list[TrailRow]:
        where = {"correlation": correlation, "caused_by": command}
        return self._some(where, ("at", "rank"), limit)

    def of_request(self, request: UUID, limit: int) -> list[TrailRow]:
        where = {"correlation": request, "caused_by": tables.NoneOf([request])}
        return self._some(where, ("at", "rank"), limit)

    def _after(self, where: tables.Where, row: TrailRow, limit: int) -> list[TrailRow]:
        found = self._some({**where, "at": tables.AtLeast(row.at)}, ("at", "rank"), limit + 1)
        return [each for each in found if each.moment > row.moment][:limit]

    def _some(self, where: tables.Where, order: tuple[str, ...], limit: int) -> list[TrailRow]:
        return tables.select(self.source, AUDIT_TRAIL, where, order, limit)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The trail of some events, in memory."""

    rows: tuple[TrailRow, ...]

    def one(self, event_id: UUID) -> TrailRow | None:
        return next((each for each in self.rows if each.event_id == event_id), None)

    def before(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        return self._sorted(
            lambda each: reference in each.gives and each.moment < row.moment, backwards=True
        )[:limit]

    def givers(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        return self._sorted(lambda each: reference in each.gives and each.moment > row.moment)[
            :limit
        ]

    def resting(self, reference: str, row: TrailRow, limit: int) -> list[TrailRow]:
        return self._sorted(lambda each: reference in each.rests_on and each.moment > row.moment)[
            :limit
        ]

    def of_command(self, correlation: UUID, command: UUID, limit: int) -> list[TrailRow]:
        return self._sorted(
            lambda each: each.correlation == correlation and each.caused_by == command
        )[:limit]

    def of_request(self, request: UUID, limit: int) -> list[TrailRow]:
        return self._sorted(lambda each: each.correlation == request and each.caused_by != request)[
            :limit
        ]

    def _sorted(
        self, fits: Callable[[TrailRow], bool], *, backwards: bool = False
    ) -> list[TrailRow]:
        found: Iterable[TrailRow] = filter(fits, self.rows)
        return sorted(found, key=lambda each: each.moment, reverse=backwards)
