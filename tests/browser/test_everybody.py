"""The pages are for everybody: on a phone, in the dark, by keyboard, without JavaScript."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from api.language import COOKIE as LANGUAGE
from tests.browser.conftest import be
from tests.browser.looking import fits, look_at

SCREENS: tuple[tuple[str, int, tuple[Literal["light", "dark"], ...]], ...] = (
    ("nl", 1280, ("light", "dark")),
    ("en", 320, ("dark", "light")),
)
"""The language, the width, and the colours that somebody with such a screen may like: with the
first axe judges everything, with the second what has to do with colours."""
NOWHERE = "/nergens"
PAGES = (
    "/",
    "/zoeken?q=wonen",
    "/agendas",
    "/sinds",
    "/overeenkomsten/samen",
    "/laatste-oproep",
    "/wijzigingen",
    "a change",
    "a letter",
    "/overeenkomsten",
    "a contract",
    "/programmas",
    "a programme",
    "a decision",
    "a procedure",
    "a council letter",
    "a register",
    "an entry",
    "the documents",
    "a document",
    "arrangements",
    "governance",
    "plan versions",
    "the timeline",
    "a what-if",
    "import and export",
    "a judged file",
    "a proposal",
    "the register of a change",
    "contracts afterwards",
    "a contract afterwards",
    "may this be made",
    "announcements",
    "batches",
    "who decides what",
    "/controle",
    "an audit file",
    "a chain of cause",
    "why a day",
    "a legality file",
    "a replay",
    "who saw a contract",
    "/controle/op-tijd",
    "/controle/volledigheid",
    "/controle/vier-ogen",
    "/controle/mandaten",
    "/controle/inzage",
    "/controle/verantwoording",
    "/controle/bewaren",
    "/routes",
    "a route",
    "/brieven",
    "a letter template",
    "a version of a template",
    "/aanbieders",
    "a provider",
    "admission",
    "admission to a segment",
    "/post",
    "/klok",
    "/aanmelden",
    NOWHERE,
)

GOVERNING = PAGES[PAGES.index("a decision") : PAGES.index("/post")]
"""Half of them, as all take long."""

GOVERNED = {
    "a register": "/registers?soort=anomaly",
    "the documents": "/documenten",
    "arrangements": "/inrichting?segment=crisis",
    "governance": "/bestuur",
    "plan versions": "/planversies?versie=1",
    "the timeline": "/tijdlijn?basis=1",
    "a what-if": "/wat-als?wat=verschuiving&maanden=2&deel=onderwijs",
    "import and export": "/inlezen",
    "announcements": "/aankondigingen",
    "batches": "/bundels",
    "who decides what": "/besluiten/overzicht",
    "admission": "/toelating",
    "a proposal": "/wijzigingen/nieuw",
}
"""Pages of a programme, by the end of their address."""

OF_CHANGE = {
    "the register of a change": "/register",
    "contracts afterwards": "/overeenkomsten",
    "may this be made": "/toets?regime=aanbesteed&review_clause=nee&waarde=12.500",
}
"""Pages of a change, by the end of their address."""

OF_AUDIT = {
    "an audit file": "",
    "a chain of cause": "a[href^='/controle/keten']",
    "why a day": "a[href^='/controle/waarom']",
    "a legality file": "a[href^='/controle/rechtmatigheid']",
    "a replay": "a[href^='/controle/overeenkomst/']",
    "who saw a contract": "a[href^='/controle/gezien-door?soort=overeenkomst']",
}
"""What an auditor looks at, by the link that leads to it from an audit file."""

FIRST_OF = {
    "a document": "the documents",
    "a contract afterwards": "contracts afterwards",
    "a route": "/routes",
    "a provider": "/aanbieders",
    "admission to a segment": "admission",
}
"""The first of a list on another page."""


@pytest.fixture
def reader(browser: Browser, practice_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=practice_url)
    page = context.new_page()
    be(page, "Coen Contract")
    yield page
    context.close()


@pytest.fixture
def plain(browser: Browser, practice_url: str) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(base_url=practice_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def visit(page: Page, which: str) -> None:
    """Go to an address, or to the first of what is named."""
    match which:
        case "a change":
            page.goto("/wijzigingen")
            page.locator("main table a").first.click()
        case "a letter":
            visit(page, "a change")
            page.locator("#letters table a[href*='/brieven/']").first.click()
        case of_change if of_change in OF_CHANGE:
            visit(page, "a change")
            page.goto(page.url.partition("#")[0].partition("?")[0] + OF_CHANGE[of_change])
        case first if first in FIRST_OF:
            visit(page, FIRST_OF[first])
            page.locator("main table a").first.click()
        case "a letter template":
            page.goto("/brieven")
            page.locator("main table a").first.click()
        case "a version of a template":
            visit(page, "a letter template")
            page.goto(f"{page.url}/0")
        case "a contract":
            page.goto("/overeenkomsten")
            page.locator("main table a").first.click()
            page.goto(f"{page.url}?van_kracht=2021-12-31&bekend=2021-08-01&corrigeer=wachttijd")
        case "a programme":
            page.goto("/programmas")
            page.locator("main .card a").first.click()
        case "a decision":
            visit(page, "a programme")
            page.goto(f"{page.url}/besluiten")
            page.locator("main table a").first.click()
        case "a procedure":
            visit(page, "a programme")
            page.goto(f"{page.url}/procedures")
            page.locator("main table a").first.click()
        case "a council letter":
            visit(page, "a programme")
            page.goto(f"{page.url}/raadsbrief?voor=nieuwe-raadsleden")
        case "an entry":
            visit(page, "a register")
            page.locator("main .entries h3 a").first.click()
        case "a judged file":
            hand_in(page)
        case of_audit if of_audit in OF_AUDIT:
            visit_audit(page, of_audit)
        case of_programme if of_programme in GOVERNED:
            visit(page, "a programme")
            page.goto(page.url + GOVERNED[of_programme])
        case address:
            page.goto(address)


def visit_audit(page: Page, which: str) -> None:
    """From a change or a contract to what an auditor looks at."""
    if which in ("a legality file", "a replay", "who saw a contract"):
        page.goto("/controle?q=hr-won-001")
        page.locator("main table a[href*='/controle/dossier/']").first.click()
    else:
        visit(page, "a change")
        page.get_by_role("link", name="Controledossier").click()
    if which != "an audit file":
        page.locator(f"main {OF_AUDIT[which]}").last.click()
    if which == "a replay":
        page.goto(f"{page.url}?van_kracht=2020-12-31&bekend=2021-05-03")


def hand_in(page: Page) -> None:
    """Hand in a list of two providers, of whom one cannot be read."""
    visit(page, "import and export")
    rows = "Naam;KvK-nummer;E-mail\nDe Kade;1234567;geen\nDe Wal;12345678;post@wal.example\n"
    page.locator("#bestand").set_input_files(
        {"name": "aanbieders.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.locator("#inlezen button").click()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", ["governing", "others"])
def test_neither_axe_nor_the_browser_has_anything_to_say_and_no_page_scrolls_sideways(
    reader: Page, part: str
) -> None:
    """On screens of two widths, by day and by night, in both languages."""
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    governing = part == "governing"
    for which in [each for each in PAGES if (each in GOVERNING) == governing]:
        visit(reader, which)
        assert said == [] or which == NOWHERE, which
        reader.set_viewport_size({"width": 320, "height": 800})
        fits(reader, which)
        for language, width, schemes in SCREENS:
            reader.set_viewport_size({"width": width, "height": 800})
            if language != "nl":
                read_in(reader, language)
            for scheme in schemes:
                reader.emulate_media(color_scheme=scheme)
                seen = f"{which} ({language}, {width}, {scheme})"
                look_at(reader, seen, colours_only=scheme != schemes[0])
        reader.context.clear_cookies(name=LANGUAGE)


def read_in(page: Page, language: str) -> None:
    """The same page in another language."""
    page.context.add_cookies([{"name": LANGUAGE, "value": language, "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.slow
def test_everything_can_be_read_without_javascript(plain: Page) -> None:
    be(plain, "Auke Audit")
    plain.goto("/")
    plain.get_by_role("link", name="Laatste oproep", exact=True).click()
    plain.get_by_label("Aankondigen uiterlijk op").fill("2021-12-31")
    plain.get_by_role("button", name="Toon").click()
    assert "tot=2021-12-31" in plain.url
    visit(plain, "a change")
    expect(plain.get_by_role("heading", name="Hoe dat volgt")).to_be_visible()
    expect(plain.locator("#letters tbody tr")).to_have_count(15)
    plain.goto("/overeenkomsten?segment=wonen&nummer=hr-won-001")
    plain.get_by_role("link", name="HR-WON-001").click()
    asked = plain.get_by_role("region", name="Hoe luidde de overeenkomst?")
    asked.get_by_label("Van kracht op").fill("2021-12-31")
    asked.get_by_label("Zoals bekend op").fill("2021-08-01")
    asked.get_by_role("button", name="Toon").click()
    expect(plain.get_by_text("Zoals in de resultaatovereenkomst").first).to_be_visible()


@pytest.mark.slow
def test_the_first_tab_leads_past_the_menu_and_focus_can_be_seen(plain: Page) -> None:
    plain.goto("/")
    plain.keyboard.press("Tab")
    skip = plain.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    plain.keyboard.press("Enter")
    plain.keyboard.press("Tab")
    assert "#main" in plain.url


@pytest.mark.slow
def test_the_slash_goes_to_the_search_box_unless_somebody_turned_that_off(page: Page) -> None:
    box = page.get_by_role("searchbox", name="Zoek in alles")
    page.goto("/programmas")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("hr-won-001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="HR-WON-001")).to_be_visible()
    page.get_by_label("De toets / gaat naar het zoekvak").uncheck()
    page.goto("/programmas")
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
