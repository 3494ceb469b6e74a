"""Every word on a page is a message that can be translated, or something that was recorded."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn
from urllib.parse import urldefrag

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from api.pages import rendering
from domain.base import Command, Refused
from projections import language
from tests.api.browsing import SAME_SITE, Page
from tests.api.house import ANNA, House, open_house, provider_id
from tests.api.saying import Marked, Reader, Recorded
from tests.api.told import announce, link

OURS = {"inkoopspoor", "English", "Nederlands", "testserver", "Anna", "Bram"}
AROUND = ("/aanmelden", "/afmelden", "/taal", "/weergave", "/klok")
"""Forms that stand on every page, and lead to another."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/registers/)[^/?]+")


@pytest.fixture
def house(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        announce(house)
        yield house


@pytest.fixture
def recorded(house: House, published_url: str) -> Recorded:
    return Recorded(published_url)


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rendering.environment.cache_clear()
    monkeypatch.setattr(language, "_loaded", lambda _: Marked())
    yield
    rendering.environment.cache_clear()


def refuse(_: Command) -> NoReturn:
    raise Refused("not_now", "this is not carried out now")


def reader_of(house: House, person_id: str) -> TestClient:
    """A browser in which nothing that is sent is carried out."""
    client = TestClient(create_app(replace(house.ports(), handle=refuse)))
    client.cookies.set(COOKIE, person_id)
    client.cookies.set("inkoopspoor_language", "en")
    return client


def walk(client: TestClient, *begin: str) -> Iterator[tuple[str, str]]:
    """One page of each kind that links lead to, and what its forms answer when refused."""
    seen: set[str] = set()
    to_see = deque(begin)
    while to_see:
        address = urldefrag(to_see.popleft()).url
        kind = _ID.sub("#", re.sub(r"=[^&]*", "", address))
        if not address.startswith("/") or address.startswith("/static") or kind in seen:
            continue
        if "onder=" in address:  # more of the same rows
            continue
        seen.add(kind)
        answer = client.get(address)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status_code < 500, address
        yield address, answer.text
        to_see.extend(Reader(answer.text).links)
        for action, fields in Page(answer).forms.items():
            sent = f"POST {_ID.sub('#', urldefrag(action).url)}"
            if sent in seen or not action.startswith("/") or action.startswith(AROUND):
                continue
            seen.add(sent)
            refused = client.post(action, data=fields, headers=SAME_SITE, follow_redirects=False)
            if "html" in refused.headers.get("content-type", ""):
                yield sent, refused.text


def left_over(pages: Iterable[tuple[str, str]], recorded: Recorded) -> list[str]:
    found: dict[str, str] = {}
    for address, page in pages:
        for text in Reader(page).texts:
            if text.language == "nl" and "⟦" not in text.words:
                continue
            for piece in recorded.left_over(text.words):
                if piece not in OURS:
                    found.setdefault(piece, f"{address}: {text.place}: {piece}")
    return sorted(found.values())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_office_reads_nothing_that_could_not_be_said_in_its_language(
    house: House, recorded: Recorded
) -> None:
    client = reader_of(house, ANNA.person_id)
    pages = list(walk(client, "/", "/nergens", "/zoeken?q=wonen"))
    assert len(pages) > 150
    if found := left_over(pages, recorded):
        pytest.fail("\n".join(found))


@pytest.mark.slow
def test_providers_read_nothing_that_could_not_be_said_in_their_language(
    house: House, recorded: Recorded
) -> None:
    client = reader_of(house, f"provider:{provider_id('HR-W-001')}")
    pages = list(walk(client, "/aanbieder", "/nergens", link("HR-W-001"), "/brief/nonsense"))
    assert len(pages) > 5
    if found := left_over(pages, recorded):
        pytest.fail("\n".join(found))
