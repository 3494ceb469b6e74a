"""A real browser in front of a running practice copy (`practice_url`)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_MS = 60_000

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while Playwright runs, no other test could run a loop of its own."""
    if not CHROMIUM.exists():
        reason = "there is no Chromium here: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, practice_url: str) -> Iterator[Page]:
    """Somebody at a wide screen who has said that she is Pien Programma."""
    context = browser.new_context(
        base_url=practice_url, viewport={"width": 1280, "height": 900}, locale="nl-NL"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    be(page, "Pien Programma")
    yield page
    context.close()


def be(page: Page, name: str) -> None:
    page.goto("/aanmelden")
    page.get_by_role("button", name=name).click()
    page.get_by_text(f"U bent {name}").wait_for()
