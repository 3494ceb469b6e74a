"""The pages of changes: what they show, what they refuse, and that nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.app import create_app
from api.ports import Person
from domain.change.commands import PutInForce, QueueLetters, RecordReceipts
from domain.change.parts import Receipt
from projections import address_book
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import (
    ANNA,
    BRAM,
    NUMBERS,
    House,
    contract_id,
    draft,
    letter_id,
    provider_id,
    publish,
)

DECISION = {"body": "Regionaal bestuur", "decided_on": "2021-04-21", "reference": "RB 2021/17"}
WITHDRAWN = {"reason": "Zomaar", "key": "0123456789"}
PAGES = ("/", "/laatste-oproep", "/wijzigingen", "/overeenkomsten", "/programmas")


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


@pytest.fixture
def bram(house: House) -> Browser:
    return Browser(create_app(house.ports()), BRAM)


@pytest.fixture
def nobody(house: House) -> Browser:
    return Browser(create_app(house.ports()))


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_system_says_what_to_do_next(anna: Browser, page: str) -> None:
    shown = anna.get(page)
    assert shown.status == 200
    assert "publish" in shown.text or "Naar de wijzigingen" in shown.text


def test_every_page_of_a_practice_copy_says_what_time_it_is_there(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    for page in (*PAGES, CHANGE, "/klok", "/aanmelden"):
        assert "Oefenomgeving : de klok staat op 3 mei 2021" in anna.get(page).text


@pytest.mark.row("AN-23", "AN-11", "AU-06")
def test_the_last_call_board_says_what_must_be_announced_by_when_and_by_whom(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    board = anna.get("/laatste-oproep", tot="2021-07-01", ingang="2022-01-01").text
    assert "Wat moet uiterlijk 1 juli 2021 zijn aangekondigd voor 1 januari 2022?" in board
    assert "nog 59 dagen" in board
    assert "Laat de wijziging vaststellen" in board
    assert "Wacht op: bevoegd orgaan" in board
    assert "Niets aan te kondigen" in anna.get("/laatste-oproep", tot="2021-06-30").text
    assert "Dat is geen datum" in anna.get("/laatste-oproep", tot="gisteren").text


def test_a_change_goes_from_proposal_to_letters_on_one_page(
    house: House, anna: Browser, bram: Browser
) -> None:
    publish(house)
    draft(house)
    adopted = anna.fill(anna.get(CHANGE), "/vaststellen", **DECISION)
    assert adopted.status == 200
    assert "Vastgelegd: de wijziging is vastgesteld." in adopted.text
    assert "position=" in adopted.address
    approved = bram.fill(adopted, "/goedkeuren")
    assert "Kondig de wijziging aan" in approved.text
    ordered = bram.fill(approved, "/aankondigen")
    assert "Verzenden begint om 11:05; tot dan kunt u dit terugnemen." in ordered.text
    recalled = bram.fill(ordered, "/terugnemen")
    assert "de brieven worden niet verzonden" in recalled.text


def test_who_drafted_a_change_cannot_approve_it(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    anna.fill(anna.get(CHANGE), "/vaststellen", **DECISION)
    olga = Person(make.OFFICER, "Olga", "contractmanager")
    drafter = Browser(create_app(replace(house.ports(), people=(olga,))), olga)
    assert "Vier ogen" in drafter.get(CHANGE).text
    refused = drafter.send(f"{CHANGE}/goedkeuren", {"key": "0123456789"})
    assert refused.status == 409
    assert "Goedgekeurd" not in refused.text


def test_a_refusal_stands_beside_the_form_and_keeps_what_was_typed(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    later = {"body": "Regionaal bestuur", "decided_on": "2021-06-01", "reference": "Nr 12"}
    refused = anna.fill(anna.get(CHANGE), "/vaststellen", **later)
    assert refused.status == 409
    assert "1 juni 2021 ligt nog in de toekomst." in refused.text
    kept = refused.form("/vaststellen")
    assert {name: kept[name] for name in later} == later
    missing = anna.fill(refused, "/vaststellen", body=" ", decided_on="31 april")
    assert missing.status == 400
    assert "Vul dit in." in missing.text
    wrong = anna.fill(refused, "/vaststellen", decided_on="31 april")
    assert "Vul een datum in, met dag, maand en jaar." in wrong.text
    assert wrong.form("/vaststellen")["decided_on"] == "31 april"


def test_the_same_form_sent_twice_is_one_act(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    page = anna.get(CHANGE)
    first = anna.fill(page, "/vaststellen", **DECISION)
    second = anna.fill(page, "/vaststellen", **DECISION)
    assert first.address == second.address
    assert first.text.count("is vastgesteld door") == second.text.count("is vastgesteld door") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_another_site_posts_is_not_carried_out(
    house: House, anna: Browser, headers: dict[str, str]
) -> None:
    publish(house)
    draft(house)
    answer = anna.send(f"{CHANGE}/intrekken", WITHDRAWN, headers)
    assert answer.status == 403
    assert "Een andere website vroeg hierom" in answer.text
    assert "Ingetrokken" not in anna.get(CHANGE).text


def test_an_old_browser_that_names_its_origin_is_believed(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    origin = {"Origin": "http://testserver"}
    answer = anna.send(f"{CHANGE}/intrekken", WITHDRAWN, origin)
    assert "Vastgelegd: de wijziging is ingetrokken." in answer.text


def test_nobody_sees_no_forms_and_loses_nothing_on_the_way_to_being_somebody(
    house: House, nobody: Browser
) -> None:
    publish(house)
    draft(house)
    page = nobody.get(CHANGE)
    assert not any("/vaststellen" in action for action in page.forms)
    refused = nobody.send(f"{CHANGE}/vaststellen", {"key": "0123456789", **DECISION})
    assert refused.status == 403
    assert "Zeg eerst wie u bent; wat u invulde blijft staan." in refused.text
    assert refused.form("/vaststellen")["reference"] == "RB 2021/17"


def approve(house: House, anna: Browser, bram: Browser) -> None:
    publish(house)
    draft(house)
    anna.fill(anna.get(CHANGE), "/vaststellen", **DECISION)
    bram.fill(bram.get(CHANGE), "/goedkeuren")


def receipt(number: str, outcome: str, answer: str, house: House) -> Receipt:
    return Receipt.model_validate(
        {
            "letter_id": letter_id(number),
            "outcome": outcome,
            "answered_at": house.now,
            "answer": answer,
            "message_id": f"<{number}@inkoop.example>",
        }
    )


def record(house: House, *receipts: Receipt) -> None:
    letters = tuple(each.letter_id for each in receipts)
    house.do(make.a(QueueLetters, letter_ids=letters), make.a(RecordReceipts, receipts=receipts))


@pytest.mark.row("AN-20")
def test_every_letter_shows_its_state_the_servers_answer_and_the_days_to_spare(
    house: House, anna: Browser, bram: Browser
) -> None:
    approve(house, anna, bram)
    bram.fill(bram.get(CHANGE), "/aankondigen")
    house.now += timedelta(minutes=6)
    record(
        house,
        receipt(NUMBERS[0], "sent", "250 2.0.0 Ok: queued as 4F9", house),
        receipt(NUMBERS[1], "deferred", "451 4.3.0 later", house),
        receipt(NUMBERS[2], "refused", "550 5.1.1 no such user", house),
    )
    part = anna.get(CHANGE)
    assert "1 van 3 verzonden." in part.text
    assert "250 2.0.0 Ok: queued as 4F9" in part.text
    assert "59 dagen" in part.text
    assert "1 wacht op de mailserver." in part.text
    assert "550 5.1.1 no such user" in part.text
    assert "data-live-says" in part.html
    mended = anna.fill(
        anna.get(CHANGE),
        f"/brieven/{letter_id(NUMBERS[2])}/adres",
        email="nieuw@zorg.example",
    )
    assert "het adres is hersteld" in mended.text
    with house.pool.connection() as connection:
        party = address_book.get(connection, str(provider_id(NUMBERS[2])))
    assert party is not None
    assert party.email == "nieuw@zorg.example"


def test_an_address_that_is_none_is_not_written_down(
    house: House, anna: Browser, bram: Browser
) -> None:
    approve(house, anna, bram)
    bram.fill(bram.get(CHANGE), "/aankondigen")
    house.now += timedelta(minutes=6)
    record(house, receipt(NUMBERS[0], "refused", "550 5.1.1 no such user", house))
    form = f"/brieven/{letter_id(NUMBERS[0])}/adres"
    refused = anna.fill(anna.get(CHANGE), form, email="nieuw at zorg")
    assert refused.status == 400
    assert refused.form(form)["email"] == "nieuw at zorg"
    with house.pool.connection() as connection:
        party = address_book.get(connection, str(provider_id(NUMBERS[0])))
    assert party is not None
    assert party.email == "a@zorg.example"


def test_the_text_of_a_letter_can_be_read_before_and_after(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    letter = anna.get(f"{CHANGE}/brieven/{letter_id(NUMBERS[0])}")
    assert f"Geachte aanbieder ({letter_id(NUMBERS[0])})" in letter.text
    assert "Zo komt de brief te luiden." in letter.text
    assert anna.get(f"{CHANGE}/brieven/{contract_id(NUMBERS[0])}").status == 404


def test_what_was_held_back_says_why_and_from_which_day_it_lawfully_could(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    anna.fill(anna.get(CHANGE), "/vaststellen", **DECISION)
    house.now = datetime(2022, 1, 3, 9, tzinfo=UTC)
    contracts = tuple(contract_id(number) for number in NUMBERS)
    house.do(make.a(PutInForce, contract_ids=contracts))
    shown = anna.get(CHANGE).text
    assert "Tegengehouden 3" in shown
    assert "Er is geen brief verzonden" in shown
    assert "Zij mag op zijn vroegst ingaan op 3 juli 2022." in shown
    assert "3 juli 2022" in anna.get("/").text


def test_a_change_can_be_postponed_overridden_and_withdrawn_with_reasons(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    anna.fill(anna.get(CHANGE), "/vaststellen", **DECISION)
    later = {"effective": "2022-07-01", "reason": "Meer tijd voor overleg"}
    postponed = anna.fill(anna.get(CHANGE), "/uitstellen", **later)
    assert "eerst gepland op 1 januari 2022" in postponed.text
    short = {"decided_by": BRAM.person_id, "decided_on": "2021-05-03", "reason": "kort"}
    refused = anna.fill(postponed, "/afwijken", **short)
    assert "Schrijf minstens 10 tekens." in refused.text
    said = {**short, "reason": "De aanbieders stemmen in."}
    overridden = anna.fill(refused, "/afwijken", **said)
    assert "besloten door Bram op 3 mei 2021" in overridden.text
    withdrawn = anna.fill(overridden, "/intrekken", reason="Niet meer nodig")
    assert "Niets: de wijziging is ingetrokken" in withdrawn.text
    assert "Niet meer nodig" in withdrawn.text


def test_an_address_of_a_form_leads_back_to_its_page(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    assert anna.get(f"{CHANGE}/vaststellen").address == CHANGE
    assert anna.get(f"{CHANGE}/verzinnen").status == 404
