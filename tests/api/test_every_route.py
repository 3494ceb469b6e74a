"""What holds of every route: who may post, what a page may load, and that links lead somewhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from domain.provider.commands import RegisterProvider
from tests import make
from tests.api.every_route import NOBODY, Way, briefs, pages, pattern, v1
from tests.api.house import ANNA, NUMBERS, House, open_house, provider_id
from tests.api.test_design_rules import PORTS
from tests.api.told import announce, link
from tests.api.writing_room import writing

ELSEWHERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://elders.example"},
    {},
)
POSTS = [each for each in pages() if each.changes]
HIDDEN = ("/klok", "/zoeken?q=wonen", "/overeenkomsten?segment=wonen")
"""Where forms lead, and no link."""
ROUTES_WITHIN_REACH = 60
"""So many are seen at least; the others are reached by forms, or want more than this house has."""
MORE_OF_A_ROUTE = 3
"""So many of its other addresses are asked for as well."""
NO_KEY = {
    "/klok": "a clock that stands there already stays there",
    "/taal": "the same choice again",
    "/aanmelden": "the same choice again",
    "/afmelden": "nobody stays nobody",
    "/agendas/{link_id}/intrekken": "what was revoked stays revoked",
    "/aanbieder/agenda/{link_id}/intrekken": "what was revoked stays revoked",
    "/concepten": "a draft is kept once for each form, as it was last typed",
    "/concepten/{draft_id}/weg": "what is gone stays gone",
    "/sinds/bezoek": "the last moment counts",
    "/sinds/gezien": "the last moment counts",
    "/weergave": "the same choice again",
    "/programmas/{programme_id}/wat-als/{what_if_id}/weg": "what is gone stays gone",
    "/weergaven/{view_id}/weg": "what is gone stays gone",
    "/aanbieder/plannen": "the same file is the same plan",
    "/aanbieder/brieven/{letter_id}/ontvangen": "a letter is received once in each edition",
    "/aanbieder/brieven/{letter_id}/reactie": "the same words on the same day are one reaction",
    "/brief/{token}": "a letter is received once in each edition",
    "/brief/{token}/reactie": "the same words on the same day are one reaction",
}
"""The forms that are safe to send twice without a key of their own, and why."""


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(PORTS), raise_server_exceptions=False)


@pytest.mark.parametrize("way", POSTS, ids=lambda way: f"{way.method} {way.path}")
def test_no_page_does_what_another_site_asks(client: TestClient, way: Way) -> None:
    """There is nothing behind these ports: what came past the door would be a malfunction."""
    for headers in ELSEWHERE:
        answer = client.request(way.method, way.address, headers=headers)
        assert answer.status_code == 403
        assert "Een andere website vroeg hierom" in answer.text


def test_nothing_of_the_api_listens_to_a_browser(client: TestClient) -> None:
    """A cookie is no token: what another site has a browser post comes from nobody."""
    client.cookies.set(COOKIE, ANNA.person_id)
    for way in v1():
        if way.changes:
            answer = client.request(
                way.method, f"/v1{way.address}", headers={"Idempotency-Key": "k" * 9}
            )
            assert answer.status_code == 401, way


def test_behind_a_link_the_secret_says_who_asks_and_no_cookie(house: House) -> None:
    """Which a browser therefore may send from anywhere: it is no more than opening the letter."""
    client = TestClient(create_app(house.ports()), raise_server_exceptions=False)
    client.cookies.set(COOKIE, ANNA.person_id)
    secret = link(NUMBERS[0]).removeprefix("/brief/")
    said = {"nature": "question", "text": "Geldt dit ook voor ons?"}
    for way in briefs():
        if way.changes:
            at = f"/brief{way.path}"
            for no_secret in (str(NOBODY), f"{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}"):
                assert client.post(at.format(token=no_secret), data=said).status_code == 404, way
            answer = client.post(at.format(token=secret), data=said, follow_redirects=False)
            assert answer.status_code == 303, way
    (row,) = house.log.read(make.CHANGE_ID)[-1:]
    assert row.by == f"provider:{provider_id(NUMBERS[0])}"


class _Seen(HTMLParser):
    """What a page links to, its posts and whether each has a key, and what is within it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.posts: list[tuple[str, bool]] = []
        self.inline: list[str] = []
        """What would run, or dress the page, from within it."""
        self._posting = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._posting = given.get("method") == "post"
            if self._posting:
                self.posts.append((given["action"], False))
        if tag == "input" and given.get("name") == "key" and self._posting:
            self.posts[-1] = (self.posts[-1][0], len(given["value"]) >= 8)
        within = {name for name in given if name.startswith("on") or name == "style"}
        if tag == "style" or (tag == "script" and "src" not in given):
            within.add(tag)
        if any(value.strip().lower().startswith("javascript:") for value in given.values()):
            within.add("javascript:")
        self.inline.extend(f"<{tag} {each}>" for each in sorted(within))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._posting = False


@dataclass
class Walk:
    """Somebody who follows links: one of each route to its page, and some more of it to be sure."""

    client: TestClient
    ways: list[Way]
    looked: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    posts: set[tuple[str, bool]] = field(default_factory=set)
    left: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The addresses of each route to which nobody went."""

    def route(self, method: str, address: str) -> str | None:
        path = urlsplit(address).path
        found = [
            each.path
            for each in self.ways
            if each.method == method and pattern(each.path).fullmatch(path)
        ]
        return min(found, key=lambda each: (each.count("{"), -len(each)), default=None)

    def walk(self, *starts: str) -> Iterator[tuple[str, int, str]]:
        """Each address with its answer and what is wrong with it."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            route = self.route("GET", address) or "?"
            if address in self.seen:
                continue
            self.seen.add(address)
            if self.looked[route]:
                self.left[route].append(address)
                continue
            self.looked[route] += 1
            answer = self.client.get(address)
            seen = _Seen()
            if answer.headers["Content-Type"].startswith("text/html"):
                seen.feed(answer.text)
            self.posts.update(seen.posts)
            policy = answer.headers.get("Content-Security-Policy", "")
            strict = policy.startswith("default-src 'none'") and "unsafe" not in policy
            yield address, answer.status_code, " ".join(seen.inline) if strict else policy or "open"
            here = urlsplit(str(answer.url)).path
            waiting.extend(_ours(each, here) for each in seen.links if _ours(each, here))

    def others(self) -> Iterable[str]:
        """More of the addresses that were found, evenly over how each route came by."""
        for found in self.left.values():
            step = -(-len(found) // MORE_OF_A_ROUTE)
            yield from found[::step]


def _ours(link: str, page: str) -> str:
    """The address within our site without its fragment; nothing if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("#"):
        return ""
    path = parts.path or page
    assert path.startswith("/"), f"{link} on {page} hangs on where it stands"
    return f"{path}?{parts.query}" if parts.query else path


@pytest.fixture
def house(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        announce(house, template="announcement/0")
        house.do(*(make.a(RegisterProvider, provider_id=provider_id(each)) for each in NUMBERS))
        yield house


@pytest.mark.slow
def test_every_link_leads_somewhere_nothing_is_inline_and_every_form_has_a_key(
    house: House, published_url: str
) -> None:
    """From page to page, as somebody of the office, a provider and nobody.

    One page of each route is read; of its other addresses some are only asked for.
    """
    app = create_app(writing(house, published_url))
    ways = [*pages(), *(Way(each.method, f"/brief{each.path}") for each in briefs())]
    posts: set[tuple[str, bool]] = set()
    looked: Counter[str] = Counter()
    for who, starts in (
        (ANNA.person_id, ("/", *HIDDEN)),
        (f"provider:{provider_id(NUMBERS[0])}", ("/aanbieder",)),
        ("", ("/", link(NUMBERS[0]))),
    ):
        client = TestClient(app, raise_server_exceptions=False)
        client.cookies.set(COOKIE, who)
        walk = Walk(client, ways)
        for address, status, wrong in walk.walk(*starts):
            assert (status, wrong) == (200, ""), f"{address} for {who or 'nobody'}"
        for address in walk.others() if who else ():  # nobody comes by what the office does
            assert client.get(address).status_code == 200, f"{address} for {who or 'nobody'}"
        posts |= walk.posts
        looked.update(walk.looked)
    assert len(looked) >= ROUTES_WITHIN_REACH
    keyless = {walk.route("POST", each) for each, has_key in posts if not has_key}
    assert keyless <= set(NO_KEY)
