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


def address(text: str) -> str:
    [found] = re.findall(r"http\S+/agendas/\S+\.ics", text)
    return str(found)


@pytest.mark.row("IN-05")
def test_a_calendar_has_a_secret_address_that_is_shown_once_and_can_be_revoked(
    house: House, anna: Browser
) -> None:
    publish(house)
    draft(house)
    page = anna.get("/agendas")
    made = anna.fill(page, "/agendas", what=str(make.PROGRAMME_ID))
    at = address(made.text)
    assert "/agendas/" not in anna.get("/agendas").text
    again = anna.fill(page, "/agendas", what=str(make.PROGRAMME_ID))
    assert "is al gemaakt" in again.text
    file = str(anna.client.get(at).text).replace("\r\n ", "")
    assert f"UID:aankondiging-{make.CHANGE_ID}@inkoopspoor" in file
    assert "UID:onderdeel-" in file
    assert "UID:contract:" in file
    anna.fill(anna.get("/agendas"), "/intrekken")
    gone = anna.client.get(at)
    assert (gone.status_code, "verwijder hem" in gone.text) == (410, True)
    assert anna.client.get("/agendas/geraden.ics").status_code == 404


@pytest.mark.row("IN-05")
def test_only_what_was_chosen_stands_in_a_calendar(house: House, anna: Browser) -> None:
    publish(house)
    chosen = {"what": f"{make.PROGRAMME_ID}#wonen", "kind": "plan"}
    file = anna.client.get(address(anna.fill(anna.get("/agendas"), "/agendas", **chosen).text)).text
    spans = re.findall(r"DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)", file)
    assert spans == [("20210701", "20210702")]
    assert file.count("BEGIN:VEVENT") == file.count("UID:onderdeel-") == len(spans)
    strange = anna.fill(anna.get("/agendas"), "/agendas", what=f"{make.PROGRAMME_ID}#nergens")
    assert strange.status == 400
