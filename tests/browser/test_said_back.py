"""The pages of providers, and of what they say, are for everybody too."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from api.language import COOKIE as LANGUAGE
from api.reacting import Said, receive
from api.stationery import Pdf
from domain.batch.commands import PlanBatch
from domain.change.commands import HandleReaction
from tests import make
from tests.api.browsing import CHANGE, SAME_SITE
from tests.api.house import ANNA, House, contract_id, letter_id, open_house, provider_id
from tests.api.test_pages_reading import Letter
from tests.api.told import announce, link
from tests.browser.looking import look_at
from tests.making.batch import BATCH_ID

ONE = "HR-W-001"
WIDE = 1280
WORDS = "Dit kost ons te veel, en een_heel_lang_woord_dat_nergens_kan_worden_afgebroken_" * 2


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        yield house


def say(house: House, number: str) -> UUID:
    said = Said(
        change_id=make.CHANGE_ID,
        contract_id=contract_id(number),
        provider_id=provider_id(number),
        nature="objection",
        words=WORDS,
        received_on=house.now.date(),
    )
    receive(house.ports(), said, "anna-1")
    return said.reaction_id


def shown(page: Page, client: TestClient, address: str, form: dict[str, str] | None) -> None:
    """Show what our application answers; nothing else is within the browser's reach."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://house.example")
        whole = path == address
        got = (
            client.post(path, data=form, headers=SAME_SITE)
            if whole and form is not None
            else client.get(path)
        )
        route.fulfill(status=got.status_code, body=got.content, headers=dict(got.headers))

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(f"http://house.example{address}")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_axe_finds_nothing_on_the_pages_of_what_providers_say(
    house: House, browser: Browser
) -> None:
    announce(house, ONE, "HR-W-002")
    waiting, handled = say(house, ONE), say(house, "HR-W-002")
    house.do(make.whole(HandleReaction, reaction_id=handled), make.whole(PlanBatch))
    mail = Letter(
        "<7@inkoop.example>", ("a@zorg.example",), WORDS, make.MONDAY, pdf=Pdf("b.pdf", b"")
    )
    app = create_app(replace(house.ports(), mails=lambda: [mail]))
    office, provider, nobody = TestClient(app), TestClient(app), TestClient(app)
    office.cookies.set(COOKIE, ANNA.person_id)
    provider.cookies.set(COOKIE, f"provider:{provider_id(ONE)}")
    pages: list[tuple[TestClient, str, dict[str, str] | None]] = [
        (nobody, link(ONE), None),
        (nobody, f"{link(ONE)}/reactie", {"nature": "", "text": ""}),
        (nobody, "/brief/nonsense", None),
        (provider, "/aanbieder", None),
        (provider, f"/aanbieder/brieven/{letter_id(ONE)}", None),
        (provider, f"/aanbieder/overeenkomsten/{contract_id(ONE)}", None),
        (provider, "/aanbieder/agenda", None),
        (office, "/post/7@inkoop.example", None),
        (office, f"/bundels/{BATCH_ID}", None),
        (office, CHANGE, None),
        (office, f"{CHANGE}/reacties", None),
        (office, f"{CHANGE}/reacties/{waiting}", {"doen": "behandelen"}),
        (office, f"{CHANGE}/reacties/{handled}", None),
        (office, f"{CHANGE}/ontvangst", None),
        (office, f"{CHANGE}/gelijke-behandeling", None),
    ]
    wide_pages = [pages[0], *pages[3:7], pages[11]]
    for width, language, looked_at in ((WIDE, "en", wide_pages), (320, "nl", pages)):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="light" if width == WIDE else "dark",
        )
        page = context.new_page()
        for client, address, form in looked_at:
            client.cookies.set(LANGUAGE, language)
            shown(page, client, address, form)
            expect(page.locator("html")).to_have_attribute("lang", language)
            look_at(page, address)
        context.close()
