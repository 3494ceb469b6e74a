"""In a browser: what is typed outlives leaving the page, and what was seen is noted by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import be

PROGRAMME = "Inkoopplan jeugdhulp"


@pytest.mark.slow
def test_what_is_typed_outlives_leaving_the_page_and_is_offered_again(page: Page) -> None:
    be(page, "Coen Contract")
    page.goto("/programmas")
    page.get_by_role("link", name=PROGRAMME).first.click()
    page.wait_for_url("**/programmas/*-*")
    address = f"{page.url.partition('#')[0]}/wijzigingen/nieuw"
    page.goto(address)
    with page.expect_response("**/concepten") as answered:
        page.get_by_label("Titel", exact=True).fill("Getypt en niet verstuurd")
        page.get_by_role("checkbox").first.check()
    assert answered.value.status == 204
    expect(page.get_by_text("Wat u typt, wordt voor u bewaard")).to_be_visible()
    page.goto("/")
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Stel de wijziging voor").click()
    expect(page.get_by_label("Titel", exact=True)).to_have_value("Getypt en niet verstuurd")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.get_by_role("button", name="Stel de wijziging voor").click()
    title = page.get_by_label("Titel", exact=True)
    for words in ("Anders", "Getypt en niet verstuurd"):
        with page.expect_response("**/concepten") as answered:
            title.fill(words)
        assert answered.value.status == 204, "back to what came back is not empty"
    page.goto(address)
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_text("U was hier bezig")).to_have_count(0)


@pytest.mark.slow
def test_news_that_stood_in_view_is_noted_as_seen_and_stays_for_this_visit(page: Page) -> None:
    be(page, "Auke Audit")
    page.goto("/sinds")
    with page.expect_response("**/sinds/bezoek") as noted:
        page.get_by_role("button", name="Gezien").scroll_into_view_if_needed()
    assert noted.value.status == 204
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sinds uw laatste bezoek")
    expect(page.get_by_role("button", name="Gezien")).to_be_visible()
