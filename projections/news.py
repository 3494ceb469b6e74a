"""What happened since a moment, each event once: in the history of what it is about itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from psycopg.sql import SQL

from eventstore.registry import OWN_EVENTS
from projections import tables
from projections.history import HISTORY, HistoryRow
from projections.trail.model import AUDIT_TRAIL

_NOUNS = {event.__name__: noun for noun, events in OWN_EVENTS.items() for event in events}
_UNTOLD = [event.__name__ for event in OWN_EVENTS["clock"]]
_ALIKE = 3
"""More things than this to which the same happened are told as one."""
_SINCE = SQL(
    "select told.doc::text from {} as told join {} as trail"
    " on trail.key = told.doc ->> 'event_id'"
    " and trail.doc ->> 'subject_id' = told.doc ->> 'subject_id'"
    " where projections.instant(told.doc ->> 'at') > %(since)s"
    " and projections.instant(told.doc ->> 'at') < %(before)s"
    " and told.doc ->> 'by' is distinct from %(but)s"
    " and told.doc ->> 'kind' <> all(%(untold)s)"
    " order by projections.instant(told.doc ->> 'at') desc, (told.doc ->> 'rank')::int desc"
    " limit %(limit)s"
)


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one thing, or to several alike, the last first; `noun` says of which kind.

    `told` is what happened to the first of them.
    """

    noun: str
    subjects: tuple[UUID, ...]
    told: tuple[HistoryRow, ...]

    @property
    def at(self) -> datetime:
        return self.told[0].at

    @property
    def count(self) -> int:
        return len(self.told)


def since(
    source: tables.Source,
    moment: datetime,
    limit: int,
    but: str | None = None,
    before: datetime | None = None,
) -> list[HistoryRow]:
    """What was recorded after a moment, and before another, the last first, without what somebody
    did themselves.
    """
    query = _SINCE.format(tables.view(HISTORY), tables.view(AUDIT_TRAIL))
    until = before or datetime.max.replace(tzinfo=UTC)
    values = {"since": moment, "before": until, "but": but, "untold": _UNTOLD, "limit": limit}
    found = tables.ask(source, [HISTORY, AUDIT_TRAIL], query, values)
    return [tables.row_of(HISTORY, doc) for (doc,) in found]


def grouped(rows: list[HistoryRow]) -> list[News]:
    """By what it happened to, what changed last first; many of a kind to which the same happened
    are one."""
    by_subject: dict[UUID, list[HistoryRow]] = {}
    for row in rows:
        by_subject.setdefault(row.subject_id, []).append(row)
    singles = [
        News(_NOUNS.get(told[0].kind, ""), (subject_id,), tuple(told))
        for subject_id, told in by_subject.items()
    ]
    alike: dict[tuple[object, ...], list[News]] = {}
    for each in singles:
        alike.setdefault(_sort_of(each), []).append(each)
    found = [one for several in alike.values() for one in _together(several)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _sort_of(news: News) -> tuple[object, ...]:
    """What happened to a thing, but for the words that are its own."""
    return news.noun, tuple(row.kind for row in news.told)


def _together(several: list[News]) -> list[News]:
    if len(several) <= _ALIKE:
        return several
    subjects = tuple(subject for each in several for subject in each.subjects)
    return [News(several[0].noun, subjects, several[0].told)]
