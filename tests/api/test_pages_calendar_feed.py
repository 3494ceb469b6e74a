"""The last lawful days as a calendar: the same days, moved and cancelled as the changes are."""

import re

import pytest

from api.app import create_app
from domain.dates import Window
from domain.programme.commands import RealisePlanItem
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, BRAM, House, draft, publish

MAY = Window(edtf="2021-05-03", written="3 mei 2021")


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
    anna.fill(page, "/agendas", what="nergens")
    assert "Getypt en niet verstuurd" in anna.get("/").text
    made = anna.fill(page, "/agendas", what=str(make.PROGRAMME_ID))
    assert "Getypt en niet verstuurd" not in anna.get("/").text
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


@pytest.mark.row("IN-05", "PG-35")
def test_what_waits_for_somebody_is_a_calendar_of_his_own(house: House, anna: Browser) -> None:
    publish(house)
    draft(house)
    bram = Browser(create_app(house.ports()), BRAM)

    def mine(browser: Browser) -> str:
        at = address(browser.fill(browser.get("/agendas"), "/agendas", kind="mine").text)
        return str(browser.client.get(at).text).replace("\r\n ", "")

    office = mine(anna)
    assert "SUMMARY:Zorg dat het kan beginnen: Aankondigen\r\n" in office
    assert f"URL:http://testserver/programmas/{make.PROGRAMME_ID}#announce-wonen" in office
    assert f"/controle/waarom?onderwerp={make.PROGRAMME_ID}&dag=2021-07-01" in office
    assert "BEGIN:VEVENT" not in mine(bram), "what waits for Anna's role does not wait for his"
    done = {"item_id": "announce-wonen", "realised_on": MAY}
    house.do(make.whole(RealisePlanItem, programme_id=make.PROGRAMME_ID, **done))
    assert "announce-wonen" not in mine(anna)
