"""Commands about secrecy: what a role could see on a day, and who read what is secret."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import psycopg
import typer

from domain.base import Refused, Sentence
from domain.contract.replay import known_by
from domain.dates import local_day
from domain.document.parts import Role
from projections import readings, views
from projections.language import say as in_words
from projections.narration import tell
from projections.readings import Reader
from projections.replays import refuse_future
from projections.views import Noun, View
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command("seen-by")
def seen_by(  # noqa: PLR0913 (one option each)
    role: Role,
    noun: Noun,
    subject_id: UUID,
    by: PERSON,
    day: Day = None,
    known: Day = None,
    provider: UUID | None = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what a role could see on a day, and what was kept back, why and until when."""
    with World(settings(Path(folder))) as world:
        now = world.clock()
        moment = min(known_by(known.date()), now) if known else now
        if known:
            refuse_future(known_by(known.date()), now)
        asked = views.Asked(role, day.date() if day else local_day(now), moment, provider)
        found = _noted(world, noun, subject_id, asked, by)
    if as_json:
        show_json(
            {
                "title": found.title,
                "role": role,
                "day": asked.day,
                "known": moment,
                "visible": found.visible,
                "hidden": [{"at": e.event.at, **e.reason.model_dump()} for e in found.hidden],
                "later": len(found.later),
            }
        )
    else:
        _tell(found, asked)


def _noted(world: World, noun: Noun, subject_id: UUID, asked: views.Asked, by: str) -> View:
    """The view, once it is written down that somebody read what of it is secret (AU-11)."""
    now = world.clock()
    try:
        found = views.view(noun, subject_id, asked, world.log.read, world.pool)
    except LookupError:
        raise KeyError(f"there is no {noun} with this id: {subject_id}") from None
    secrets = views.secrets(found, found.visible, local_day(now))
    try:
        with world.pool.connection() as connection:
            readings.write(connection, Reader(by, asked.role, "command", now), noun, secrets)
    except psycopg.Error as error:
        raise Refused(
            "not_noted", "that you read a secret cannot be written down: it is not shown"
        ) from error
    return found


def _tell(found: View, asked: views.Asked) -> None:
    show(
        f"What {asked.role} could see of {found.title or found.subject_id} on {asked.day}",
        ("recorded", "what"),
        ((each.at.date(), in_words(tell(each), "en")) for each in found.visible),
    )
    show(
        "Kept back",
        ("recorded", "why", "ground", "by", "until"),
        (
            (
                each.event.at.date(),
                each.reason.rule,
                in_words(Sentence(each.reason.ground), "en"),
                each.reason.body,
                each.reason.public_from,
            )
            for each in found.hidden
        ),
    )
    if found.later:
        say(f"Recorded only after that day: {len(found.later)}.")


@app.command("readings")
def list_readings(
    subject: UUID | None = None,
    reader: str | None = None,
    most: int = 50,
    folder: Folder = FOLDER,
    *,
    forget: Annotated[
        bool, typer.Option("--forget", help="First delete what is older than its period")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show who read what is secret, the last first."""
    with World(settings(Path(folder))) as world, world.pool.connection() as connection:
        if forget:
            now = world.clock()
            before = now.replace(year=now.year - readings.KEPT_YEARS, day=min(now.day, 28))
            say(f"Forgotten: {readings.forget(connection, before)} readings.")
        rows, total = readings.found(connection, readings.Asked(subject, reader, None, most))
    if as_json:
        show_json({"readings": list(rows), "total": total})
        return
    show(
        f"Readings of what is secret ({total})",
        ("when", "who", "as", "what", "part", "by way of"),
        (
            (f"{each.at:%Y-%m-%d %H:%M}", each.by, each.role, each.subject_id, each.part, each.via)
            for each in rows
        ),
    )
