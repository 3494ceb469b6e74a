"""Anything on two days side by side, each as known at a moment, and what differs (AU-01, AU-07)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.errors import not_found
from api.language import spoken
from api.pages.asked_days import days_of, moment_of
from api.pages.names import Names
from api.pages.rendering import here, ports_of, render
from domain.base import Event, Sentence
from domain.dates import local_day
from domain.replay.reading import At, Difference, Group, Path, Reading
from projections.language import N_, say
from projections.narration import tell
from projections.replay_words import Reader, calls, path_words, value_words
from projections.replays import (
    Noun,
    Replay,
    compared,
    conflicting,
    differences,
    notes,
    read,
    replay,
    said,
    undisturbed,
)

router = APIRouter()

FEW, MANY, DIFFERENT = 12, 2_000, 50
"""Of each part so many values, of the one part that was asked for, and differences."""

WORDS: Mapping[str, Noun] = {
    "overeenkomst": "contract",
    "wijziging": "change",
    "besluit": "decision",
    "programma": "programme",
    "procedure": "procedure",
    "aanbieder": "provider",
    "document": "document",
    "toelating": "admission",
    "registers": "steering",
    "reeks": "batch",
    "sjabloon": "template",
}
"""The nouns as addresses have them."""

OWN_PAGES: Mapping[Noun, str] = {
    "contract": "/overeenkomsten/",
    "change": "/wijzigingen/",
    "decision": "/besluiten/",
    "programme": "/programmas/",
    "procedure": "/procedures/",
    "provider": "/aanbieders/",
    "document": "/documenten/",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the two pairs of days, what was wrong with them, and what they come to."""

    side: str
    in_force: date
    known: date
    wrong: Mapping[str, str]
    at: At


@dataclass(frozen=True, slots=True)
class Row:
    """A value of the one reading beside that of the other; the event behind the later of them."""

    label: str
    first: str | None
    second: str | None
    events: tuple[Event, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The values under one field, side by side; `more` if not all are here."""

    name: str
    label: str
    rows: tuple[Row, ...]
    entries: int
    more: bool
    differs: bool


def show_replay(request: Request, noun: Noun, subject_id: UUID) -> HTMLResponse:
    """Two pairs of days in the address; at first how it began beside how it stands now."""
    ports = ports_of(request)
    now = ports.clock()
    found = replay(noun, subject_id, ports.read(subject_id))
    if found is None:
        raise not_found()
    begun = local_day(found.first)
    sides = (
        _asked(request, "", (local_day(now), begun), now),
        _asked(request, "ander_", (local_day(now), local_day(now)), now),
    )
    under = request.query_params.get("onder") or None
    most = MANY if under else FEW
    readings = [read(found, each.at, most, under) for each in sides]
    differing = list(islice(differences(found, sides[0].at, sides[1].at), DIFFERENT + 1))
    values = [*said(readings), *compared(differing)]
    reader = Reader(spoken(), noun, calls(ports.pool, found, values))
    against = conflicting(found.source.events)
    rows = [_row(each, reader) for each in differing[:DIFFERENT]]
    parts = _parts(readings, {each.path[0] for each in differing}, reader)
    shown = chain(rows, *(part.rows for part in parts))
    names = Names(ports).learn({event.by for row in shown for event in row.events})
    return render(
        request,
        "replay.html",
        found=found,
        title=title_of(found, names),
        address=request.url.path,
        own=OWN_PAGES.get(noun),
        sides=sides,
        readings=readings,
        notes=[*dict.fromkeys(say(n, spoken()) for each in sides for n in notes(found, each.at))],
        differing=rows,
        more=len(differing) > DIFFERENT,
        parts=parts,
        later=[_later(each, reader) for each in readings],
        under=under,
        without=here(request, onder=""),
        more_at=lambda name: here(request, onder=name),
        conflicts=against,
        tell=tell,
        once=_once,
        names=names,
    )


def title_of(found: Replay, names: Names) -> str:
    """What the page is about: by its own name, that of its provider, or what it is."""
    if found.noun == "provider":
        return names(found.subject_id)
    return found.title or say(Sentence(NOUNS[found.noun]), spoken())


NOUNS: Mapping[Noun, str] = {
    "contract": N_("Contract"),
    "change": N_("Change"),
    "decision": N_("Decision"),
    "programme": N_("Programme"),
    "procedure": N_("Procedure"),
    "provider": N_("Provider"),
    "document": N_("Document"),
    "admission": N_("Admission"),
    "steering": N_("Registers"),
    "batch": N_("Batch"),
    "template": N_("Letter template"),
}


def _once(write: Callable[[Sequence[Event]], Markup]) -> Callable[[Sequence[Event]], Markup]:
    """Has what is said of the same events written once: most values came about together."""
    written: dict[tuple[UUID | None, ...], Markup] = {}

    def say_of(events: Sequence[Event]) -> Markup:
        key = tuple(each.event_id for each in events)
        if key not in written:
            written[key] = write(events)
        return written[key]

    return say_of


def _asked(request: Request, side: str, usual: tuple[date, date], now: datetime) -> Asked:
    """The days of one side; those that are no days, or nobody can know of yet, are today's."""
    names = (f"{side}van_kracht", f"{side}bekend")
    in_force, known, wrong = days_of(request.query_params, names, usual, local_day(now))
    named = {name.removeprefix(side): why for name, why in wrong.items()}
    return Asked(side, in_force, known, named, At(in_force, moment_of(known, now)))


def _row(each: Difference, reader: Reader) -> Row:
    words = partial(_words, each.path, reader=reader)
    label = path_words(each.path, reader)
    return Row(label, words(each.before), words(each.after), each.events, differs=True)


def _parts(readings: Sequence[Reading], differing: set[str], reader: Reader) -> list[Part]:
    """All fields of both, the first reading's first."""
    first, second = ({group.name: group for group in each.groups} for each in readings)
    parts = []
    for name in dict.fromkeys((*first, *second)):
        sides = first.get(name), second.get(name)
        rows = tuple(_beside(sides, reader))
        there = [each for each in sides if each is not None]
        parts.append(
            Part(
                name=name,
                label=path_words((name,), reader),
                rows=rows,
                entries=max(each.entries for each in there),
                more=any(each.more for each in there),
                differs=name in differing or any(row.differs for row in rows),
            )
        )
    return parts


def _beside(sides: Sequence[Group | None], reader: Reader) -> Iterator[Row]:
    """The values of a field on both sides. What one lacks, and may have further on, is left out."""
    found = [{} if side is None else {each.path: each for each in side.fields} for side in sides]
    for path in dict.fromkeys((*found[0], *found[1])):
        old, new = each_way = [values.get(path) for values in found]
        if any(
            one is None and side and side.more for one, side in zip(each_way, sides, strict=True)
        ):
            continue
        given = new or old
        events = () if given is None or given.event is None else (given.event,)
        texts = [None if one is None else _words(path, one.value, reader) for one in each_way]
        differs = old is None or new is None or old.value != new.value
        yield Row(path_words(path, reader), texts[0], texts[1], events, differs)


def _later(each: Reading, reader: Reader) -> list[tuple[str, date]]:
    return [(path_words(one.path, reader), one.value) for one in each.later]


def _words(path: Path, value: Any, reader: Reader) -> str | None:
    return None if value is None else value_words(path, value, reader)


def _page(noun: Noun) -> Any:
    def show(request: Request, subject_id: UUID) -> HTMLResponse:
        with undisturbed():
            return show_replay(request, noun, subject_id)

    return show


for _word, _noun in WORDS.items():
    router.add_api_route(f"/controle/{_word}/{{subject_id}}", _page(_noun), methods=["GET"])
