"""How far the read models are, what they could not take in, and waiting for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep
from typing import Any, LiteralString

from projections.answers import Reader
from projections.read_model import ReadModel
from projections.tables import Source, connected, cursor

CHANNEL: LiteralString = "projections"
"""Who keeps read models calls here once they have taken in something new."""

_FIRST_PAUSE_SECONDS = 0.002
_LONGEST_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a model stands: `behind` counts positions, `rebuilt_to` is there during a rebuild."""

    name: str
    version: int
    position: int
    behind: int
    dead_letters: int
    rebuilt_to: int | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that the live rows of a model do without."""

    name: str
    position: int
    topic: str
    error: str
    at: datetime


def progress(source: Source) -> list[Progress]:
    """All models by name."""
    with connected(source) as connection:
        found = cursor(connection).execute(
            """
            with log as (select coalesce(max(notification_id), 0) as head from eventlog_events)
            select name, version, position, greatest(log.head - position, 0),
                (select count(*) from projections.dead_letters
                 where name = seen.name and generation = seen.generation),
                (select max(position) from projections.read_models
                 where name = seen.name and generation > seen.generation)
            from projections.read_models as seen, log where live order by name
            """
        )
        return [Progress(*row) for row in found.fetchall()]


def lag(source: Source) -> dict[str, int]:
    """How many positions in the log each model has yet to see."""
    return {each.name: each.behind for each in progress(source)}


def dead_letters(source: Source) -> list[SetAside]:
    """What the live rows do without, by model and in the order of the log."""
    with connected(source) as connection:
        found = cursor(connection).execute(
            "select name, d.position, topic, error, at from projections.dead_letters as d"
            " join projections.read_models using (name, generation)"
            " where live order by name, d.position"
        )
        return [SetAside(*row) for row in found.fetchall()]


def wait(
    source: Source, models: Iterable[ReadModel[Any]], position: int, timeout_seconds: float
) -> None:
    """Return once all these models have seen the log up to a position.

    Raises `TimeoutError` that says which have not, and how far they are.
    """
    names = [model.name for model in models]
    deadline = monotonic() + timeout_seconds
    pause = _FIRST_PAUSE_SECONDS
    while behind := _behind(source, names, position):
        left = deadline - monotonic()
        if left <= 0:
            late = ", ".join(f"{name} at {at}" for name, at in behind.items())
            raise TimeoutError(
                f"not yet at position {position} after {timeout_seconds:g} s: {late}"
            )
        sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)


def _behind(source: Source, names: list[str], position: int) -> dict[str, int]:
    with connected(source) as connection:
        if isinstance(connection, Reader):
            connection.standing = None  # what it knows is of before what is waited for
        found = cursor(connection).execute(
            "select wanted.name, coalesce(position, 0) from unnest(%s::text[]) as wanted (name)"
            " left join projections.read_models as known on known.name = wanted.name and live"
            " where coalesce(position, 0) < %s order by 1",
            [names, position],
        )
        return dict(found.fetchall())
