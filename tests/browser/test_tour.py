"""The three main jobs in a real browser, from the first page to the last; and the tour's pictures.

One change, announced half a year ahead, comes in force by itself. With `TOUR=write` every picture
in `docs/tour/` is made anew; without it the same way is gone, and `docs/tour.md` must name exactly
the pictures that belong to it.
"""

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, be
from tests.journeys.practice import ROOT, practice_copy

PATIENCE_SECONDS = 60.0
WONEN = "Aangescherpte geschiktheidseisen en kwaliteitscriteria Wonen"
TOUR = ROOT / "docs" / "tour.md"
PICTURES = ROOT / "docs" / "tour"
LARGEST = 80_000
"""Bytes of a picture."""
WRITES = os.environ.get("TOUR") == "write"
_SMALLER = """async png => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", 0.75).split(",")[1];
}"""
"""A picture as WebP, by the browser itself."""


@dataclass
class Camera:
    """Takes the pictures of the tour; where none is to be written it only notes their names."""

    browser: Browser
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str, part: str = "body") -> None:
        """What is on the screen from this part of the page down."""
        self.taken.append(name)
        found = page.locator(part).first
        expect(found).to_be_visible()
        found.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 24)")
        if WRITES:
            png = b64encode(page.screenshot(animations="disabled")).decode()
            dark_room = self.browser.new_page()
            kept = b64decode(dark_room.evaluate(_SMALLER, png))
            dark_room.close()
            PICTURES.mkdir(exist_ok=True)
            (PICTURES / f"{name}.webp").write_bytes(kept)


@pytest.fixture
def office(browser: Browser, session_folder: Path) -> Iterator[Page]:
    """Pien Programma before a practice copy in which nothing happened yet."""
    with practice_copy(session_folder / "tour", undo_seconds=3) as practice:
        context = browser.new_context(
            base_url=practice.url, viewport={"width": 1280, "height": 800}, locale="nl-NL"
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        be(page, "Pien Programma")
        yield page
        context.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.row("AN-23", "AN-20", "AU-01", "AU-02")
def test_the_three_main_jobs_are_done_by_way_of_the_pages(office: Page, browser: Browser) -> None:
    said: list[str] = []
    office.on("console", lambda message: said.append(f"{message.text} {message.location}"))
    camera = Camera(browser)
    see_what_is_due(office, camera)
    change = announce(office, camera)
    bring_in_force(office, camera, change)
    show_what_held(office, camera, change)
    assert said == []
    shown = re.findall(r"\(tour/([a-z-]+)\.webp\)", TOUR.read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(camera.taken)
    kept = {each.stem: each.stat().st_size for each in PICTURES.glob("*.webp")}
    assert set(kept) == set(camera.taken)
    assert max(kept.values()) <= LARGEST


def see_what_is_due(page: Page, camera: Camera) -> None:
    """The programme office: today, the plan, and what must be announced by 1 July."""
    page.goto("/")
    camera.take(page, "today")
    page.goto("/programmas")
    page.get_by_role("link", name=re.compile("^Inkoopplan jeugdhulp")).click()
    home = page.url.partition("#")[0]
    camera.take(page, "programme")
    page.goto(f"{home}/tijdlijn?van=2020-07-01&tot=2022-06-30&segment=wonen")
    camera.take(page, "timeline", ".timeline")
    page.goto(f"{home}/wat-als")
    page.locator("#verschuiving > summary").click()
    page.get_by_label("Maanden later").fill("2")
    page.get_by_label("Welk deel").select_option("Onderwijs")
    camera.take(page, "suppose", "#verschuiving")
    page.locator("form", has=page.get_by_label("Welk deel")).get_by_role("button").click()
    camera.take(page, "what-if", "#what-if")
    make_it_the_plan(page, camera, home)
    page.goto(f"{home}/besluiten/overzicht")
    camera.take(page, "decisions", "main table")
    page.goto("/laatste-oproep?tot=2021-07-01&ingang=2022-01-01")
    expect(page.get_by_role("row", name=WONEN)).to_contain_text("1 juli 2021")
    camera.take(page, "last-call")


def make_it_the_plan(page: Page, camera: Camera, home: str) -> None:
    """See exactly what would be recorded, record it, and lay it beside the version before it."""
    page.locator("#propose > summary").click()
    page.get_by_label("Titel van de nieuwe versie").fill("Onderwijs twee maanden later")
    page.get_by_label("Reden").fill("De gemeenten vroegen meer tijd om te formaliseren.")
    page.get_by_role("button", name="Toon wat zou worden vastgelegd").click()
    record = page.get_by_role("button", name="Leg het vast als nieuwe versie van het plan")
    expect(record).to_be_visible()
    camera.take(page, "propose", "#propose")
    record.click()
    page.wait_for_load_state()
    page.goto(f"{home}/planversies?van=1&naar=2")
    expect(page.locator("main")).to_contain_text("september 2021")
    camera.take(page, "versions", "#compare")


def announce(page: Page, camera: Camera) -> str:
    """The contract manager: have the letters approved by a second person, send them, see what
    became of each.
    """
    be(page, "Coen Contract")
    page.goto("/wijzigingen")
    page.get_by_role("link", name=re.compile("^Stel een wijziging voor")).click()
    camera.take(page, "proposal")
    page.goto("/laatste-oproep?tot=2021-07-01&ingang=2022-01-01")
    page.get_by_role("link", name=WONEN).click()
    camera.take(page, "change")
    reload_until(page, "Keur de brieven goed")
    change = page.url.partition("?")[0].partition("#")[0]
    page.locator("#letters table a[href*='/brieven/']").first.click()
    camera.take(page, "letter")
    be(page, "Carla Vierogen")
    page.goto(change)
    camera.take(page, "approve", "#next-step")
    page.get_by_role("button", name="Keur de brieven goed").click()
    expect(page.get_by_role("button", name="Verzend 15 brieven")).to_be_visible()
    be(page, "Coen Contract")
    page.goto(change)
    camera.take(page, "send", "#next-step")
    page.get_by_role("button", name="Verzend 15 brieven").click()
    expect(page.get_by_text(re.compile("Verzenden begint om"))).to_be_visible()
    camera.take(page, "take-back", "#next-step")
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#letters")).to_contain_text("15 van 15 verzonden.", timeout=PATIENCE_MS)
    camera.take(page, "sent", "#letters")
    page.get_by_role("link", name="0 zeggen dat hij is ontvangen").click()
    camera.take(page, "receipts")
    page.goto("/post")
    expect(page.get_by_role("row", name=re.compile(r"@aanbieder\d\d\.example"))).to_have_count(15)
    camera.take(page, "mail")
    return change


def bring_in_force(page: Page, camera: Camera, change: str) -> None:
    """Nobody has to do anything for it: on the day it is in force."""
    page.goto(change)
    page.get_by_text("Klok vooruitzetten").click()
    page.get_by_label("Naar de ochtend van").fill("2022-01-02")
    page.get_by_role("button", name="Zet vooruit").click()
    expect(page.get_by_text("de klok staat op 2 januari 2022")).to_be_visible()
    reload_until(page, "Niets: de wijziging is van kracht")
    page.goto(f"{change}/register")
    spare = page.locator("td[data-label='Marge']")
    expect(spare).to_have_text([re.compile(r"Op tijd\s*59 dagen")] * 15)
    camera.take(page, "register")


def show_what_held(page: Page, camera: Camera, change: str) -> None:
    """The auditor: a contract as it was, what differs, and how a day and a fact came about."""
    be(page, "Auke Audit")
    page.goto(change)
    page.get_by_role("link", name="HR-WON-001", exact=True).click()
    expect(page.get_by_text("Aangescherpt op basis van").first).to_be_visible()
    asked = page.get_by_role("region", name="Hoe luidde de overeenkomst?")
    asked.get_by_role("textbox", name="Van kracht op").fill("2021-12-31")
    asked.get_by_role("textbox", name="Zoals bekend op").fill("2021-08-01")
    asked.get_by_role("button", name="Toon").click()
    chosen = page.get_by_role("region", name="Van kracht op 31 december 2021, zoals bekend op")
    expect(chosen).to_contain_text("Zoals in de resultaatovereenkomst")
    expect(chosen).not_to_contain_text("Aangescherpt op basis van")
    expect(page.get_by_role("region", name="Verschillen met vandaag")).to_contain_text("hulp na")
    camera.take(page, "two-dates", "#axes")
    page.get_by_role("link", name="Twee dagen naast elkaar, en wat verschilt").click()
    differing = page.get_by_role("region", name="Wat verschilt")
    expect(differing.get_by_role("link").first).to_be_visible()
    camera.take(page, "differs", ".replay__dates")
    page.goto("/controle?q=hr-won-001")
    camera.take(page, "audit")
    page.goto(change)
    page.get_by_role("link", name="Controledossier").first.click()
    camera.take(page, "audit-file")
    page.locator("main a[href^='/controle/waarom'][href*='dag=2021-07-01']").first.click()
    camera.take(page, "why")


def reload_until(page: Page, words: str) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not page.get_by_text(words).count():
        assert monotonic() < deadline, f"{words!r} did not come"
        page.wait_for_timeout(500)
        page.reload()
