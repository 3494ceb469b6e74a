"""The desk of one change: every step by form, offered only where it can be taken."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from api.app import create_app
from domain.change.commands import (
    AdoptChange,
    BarAnnouncement,
    DraftAnnouncement,
    MissAnnouncement,
    ProposeChange,
    QueueLetters,
    RecordReceipts,
    TableChange,
)
from domain.change.parts import Receipt, Recipient
from domain.contract.commands import ConcludeContract
from projections import tables
from projections.changes import CHANGES, ChangeRow
from runtime.drafting import drafting
from runtime.settings import Settings
from runtime.wiring import World
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import (
    ANNA,
    BRAM,
    NUMBERS,
    House,
    contract_id,
    letter_id,
    provider_id,
    publish,
)

SEVEN = make.CLAUSE.model_copy(update={"clause_id": "zeven", "months": 7})
EARLIER = make.LATEST.replace(month=6)
CONTRACT = f"/overeenkomsten/{contract_id(NUMBERS[0])}"


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


@pytest.fixture
def bram(house: House) -> Browser:
    return Browser(create_app(house.ports()), BRAM)


def row(house: House) -> ChangeRow:
    house.engine.catch_up()
    found = tables.get(house.pool, CHANGES, make.CHANGE_ID)
    assert found is not None
    return found


def lay_out(house: House, **proposal: Any) -> None:
    """A change of three contracts, the last with seven months' notice, laid out by the system."""
    publish(house)
    slower = make.a(
        ConcludeContract, number="HR-W-009", contract_id=contract_id("HR-W-009"), clause=SEVEN
    )
    recipients = tuple(
        Recipient(
            letter_id=letter_id(number),
            contract_id=contract_id(number),
            contract_number=number,
            provider_id=provider_id(number),
            clause=SEVEN if number == NUMBERS[2] else make.CLAUSE,
            latest=EARLIER if number == NUMBERS[2] else make.LATEST,
            segment="wonen",
        )
        for number in NUMBERS
    )
    house.do(
        slower,
        make.a(ProposeChange, **proposal),
        make.a(TableChange),
        make.a(AdoptChange),
        make.a(DraftAnnouncement, recipients=recipients, by="workflow:letters"),
    )


def send(house: House, bram: Browser, *refused: str) -> None:
    """Approve and order the letters, and have the mail server take all but the refused ones."""
    bram.fill(bram.get(CHANGE), "/goedkeuren")
    bram.fill(bram.get(CHANGE), "/aankondigen", reactions_until="2021-06-15")
    house.now += timedelta(minutes=6)
    letters = tuple(letter_id(number) for number in NUMBERS)
    receipts = tuple(
        Receipt(
            letter_id=letter_id(number),
            outcome="refused" if number in refused else "sent",
            answered_at=house.now,
            answer="550 no such user" if number in refused else "250 queued",
            message_id=f"<{number}@inkoop.example>",
            digest="ab" * 32,
        )
        for number in NUMBERS
    )
    house.do(make.a(QueueLetters, letter_ids=letters), make.a(RecordReceipts, receipts=receipts))


@pytest.mark.row("AN-12", "AN-24")
def test_letters_wait_for_a_gate_and_for_consents_and_the_page_says_so(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house)
    house.do(make.a(BarAnnouncement, gate="college"))
    bram.fill(bram.get(CHANGE), "/goedkeuren")
    page = bram.get(CHANGE)
    assert "Laat poort “college” openen" in page.text
    assert "/procedures/" in page.html
    assert not any(action.partition("#")[0].endswith("/aankondigen") for action in page.forms)
    refused = bram.send(f"{CHANGE}/aankondigen", {"key": "0123456789"})
    assert refused.status == 409
    assert "college" in refused.text
    assert "1 juni 2021" in page.text
    assert "1 juli 2021" in page.text
    mandate = {"announced_by": "Serviceorganisatie", "power": "Mandaatbesluit 2021, artikel 3"}
    waits = anna.fill(
        anna.get(CHANGE), "/mandateren", **mandate, **{"namens-Leiden": "ja", "nodig-Leiden": "ja"}
    )
    assert "nog niet met de aankondiging ingestemd: Leiden" in waits.text
    agreed = anna.fill(waits, "/mandateren", **{"instemming-Leiden": "2021-02-20"})
    assert "nog niet met de aankondiging ingestemd" not in agreed.text
    mandated = row(house).mandate
    assert mandated is not None
    assert [each.municipality for each in mandated.consents] == ["Leiden"]


@pytest.mark.row("AN-20")
def test_the_register_says_in_one_line_and_per_letter_what_was_in_time_and_why(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house)
    send(house, bram, NUMBERS[1])
    register = anna.get(f"{CHANGE}/register")
    assert "2 van 3 op tijd, kortste marge 29 dagen, 1 nog niet aangekondigd." in register.text
    assert "<HR-W-001@inkoop.example>" in register.text
    assert f"SHA-256 {'ab' * 32}" in register.text
    refused = anna.get(f"{CHANGE}/register", staat="refused")
    assert "HR-W-002" in refused.text
    assert "HR-W-001" not in refused.text
    mended = anna.fill(refused, "/adres", email="nieuw@zorg.example")
    assert "het adres is hersteld" in mended.text
    assert "Geen brief voldoet" in anna.get(f"{CHANGE}/register", tijdig="late").text
    file = anna.client.get(f"{CHANGE}/register.csv", params={"clausule": "zeven"})
    lines = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert [line[0] for line in lines] == ["Overeenkomst", "HR-W-003"]
    assert lines[1][6:10] == ["2021-06-01", "2021-05-03", "29", "Op tijd"]
    listed = anna.get(f"/programmas/{make.PROGRAMME_ID}/aankondigingen")
    assert "2 van 3 op tijd" in listed.text


@pytest.mark.row("AN-24")
def test_a_clause_whose_last_day_has_passed_does_not_keep_the_others_from_being_told(
    house: House, bram: Browser
) -> None:
    lay_out(house)
    house.now = make.MONDAY.replace(month=6, day=15)
    house.do(make.a(MissAnnouncement))
    page = bram.get(CHANGE)
    assert "De laatste dag is voorbij volgens: zeven." in page.text
    approved = bram.fill(page, "/goedkeuren")
    ordered = bram.fill(approved, "/aankondigen")
    assert "Verzenden begint om" in ordered.text
    assert row(house).announcement == "ordered"


def test_a_refusal_is_told_also_where_its_form_is_gone(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house)
    send(house, bram)
    too_late = anna.send(f"{CHANGE}/terugnemen", {"key": "0123456789"})
    assert too_late.status == 409
    assert "Er zijn al brieven verzonden: trek de wijziging in" in too_late.text
    anna.fill(anna.get(CHANGE), "/intrekken", reason="Niet meer nodig")
    typed = {"key": "0123456780", "reason": "Tot later", "effective": "2023-01-01"}
    over = anna.send(f"{CHANGE}/uitstellen", typed)
    assert over.status == 409
    assert over.form("/uitstellen")["reason"] == "Tot later"


@pytest.mark.row("AN-14")
def test_narrowing_can_be_taken_back_until_its_letters_leave(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house)
    send(house, bram)
    unknown = anna.fill(anna.get(CHANGE), "/inperken", contracts="HR-X-1", reason="Sluit")
    assert unknown.status == 400
    assert "heeft nummer HR-X-1" in unknown.text
    assert unknown.form("/inperken")["reason"] == "Sluit"
    narrowed = anna.fill(unknown, "/inperken", contracts=NUMBERS[0].lower())
    assert "1 aanbieder krijgt vanaf" in narrowed.text
    assert row(house).recipients == 2
    register = anna.get(f"{CHANGE}/register", nummer=NUMBERS[0])
    assert "Gaat voor deze overeenkomst niet door" in register.text
    back = anna.fill(narrowed, "/toch-doorgaan")
    assert "gaat toch door" in back.text
    assert row(house).recipients == 3


@pytest.mark.row("AN-14")
def test_replacing_says_beforehand_what_happens_to_the_clock(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house)
    send(house, bram)
    page = anna.get(CHANGE)
    assert "3 aanbieders die zijn aangezegd, moeten opnieuw worden aangezegd" in page.text
    assert "De termijn begint niet opnieuw." in page.text
    form = page.form("/vervangen")
    term = next(name for name, value in form.items() if name.startswith("text-") and value)
    said = {"decided_by": "Regionaal bestuur", "reason": "Bedrag stond verkeerd"}
    missing = anna.fill(page, "/vervangen", **said, **{term: ""}, nature="writing_error")
    assert missing.status == 400
    better = {term: "EUR 104 per dag", "nature": "other_terms"}
    replaced = anna.fill(missing, "/vervangen", **better)
    assert "er wordt iets anders aangekondigd" in replaced.text
    assert "Andere bepalingen: wie was aangezegd, moest opnieuw" in replaced.text
    assert row(house).replaced[0].restarts


@pytest.mark.row("AN-13", "AU-08")
def test_a_ruling_is_for_somebody_else_than_who_proposed(
    house: House, anna: Browser, bram: Browser
) -> None:
    lay_out(house, by=ANNA.person_id)
    page = anna.get(CHANGE)
    assert "Vier ogen" in page.text
    assert not any(action.partition("#")[0].endswith("/oordelen") for action in page.forms)
    ruling = {"decided_by": BRAM.person_id, "decided_on": "2021-02-20", "covered": "nee"}
    said = {**ruling, "reason": "Alleen een technische omzetting."}
    refused = anna.send(f"{CHANGE}/oordelen", {**said, "key": "0123456789"})
    assert refused.status == 409
    assert "mag niet zelf vastleggen dat de termijn niet hoeft" in refused.text
    kept = refused.form("/oordelen")
    assert {name: kept[name] for name in said} == said
    ruled = bram.fill(bram.get(CHANGE), "/oordelen", **said)
    assert "zij hoeft niet te worden aangekondigd" in ruled.text
    assert row(house).needs_no_notice


@pytest.mark.row("AN-16")
def test_what_is_under_reservation_says_so_until_the_decision_was_taken(
    house: House, anna: Browser
) -> None:
    lay_out(house, reservation={"what": "Vaststelling van de begroting"})
    page = anna.get(CHANGE)
    assert "Onder voorbehoud" in page.text
    assert "Vaststelling van de begroting" in page.text
    early = anna.fill(page, "/voorbehoud", decided_on="2031-01-01")
    assert early.status == 409
    lifted = anna.fill(early, "/voorbehoud", decided_on="2021-02-28", reference="B 12")
    assert "het voorbehoud is opgeheven" in lifted.text
    assert not row(house).reserved


@pytest.mark.row("AN-06", "AU-08")
def test_letters_can_be_laid_out_anew_by_somebody_who_may_then_not_approve_them(
    house: House, bram: Browser
) -> None:
    lay_out(house)
    keys = SecretStr("k" * 40)
    with World(Settings(database_url=house.log.url, brief_keys=keys)) as world:
        ports = replace(house.ports(), lay_out=drafting(world))
        anna = Browser(create_app(ports), ANNA)
        again = anna.fill(anna.get(CHANGE), "/opstellen")
    assert "de brieven worden opnieuw opgesteld" in again.text
    assert row(house).recipients == 4
    assert "Vier ogen" in again.text
    assert (
        "Vastgelegd: de brieven zijn goedgekeurd" in bram.fill(bram.get(CHANGE), "/goedkeuren").text
    )


@pytest.mark.row("CC-08")
def test_first_there_is_dialogue_and_then_the_municipalities_decide(
    house: House, anna: Browser
) -> None:
    publish(house)
    house.do(make.a(ProposeChange))
    page = anna.get(CHANGE)
    assert "Bespreek de wijziging aan de ontwikkeltafel" in page.text
    decision = {"body": "Colleges van B en W", "decided_on": "2021-05-01"}
    refused = anna.fill(page, "/vaststellen", **decision)
    assert refused.status == 409
    assert "eerst met de aanbieders aan de ontwikkeltafel" in refused.text
    talked = anna.fill(
        refused, "/bespreken", table="Ontwikkeltafel Wonen", discussed_on="2021-04-30"
    )
    decided = anna.fill(talked, "/vaststellen", **decision)
    assert "Colleges van B en W" in decided.text
    assert row(house).adoption is not None


def test_a_paused_change_goes_on_where_it_was(house: House, anna: Browser) -> None:
    lay_out(house)
    paused = anna.fill(anna.get(CHANGE), "/pauzeren", reason="Vraag van het college")
    assert "Stilgelegd op" in paused.text
    assert not any("/pauzeren" in action for action in paused.forms)
    going = anna.fill(paused, "/hervatten")
    assert "Stilgelegd op" not in going.text


@pytest.mark.row("CC-26")
def test_every_contract_can_be_seen_before_and_after(house: House, anna: Browser) -> None:
    lay_out(house, terms={"tariff": "EUR 110 per day"})
    listed = anna.get(f"{CHANGE}/overeenkomsten")
    assert "3 overeenkomsten" in listed.text
    assert "HR-W-003" not in anna.get(f"{CHANGE}/overeenkomsten", nummer="hr-w-001").text
    assert "zeven, 7 maanden" in anna.get(f"{CHANGE}/overeenkomsten", clausule="zeven").text
    one = anna.get(f"{CHANGE}{CONTRACT}")
    assert make.a(ConcludeContract).terms["tariff"] in one.text
    assert "EUR 110 per day" in one.text
    assert "luidt anders" in one.text
    assert anna.get(f"{CHANGE}/overeenkomsten/{make.CHANGE_ID}").status == 404
