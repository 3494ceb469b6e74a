"""The web application over a real log, with read models that follow when they are asked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from psycopg_pool import ConnectionPool
from pydantic import BaseModel
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.brief_links import Links
from api.ports import Person, Ports, Text
from domain.base import Command, derived_id
from domain.change.commands import DraftAnnouncement, ProposeChange, TableChange
from domain.change.parts import Recipient
from domain.contract.commands import ConcludeContract
from domain.programme.commands import PublishProgramme
from eventstore.log import EventLog
from projections import address_book
from projections.address_book import Party
from projections.answers import Answers, Reader
from projections.engine import Engine
from projections.progress import lag, wait
from projections.registry import MODELS
from runtime.sheets.desk import Desk
from tests import make

TOKEN = "s3cret"
LINKS = Links("http://testserver", (b"a key of the tests, long enough to sign",))
ANNA, BRAM = (
    Person("anna-1", "Anna", "programmabureau"),
    Person("bram-1", "Bram", "contractmanager"),
)
NUMBERS = ("HR-W-001", "HR-W-002", "HR-W-003")


class House:
    """One running system; `follows` is off while the read models are to stay behind."""

    def __init__(self, url: str, pool: ConnectionPool[Any]) -> None:
        self.log = EventLog(url)
        self.pool = pool
        self.engine = Engine(url, MODELS)
        self.now = make.MONDAY
        self.follows = True

    def do(self, *commands: Command) -> int:
        """Record commands, and have the read models see them."""
        position = 0
        for command in commands:
            given = {"command_id": uuid4(), "at": self.now}
            position = self.log.handle(command.model_copy(update=given))
        self.engine.catch_up()
        return position

    def ports(self) -> Ports:
        return Ports(
            handle=self.log.handle,
            read=self.log.read,
            consider=self.log.consider,
            clock=lambda: self.now,
            pool=self.pool,
            wait=self.wait,
            letter=lambda _, letter_id: Text("Wijziging", f"Geachte aanbieder ({letter_id})"),
            undo=timedelta(minutes=5),
            lag=lambda: lag(self.pool),
            practice=True,
            move_clock=self.move_clock,
            people=(ANNA, BRAM),
            token=TOKEN,
            sheets=Desk(self.pool, self.log.read, lambda: self.now),
            links=LINKS,
        )

    def wait(self, position: int, names: Sequence[str], seconds: float) -> None:
        if self.follows:
            self.engine.catch_up()
        named = [model for model in MODELS if not names or model.name in names]
        wait(self.pool, named, position, min(seconds, 0.2))

    def move_clock(self, to: datetime, _: str) -> int:
        self.now = to
        return 1


@contextmanager
def open_house(url: str) -> Iterator[House]:
    with ConnectionPool(
        url,
        min_size=1,
        kwargs={"autocommit": True},
        connection_class=Reader,
        check=Answers().check,
        open=True,
    ) as pool:
        house = House(url, pool)
        house.engine.catch_up()
        yield house
        house.log.close()


class Caller:
    """A program that speaks to the API on behalf of somebody."""

    def __init__(self, app: ASGIApp, person: Person = ANNA) -> None:
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "X-Person": person.person_id,
            "Accept-Language": "en",
        }
        self.client = TestClient(app, headers=headers, raise_server_exceptions=False)

    def get(self, path: str, **query: Any) -> Any:
        """What is there; the request must succeed."""
        answer = self.client.get(f"/v1{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        """The whole answer to a request that is to be recorded."""
        headers["Idempotency-Key"] = key or uuid4().hex
        if isinstance(body, BaseModel):
            body = body.model_dump(mode="json", by_alias=True)
        return self.client.post(f"/v1{path}", json=body, headers=headers)


def contract_id(number: str) -> UUID:
    return derived_id("contract", number)


def provider_id(number: str) -> UUID:
    return derived_id("provider", number)


def letter_id(number: str) -> UUID:
    return derived_id("letter", make.CHANGE_ID, contract_id(number))


def publish(house: House) -> int:
    """A programme with a plan and a clause, three contracts, and the names of their providers."""
    with house.pool.connection() as connection:
        for number in NUMBERS:
            party = Party(str(provider_id(number)), "provider", f"Zorg {number}", "a@zorg.example")
            address_book.put(connection, party)
    contracts = [
        make.a(
            ConcludeContract,
            number=number,
            contract_id=contract_id(number),
            provider_id=provider_id(number),
        )
        for number in NUMBERS
    ]
    return house.do(make.whole(PublishProgramme), *contracts)


def draft(house: House) -> int:
    """The change is proposed and discussed, and its letters are laid out."""
    recipients = tuple(
        Recipient(
            letter_id=letter_id(number),
            contract_id=contract_id(number),
            contract_number=number,
            provider_id=provider_id(number),
            clause=make.CLAUSE,
            latest=make.LATEST,
        )
        for number in NUMBERS
    )
    return house.do(
        make.whole(ProposeChange, reservation=None),
        make.whole(TableChange),
        make.whole(DraftAnnouncement, recipients=recipients),
    )
