"""What a bundle is asked for. The same question has the same answer, to the last byte."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from domain.dates import local_day
from domain.document.parts import Role
from projections.bundles.belonging import Kind
from projections.language import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """The evidence on a subject as `known` at a moment, for a role.

    What the role may see is judged as `on` a day, by what had been recorded of secrecy by its
    end. `provider` is who looks, if it is one.
    """

    kind: Kind
    subject_id: UUID
    known: datetime
    role: Role
    on: date
    language: Language
    provider: UUID | None = None

    @property
    def moment(self) -> str:
        """`known` as everything in the bundle writes it."""
        return self.known.astimezone(UTC).isoformat().replace("+00:00", "Z")

    @property
    def name(self) -> str:
        """What the zip is called."""
        day = self.known.astimezone(UTC).date().isoformat()
        return f"{self.kind}-{self.subject_id}-{day}-{self.role}.zip"


def by_now(known: datetime | None, now: datetime) -> datetime:
    """The moment that is meant: now if none is named, and of today no more than has passed."""
    if known is None or (known > now and local_day(known) == local_day(now)):
        return now
    return known
