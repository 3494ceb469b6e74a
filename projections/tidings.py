"""What changed between two moments of the log, as pages ask it: of what, and never what it was."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.base import Event
from domain.clock.events import ClockEvent
from eventstore.codec import CODEC
from eventstore.registry import OWN_EVENTS
from eventstore.tombstones import is_destroyed
from projections.history import subjects
from projections.registry import MODELS

ALL = "*"
"""Anything may have changed: too much to name, or it changes what every page says."""

MOST_EVENTS = 500
MOST_TOPICS = 100

_NOUNS = {event: noun for noun, events in OWN_EVENTS.items() for event in events}
_STANDING = """
    select coalesce(min(position), 0) from projections.read_models
    where live and name = any(%s)
"""
_RECORDED = """
    select topic, state from eventlog_events
    where notification_id > %s and notification_id <= %s order by notification_id limit %s
"""


def standing(connection: Connection[Any]) -> int:
    """The log position that every read model of ours has seen."""
    cursor = connection.cursor(row_factory=tuple_row)
    found = cursor.execute(_STANDING, [[model.name for model in MODELS]]).fetchone()
    assert found is not None
    return int(found[0])


def between(connection: Connection[Any], after: int, until: int) -> frozenset[str]:
    """The topics of all that was recorded after one position, up to another that is settled."""
    if until <= after:
        return frozenset()
    if until - after > MOST_EVENTS:
        return frozenset({ALL})
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    found = cursor.execute(_RECORDED, [after, until, MOST_EVENTS], prepare=True).fetchall()
    return merged(_read(topic, state) for topic, state in found)


def merged(some: Iterable[frozenset[str]]) -> frozenset[str]:
    """These together, or all if they are too many to name."""
    topics = frozenset[str]().union(*some)
    return frozenset({ALL}) if ALL in topics or len(topics) > MOST_TOPICS else topics


def topics_of(event: Event) -> frozenset[str]:
    """The noun of its stream, and the ids of what it is told of; a moved clock changes all."""
    if isinstance(event, ClockEvent):
        return frozenset({ALL})
    noun = _NOUNS.get(type(event))
    return frozenset({*([noun] if noun else []), *map(str, subjects(event))})


def _read(topic: str, state: bytes) -> frozenset[str]:
    if is_destroyed(state):
        return frozenset({ALL})
    try:
        return topics_of(CODEC.decode(topic, state))
    except Exception:  # noqa: BLE001 (whatever it is, the engine has set it aside)
        return frozenset({ALL})
