"""Whole tasks, as somebody of the office does them: at a wide screen, and on a phone.

They are done in a practice copy of which the clock stays where it is. What a task changes at one
width is not what it changes at the other.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from api.identity import COOKIE
from tests.browser.conftest import PATIENCE_MS, be
from tests.browser.looking import fits
from tests.runtime.spreadsheets import workbook

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

WONEN = "Aangescherpte geschiktheidseisen en kwaliteitscriteria Wonen"
WIDE, PHONE = 1280, 320
BOARD = "/laatste-oproep?tot=2021-07-01&ingang=2022-01-01"
NINE = "Leiden, Leiderdorp, Oegstgeest, Zoeterwoude, Hillegom, Lisse, Teylingen, Katwijk, Noordwijk"
PROVIDER_HEADS = ("Aanbieder-id", "Naam", "E-mail", "KvK-nummer", "AGB-code", "Segmenten")


class Reader(NamedTuple):
    """Somebody with a screen so wide, in a browser with or without JavaScript."""

    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.width}{'' if self.scripts else '-without-javascript'}"


READERS = [Reader(width, scripts) for scripts in (True, False) for width in (WIDE, PHONE)]
reading = pytest.mark.parametrize("seen_by", READERS, indirect=True, ids=str)
at_both_widths = pytest.mark.parametrize("seen_by", READERS[:2], indirect=True, ids=str)


@pytest.fixture
def seen_by(
    request: pytest.FixtureRequest, browser: Browser, practice_url: str
) -> Iterator[tuple[Page, bool]]:
    """The page of Pien Programma, and whether it is a wide one. Nothing may be wrong with it."""
    reader: Reader = request.param
    context = browser.new_context(
        base_url=practice_url,
        viewport={"width": reader.width, "height": 900},
        java_script_enabled=reader.scripts,
        locale="nl-NL",
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": COOKIE, "value": "p-001", "url": practice_url}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page, reader.width == WIDE
    assert said == []
    context.close()


def go(page: Page, *names: str) -> None:
    """From the first page by links of these names, the last of which may say more."""
    page.goto("/")
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()
        fits(page)


def programme(page: Page, tab: str) -> None:
    """To a page of the programme."""
    go(page, "Programma's")
    page.get_by_role("link", name=re.compile("^Inkoopplan jeugdhulp")).click()
    page.get_by_role("link", name=tab, exact=True).first.click()
    fits(page)


def until_shown(page: Page, words: str | re.Pattern[str]) -> None:
    """Reload until it is there: for what the system itself does in the background."""
    for _ in range(60):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{words!r} did not come on {page.url}")


@reading
@pytest.mark.row("AN-23")
def test_what_must_be_announced_before_1_july_is_found_with_why(
    seen_by: tuple[Page, bool],
) -> None:
    page, _ = seen_by
    go(page, "Laatste oproep")
    page.get_by_label("Aankondigen uiterlijk op").fill("2021-07-01")
    page.get_by_label(re.compile("Van kracht uiterlijk op")).fill("2022-01-01")
    page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile(re.escape(BOARD)))
    expect(page.get_by_role("heading", level=1)).to_contain_text("uiterlijk 1 juli 2021")
    row = page.get_by_role("row", name=WONEN)
    expect(row).to_contain_text("1 juli 2021")
    expect(row).to_contain_text("Keur de brieven goed")
    fits(page)
    row.get_by_role("link", name=WONEN).click()
    expect(page.get_by_role("heading", name="Hoe dat volgt")).to_be_visible()
    expect(page.get_by_text("6 maanden").first).to_be_visible()
    fits(page)


@reading
@pytest.mark.row("AU-01", "AU-02")
def test_a_contract_is_read_on_two_dates(seen_by: tuple[Page, bool]) -> None:
    page, _ = seen_by
    page.goto("/zoeken?q=hr-won-002")
    page.get_by_role("link", name="HR-WON-002").first.click()
    asked = page.get_by_role("region", name="Hoe luidde de overeenkomst?")
    for day, known, words in (
        ("2020-12-31", "2021-05-03", "niet van kracht"),
        ("2021-05-01", "2021-05-03", "overbrugt"),
        ("2021-05-01", "2021-05-02", "niets vastgelegd dat toen gold"),
    ):
        asked.get_by_role("textbox", name="Van kracht op").fill(day)
        asked.get_by_role("textbox", name="Zoals bekend op").fill(known)
        asked.get_by_role("button", name="Toon").click()
        expect(page).to_have_url(re.compile(f"van_kracht={day}&bekend={known}"))
        chosen = page.get_by_role("region", name=f"zoals bekend op {int(known[-2:])} mei 2021")
        expect(chosen).to_contain_text(words)
        fits(page)


@pytest.mark.row("CC-27")
@pytest.mark.parametrize("seen_by", READERS[1:2], indirect=True, ids=str)
def test_a_change_is_proposed_and_announced_to_fifteen_providers_on_a_phone(
    seen_by: tuple[Page, bool],
) -> None:
    """At a wide screen the tour does this (`test_tour.py`), up to the day it is in force."""
    page, _ = seen_by
    go(page, "Wijzigingen", "Stel een wijziging voor")
    page.get_by_label("Titel").fill("Wachttijd Wonen 2022")
    page.get_by_label("Wat er wijzigt en waarom").fill(
        "Na vier weken wachten overbrugt de aanbieder."
    )
    page.get_by_label("voorwaarden", exact=True).check()
    page.get_by_label("Wonen", exact=True).check()
    page.get_by_label("Ingangsdatum").fill("2022-01-01")
    page.get_by_label("Naam van bepaling 1").fill("wachttijd")
    page.get_by_label("Hoe bepaling 1 gaat luiden").fill("Na vier weken overbrugt de aanbieder.")
    fits(page)
    page.get_by_role("button", name="Stel de wijziging voor").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wachttijd Wonen 2022")
    page.get_by_label("Tafel", exact=True).fill("Ontwikkeltafel Wonen")
    page.get_by_role("button", name="Leg vast dat zij is besproken").click()
    page.get_by_label("Orgaan dat besloot").first.fill("Regionaal bestuur")
    page.get_by_role("button", name="Leg vast dat zij is vastgesteld").click()
    fits(page)
    change = page.url.partition("?")[0]
    be(page, "Coen Contract")
    page.goto(change)
    until_shown(page, "Keur de brieven goed")
    page.get_by_role("button", name="Keur de brieven goed").click()
    page.get_by_role("button", name="Verzend 15 brieven").click()
    expect(page.get_by_text(re.compile("Verzenden begint om"))).to_be_visible()
    expect(page.locator("#letters")).to_contain_text("15 van 15 verzonden.", timeout=PATIENCE_MS)
    fits(page)


@at_both_widths
@pytest.mark.row("ST-08")
def test_a_segment_is_planned_anew_and_both_versions_are_compared(
    seen_by: tuple[Page, bool],
) -> None:
    page, wide = seen_by
    segment = "Onderwijs" if wide else "Behandeling met verblijf"
    title = f"{segment} een maand later"
    programme(page, "Planversies")
    page.get_by_label("Maanden later").fill("1")
    page.get_by_label("Welk deel").select_option(segment)
    page.get_by_role("button", name="Toon wat er zou verschuiven").click()
    expect(page.get_by_role("heading", name=re.compile("Zou verschuiven"))).to_be_visible()
    fits(page)
    count = page.locator("tr[id^=move-]").count()
    assert count
    page.get_by_text("Maak er een nieuwe versie van het plan van").click()
    page.get_by_label("Titel van de nieuwe versie").fill(title)
    page.get_by_label("Reden").fill("De ontwikkeltafel is verplaatst.")
    page.get_by_role("button", name="Toon wat zou worden vastgelegd").click()
    expect(page.get_by_text("Dit zou worden vastgelegd")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Leg het vast als nieuwe versie van het plan").click()
    version = page.get_by_role("row", name=re.compile(title))
    expect(version).to_contain_text("De ontwikkeltafel is verplaatst.")
    version.get_by_role("link", name="wat er veranderde").click()
    expect(page).to_have_url(re.compile(r"van=\d+&naar=\d+"))
    compared = page.get_by_role("region", name=re.compile("Wat er veranderde van versie"))
    expect(compared.locator("tbody tr")).to_have_count(count)
    expect(compared).to_contain_text(segment)
    fits(page)


@at_both_widths
@pytest.mark.row("PG-09")
def test_nine_councils_vote_one_after_another(seen_by: tuple[Page, bool]) -> None:
    page, wide = seen_by
    programme(page, "Besluiten")
    title = "Het inkoopplan vaststellen" if wide else "De risicoverevening per 2021"
    page.get_by_role("link", name=title).click()
    for nth, municipality in enumerate(NINE.split(", "), 1):
        form = page.locator("form#antwoord")
        folded = page.locator("details", has=form)
        folded.evaluate("each => each.open = true")  # after the first answer it may be open
        form.get_by_label("Wie antwoordde").select_option(municipality)
        form.get_by_label("Antwoord", exact=True).select_option("ja")
        form.get_by_label("Besloten op").fill("2021-04-29")
        with page.expect_navigation():  # the old page may show the answer before the new one comes
            form.get_by_role("button", name="Leg het antwoord vast").click()
        expect(page.get_by_role("heading", name=f"{nth} van 9")).to_be_visible()
        fits(page)
    expect(page.get_by_role("main")).to_contain_text("Genomen")
    programme(page, "Besluiten")
    expect(page.get_by_role("row", name=re.compile(title))).to_contain_text("9 van 9")


@at_both_widths
def test_a_view_is_kept_found_again_and_forgotten(seen_by: tuple[Page, bool]) -> None:
    page, wide = seen_by
    name, part = ("Gezinshuizen", "gezinshuis") if wide else ("Pleegzorg", "pleegzorg")
    go(page, "Overeenkomsten")
    page.get_by_label("Segment").select_option("Wonen")
    page.get_by_label("Aanbieder").fill(part)
    page.get_by_role("button", name="Toon").click()
    rows = page.get_by_role("row", name=re.compile("HR-WON"))
    count = rows.count()
    assert 0 < count < 15
    page.get_by_text("Bewaar deze weergave").click()
    fits(page)
    page.get_by_label("Naam van de weergave").fill(name)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    go(page, "Overeenkomsten", name)
    expect(rows).to_have_count(count)
    expect(page.get_by_label("Aanbieder")).to_have_value(part)
    page.get_by_role("button", name=f"Bewaar de weergave {name} niet").click()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


@at_both_widths
@pytest.mark.row("IN-12")
def test_an_excel_with_a_mistake_is_judged_mended_and_carried_out_once(
    seen_by: tuple[Page, bool], tmp_path: Path
) -> None:
    page, wide = seen_by
    name, number = ("De Kade", "12345678") if wide else ("De Steiger", "87654321")

    def hand_in(kvk: str) -> None:
        row = (name.lower().replace(" ", "-"), name, "post@kade.example", kvk, "", "wonen")
        file = tmp_path / "aanbieders.xlsx"
        file.write_bytes(workbook({"Aanbieders": [PROVIDER_HEADS, row]}))
        programme(page, "Inlezen en exporteren")
        page.get_by_label("Bestand", exact=True).set_input_files(file)
        page.get_by_role("button", name="Beoordeel het bestand").click()
        fits(page)

    hand_in("1234")
    expect(page.get_by_text("Geen enkele rij")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Cel D2 (KvK-nummer):")
    hand_in(number)
    page.get_by_role("button", name="Voer 1 rij uit").click()
    until_shown(page, re.compile("1 uitgevoerd, 0"))
    fits(page)
    page.goto(f"/zoeken?q={name}")
    expect(page.get_by_role("link", name=name).first).to_be_visible()


@at_both_widths
@pytest.mark.row("IN-05")
def test_a_calendar_is_subscribed_to_and_revoked(
    seen_by: tuple[Page, bool], browser: Browser
) -> None:
    page, _ = seen_by
    go(page, "Agenda's")
    page.get_by_label("Van welk programma of segment").select_option("Holland Rijnland: Wonen")
    page.get_by_label("Wat erin staat").select_option("Aankondigingen")
    page.get_by_role("button", name="Maak het adres").click()
    fits(page)
    address = page.locator("code.break").inner_text()
    program = browser.new_context()
    feed = program.request.get(address)
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in feed.text()
    assert "Wonen" in feed.text()
    go(page, "Agenda's")
    page.get_by_role("button", name=re.compile("^Intrekken")).first.click()
    assert program.request.get(address).status == 410
    program.close()
