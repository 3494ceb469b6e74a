"""A contract's two dates slide; contracts are chosen together; a draft stands beside its fields."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from domain.contract.commands import AmendContract
from tests import make
from tests.api.browsing import CHANGE
from tests.api.house import (
    ANNA,
    House,
    contract_id,
    draft,
    letter_id,
    open_house,
    provider_id,
    publish,
)
from tests.api.told import announce
from tests.api.writing_room import redraft, writing
from tests.browser.looking import look_at
from tests.browser.test_said_back import shown

ONE = "HR-W-001"
CONTRACT = f"/overeenkomsten/{contract_id(ONE)}"


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        yield house


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def office(house: House, migrated_url: str) -> TestClient:
    client = TestClient(create_app(writing(house, migrated_url)))
    client.cookies.set(COOKIE, ANNA.person_id)
    return client


@pytest.mark.row("AU-01", "AU-02")
def test_a_date_slides_with_the_keyboard_and_focus_stays_where_it_is(
    house: House, migrated_url: str, page: Page
) -> None:
    announce(house, ONE)
    house.now += timedelta(days=300)
    house.do(
        make.a(
            AmendContract,
            contract_id=contract_id(ONE),
            terms={"tariff": "EUR 110.00 per day"},
            announced_on=make.MONDAY.date(),
        )
    )
    shown(page, office(house, migrated_url), CONTRACT, None)
    slider = page.get_by_role("slider", name="Van kracht op")
    expect(slider).to_have_attribute("aria-valuetext", "27 februari 2022 (vandaag)")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "1 januari 2020 (overeenkomst gesloten)")
    heading = page.get_by_role("heading", name="Van kracht op 1 januari 2020")
    expect(heading).to_be_visible()
    expect(page.locator("#reading ins")).to_have_text("[nieuw: 110.00]")
    expect(page).to_have_url(
        f"http://house.example{CONTRACT}?van_kracht=2020-01-01&bekend=2022-02-27"
    )
    expect(slider).to_be_focused()
    expect(page.locator("[data-axes-said]")).to_contain_text(
        "Getoond: Van kracht op 1 januari 2020"
    )
    page.locator("#van_kracht").fill("2021-06-15")
    between = "Niets veranderd sinds: 1 januari 2020 (overeenkomst gesloten)"
    expect(slider).to_have_attribute("aria-valuetext", between)
    page.locator("#van_kracht").fill("2019-12-31")
    before = "Vóór de eerste dag: 1 januari 2020 (overeenkomst gesloten)"
    expect(slider).to_have_attribute("aria-valuetext", before)


@pytest.mark.row("CC-27")
def test_boxes_are_counted_and_all_of_a_page_are_ticked_at_once(
    house: House, migrated_url: str, page: Page
) -> None:
    announce(house, ONE)
    shown(page, office(house, migrated_url), "/overeenkomsten", None)
    page.get_by_label("Alle op deze bladzijde").check()
    button = page.get_by_role("button", name="Verder met de gekozen overeenkomsten (3)")
    expect(button).to_be_visible()
    page.get_by_label("Kies HR-W-002").uncheck()
    page.get_by_role("button", name="gekozen overeenkomsten (2)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 overeenkomsten samen")
    assert page.get_by_role("checkbox", checked=True).count() == 2


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_what_is_looked_at_together(
    house: House, migrated_url: str, browser: Browser, width: int
) -> None:
    publish(house)
    draft(house)
    redraft(house, "announcement/0")
    client = office(house, migrated_url)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="light" if width > 320 else "dark",
    )
    page = context.new_page()
    looking = f"/aanbieders/{provider_id(ONE)}/bekijken"
    pages = (
        f"{CHANGE}/brieven/{letter_id(ONE)}",
        f"{CONTRACT}?van_kracht=2020-06-01",
        "/overeenkomsten/samen?wie=alle",
        looking,
        f"{looking}/overeenkomsten/{contract_id(ONE)}",
    )
    for address in pages if width == 320 else pages[:1]:
        shown(page, client, address, None)
        look_at(page, address)
    context.close()
