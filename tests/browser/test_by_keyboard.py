"""What axe cannot see: the way of the Tab key, words twice as large, and how near things stand."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.identity import COOKIE
from tests.browser.looking import fits
from tests.browser.test_everybody import visit

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PAGES = (
    "/",
    "/laatste-oproep?tot=2021-07-01",
    "/overeenkomsten?segment=wonen",
    "/wijzigingen",
    "/agendas",
    "/controle",
    "a change",
    "a contract",
    "the timeline",
    "a what-if",
    "a proposal",
)
MOST_STOPS = 250
BY_WINDOW = "the timeline"
"""Its table becomes blocks by how many letters fit in the window, as a browser counts them whose
reader asked for larger ones: enlarging them from within changes nothing of that."""

_STOP = """async () => {
  await new Promise(requestAnimationFrame); // what has the focus is brought into sight by then
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.getBoundingClientRect();
  const look = getComputedStyle(it);
  return {
    place: [...document.querySelectorAll("*")].indexOf(it),
    within: it.closest("main") !== null,
    bottom: box.bottom + scrollY,
    left: box.left,
    said: `${it.tagName} ${(it.textContent || it.getAttribute("name") || "").trim().slice(0, 40)}`,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
    marked: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
      || look.boxShadow !== "none",
  };
}"""
_TOO_NEAR = """() => {
  const within = "p, li, dd, dt, td, th, h1, h2, h3, blockquote, caption";
  const targets = [...document.querySelectorAll("a[href], button, select, textarea, summary, " +
    "input:not([type=hidden])")]
    .map(each => each.closest("label") ?? each)
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map(each => ({each, box: each.getBoundingClientRect()}))
    .filter(({box}) => box.width && box.height);
  const near = (one, two) => {
    const x = one.left + one.width / 2, y = one.top + one.height / 2;
    const across = Math.max(two.left - x, 0, x - two.right);
    const down = Math.max(two.top - y, 0, y - two.bottom);
    return Math.hypot(across, down) < 12;
  };
  return targets
    .filter(({each, box}) => box.width < 24 || box.height < 24)
    .filter(({each}) => !(each.tagName === "A" && each.closest(within)))
    .filter(({each, box}) => targets.some(other => other.each !== each
      && !other.each.contains(each) && !each.contains(other.each) && near(box, other.box)))
    .map(({each, box}) => `${each.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`);
}"""
"""What is smaller than 24 px and has something else within reach of the same finger (SC 2.5.8)."""


@pytest.fixture
def pages(browser: Browser, practice_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=practice_url, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": "p-001", "url": practice_url}])
    yield context.new_page()
    context.close()


def open_at_top(pages: Page, which: str) -> None:
    """What is named, read from its first word on, also where a link leads halfway."""
    visit(pages, which)
    pages.goto(pages.url.partition("#")[0])


def test_tab_goes_through_each_page_in_its_order_seen_and_out_again(pages: Page) -> None:
    """The first stop leads past the menu; nothing holds the focus; each stop is marked.

    As one reads: each stop of what a page is about stands lower than the one before it, or
    further to the right.
    """
    for address in PAGES:
        open_at_top(pages, address)
        stops: list[dict[str, Any]] = []
        for _ in range(MOST_STOPS):
            pages.keyboard.press("Tab")
            stop = pages.evaluate(_STOP)
            if stop is None or (stops and stop["place"] == stops[0]["place"]):
                break
            stops.append(stop)
            if not stop["seen"]:  # the browser may scroll to it a moment later
                pages.wait_for_timeout(300)
                stop = pages.evaluate(_STOP)
            assert stop["seen"], f"{address}: {stop['said']} is out of sight"
            assert stop["marked"], f"{address}: {stop['said']} does not show that it has the focus"
        else:
            raise AssertionError(f"{address} does not end after {MOST_STOPS} stops")
        assert "Naar de inhoud" in stops[0]["said"]
        for one, other in pairwise(stop for stop in stops if stop["within"]):
            onward = other["bottom"] > one["bottom"] + 1 or other["left"] > one["left"] - 1
            assert onward, f"{address}: back from {one['said']} to {other['said']}"


def test_nothing_is_lost_when_words_are_twice_as_large_or_the_screen_is_narrow(
    pages: Page,
) -> None:
    """200 % text at the width of a laptop, 320 px as on a phone; targets keep their distance."""
    for address in PAGES:
        pages.set_viewport_size({"width": 640 if address == BY_WINDOW else 1280, "height": 800})
        open_at_top(pages, address)
        if address != BY_WINDOW:
            pages.evaluate("document.documentElement.style.fontSize = '200%'")
        fits(pages, f"{address} in words twice as large")
        cut = pages.evaluate(
            """() => [...document.querySelectorAll("main *, header *")]
              .filter(each => each.checkVisibility() && !each.closest(".unseen, svg, thead")
                && getComputedStyle(each).overflowY === "hidden"
                && each.scrollHeight > each.clientHeight + 4)
              .map(each => each.outerHTML.slice(0, 80))"""
        )
        assert cut == [], address
        pages.evaluate("document.documentElement.style.fontSize = ''")
        pages.set_viewport_size({"width": 320, "height": 640})
        fits(pages, f"{address} on a phone")
        assert pages.evaluate(_TOO_NEAR) == [], address
