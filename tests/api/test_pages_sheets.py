"""Handing in a spreadsheet with a browser without JavaScript, and over HTTP."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from api.app import create_app
from domain.base import derived_id
from domain.sheet.events import SheetConfirmed
from projections import address_book
from runtime.settings import Settings
from runtime.sheets.reading import read
from runtime.wiring import World, activity_ports
from tests import make
from tests.api.browsing import SAME_SITE, Browser, Page
from tests.api.house import ANNA, Caller, House, publish
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import NEW_CONTRACT, NEW_PROVIDER
from workflows.apply_sheet import Application
from workflows.sheet_activities import SheetActivities

IMPORT = f"/programmas/{make.PROGRAMME_ID}/inlezen"
KADE = derived_id("provider", "holland-rijnland-2021", "de-kade")
ROW = ("HR-W-100", "de-kade", *NEW_CONTRACT[2:5], "hr-notice", NEW_CONTRACT[6])
GOOD = {**of.providers(NEW_PROVIDER), **of.contracts(ROW)}


@pytest.fixture
def browser(house: House) -> Browser:
    publish(house)
    return Browser(create_app(house.ports()), ANNA)


def hand_in(browser: Browser, content: bytes, name: str = "onze lijst.xlsx") -> Page:
    page = browser.get(IMPORT)
    files = {"bestand": (name, content)}
    answer = browser.client.post(IMPORT, data=page.form("inlezen"), files=files, headers=SAME_SITE)
    return Page(answer)


@pytest.fixture
def worker(house: House, migrated_url: str) -> Iterator[SheetActivities]:
    with World(Settings(database_url=migrated_url, practice=True)) as world:
        yield SheetActivities(activity_ports(world))


def carry_out(worker: SheetActivities, sheet_id: UUID) -> int:
    left: int = ActivityEnvironment().run(worker.apply_rows, Application(sheet_id=sheet_id))
    return left


@pytest.mark.row("AD-01", "IN-12")
def test_a_file_is_judged_confirmed_once_and_carried_out(
    browser: Browser, house: House, worker: SheetActivities
) -> None:
    head = house.log.head()
    page = hand_in(browser, of.workbook(GOOD))
    assert page.status == 200
    assert "Er is nog niets vastgelegd" in page.text
    assert "De Kade" in page.text
    assert house.log.head() == head
    shown = browser.fill(page, "bevestigen")
    assert "2 te gaan" in shown.text
    browser.fill(page, "bevestigen")
    sheet_id = UUID(page.address.rpartition("/")[2])
    (confirmed,) = house.log.read(sheet_id)
    assert isinstance(confirmed, SheetConfirmed)
    assert confirmed.by == ANNA.person_id
    assert carry_out(worker, sheet_id) == 0
    house.engine.catch_up()
    done = browser.get(page.address)
    assert "2 uitgevoerd" in done.text
    assert "onze lijst" not in done.text
    with house.pool.connection() as connection:
        assert address_book.get(connection, str(KADE))
    assert browser.get(f"/overeenkomsten/{derived_id('contract', 'HR-W-100')}").status == 200


def test_every_mistake_is_told_at_its_cell_and_the_file_can_be_cancelled(browser: Browser) -> None:
    bad = of.providers((*NEW_PROVIDER[:3], "1234567", *NEW_PROVIDER[4:]), NEW_PROVIDER)
    page = hand_in(browser, of.workbook(bad))
    assert "Cel D2 (KvK-nummer)" in page.text
    assert "01234567" in page.text
    file = browser.client.get(f"{page.address}/oordeel.xlsx")
    judged = read(file.content, "oordeel.xlsx").sheets[0].rows
    assert judged[0][:2] == ["Oordeel", "Toelichting"]
    assert judged[1][0] == "geweigerd"
    gone = browser.fill(page, "annuleren")
    assert gone.address.startswith(IMPORT)
    assert browser.get(page.address).status == 404


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Kies een bestand"),
        (b"\x89PNG\0\0", "geen rekenblad"),
        (of.workbook(of.providers(heads=("Naam", "Schoenmaat"))), "Schoenmaat"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_dutch(
    browser: Browser, content: bytes, says: str
) -> None:
    page = hand_in(browser, content)
    assert says in page.text
    assert "bevestigen" not in page.forms


def test_nobody_in_particular_hands_nothing_in(house: House) -> None:
    publish(house)
    unknown = Browser(create_app(house.ports()))
    files = {"bestand": ("a.xlsx", of.workbook(GOOD))}
    answer = unknown.client.post(IMPORT, data={"key": "k"}, files=files, headers=SAME_SITE)
    assert answer.status_code == 403
    assert "Zeg eerst wie u bent" in answer.text


@pytest.mark.row("IN-12")
def test_an_export_of_the_page_is_known_when_it_is_handed_in_again(browser: Browser) -> None:
    listed = browser.get("/overeenkomsten", segment="wonen").html
    (address,) = re.findall(r'href="(/programmas/[^"]+/uitvoer/overeenkomsten.xlsx[^"]*)"', listed)
    file = browser.client.get(address.replace("&amp;", "&"))
    assert "-wonen-" in file.headers["Content-Disposition"]
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    page = hand_in(browser, file.content)
    assert "Al bekend: 3" in page.text
    assert "Geen enkele rij" in page.text


@pytest.mark.row("IN-12")
def test_programs_hand_in_read_verdicts_and_confirm_over_http(house: House, anna: Caller) -> None:
    publish(house)

    def post(path: str, **more: Any) -> Any:
        return anna.client.post(f"/v1{path}", headers={"Idempotency-Key": uuid4().hex}, **more)

    answer = post(
        f"/programmes/{make.PROGRAMME_ID}/sheets", files={"file": ("a.xlsx", of.workbook(GOOD))}
    )
    assert answer.status_code == 202
    assert answer.json() == {"position": 0}
    path = answer.headers["Location"].removeprefix("/v1")
    assert anna.get(path)["status"] == "judged"
    assert anna.get(path)["counts"] == {"new": 2, "applies": 2}
    rows = anna.get(f"{path}/lines", verdict="new")
    assert [each["about"] for each in rows["items"]] == ["De Kade", "HR-W-100"]
    assert anna.client.get(f"/v1{path}/verdicts", params={"form": "csv"}).status_code == 200
    assert post(f"{path}/confirmations").status_code == 202
    assert anna.get(path)["status"] == "confirmed"
    refused = post(f"{path}/cancellations")
    assert refused.status_code == 409
    assert refused.json()["reason"] == "confirmed_already"
    export = anna.client.get(
        f"/v1/programmes/{make.PROGRAMME_ID}/exports", params={"what": "providers", "form": "csv"}
    )
    assert export.status_code == 200
    assert export.content.decode("utf-8-sig").startswith("Aanbieder-id;Versie;Naam")
