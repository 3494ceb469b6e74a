"""Proposing a change in a real browser: the count follows what is typed."""

import pytest
from playwright.sync_api import Page, expect

PATIENCE_MS = 60_000


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.row("CC-27")
def test_the_count_follows_what_is_ticked_and_typed(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/wijzigingen")
    page.get_by_role("link", name="Stel een wijziging voor").first.click()
    page.get_by_label("Titel").fill("Tarieven 2023")
    page.get_by_label("Wonen", exact=True).check()
    page.get_by_label("Ingangsdatum").fill("2023-01-01")
    page.get_by_label("Ingangsdatum").blur()
    count = page.locator("#scope-count")
    expect(count).to_contain_text("15 overeenkomsten", timeout=PATIENCE_MS)
    expect(count).to_contain_text("uiterlijk aan op 1 juli 2022")
    page.get_by_text("Niet alle overeenkomsten van deze segmenten").click()
    page.get_by_label("Nummer 1").fill("HR-WON-003")
    page.get_by_label("Waarom 1 is uitgezonderd").fill("Loopt af")
    page.get_by_label("Waarom 1 is uitgezonderd").blur()
    expect(count).to_contain_text("14 overeenkomsten, 1 uitgezonderd", timeout=PATIENCE_MS)
    assert page.get_by_label("Titel").input_value() == "Tarieven 2023"
    assert said == []
