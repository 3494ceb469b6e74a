"""Editing the words of letters: over the API, and in the browser on a real contract."""

import re

import pytest

from api.app import create_app
from api.ports import Ports
from domain.template.events import TemplateWritten
from domain.template.parts import template_of
from tests import make
from tests.api.browsing import SAME_SITE, Browser
from tests.api.house import ANNA, BRAM, Caller, House, draft, letter_id, publish
from tests.api.writing_room import redraft, writing

TEMPLATES = f"/letter-templates/{make.PROGRAMME_ID}"
EDITOR = f"/brieven/{make.PROGRAMME_ID}/aankondiging"
SUBJECT = "Uw overeenkomst {{ contract_number }} verandert"
TEXT = "# Beste {{ addressee }}\n\nPer {{ effective }} geldt:\n\n{{ changes }}\n"


@pytest.fixture
def ports(house: House, migrated_url: str) -> Ports:
    publish(house)
    draft(house)
    redraft(house, "announcement/0")
    return writing(house, migrated_url)


def test_the_office_writes_a_template_in_versions_over_the_api(ports: Ports) -> None:
    anna = Caller(create_app(ports))
    (announcement, *_) = anna.get(TEMPLATES)["items"]
    assert announcement["latest"] == 0
    assert announcement["versions"][0]["text"].startswith("# Onderwerp: aankondiging")
    written = anna.post(
        f"{TEMPLATES}/announcement/versions",
        {"subject": SUBJECT, "text": TEXT, "basedOn": 0},
        Prefer="wait=5",
    )
    assert written.status_code == 202, written.text
    found = anna.get(f"{TEMPLATES}/announcement", position=written.json()["position"])
    assert [each["number"] for each in found["versions"]] == [0, 1]
    assert found["versions"][1]["by"] == ANNA.person_id
    stale = anna.post(
        f"{TEMPLATES}/announcement/versions",
        {"subject": "Anders", "text": TEXT, "basedOn": 0},
    )
    assert (stale.status_code, stale.json()["reason"]) == (409, "template_changed")


def test_an_unknown_field_is_refused_with_its_line_and_nothing_is_kept(
    ports: Ports, house: House
) -> None:
    anna = Caller(create_app(ports))
    body = {"subject": SUBJECT, "text": TEXT + "\nGeachte {{ voornaam }},\n"}
    refused = anna.post(f"{TEMPLATES}/announcement/versions", body)
    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert error["field"] == "text"
    assert error["detail"].startswith("line 7: a letter of this kind has no field “voornaam”")
    assert not house.log.read(template_of(make.PROGRAMME_ID, "announcement"))
    names = [each["name"] for each in anna.get(f"{TEMPLATES}/announcement/fields")["items"]]
    assert "addressee" in names
    assert "sender.organisation" in names


@pytest.mark.row("AN-05")
def test_a_letter_is_seen_on_a_real_contract_before_it_is_kept(ports: Ports, house: House) -> None:
    anna = Browser(create_app(ports), ANNA)
    page = anna.get(EDITOR)
    assert "Geachte heer of mevrouw" in page.text
    form = {**page.form("aankondiging"), "subject": SUBJECT, "text": TEXT}
    looked = anna.send(EDITOR, {**form, "number": "HR-W-002", "doen": "bekijken"})
    assert looked.status == 200
    assert "Beste Zorg HR-W-002" in looked.text
    assert "EUR 104.27 per day" in looked.text
    assert not house.log.read(template_of(make.PROGRAMME_ID, "announcement"))
    printed = anna.client.post(EDITOR, data={**form, "doen": "pdf"}, headers=SAME_SITE)
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    kept = anna.send(EDITOR, {**form, "doen": "bewaren"})
    assert "Versie 1 is in gebruik" in kept.text
    (event,) = house.log.read(template_of(make.PROGRAMME_ID, "announcement"))
    assert isinstance(event, TemplateWritten)
    assert event.text == TEXT
    version = anna.get(f"{EDITOR}/1")
    assert "nieuw: # Beste {{ addressee }}" in version.text


def test_a_mistake_keeps_what_was_typed_and_says_where_it_is(ports: Ports, house: House) -> None:
    anna = Browser(create_app(ports), ANNA)
    form = anna.get(EDITOR).form("aankondiging")
    wrong = anna.send(
        EDITOR, {**form, "subject": SUBJECT, "text": TEXT + "{{ nee }}", "doen": "bewaren"}
    )
    assert wrong.status == 400
    assert "Regel 6: een brief van deze soort heeft geen veld “nee”" in wrong.text
    assert "{{ nee }}" in wrong.form("aankondiging")["text"]
    assert not house.log.read(template_of(make.PROGRAMME_ID, "announcement"))


def test_typing_that_is_gone_on_with_does_not_write_over_a_colleagues_version(
    ports: Ports,
) -> None:
    anna, bram = (Browser(create_app(ports), each) for each in (ANNA, BRAM))
    form = {**anna.get(EDITOR).form("aankondiging"), "subject": SUBJECT, "text": TEXT}
    anna.send(EDITOR, {**form, "doen": "bekijken"})
    bram.send(EDITOR, {**form, "subject": "Van Bram", "doen": "bewaren"})
    [address] = re.findall(r'href="([^"]+verder=[^"]+)"', anna.get("/").html)
    page = anna.get(address.partition("?")[0], verder=address.split("verder=")[1][:36])
    assert page.form("aankondiging")["subject"] == SUBJECT
    refused = anna.fill(page, "aankondiging", doen="bewaren")
    assert refused.status == 409
    assert "Van Bram" in anna.get(f"{EDITOR}/1").text


def test_every_letter_can_be_read_as_a_pdf(ports: Ports) -> None:
    anna = Browser(create_app(ports), ANNA)
    at = f"/wijzigingen/{make.CHANGE_ID}/brieven/{letter_id('HR-W-001')}"
    seen = anna.get(at)
    assert seen.status == 200, seen.text
    assert f'href="{at}.pdf"' in seen.html
    pdf = anna.client.get(f"{at}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert "aankondiging-HR-W-001.pdf" in pdf.headers["content-disposition"]
    assert pdf.content.startswith(b"%PDF-")
    over_api = Caller(create_app(ports)).client.get(f"/v1/letters/{letter_id('HR-W-001')}/prints")
    assert over_api.content == pdf.content


def test_templates_of_every_programme_are_listed(ports: Ports) -> None:
    page = Browser(create_app(ports), ANNA).get("/brieven")
    assert f'href="{EDITOR}"' in page.html
    assert "0, zoals het met het programma komt" in page.text
