"""Reactions over HTTP and on the office's pages: read, handled, answered, taken out as a table."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest

from api.app import create_app
from domain.change.commands import QueueLetters, RecordReceipts, WithdrawChange
from domain.change.events import LetterAcknowledged, ReactionHandled
from domain.change.letters import reply_letter
from projections import tables
from projections.letters import LETTERS
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, Caller, House, contract_id, letter_id
from tests.api.told import announce, send

ONE, OTHER = "HR-W-001", "HR-W-002"
SAID = {"nature": "objection", "words": "=Dit kost ons te veel.", "receivedOn": "2021-05-03"}
HANDLED = {"handling": "adopted", "reason": "Het bezwaar klopt.", "answer": "Wij passen het aan."}


@pytest.fixture
def office(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


def say(anna: Caller, number: str = ONE, **fields: str) -> UUID:
    body = {**SAID, "contractId": str(contract_id(number)), **fields}
    answer = anna.post(f"/changes/{make.CHANGE_ID}/reactions", body, Prefer="wait=5")
    assert answer.status_code == 202, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def events(house: House, kind: type) -> list[Any]:
    return [each for each in house.log.read(make.CHANGE_ID) if isinstance(each, kind)]


@pytest.mark.row("AN-19")
def test_a_reaction_by_mail_is_recorded_read_and_handled_over_http(
    house: House, anna: Caller
) -> None:
    announce(house)
    reaction_id = say(anna)
    assert say(anna) == reaction_id
    say(anna, OTHER, nature="agreement", words="Akkoord.")
    listed = anna.get("/reactions", change=str(make.CHANGE_ID), handled="false")
    assert [each["contractNumber"] for each in listed["items"]] == [ONE, OTHER]
    assert anna.get("/reactions", nature="agreement")["total"] == 1
    first = anna.get(f"/reactions/{reaction_id}")
    assert (first["words"], first["inTime"], first["handled"]) == (SAID["words"], True, False)
    handling = f"/reactions/{reaction_id}/handlings"
    assert anna.post(handling, {**HANDLED, "answer": ""}).json()["reason"] == "no_answer"
    assert anna.post(handling, HANDLED, key="handle-1", Prefer="wait=5").status_code == 202
    assert anna.post(handling, HANDLED, key="handle-1").status_code == 202
    assert len(events(house, ReactionHandled)) == 1
    after = anna.get(f"/reactions/{reaction_id}")
    assert (after["handling"], after["answerWords"]) == ("adopted", "Wij passen het aan.")
    otherwise = anna.post(handling, {**HANDLED, "answer": "Toch niet."})
    assert otherwise.json()["reason"] == "already_handled"
    assert anna.get(f"/reactions/{reaction_id}")["answerWords"] == "Wij passen het aan."
    with house.pool.connection() as connection:
        assert connection.execute("select count(*) from reaction_words").fetchone() == (3,)


@pytest.mark.row("AN-19")
def test_an_answer_is_a_letter_that_waits_to_be_sent(house: House, anna: Caller) -> None:
    announce(house)
    reaction_id = say(anna)
    anna.post(f"/reactions/{reaction_id}/handlings", HANDLED, Prefer="wait=5")
    row = tables.get(house.pool, LETTERS, reply_letter(reaction_id))
    assert row
    assert (row.kind, row.state, row.contract_number) == ("reply", "to_send", ONE)


def test_nothing_is_recorded_for_what_does_not_exist(house: House, anna: Caller) -> None:
    announce(house)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert anna.post(f"/reactions/{nowhere}/handlings", HANDLED).status_code == 404
    assert anna.post(f"/letters/{nowhere}/acknowledgements").status_code == 404
    body = {**SAID, "contractId": nowhere}
    refused = anna.post(f"/changes/{make.CHANGE_ID}/reactions", body)
    assert refused.json()["reason"] == "no_such_contract"
    wrong = anna.post(f"/changes/{make.CHANGE_ID}/reactions", {**body, "words": "a" * 4001})
    assert wrong.status_code == 400


@pytest.mark.row("AN-19")
def test_the_office_reads_reactions_looks_at_its_answer_and_sends_it(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    assert "Nog niemand heeft gereageerd" in office.get(f"{CHANGE}/reacties").text
    say(anna)
    say(anna, OTHER, nature="suggestion", words="Begin later.")
    listed = office.get(f"{CHANGE}/reacties")
    assert "Zorg HR-W-001 Een bezwaar" in listed.text
    assert "wacht 0 dagen" in listed.text
    assert "Begin later." not in office.get(f"{CHANGE}/reacties", toon="bezwaren").text
    assert "Er is geen reactie die past" in office.get(f"{CHANGE}/reacties", toon="behandeld").text
    page = office.get(f"{CHANGE}/reacties/{say(anna)}")
    assert "=Dit kost ons te veel." in page.text
    filled = {**HANDLED, "doen": "bekijken"}
    looked = office.fill(page, str(say(anna)), **filled)
    assert "Antwoord aan Zorg HR-W-001" in looked.text
    assert looked.text.count("Wij passen het aan.") == 2
    assert events(house, ReactionHandled) == []
    sent = office.fill(looked, str(say(anna)), **{**HANDLED, "doen": "behandelen"})
    assert "Vastgelegd: wat er met de reactie gebeurt." in sent.text
    assert "Overgenomen" in sent.text
    assert "Behandelen" not in sent.text
    assert office.get(f"{CHANGE}/reacties/{letter_id(ONE)}").status == 404


def test_what_is_wrong_with_a_handling_stands_beside_its_form(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    at = f"{CHANGE}/reacties/{say(anna)}"
    empty = office.send(at, {"doen": "behandelen", "handling": "", "reason": "", "answer": "Ja"})
    assert (empty.status, empty.form(at)["answer"]) == (400, "Ja")
    assert "Kies er een." in empty.text
    silent = office.send(at, {**HANDLED, "doen": "behandelen", "answer": ""})
    assert silent.status == 409
    assert "Schrijf een antwoord aan de aanbieder" in silent.text
    nobody = Browser(create_app(house.ports()))
    assert "Zeg eerst wie u bent" in nobody.send(at, {**HANDLED, "doen": "behandelen"}).text


@pytest.mark.row("AN-19")
def test_reactions_go_into_a_spreadsheet_as_words_and_never_as_formulas(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    say(anna)
    answer = office.client.get(f"{CHANGE}/reacties.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    [row] = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert row["overeenkomst"] == ONE
    assert row["aard"] == "Een bezwaar"
    assert row["reactie"] == "'=Dit kost ons te veel."


@pytest.mark.row("AN-07")
def test_who_did_not_say_that_it_has_the_letter_is_listed_and_can_be_recorded(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    anna.post(f"/letters/{letter_id(OTHER)}/acknowledgements", Prefer="wait=5")
    page = office.get(f"{CHANGE}/ontvangst")
    assert "1 van de 3 hebben gezegd dat zij de brief hebben." in page.text
    assert ONE in page.text
    assert OTHER not in page.text
    done = office.fill(page, str(letter_id(ONE)))
    assert "2 van de 3" in done.text
    assert [each.by for each in events(house, LetterAcknowledged)] == [ANNA.person_id] * 2


@pytest.mark.row("AN-19", "CC-08")
def test_an_objection_that_waits_is_told_on_the_change_and_today_and_stops_nothing(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    say(anna)
    house.now = make.MONDAY + timedelta(days=12)
    told = "1 bezwaar wacht op antwoord, nu 12 dagen. Het houdt de wijziging niet tegen"
    assert told in office.get(CHANGE).text
    assert "wacht 12 dagen · 1 reactie · 1 bezwaar" in office.get("/").text
    anna.post(f"/reactions/{say(anna)}/handlings", HANDLED, Prefer="wait=5")
    assert "wacht op antwoord" not in office.get(CHANGE).text
    assert "Beantwoord de reacties" not in office.get("/").text


@pytest.mark.row("AN-19")
def test_an_answer_that_was_refused_is_a_task_today_and_on_its_change(
    house: House, anna: Caller, office: Browser
) -> None:
    announce(house)
    reaction_id = say(anna)
    anna.post(f"/reactions/{reaction_id}/handlings", HANDLED, Prefer="wait=5")
    answer = reply_letter(reaction_id)
    no = make.RECEIPT.model_copy(update={"letter_id": answer, "outcome": "refused"})
    house.do(
        make.a(QueueLetters, letter_ids=(answer,)),
        make.a(RecordReceipts, receipts=(no,)),
        make.a(WithdrawChange),
    )
    assert "1 geweigerd adres Herstel de geweigerde adressen" in office.get("/").text
    page = office.get(CHANGE)
    assert "Herstel de geweigerde adressen" in page.text
    assert f"/brieven/{answer}/adres" in page.html


@pytest.mark.row("AD-16", "TP-08")
def test_the_proof_that_all_were_told_alike_names_who_was_not(
    house: House, office: Browser
) -> None:
    announce(house, ONE, OTHER)
    page = office.get(f"{CHANGE}/gelijke-behandeling").text
    assert "2 van de 3 brieven zeiden hetzelfde en zijn verstuurd op 3 mei 2021." in page
    assert "HR-W-003 Zorg HR-W-003 nog niet verstuurd" in page
    send(house, "HR-W-003", at=make.MONDAY + timedelta(hours=1))
    page = office.get(f"{CHANGE}/gelijke-behandeling").text
    assert "Ja: alle 3 brieven zeiden hetzelfde en zijn verstuurd op 3 mei 2021." in page
