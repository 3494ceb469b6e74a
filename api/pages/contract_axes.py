"""The two dates that a contract is read on, and the days on which something happened to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import Request

from api.pages.asked_days import days_of
from domain.contract.facts import Fact, What
from domain.dates import local_day


@dataclass(frozen=True, slots=True)
class Asked:
    """Both dates of a reading, as asked for; `wrong` says of each what it was not."""

    in_force: date
    known: date
    wrong: Mapping[str, str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A day on which something happened; today has nothing to say but that."""

    day: date
    what: tuple[What, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two dates: `stops` in their order, `earlier` and `later` those beside `at`."""

    name: str
    at: date
    stops: tuple[Stop, ...]

    @property
    def earlier(self) -> Stop | None:
        return next((each for each in reversed(self.stops) if each.day < self.at), None)

    @property
    def later(self) -> Stop | None:
        return next((each for each in self.stops if each.day > self.at), None)


def asked_of(request: Request, today: date) -> Asked:
    names = ("van_kracht", "bekend")
    chosen = bool({*names} & request.query_params.keys())
    return Asked(*days_of(request.query_params, names, (today, today), today), chosen)


def axes_of(facts: Sequence[Fact], asked: Asked, today: date) -> tuple[Axis, Axis]:
    """When things began to count, and when they were recorded; today is a day of both."""
    counting = ((fact.effective, fact.what) for fact in facts)
    recorded = ((local_day(fact.at), fact.what) for fact in facts)
    return (
        Axis("van_kracht", asked.in_force, _stops(counting, today)),
        Axis("bekend", asked.known, _stops(recorded, today)),
    )


def _stops(days: Iterable[tuple[date, What]], today: date) -> tuple[Stop, ...]:
    found = [
        Stop(day, tuple(dict.fromkeys(what for _, what in some)))
        for day, some in groupby(sorted(days, key=lambda each: each[0]), key=lambda each: each[0])
    ]
    if all(each.day != today for each in found):
        found.append(Stop(today, ()))
    return tuple(sorted(found, key=lambda each: each.day))
