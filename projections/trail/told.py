"""The events of a trail in words, with the place in the source that each rests on."""

from collections.abc import Iterable
from uuid import UUID

from projections import tables
from projections.history import HISTORY, HistoryRow
from projections.trail.model import TrailRow


def told(source: tables.Source, rows: Iterable[TrailRow]) -> dict[UUID, HistoryRow]:
    """What each of these events says, by its id."""
    keys = {f"{row.subject_id}:{row.event_id}" for row in rows}
    return {each.event_id: each for each in tables.get_all(source, HISTORY, keys).values()}
