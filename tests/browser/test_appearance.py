"""Light or dark at once, and pages on paper, as a reader sees them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from tests.api.house import ANNA, House, open_house, publish

SITE = "http://house.example"


@pytest.fixture
def house(followed_url: str) -> Iterator[House]:
    with open_house(followed_url) as house:
        publish(house)
        yield house


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    """A browser of Anna whose system is light; nothing but our application is within its reach."""
    client = TestClient(create_app(house.ports()), base_url=SITE)
    client.cookies.set(COOKIE, ANNA.person_id)

    def answer(route: Route) -> None:
        asked = route.request
        got = client.request(
            asked.method,
            asked.url.removeprefix(SITE),
            content=asked.post_data_buffer,
            headers={
                "Content-Type": asked.headers.get("content-type", ""),
                "Sec-Fetch-Site": "same-origin",
            },
            follow_redirects=False,
        )
        headers = {each: got.headers[each] for each in got.headers if each != "content-encoding"}
        route.fulfill(status=got.status_code, body=got.content, headers=headers)

    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.route("**/*", answer)
    yield page
    context.close()


def ground(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return found


def test_dark_is_chosen_at_once_without_losing_what_is_typed_and_is_kept(page: Page) -> None:
    page.goto(f"{SITE}/overeenkomsten")
    light = ground(page)
    page.get_by_label("Nummer").fill("HR-W")
    page.get_by_text("Weergave").click()
    page.get_by_role("button", name="Donker").click()
    expect(page.locator("html[data-scheme='dark']")).to_have_count(1)
    expect(page.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    assert page.get_by_label("Nummer").input_value() == "HR-W"
    assert (dark := ground(page)) != light
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Donker")).to_be_hidden()
    page.goto(f"{SITE}/aanbieders")
    assert ground(page) == dark


def test_a_printed_page_says_what_it_is_and_how_it_was_filtered_and_has_nothing_to_click(
    page: Page,
) -> None:
    page.goto(f"{SITE}/overeenkomsten?nummer=HR-W-001")
    page.emulate_media(media="print", color_scheme="dark")
    for said in (
        "Zoals het stond op 3 mei 2021",
        "voor Anna",
        "/overeenkomsten?nummer=HR-W-001",
        "Zorg HR-W-001",
    ):
        expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_label("Nummer")).to_be_visible()
    expect(page.get_by_label("Nummer")).to_have_value("HR-W-001")
    expect(page.get_by_label("Aanbieder")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert ground(page) == "rgb(255, 255, 255)"
    heads = "getComputedStyle(document.querySelector('thead')).display"
    assert page.evaluate(heads) == "table-header-group"
