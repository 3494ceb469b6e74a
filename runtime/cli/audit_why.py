"""The command that says why a day is what it is."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.contract.replay import known_by
from projections.language import say as said
from projections.why import Why, reasons
from runtime.cli.contracts import id_of
from runtime.cli.output import FOLDER, AsJson, Folder, say, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()

Subject = Annotated[
    str, typer.Argument(help="A contract's number, or the id of what the day is of")
]
OnDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command()
def why(
    subject: Subject,
    day: OnDay = None,
    known: OnDay = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Say why days are what they are: by which rule and clause, from which events.

    With `--day` only what falls on that day, with `--known` as it was known at its end.
    """
    subject_id = id_of(subject)
    with World(settings(Path(folder))) as world:
        events = world.log.read(subject_id)
        moment = known_by(known.date()) if known else world.clock()
    if not events:
        raise KeyError(f"there is nothing with the id or number {subject}")
    found = reasons(events, moment, day.date() if day else None)
    if as_json:
        show_json({"subject": subject_id, "known": moment, "items": [shown(e) for e in found]})
        return
    if not found and events[0].at > moment:
        say(f"By then nothing of it was recorded: it began on {events[0].at:%Y-%m-%d}.")
    elif not found:
        say("No day of it is that day." if day else "It has no days.")
    for each in found:
        tell(each)


def shown(each: Why) -> dict[str, object]:
    """As the API has it."""
    return {
        "what": each.what,
        "title": each.title,
        "day": each.day,
        "rule": each.explained.rule,
        "inputs": each.explained.inputs,
        "steps": [said(step, "en") for step in each.explained.sentences],
        "givenBy": each.given_by,
        "recorded": each.recorded,
        "clause": each.clause,
        "source": each.source,
    }


def tell(each: Why) -> None:
    say(f"{each.day} {each.what.replace('_', ' ')}: {each.title}")
    law = f" ({each.rule.law})" if each.rule.law else ""
    say(f"  rule {each.explained.rule}{law}: {said(each.rule.sentence, 'en')}")
    for sentence in each.explained.sentences:
        say(f"  - {said(sentence, 'en')}")
    for event_id in each.given_by:
        say(f"  given by event {event_id}")
    if each.source:
        say(f"  {each.source.document}, {each.source.section}: {each.source.quote}")
