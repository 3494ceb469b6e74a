"""A provider's own page: all that is its own, and nothing of anybody else."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.app import create_app
from api.pages.own import Task, tasks
from api.ports import Person
from domain.base import derived_id
from domain.change.commands import NarrowChange, PostponeChange, QueueLetters, RecordReceipts
from domain.change.events import LetterAcknowledged, ReactionReceived
from domain.contract.commands import ConcludeContract
from domain.dates import Window
from domain.provisions import Duty
from projections import tables
from projections.contracts import CONTRACTS
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, House, contract_id, letter_id, provider_id
from tests.api.told import UNTIL, announce

ONE, OTHER = "HR-W-001", "HR-W-002"
OWN = "/aanbieder"


def as_provider(number: str) -> Person:
    return Person(f"provider:{provider_id(number)}", "", "aanbieder")


@pytest.fixture
def provider(house: House) -> Browser:
    return Browser(create_app(house.ports()), as_provider(ONE))


def events(house: House, kind: type) -> list[Any]:
    return [each for each in house.log.read(make.CHANGE_ID) if isinstance(each, kind)]


@pytest.mark.row("AD-19")
def test_a_provider_sees_its_contracts_its_letters_and_what_is_asked_of_it(
    house: House, provider: Browser
) -> None:
    announce(house)
    page = provider.get(OWN)
    assert "Zorg HR-W-001" in page.text
    assert "uiterlijk 1 juni 2021 Reageer, als u dat wilt" in page.text
    assert "zodra u kunt Laat weten dat u de brief hebt ontvangen" in page.text
    assert f"{OWN}/brieven/{letter_id(ONE)}" in page.html
    for of_another in (OTHER, "HR-W-003", str(provider_id(OTHER))):
        assert of_another not in page.html
    contract = provider.get(f"{OWN}/overeenkomsten/{contract_id(ONE)}")
    assert contract.status == 200
    assert next(iter(make.TERMS.values())) in contract.text


@pytest.mark.row("AD-19")
def test_what_is_anothers_is_not_there(house: House, provider: Browser) -> None:
    announce(house)
    other = Browser(create_app(house.ports()), as_provider(OTHER))
    at = f"{OWN}/brieven/{letter_id(OTHER)}"
    other.send(f"{at}/reactie", {"nature": "objection", "text": "Te duur."})
    [reaction] = events(house, ReactionReceived)
    before = len(house.log.read(make.CHANGE_ID))
    for address in (
        f"{OWN}/overeenkomsten/{contract_id(OTHER)}",
        at,
        f"{OWN}/reacties/{reaction.reaction_id}",
        f"{OWN}/overeenkomsten/{uuid4()}",
        f"{OWN}/brieven/{uuid4()}",
        f"{OWN}/reacties/{uuid4()}",
        CHANGE,
        f"{CHANGE}/reacties",
        f"/overeenkomsten/{contract_id(ONE)}",
        "/programmas",
        "/aanbieders",
        "/",
    ):
        assert provider.get(address).status == 404, address
    assert provider.send(f"{at}/ontvangen", {}).status == 404
    assert provider.send(f"{at}/reactie", {"nature": "question", "text": "Hoe?"}).status == 404
    assert provider.send(f"{CHANGE}/intrekken", {"reason": "Liever niet."}).status == 404
    assert len(house.log.read(make.CHANGE_ID)) == before
    assert "Te duur." not in provider.get(OWN).text
    assert "Te duur." in other.get(OWN).text
    assert other.get(f"{OWN}/reacties/{reaction.reaction_id}").status == 200


@pytest.mark.row("AD-19", "AN-07", "AN-19")
def test_a_provider_acknowledges_and_reacts_on_its_own_page(
    house: House, provider: Browser
) -> None:
    announce(house)
    at = f"{OWN}/brieven/{letter_id(ONE)}"
    page = provider.fill(provider.get(at), "/ontvangen")
    assert "U hebt op 3 mei 2021 laten weten" in page.text
    reacted = provider.fill(page, "/reactie", nature="question", text="Geldt dit voor iedereen?")
    assert "Uw reactie is vastgelegd." in reacted.text
    wrong = provider.fill(page, "/reactie", nature="", text="Toch?")
    assert (wrong.status, wrong.form("/reactie")["text"]) == (400, "Toch?")
    own = provider.get(OWN).text
    assert "Op dit moment wordt niets van u gevraagd." in own
    assert "Geldt dit voor iedereen?" in own
    assert [each.by for each in events(house, LetterAcknowledged)] == [as_provider(ONE).person_id]
    office = Browser(create_app(house.ports()), ANNA).get(f"{CHANGE}/ontvangst").text
    assert "1 van de 3" in office


def test_a_letter_that_has_not_left_is_not_there(house: House, provider: Browser) -> None:
    announce(house, OTHER)
    assert provider.get(f"{OWN}/brieven/{letter_id(ONE)}").status == 404
    assert "Aan u is nog niets aangekondigd." in provider.get(OWN).text


def test_the_office_looks_as_a_provider_and_leaves_again(house: House) -> None:
    announce(house)
    office = Browser(create_app(house.ports()), ANNA)
    assert office.get(OWN).status == 403
    page = office.get("/aanmelden", aanbieder=str(provider_id(ONE)), terug=OWN)
    assert "Zorg HR-W-001" in page.text
    seen = office.fill(page, "/aanmelden")
    assert (seen.status, seen.address) == (200, OWN)
    left = office.fill(seen, "/afmelden")
    assert left.address == "/aanmelden"
    assert office.get(OWN).status == 403


def test_nobody_is_a_provider_that_is_not_known(house: House) -> None:
    announce(house)
    stranger = Person(f"provider:{uuid4()}", "", "aanbieder")
    assert Browser(create_app(house.ports()), stranger).get(OWN).status == 403
    nonsense = Person("provider:nonsense", "", "aanbieder")
    assert Browser(create_app(house.ports()), nonsense).get(OWN).status == 403


def test_in_production_a_cookie_makes_nobody_a_provider(house: House) -> None:
    announce(house)
    production = replace(house.ports(), practice=False)
    assert Browser(create_app(production), as_provider(ONE)).get(OWN).status == 403


def test_a_duty_of_the_provider_is_a_task_until_its_day_has_passed_and_after(
    house: House,
) -> None:
    duty = Duty(party="provider", what="Wachttijden aanleveren", due=Window.on(UNTIL))
    theirs = Duty(party="municipality", what="Betalen", due=Window.on(UNTIL))
    terms = {"aanleveren": "voor juni", "betalen": "op tijd"}
    house.do(
        make.a(
            ConcludeContract,
            number=ONE,
            terms=terms,
            provisions={"aanleveren": duty, "betalen": theirs},
        )
    )
    contract = tables.get(house.pool, CONTRACTS, make.CONTRACT_ID)
    assert contract
    address = f"{OWN}/overeenkomsten/{make.CONTRACT_ID}"
    expected = [Task("duty", f"Wachttijden aanleveren ({ONE})", address, UNTIL, "aanleveren")]
    assert tasks([contract], [], [], date(2021, 5, 3)) == expected
    assert tasks([contract], [], [], date(2021, 7, 1)) == expected


@pytest.mark.row("IN-05", "AD-19")
def test_a_provider_follows_its_own_days_in_a_calendar_and_nobody_elses(
    house: House, provider: Browser
) -> None:
    announce(house)
    assert f"{OWN}/agenda" in provider.get(OWN).html
    made = provider.fill(provider.get(f"{OWN}/agenda"), f"{OWN}/agenda")
    [at] = re.findall(r"http\S+/agendas/\S+\.ics", made.text)
    anybody = Browser(create_app(house.ports()), ANNA)
    file = str(anybody.client.get(at).text).replace("\r\n ", "")
    assert "SUMMARY:Reageer\\, als u dat wilt" in file
    assert f"UID:van-kracht-{make.CHANGE_ID}-{contract_id(ONE)}@inkoopspoor" in file
    assert f"URL:http://testserver{OWN}/brieven/{letter_id(ONE)}" in file
    assert OTHER not in file
    assert str(contract_id(OTHER)) not in file
    provider.fill(provider.get(f"{OWN}/agenda"), "/intrekken")
    assert anybody.client.get(at).status_code == 410
    assert anybody.get(f"{OWN}/agenda").status == 403


@pytest.mark.row("IN-05")
def test_what_was_postponed_moves_in_a_providers_calendar_and_what_was_given_up_is_cancelled(
    house: House, provider: Browser
) -> None:
    announce(house)
    made = provider.fill(provider.get(f"{OWN}/agenda"), f"{OWN}/agenda")
    [at] = re.findall(r"http\S+/agendas/\S+\.ics", made.text)

    anybody = Browser(create_app(house.ports()))

    def effect() -> dict[str, str]:
        file = str(anybody.client.get(at).text).replace("\r\n ", "")
        days = [each for each in file.split("BEGIN:VEVENT") if "UID:van-kracht-" in each]
        assert len(days) == 1
        return dict(line.split(":", 1) for line in days[0].split("\r\n") if ":" in line)

    first = effect()
    house.now += timedelta(hours=1)
    house.do(make.whole(PostponeChange, effective=date(2022, 7, 1)))
    moved = effect()
    assert moved["DTSTART;VALUE=DATE"] == "20220701"
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    assert moved["DTSTAMP"] > first["DTSTAMP"]
    given_up = make.a(NarrowChange, contract_ids=(contract_id(ONE),), send_at=house.now)
    house.do(given_up)
    withdrawal = derived_id("withdrawal", make.CHANGE_ID, contract_id(ONE))
    receipt = make.RECEIPT.model_copy(
        update={"letter_id": withdrawal, "outcome": "sent", "answered_at": house.now}
    )
    house.do(
        make.a(QueueLetters, letter_ids=(withdrawal,)), make.a(RecordReceipts, receipts=(receipt,))
    )
    gone = effect()
    assert (moved["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
