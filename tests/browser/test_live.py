"""Pages keep themselves up to date: what one person does another sees, who keeps her place."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from api.identity import COOKIE
from api.ports import Person
from domain.base import derived_id
from domain.change.commands import ProposeChange
from domain.dates import Window
from domain.decision.commands import PlanDecision, RecordAnswer
from domain.programme.commands import RealisePlanItem
from tests import make
from tests.api.browsing import CHANGE
from tests.api.house import ANNA, BRAM, House, draft, open_house, publish
from tests.api.listening import Served, followed, serving
from tests.making.decision import DECISION_ID

PATIENCE_MS = 30_000
LATER_ID = derived_id("change", "later")
REASON = "Het orgaan neemt een ander besluit"
PLACE = """() => {
  const at = document.activeElement;
  return [at.id, at.value, at.selectionStart, Math.round(at.getBoundingClientRect().top)];
}"""

TWICE = """() => [...document.querySelectorAll("[id]")].map(each => each.id)
  .filter((id, at, all) => all.indexOf(id) !== at)"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def house(followed_url: str) -> Iterator[House]:
    with open_house(followed_url) as house:
        publish(house)
        yield house


@pytest.fixture
def served(house: House, followed_url: str) -> Iterator[Served]:
    with serving(house, followed_url) as served, followed(house):
        yield served


@contextmanager
def at_work(browser: Browser, served: Served, person: Person = ANNA) -> Iterator[Page]:
    with ExitStack() as closing:
        context = browser.new_context(
            base_url=served.url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
        )
        closing.callback(context.close)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": COOKIE, "value": person.person_id, "url": served.url}])
        yield context.new_page()


def watch(page: Page, address: str) -> Page:
    """Open a page, and wait until it says that it keeps itself up to date."""
    page.goto(address)
    expect(page.get_by_text("Deze pagina houdt zichzelf bij.")).to_be_visible(timeout=PATIENCE_MS)
    return page


def adopt(page: Page) -> None:
    page.goto(CHANGE)
    page.get_by_label("Orgaan dat besloot").fill("Regionaal bestuur")
    page.get_by_role("button", name="Leg vast dat zij is vastgesteld").click()
    expect(page.get_by_text("Keur de brieven goed").first).to_be_visible(timeout=PATIENCE_MS)


def test_who_types_keeps_words_caret_focus_and_place_while_another_acts(
    house: House, served: Served, browser: Browser
) -> None:
    draft(house)
    with at_work(browser, served) as anna, at_work(browser, served, BRAM) as bram:
        listed = watch(anna.context.new_page(), "/wijzigingen")
        watch(anna, f"{CHANGE}?gedaan=antwoord")  # with word of what she did, that stays
        said = anna.get_by_role("main").get_by_role("status").first.inner_text()
        withdrawing = anna.locator("details", has=anna.locator("form#intrekken"))
        withdrawing.locator("summary").click()
        reason = withdrawing.get_by_label("Reden")
        reason.fill(REASON)
        reason.evaluate("each => each.setSelectionRange(4, 4)")
        before = anna.evaluate(PLACE)
        adopt(bram)

        row = listed.get_by_role("row", name="Wonen")
        expect(row).to_contain_text("Keur de brieven goed", timeout=PATIENCE_MS)
        expect(listed.locator("#live-news")).to_be_hidden()

        step = anna.locator("#next-step-title")
        shown = anna.get_by_role("button", name="Tonen")
        expect(shown.or_(anna.get_by_text("Keur de brieven goed").first).first).to_be_visible()
        assert anna.evaluate(PLACE) == before
        if shown.is_visible():
            shown.click()
        expect(step).to_have_text("Keur de brieven goed")
        expect(reason).to_have_value(REASON)
        expect(withdrawing).to_have_attribute("open", "")
        expect(anna.get_by_role("main").get_by_role("status").first).to_have_text(said)
        assert anna.evaluate(TWICE) == []
        expect(anna.locator("#live-said")).to_have_text("Deze pagina is bijgewerkt.")


def test_word_of_what_one_did_stays_above_and_no_part_of_the_page_comes_twice(
    house: House, served: Served, browser: Browser
) -> None:
    house.do(make.a(PlanDecision))
    with at_work(browser, served) as anna:
        watch(anna, f"/besluiten/{DECISION_ID}?gedaan=antwoord")
        parts = anna.get_by_role("main").locator(":scope > *")
        before = parts.evaluate_all("all => all.map(each => each.className)")
        house.do(make.a(RecordAnswer))
        shown = anna.get_by_role("button", name="Tonen")
        answered = anna.get_by_role("heading", name="Wie moet antwoorden").get_by_text("1 van")
        expect(shown.or_(answered).first).to_be_visible(timeout=PATIENCE_MS)
        if shown.is_visible():
            shown.click()
        expect(answered).to_be_visible()
        assert parts.evaluate_all("all => all.map(each => each.className)") == before
        assert anna.evaluate(TWICE) == []


def test_who_asks_twice_for_news_or_when_it_does_not_come_keeps_what_is_typed(
    house: House, served: Served, browser: Browser
) -> None:
    with at_work(browser, served) as anna:
        watch(anna, "/wijzigingen")
        search = anna.get_by_role("searchbox")
        search.fill(REASON)
        house.do(make.whole(ProposeChange, reservation=None))
        shown = anna.get_by_role("button", name="Tonen")
        expect(shown).to_be_visible()
        anna.route("**/wijzigingen", lambda route: route.abort())
        shown.click()
        expect(anna.locator("#live-said")).to_contain_text("opnieuw geprobeerd")
        anna.unroute_all()
        shown.dblclick()
        expect(anna.get_by_role("row", name="Wonen")).to_be_visible()
        anna.wait_for_load_state("networkidle")
        expect(search).to_have_value(REASON)


def test_what_another_does_is_seen_in_a_timeline_that_was_zoomed_and_zoomed_back(
    house: House, served: Served, browser: Browser
) -> None:
    with at_work(browser, served) as anna:
        watch(anna, f"/programmas/{make.PROGRAMME_ID}/tijdlijn")
        now = anna.locator(".tl-zoom__now")
        whole = now.inner_text()
        anna.locator(f"#tl-{make.PLAN_ITEM.item_id}").focus()
        anna.keyboard.press("+")
        expect(now).not_to_have_text(whole)
        anna.keyboard.press("0")
        expect(now).to_have_text(whole)
        house.do(make.a(RealisePlanItem, realised_on=Window.on(make.MONDAY.date())))
        reach(anna, "Gedaan", "main tr")


def test_eight_tabs_share_one_stream_and_outlive_the_tab_that_holds_it(
    house: House, served: Served, browser: Browser
) -> None:
    with at_work(browser, served) as first:
        asked: list[str] = []
        first.context.on("request", lambda each: asked.append(each.url))
        tabs = [watch(first, "/wijzigingen")]
        tabs += [watch(first.context.new_page(), "/wijzigingen") for _ in range(7)]
        assert len([each for each in asked if "/stroom" in each]) == 1
        house.do(make.whole(ProposeChange, reservation=None))
        for tab in tabs:
            tab.bring_to_front()
            reach(tab, "Wonen")
        tabs[0].close()
        draft(house)
        for tab in tabs[1:]:
            tab.bring_to_front()
            reach(tab, "Laat de wijziging vaststellen")
        assert len([each for each in asked if "/stroom" in each]) == 2


def reach(page: Page, words: str, within: str = "main") -> None:
    """See the words come in, at once or where they would move what is read when asked to."""
    shown = page.get_by_role("button", name="Tonen")
    found = page.locator(within).get_by_text(words).first
    expect(shown.or_(found).first).to_be_visible(timeout=PATIENCE_MS)
    if shown.is_visible():
        shown.click()
    expect(found).to_be_visible(timeout=PATIENCE_MS)


def test_what_was_missed_while_the_server_was_away_is_shown_when_it_is_back(
    house: House, followed_url: str, browser: Browser
) -> None:
    draft(house)
    with serving(house, followed_url) as served, at_work(browser, served) as anna:
        watch(anna, "/wijzigingen")
        served.stop()
        house.do(make.whole(ProposeChange, change_id=LATER_ID, title="Later"))
        with serving(house, followed_url, port=served.port):
            reach(anna, "Later")


def test_only_what_differs_is_touched_and_what_is_the_readers_is_left(
    house: House, served: Served, browser: Browser
) -> None:
    with at_work(browser, served) as page:
        watch(page, "/wijzigingen")
        found = page.evaluate(MORPHED)
    assert found == {
        "rows": ["/b", "/n", "/m", "/c"],
        "same": True,
        "open": True,
        "typed": "half een zin",
        "key": "old",
        "added": True,
        "kept": "mine",
        "badge": "badge--good",
    }


MORPHED = """async () => {
  const {compare, tie} = await import(document.getElementById("live-morph").href);
  const box = document.createElement("div");
  document.getElementById("main").append(box);
  const row = at => `<tr><td><a href="${at}">${at}</a></td></tr>`;
  const page = (rows, badge, rest) => `<p><span class="${badge}">stand</span></p>
    <table><tbody>${rows.map(row).join("")}</tbody></table>
    <details><summary>Meer</summary><p>${rows.length}</p></details>${rest}`;
  box.innerHTML = page(["/a", "/b", "/c"], "badge--warn", `<form action="/x">
    <input type="hidden" name="key" value="old"><input name="words"></form>
    <p data-live-keep>mine</p>`);
  const inOrder = node => [node, ...[...node.childNodes].flatMap(inOrder)];
  const copy = box.cloneNode(true);
  tie(copy, inOrder(box));
  box.querySelector("p").append(document.createElement("output"));
  box.querySelector("p").hidden = true;
  const second = box.querySelectorAll("tr")[1];
  box.querySelector("details").open = true;
  box.querySelector("[name=words]").value = "half een zin";
  const then = document.createElement("div");
  then.innerHTML = page(["/b", "/n", "/m", "/c"], "badge--good", "<p>other</p>");
  for (const step of compare(copy, then)) step.run();
  const all = selector => [...box.querySelectorAll(selector)];
  return {
    rows: all("tr a").map(each => each.getAttribute("href")),
    same: all("tr")[0] === second,
    open: box.querySelector("details").open,
    typed: box.querySelector("[name=words]").value,
    key: box.querySelector("[name=key]").value,
    added: box.querySelector("p[hidden] > output") !== null,
    kept: box.querySelector("[data-live-keep]").textContent,
    badge: box.querySelector("span").className,
  };
}"""
