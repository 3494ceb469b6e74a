"""The last lawful days as a calendar: the same days, moved and cancelled as the changes are."""

import re

import pytest

from api.app import create_app
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, House, draft, publish


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


def feed(browser: Browser) -> str:
    answer = browser.client.get(
        "/kalender/aankondigingen.ics", params={"programma": str(make.PROGRAMME_ID)}
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return str(answer.text).replace("\r\n ", "")


def sequence(text: str) -> int:
    return int(re.findall(r"SEQUENCE:(\d+)", text)[0])


@pytest.mark.row("AN-22")
def test_the_calendar_follows_a_change_under_the_same_uid(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    proposed = feed(anna)
    uid = f"UID:aankondiging-{make.CHANGE_ID}@inkoopspoor"
    assert proposed.count("BEGIN:VEVENT") == proposed.count(uid) == 1
    assert "DTSTART;VALUE=DATE:20210701" in proposed
    assert "SUMMARY:Uiterlijk aankondigen: " in proposed
    assert "TRIGGER:-P28D" in proposed
    assert feed(anna) == proposed
    anna.fill(anna.get(CHANGE), "/uitstellen", effective="2022-07-01", reason="Meer overleg")
    moved = feed(anna)
    assert uid in moved
    assert "DTSTART;VALUE=DATE:20220101" in moved
    assert sequence(moved) > sequence(proposed)
    anna.fill(anna.get(CHANGE), "/intrekken", reason="Niet meer nodig")
    cancelled = feed(anna)
    assert "STATUS:CANCELLED" in cancelled
    assert "TRIGGER" not in cancelled
    assert sequence(cancelled) > sequence(moved)


def test_there_is_no_calendar_of_nothing(house: House, anna: Browser) -> None:
    assert anna.get("/kalender/aankondigingen.ics", programma=str(make.CHANGE_ID)).status == 404
