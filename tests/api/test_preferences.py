"""What a reader prefers: the language of the pages, kept by the browser."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.browsing import SAME_SITE
from tests.api.house import House


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
