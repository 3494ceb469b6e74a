"""Puts the web application together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from starlette.types import ASGIApp

from api import app
from api.ports import Person, Ports, Text
from projections import address_book, proven
from projections.answers import Answers
from projections.bundles.asked import Asked
from projections.progress import lag, wait
from projections.registry import MODELS
from runtime import bundling, clock, mail_sink
from runtime.checkpoint_keys import keys
from runtime.drafting import drafting
from runtime.open_data import open_data
from runtime.retention_file import stated
from runtime.settings import Settings
from runtime.sheets.desk import Desk
from runtime.stationery import Stationery
from runtime.theme_files import themes
from runtime.tidings import Tidings
from runtime.wiring import World


@dataclass(frozen=True, slots=True)
class Web:
    """The application, and what has it hear of what is new: to be started, and closed in time."""

    app: ASGIApp
    tidings: Tidings


def web(settings: Settings) -> Web:
    """The web application of a running system."""
    world = World(settings, answers=Answers())
    tidings = Tidings(settings.database_url, world.pool)

    def wait_for(position: int, names: Sequence[str], seconds: float) -> None:
        named = [model for model in MODELS if not names or model.name in names]
        wait(world.pool, named, position, seconds)

    def letter(change_id: UUID, letter_id: UUID) -> Text:
        written = world.correspondence.letter(change_id, letter_id)
        return Text(written.subject, written.text)

    def move_clock(to: datetime, by: str) -> int:
        return clock.move(world.log, to, by)

    def bundle(asked: Asked, target: BinaryIO, by: str) -> None:
        bundling.make(bundling.ground(world), asked, target, by)

    folder = settings.practice_mail
    token = settings.api_token
    known = keys(settings)
    made = app.create_app(
        Ports(
            handle=world.log.handle,
            read=world.log.read,
            consider=world.log.consider,
            clock=world.clock,
            pool=world.pool,
            wait=wait_for,
            letter=letter,
            undo=timedelta(seconds=settings.undo_seconds),
            lag=lambda: behind(world),
            practice=settings.practice,
            move_clock=move_clock if settings.practice else None,
            mails=(lambda: mail_sink.messages(folder)) if settings.practice and folder else None,
            people=people(world) if settings.practice else (),
            token=token.get_secret_value() if token and settings.practice else None,
            links=world.links,
            sheets=Desk(world.pool, world.log.read, world.clock),
            stationery=Stationery(world.correspondence),
            lay_out=drafting(world),
            stated=stated(),
            open_data=open_data(world),
            bundle=bundle,
            tidings=tidings,
            themes=themes(settings.themes),
            verifiers=known.verifiers,
            witnesses=known.witnesses,
        )
    )
    return Web(made, tidings)


def behind(world: World) -> dict[str, int]:
    """How many positions each read model has yet to see, and the proofs."""
    with world.pool.connection() as connection:
        return {**lag(connection), "proofs": proven.status(connection).waiting}


def people(world: World) -> list[Person]:
    """Who can be picked in a practice copy."""
    with world.pool.connection() as connection:
        known = address_book.of_kind(connection, "person")
    return [Person(each.party_id, each.name or each.party_id, each.role or "") for each in known]


def openapi() -> dict[str, Any]:
    """The description of the API, without a system behind it."""
    return app.openapi()
