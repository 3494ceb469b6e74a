"""The arrangements: how the care in each segment is arranged, is to be, or is looked into."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.programme.arrangements import Arrangement, Instrument, Rule
from domain.programme.events import ArrangementStated
from projections import tables
from projections.read_model import ReadModel

Kind = Literal["instrument", "target_group", "figure", "rule", "relation"]


@dataclass(frozen=True, slots=True)
class ArrangementRow:
    """An arrangement as it was last stated; no segments named means all.

    `about` is what an instrument or a rule is about, `state` whether an instrument is there now,
    aimed at, looked into or undecided. `earlier` is how it was stated before, the first first.
    """

    programme_id: UUID
    arrangement_id: str
    kind: Kind
    segments: tuple[str, ...]
    about: str | None
    state: str | None
    text: str
    arrangement: Arrangement
    standing: Standing
    source: Source
    stated_at: datetime
    earlier: tuple[Arrangement, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether it can be said to hold on this day, by its own words."""
        since, until = self.arrangement.since, self.arrangement.until
        begun = since is None or since.first is None or since.first <= day
        return begun and (until is None or until.last is None or day <= until.last)


def keys(event: Event) -> Iterable[str]:
    """An arrangement's id is its own only within its programme and kind."""
    if not isinstance(event, ArrangementStated):
        return ()
    stated = event.arrangement
    return (f"{event.programme_id}:{stated.kind}:{stated.arrangement_id}",)


def project(_: str, row: ArrangementRow | None, event: Event) -> ArrangementRow | None:
    """Fold one event into the row of its arrangement."""
    if not isinstance(event, ArrangementStated):
        return row
    stated = event.arrangement
    about = stated.instrument if isinstance(stated, Instrument) else None
    return ArrangementRow(
        programme_id=event.programme_id,
        arrangement_id=stated.arrangement_id,
        kind=stated.kind,
        segments=stated.segments,
        about=stated.about if isinstance(stated, Rule) else about,
        state=stated.state if isinstance(stated, Instrument) else None,
        text=stated.text,
        arrangement=stated,
        standing=stated.standing,
        source=stated.source,
        stated_at=event.at,
        earlier=(*row.earlier, row.arrangement) if row else (),
    )


ARRANGEMENTS = ReadModel(
    name="arrangements",
    version=1,
    row=ArrangementRow,
    events=(ArrangementStated,),
    keys=keys,
    project=project,
    indexes=("programme_id", "kind", "about", "state"),
)


def of_programme(
    source: tables.Source,
    programme_id: UUID,
    segment: str | None = None,
    kind: Kind | None = None,
) -> list[ArrangementRow]:
    """The arrangements of a programme by kind; of a segment also those that are for all."""
    where: dict[str, object] = {"programme_id": programme_id}
    if kind is not None:
        where["kind"] = kind
    found = tables.select(source, ARRANGEMENTS, where, order=("kind", "about", "arrangement_id"))
    return [row for row in found if segment is None or not row.segments or segment in row.segments]
