"""What-ifs in a browser: a whole task on a telephone without JavaScript, and for everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from api.language import COOKIE as LANGUAGE
from domain.base import derived_id
from tests.api.browsing import SAME_SITE
from tests.api.house import ANNA, House, open_house
from tests.browser.looking import look_at
from tests.browser.test_said_back import shown

AT = f"/programmas/{derived_id('programme', 'haaglanden-2027')}/wat-als"
LATER = "move:nieuw-2026-inkoopdocumenten:2026-06"
SAYS_NO = "answer:vaststelling-strategie:raad-westland:no"


@pytest.fixture
def planned(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def office(planned: House) -> TestClient:
    client = TestClient(create_app(planned.ports()))
    client.cookies.set(COOKIE, ANNA.person_id)
    return client


@pytest.mark.slow
@pytest.mark.row("ST-08")
def test_on_a_telephone_without_javascript_one_supposes_step_by_step(
    browser: Browser, office: TestClient
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 800}, locale="nl-NL", java_script_enabled=False
    )
    page = context.new_page()
    shown(page, office, AT, None)
    page.get_by_label("Onderdeel van het plan").select_option("nieuw-2026-inkoopdocumenten")
    page.get_by_role("button", name="Kies de tijd").click()
    page.get_by_label("Zou zijn").select_option("2026-06")
    page.get_by_role("button", name="Neem dit aan").first.click()
    expect(page.get_by_role("heading", name="Zou verschuiven 2")).to_be_visible()
    page.get_by_label("Wat wacht op iets dat verschuift").select_option("along")
    page.get_by_role("button", name="Reken zo door").click()
    expect(page.get_by_role("heading", name="Zou verschuiven 5")).to_be_visible()
    wrong = page.get_by_role("listitem").filter(has_text="dagen zonder")
    expect(wrong).to_contain_text("nieuwe gaan in op 1 juni 2027: 151 dagen zonder")
    page.get_by_role("link", name="weghalen").click()
    expect(page.get_by_text("Er is nog niets aangenomen")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Zou verschuiven 5")).to_be_visible()
    context.close()


@pytest.mark.slow
def test_axe_finds_nothing_on_what_ifs_kept_or_not_or_compared(
    browser: Browser, office: TestClient
) -> None:
    supposed = f"{AT}?stel={LATER},{SAYS_NO}&volgen=along"
    kept = [keep(office, name, each) for name, each in (("Later", LATER), ("Nee", SAYS_NO))]
    both = ",".join(each.rpartition("/")[2] for each in kept)
    compared = f"{AT}/vergelijken?met={both}"
    for width, language in ((320, "nl"), (1280, "en")):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="light" if language == "en" else "dark",
        )
        office.cookies.set(LANGUAGE, language)
        page = context.new_page()
        for address in (supposed, kept[0], compared):
            shown(page, office, address, None)
            expect(page.locator("html")).to_have_attribute("lang", language)
            look_at(page, address)
        context.close()


def keep(office: TestClient, name: str, supposed: str) -> str:
    """The address of a what-if that is kept under a name."""
    fields = {"stel": supposed, "volgen": "", "naam": name, "key": f"a key of {name}"}
    answer = office.post(f"{AT}/bewaren", data=fields, headers=SAME_SITE)
    assert answer.url.path != f"{AT}/bewaren"
    return answer.url.path
