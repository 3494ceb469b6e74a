"""The main job in a real browser: one change, announced half a year ahead, in force by itself."""

import re
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

PATIENCE_MS = 60_000
PATIENCE_SECONDS = 60.0
WONEN = "Aangescherpte geschiktheidseisen en kwaliteitscriteria Wonen"


def decide_what_is_left(page: Page) -> None:
    """Record talk and decision, where the example does not have them already."""
    if page.locator("form#bespreken").count():
        page.get_by_label("Tafel", exact=True).fill("Ontwikkeltafel Wonen")
        page.get_by_role("button", name="Leg vast dat zij is besproken").click()
    if page.locator("form#vaststellen").count():
        page.get_by_label("Orgaan dat besloot").fill("Regionaal bestuur")
        page.get_by_role("button", name="Leg vast dat zij is vastgesteld").click()


def reload_until(page: Page, words: str) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not page.get_by_text(words).count():
        assert monotonic() < deadline, f"{words!r} did not come"
        page.wait_for_timeout(500)
        page.reload()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.row("AN-23", "AN-20", "AU-01", "AU-02")
def test_the_wonen_change_is_announced_sent_and_in_force_by_way_of_the_pages(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/laatste-oproep?tot=2021-07-01&ingang=2022-01-01")
    expect(page.get_by_role("row", name=WONEN)).to_contain_text("1 juli 2021")
    page.get_by_role("link", name=WONEN).click()
    decide_what_is_left(page)
    reload_until(page, "Keur de brieven goed")
    change = page.url.partition("?")[0].partition("#")[0]
    page.get_by_role("button", name="Keur de brieven goed").click()
    page.get_by_role("button", name="Verzend 15 brieven").click()
    expect(page.get_by_text(re.compile("Verzenden begint om"))).to_be_visible()
    expect(page.get_by_text("15 van 15 verzonden.")).to_be_visible(timeout=PATIENCE_MS)

    page.goto("/post")
    expect(page.get_by_role("row", name=re.compile(r"@aanbieder\d\d\.example"))).to_have_count(15)

    page.goto(change)
    page.get_by_text("Klok vooruitzetten").click()
    page.get_by_label("Naar de ochtend van").fill("2022-01-02")
    page.get_by_role("button", name="Zet vooruit").click()
    expect(page.get_by_text("de klok staat op 2 januari 2022")).to_be_visible()
    reload_until(page, "Niets: de wijziging is van kracht")

    page.get_by_role("link", name="HR-WON-001", exact=True).click()
    expect(page.get_by_text("Aangescherpt op basis van").first).to_be_visible()
    asked = page.get_by_role("region", name="Hoe luidde de overeenkomst?")
    asked.get_by_label("Van kracht op").fill("2021-12-31")
    asked.get_by_label("Zoals bekend op").fill("2021-08-01")
    asked.get_by_role("button", name="Toon").click()
    chosen = page.get_by_role("region", name="Van kracht op 31 december 2021, zoals bekend op")
    expect(chosen).to_contain_text("Zoals in de resultaatovereenkomst")
    expect(chosen).not_to_contain_text("Aangescherpt op basis van")
    expect(page.get_by_role("region", name="Verschillen met vandaag")).to_contain_text("hulp na")
    assert said == []
