"""Anything for two dates from the shell, and how two readings of it differ (AU-01, AU-07)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from domain.base import derived_id
from domain.contract.replay import known_by
from domain.dates import local_day
from domain.replay.reading import At, Difference, Reading
from projections.narration import tell
from projections.replay_words import Reader, calls, path_words, value_words
from projections.replays import (
    Noun,
    Replay,
    behind,
    compared,
    differences,
    notes,
    read,
    refuse_future,
    replay,
    said,
)
from runtime.cli.output import FOLDER, AsJson, Folder, jsonable, note, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
TABLE, JSON = 200, 100_000
"""Of each field, and of the differences, no more than so many."""


@app.command("replay")
def replay_noun(
    noun: Annotated[Noun, typer.Argument(help="What it is")],
    subject: Annotated[str, typer.Argument(help="Its id; of a contract its number will do")],
    in_force: Day = None,
    known: Day = None,
    other_in_force: Day = None,
    other_known: Day = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Show how something stood on a day, as known on a day; with two more, what differs.

    All dates default to today, those of the other pair to the first pair's.
    """
    most = JSON if as_json else TABLE
    with World(settings(Path(folder))) as world:
        now = world.clock()
        for day in (known, other_known):
            refuse_future(known_by(day.date()) if day else now, now)
        found = replay(noun, _id_of(noun, subject), world.log.read(_id_of(noun, subject)))
        if found is None:
            raise KeyError(f"there is no {noun} {subject}: look up its id on its page or in /v1")
        first = _at(in_force, known, At(local_day(now), now), now)
        other = _at(other_in_force, other_known, first, now)
        readings = [read(found, first, most)]
        differing = []
        if other_in_force or other_known:
            readings.append(read(found, other, most))
            differing = list(islice(differences(found, first, other), most + 1))
        values = [*said(readings), *compared(differing)]
        reader = Reader("en", noun, calls(world.pool, found, values))
    if as_json:
        show_json(_document(found, readings, differing, most))
        return
    _tell(found, readings, reader)
    if len(readings) > 1:
        _differing(differing, most, reader)


def _id_of(noun: Noun, subject: str) -> UUID:
    try:
        return UUID(subject)
    except ValueError:
        if noun == "contract":
            return derived_id("contract", subject)
        raise ValueError(f"{subject} is no id: give the UUID of the {noun}") from None


def _at(in_force: datetime | None, known: datetime | None, otherwise: At, now: datetime) -> At:
    return At(
        in_force.date() if in_force else otherwise.in_force,
        min(known_by(known.date()), now) if known else otherwise.known,
    )


def _tell(found: Replay, readings: list[Reading], reader: Reader) -> None:
    """One reading with all its values; of two only what they are, for what differs follows."""
    for each in readings:
        if len(readings) == 1:
            show(_heading(found, each), ("field", "value", "set by"), _rows(each, reader))
        else:
            say(_heading(found, each))
        for sentence in notes(found, At(each.in_force, each.known)):
            note(str(sentence))
        for group in each.groups:
            if group.more and len(readings) == 1:
                note(f"{path_words((group.name,), reader)}: there is more, with --json.")


def _rows(each: Reading, reader: Reader) -> Iterator[tuple[str, str, str]]:
    for group in each.groups:
        for one in group.fields:
            value = value_words(one.path, one.value, reader)
            by = f"{local_day(one.event.at)} {type(one.event).__name__}" if one.event else ""
            yield path_words(one.path, reader), value, by


def _heading(found: Replay, each: Reading) -> str:
    name = found.title or found.subject_id
    day = f"on {each.in_force}, as known at {each.known:%Y-%m-%d %H:%M}"
    return f"{found.noun} {name}, {day} ({each.events} events)"


def _differing(differing: list[Difference], most: int, reader: Reader) -> None:
    def words(each: Difference, value: Any) -> str:
        return "-" if value is None else value_words(each.path, value, reader)

    rows = (
        (
            path_words(each.path, reader),
            words(each, each.before),
            words(each, each.after),
            "; ".join(f"{local_day(event.at)} {tell(event)}" for event in each.events[-1:]),
        )
        for each in differing[:most]
    )
    show("Differences", ("field", "first", "other", "because"), rows)
    if len(differing) > most:
        note("There is more, with --json.")


def _document(
    found: Replay, readings: list[Reading], differing: list[Difference], most: int
) -> dict[str, Any]:
    """As the API has it, without words."""
    return {
        "noun": found.noun,
        "subjectId": found.subject_id,
        "title": found.title,
        "firstRecorded": found.first,
        "lastRecorded": found.last,
        "dated": found.dated,
        "readings": [
            {
                "inForce": each.in_force,
                "known": each.known,
                "events": each.events,
                "notes": [str(one) for one in notes(found, At(each.in_force, each.known))],
                "values": [
                    {
                        "path": one.path,
                        "value": jsonable(one.value),
                        "eventId": one.event.event_id if one.event else None,
                    }
                    for group in each.groups
                    for one in group.fields
                ],
                "more": [group.name for group in each.groups if group.more],
            }
            for each in readings
        ],
        "differences": None
        if len(readings) == 1
        else [
            {
                "path": each.path,
                "before": jsonable(each.before),
                "after": jsonable(each.after),
                "eventIds": [event.event_id for event in each.events],
            }
            for each in differing[:most]
        ],
        "moreDifferences": len(differing) > most,
        "events": [
            {"eventId": event.event_id, "at": event.at, "by": event.by, "text": str(tell(event))}
            for event in behind(found, readings, differing[:most])
        ],
    }
