"""What an auditor asks over HTTP and on pages: chains of cause, days, accounts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.app import create_app
from domain.change.commands import MandateAnnouncement, ProposeChange
from domain.contract.commands import AmendContract
from domain.dates import AMSTERDAM
from domain.document.commands import FileDocument
from domain.programme.commands import PublishProgramme
from projections import history, readings
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, BRAM, Caller, House, contract_id, publish
from tests.making.change import MANDATE
from tests.making.document import DOCUMENT_ID
from tests.projections import story

CONTRACT = contract_id("HR-W-001")
CHANGE = make.CHANGE_ID


@pytest.fixture
def told(house: House) -> House:
    """A change that came from a plan item, was announced to three and put in force on one."""
    publish(house)
    house.do(
        make.a(ProposeChange, announce_item=make.PLAN_ITEM.item_id),
        *story.ordered("2021-05-03"),
        make.a(MandateAnnouncement, mandate=MANDATE),
    )
    house.now += timedelta(hours=1)
    house.do(
        story.queued("2021-05-03"),
        *(story.receipt(each, day="2021-05-03") for each in story.LETTER_IDS),
    )
    house.now += timedelta(days=1)
    house.do(make.a(AmendContract, contract_id=CONTRACT, announced_on=make.MONDAY.date()))
    return house


def kinds(chain: dict[str, Any], direction: str) -> dict[str, str]:
    """By the kind of the event on the far side, the relation that links it."""
    far = {"up": "earlier", "down": "later"}[direction]
    by_id = {each["eventId"]: each["kind"] for each in chain["events"]}
    return {by_id[each[far]]: each["relation"] for each in chain[direction]}


def test_a_chain_leads_over_http_from_a_contract_to_the_quote_and_back(
    told: House, anna: Caller
) -> None:
    begins = anna.get("/chains", subject=str(CONTRACT))["items"]
    amended = next(each for each in begins if each["kind"] == "ContractAmended")
    chain = anna.get(amended["chain"].removeprefix("/v1"))
    above = kinds(chain, "up")
    assert above["LetterSent"] == "told"
    assert above["PlanItemPlanned"] == "item"
    item = next(each for each in chain["events"] if each["kind"] == "PlanItemPlanned")
    assert item["source"]["quote"] == "zes maanden voor de ingangsdatum"
    below = kinds(anna.get(f"/chains/{item['eventId']}"), "down")
    assert below["ChangeProposed"] == "item"
    assert below["ContractAmended"]
    missing = anna.client.get(f"/v1/chains/{uuid4()}")
    assert (missing.status_code, missing.headers["Content-Type"]) == (
        404,
        "application/problem+json",
    )


@pytest.mark.row("AU-06")
def test_why_a_day_is_1_july_is_answered_over_http_as_known_then(told: House, anna: Caller) -> None:
    answer = anna.get("/explanations", subject=str(CHANGE), day="2021-07-01")
    [why] = answer["items"]
    assert (why["what"], why["rule"]["name"], why["rule"]["version"]) == (
        "announce",
        "notice-back",
        1,
    )
    assert (why["clause"]["clauseId"], why["inputs"]["months"]) == ("hr-notice", "6")
    kinds_of_givers = {
        next(
            each["kind"]
            for each in anna.get(f"/chains/{event_id}")["events"]
            if each["eventId"] == event_id
        )
        for event_id in why["givenBy"]
    }
    assert kinds_of_givers == {"ChangeProposed", "AnnouncementDrafted"}
    due = next(
        each
        for each in anna.get("/agenda-items", change=str(CHANGE))["items"]
        if each["kind"] == "last_day"
    )
    by_agenda = anna.get("/explanations", agenda=due["key"])
    assert [each["day"] for each in by_agenda["items"]] == ["2021-07-01"]
    before = anna.get("/explanations", subject=str(CHANGE), known="2021-04-01")
    assert before["items"] == []
    assert anna.client.get("/v1/explanations").status_code == 404


def test_the_pages_lead_from_a_number_to_its_file_its_days_and_its_chain(told: House) -> None:
    browser = Browser(create_app(told.ports()), ANNA)
    found = browser.get("/controle", q="HR-W-001")
    assert f'href="/controle/dossier/{CONTRACT}"' in found.html
    assert "Niets heeft" in browser.get("/controle", q="bestaat niet").text
    file = browser.get(f"/controle/dossier/{CONTRACT}")
    assert "Voor wiens rekening de overeenkomst is, is niet vastgelegd." in file.text
    chain = file.html.rpartition("/controle/keten/")[2].partition('"')[0]
    page = browser.get(f"/controle/keten/{chain}")
    assert "Waar het op rust" in page.text
    assert "Brief aan de aanbieder" in page.text
    why = browser.get("/controle/waarom", onderwerp=str(CHANGE), dag="2021-07-01")
    assert "Regel <code>notice-back</code>, versie 1" in why.html
    assert "6 maanden terug vanaf 1 januari 2022 is 1 juli 2021." in why.text
    early = browser.get("/controle/waarom", onderwerp=str(CHANGE), bekend="2021-04-01")
    assert "Toen was er nog niets vastgelegd" in early.text
    later = browser.get("/controle/waarom", onderwerp=str(CHANGE), bekend="9999-12-31")
    assert "weet nog niemand" in later.text
    assert "is 1 juli 2021." in later.text
    for gone in ("keten", "dossier", "rechtmatigheid", "op-tijd"):
        assert browser.get(f"/controle/{gone}/{uuid4()}").status == 404
    assert browser.get("/controle/waarom", onderwerp="geen-kenmerk").status == 404


@pytest.mark.row("AU-08", "AU-09", "AU-13", "AU-14")
def test_each_account_is_a_page(told: House) -> None:
    browser = Browser(create_app(told.ports()), ANNA)
    eyes = browser.get("/controle/vier-ogen").text
    assert "2 paren nagegaan: steeds twee mensen." in eyes
    powers = browser.get(f"/controle/dossier/{CHANGE}").text
    assert MANDATE.power in powers
    assert browser.get("/controle/mandaten").status == 200
    assert "steeds zonder gat doorgeteld vanaf 1." in browser.get("/controle/volledigheid").text
    assert "3 van 3" in browser.get("/controle/op-tijd").text
    register = browser.get(f"/controle/op-tijd/{CHANGE}")
    assert register.html.count("/controle/keten/") == 3
    assert "notice-back/1" in register.text
    legality = browser.get(f"/controle/rechtmatigheid/{CONTRACT}").text
    assert "De wijziging is niet aan haar regime getoetst." in legality
    account = browser.get("/controle/verantwoording", vanaf="2021-01-01", tot="2021-12-31").text
    assert "Wijziging aangekondigd" in account


@pytest.mark.row("AU-08", "AU-09", "AU-18")
def test_each_account_is_there_over_http(told: House, anna: Caller) -> None:
    powers = anna.get("/audit-accounts/mandates", subject=str(CHANGE))
    assert powers["warrants"][1]["power"] == MANDATE.power
    assert powers["gaps"] == sum(len(each["gaps"]) for each in powers["warrants"])
    assert anna.get("/audit-accounts/mandates", subject=str(CONTRACT))["gaps"] == 3
    eyes = anna.get("/audit-accounts/four-eyes")
    assert (eyes["broken"], len(eyes["items"][0]["checks"])) == (0, 2)
    letters = anna.get(f"/audit-accounts/announcement-proofs/{CHANGE}")["items"]
    assert [each["daysToSpare"] for each in letters] == [59, 59, 59]
    sent = anna.get(f"/chains/{letters[0]['eventId']}")
    assert sent["events"][[e["eventId"] for e in sent["events"]].index(sent["start"])]["kind"] == (
        "LetterSent"
    )
    councils = anna.get(f"/audit-accounts/council-proofs/{make.PROGRAMME_ID}")
    assert councils["items"] == []
    legality = anna.get(f"/audit-accounts/legality-files/{CONTRACT}")
    assert legality["missing"] == sum(len(each["gaps"]) for each in legality["papers"])
    year = {"first": "2021-01-01", "last": "2021-12-31"}
    name = MANDATE.announced_by
    account = anna.get("/audit-accounts/proxies", organisation=name, **year)["items"]
    assert {each["municipality"] for each in account} == {*MANDATE.on_behalf_of}
    assert anna.client.get(f"/v1/audit-accounts/mandates?subject={uuid4()}").status_code == 404


@pytest.mark.row("AU-11")
def test_who_opens_the_chain_of_a_secret_document_is_written_down(
    house: House, anna: Caller
) -> None:
    house.now = datetime(2022, 1, 20, 9, tzinfo=AMSTERDAM)
    house.do(make.whole(PublishProgramme), make.whole(FileDocument))
    filed, *_ = history.of_subject(house.pool, DOCUMENT_ID)
    anna.get(f"/chains/{filed.event_id}")
    address = f"/controle/keten/{filed.event_id}"
    page = Browser(create_app(house.ports()), BRAM).get(address)
    stranger = Browser(create_app(house.ports())).get(address)
    with house.pool.connection() as connection:
        read, _ = readings.found(connection, readings.Asked(subject=DOCUMENT_ID))
    assert (page.status, stranger.status) == (200, 403)
    assert {(each.by, each.via) for each in read} == {
        ("anna-1", "api"),
        ("bram-1", "page"),
    }


def test_an_empty_house_says_what_there_is_to_come(house: House) -> None:
    browser = Browser(create_app(house.ports()), ANNA)
    assert "Nog niets te controleren" in browser.get("/controle").text
    assert "dus er valt niets na te gaan" in browser.get("/controle/vier-ogen").text
    assert "handelt niemand namens anderen" in browser.get("/controle/verantwoording").text
    assert browser.get("/controle/op-tijd").status == 200
    assert browser.get("/controle/mandaten").status == 200
