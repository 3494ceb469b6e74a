"""What a reader prefers: the language of the pages and their colours, kept by the browser."""

import re

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from tests import make
from tests.api.browsing import SAME_SITE
from tests.api.house import ANNA, House, provider_id, publish


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(create_app(house.ports()))


def test_pages_speak_english_for_whoever_chose_it_and_dutch_for_others(client: TestClient) -> None:
    assert '<html lang="nl">' in client.get("/laatste-oproep").text
    chosen = client.post(
        "/taal",
        data={"taal": "en", "terug": "/laatste-oproep"},
        headers=SAME_SITE,
        follow_redirects=False,
    )
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/laatste-oproep")
    page = client.get("/laatste-oproep")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en">' in page.text
    assert "Last call" in page.text
    client.post("/taal", data={"taal": "nl"}, headers=SAME_SITE)
    assert '<html lang="nl">' in client.get("/laatste-oproep").text


def test_a_language_that_we_do_not_speak_is_refused(client: TestClient) -> None:
    assert client.post("/taal", data={"taal": "fy"}, headers=SAME_SITE).status_code == 404
    client.cookies.set("inkoopspoor_language", "tlh")
    assert '<html lang="nl">' in client.get("/laatste-oproep").text


def test_pages_are_light_or_dark_as_chosen_and_else_as_the_system_asks(client: TestClient) -> None:
    def choose(choice: str) -> int:
        sent = {"weergave": choice, "terug": "/laatste-oproep?dagen=30"}
        answer = client.post("/weergave", data=sent, headers=SAME_SITE, follow_redirects=False)
        if answer.status_code == 303:
            assert answer.headers["location"] == "/laatste-oproep?dagen=30"
        return answer.status_code

    assert "data-scheme" not in client.get("/laatste-oproep").text
    choose("dark")
    page = client.get("/laatste-oproep").text
    assert '<html lang="nl" data-scheme="dark">' in page
    assert '<meta name="color-scheme" content="dark">' in page
    choose("system")
    assert "data-scheme" not in client.get("/laatste-oproep").text
    assert choose("sepia") == 404


def test_a_provider_chooses_language_and_colours_too(client: TestClient) -> None:
    client.cookies.set(COOKIE, f"provider:{provider_id('HR-W-001')}")
    client.post("/taal", data={"taal": "en"}, headers=SAME_SITE, follow_redirects=False)
    client.post("/weergave", data={"weergave": "light"}, headers=SAME_SITE, follow_redirects=False)
    assert '<html lang="en" data-scheme="light">' in client.get("/aanbieder").text


def test_a_calendar_speaks_the_language_of_its_address(house: House, client: TestClient) -> None:
    publish(house)
    client.cookies.set(COOKIE, ANNA.person_id)
    client.cookies.set("inkoopspoor_language", "en")
    made = client.post("/agendas", data={"key": "one", "what": "", "kind": ""}, headers=SAME_SITE)
    [address] = re.findall(r"http://testserver(/agendas/\S+\.ics[^\s\"<]*)", made.text)
    assert address.endswith("?taal=en")
    program = TestClient(create_app(house.ports()))
    assert "Announcements" in program.get(_announcements("en")).text
    assert "Aankondigingen" in program.get(_announcements("nl")).text
    assert program.get(address).status_code == 200


def _announcements(language: str) -> str:
    return f"/kalender/aankondigingen.ics?programma={make.PROGRAMME_ID}&taal={language}"
