"""The timeline in a browser: its colours, by keyboard, zoomed without losing one's place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from api.app import create_app
from api.contrast import contrast
from domain.base import derived_id
from tests.api.house import House, open_house
from tests.browser.looking import look_at
from tests.browser.test_said_back import shown

AT = f"/programmas/{derived_id('programme', 'holland-rijnland-2021')}/tijdlijn"
LEAST = 3.0
"""The contrast that WCAG 1.4.11 asks of what is drawn, and 4.5 of words."""
WORDS = 4.5

MEASURED = """() => {
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const found = [];
  for (const each of document.querySelectorAll(".timeline svg *, .tl-sample *, .tl-ink")) {
    const it = getComputedStyle(each);
    const drawn = ["rect", "path", "line", "text"].includes(each.localName);
    if (!drawn || each.closest("mask") || each.matches(".tl-tick, .tl-notch")) continue;
    const name = `${each.closest("g")?.getAttribute("class")} ${each.getAttribute("class")}`;
    const words = each.localName === "text";
    const part = each.matches(".tl-part");
    const behind = part ? getComputedStyle(each.parentElement).fill : ground;
    if (it.stroke !== "none") found.push({name, words, colour: it.stroke, behind});
    if (it.fill !== "none" && !it.fill.startsWith("url") && Number(it.fillOpacity) === 1 && !part
        && each.localName !== "line") found.push({name, words, colour: it.fill, behind});
  }
  return found;
}"""
"""Every colour that is drawn with, and what is behind it. Lines of the calendar are ornament."""


def written(colour: str) -> str:
    """A colour as browsers say it, `rgb(1, 2, 3)`, as `#010203`."""
    parts = colour.partition("(")[2].rstrip(")").split(",")[:3]
    return "#" + "".join(f"{int(each):02x}" for each in parts)


@pytest.fixture
def planned(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="nl-NL", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_every_colour_of_a_timeline_stands_out_in_both_schemes_and_axe_agrees(
    planned: House, page: Page
) -> None:
    address = f"{AT}?segment=veiligheid&basis=1"
    shown(page, TestClient(create_app(planned.ports())), address, None)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    measured = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(MEASURED)
        weak = [
            each
            for each in found
            if contrast(written(each["colour"]), written(each["behind"]))
            < (WORDS if each["words"] else LEAST)
        ]
        assert not weak, (scheme, weak)
        measured[scheme] = {each["colour"] for each in found}
    assert len(measured["light"]) >= 8
    assert measured["light"].isdisjoint(measured["dark"])
    page.set_viewport_size({"width": 320, "height": 800})
    look_at(page, address)
    assert page.evaluate(
        "[...document.querySelectorAll('.tl-name')].every(each =>"
        " each.getBoundingClientRect().right <= innerWidth && each.clientWidth > 100)"
    )
    page.emulate_media(forced_colors="active")
    forced = page.evaluate(MEASURED)
    assert len({each["colour"] for each in forced}) < len(measured["light"])


@pytest.mark.slow
@pytest.mark.row("ST-07")
def test_a_timeline_is_walked_and_zoomed_by_keyboard_and_lights_up_its_row(
    planned: House, page: Page
) -> None:
    shown(page, TestClient(create_app(planned.ports())), AT, None)
    names = page.locator("#timeline-wonen .tl-name")
    names.nth(0).focus()
    assert page.locator("#timeline-wonen .tl-name[tabindex='0']").count() == 1
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    announcement = page.locator("#tl-wonen-2021-aankondiging")
    expect(announcement).to_be_focused()
    assert announcement.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    expect(page.locator("tr#wonen-2021-aankondiging")).to_have_attribute("data-lit", "")
    now = page.locator(".tl-zoom__now")
    whole, height = now.inner_text(), page.evaluate("scrollY")
    page.keyboard.press("+")
    expect(now).not_to_have_text(whole)
    expect(announcement).to_be_focused()
    expect(announcement).to_be_in_viewport()
    assert page.evaluate("scrollY") == height
    assert "van=" in page.url
    page.keyboard.press("0")
    expect(now).to_have_text(whole)
    page.go_back()
    expect(now).not_to_have_text(whole)
    page.get_by_role("link", name="1 maand").click()
    expect(now).to_have_text("Van 1 mei 2021 tot en met 31 mei 2021")
    expect(page.get_by_role("link", name="1 maand")).to_be_focused()
    expect(page.get_by_label("Vanaf", exact=True)).to_have_value("2021-05-01")
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    announcement.press("Enter")
    assert page.url.endswith("#wonen-2021-aankondiging")
    page.keyboard.press("Tab")
    expect(page.locator("tr#wonen-2021-aankondiging a").first).to_be_focused()
    assert not [each for each in asked if "/tijdlijn" in each]
