"""Pages: how soon each main page is there, over 20,000 contracts and 1,000,000 events.

One process serves, as in production; *bare* is a route in the same process that asks one row by
its key and answers it. *Fifty* ask all at once, and again as soon as they have their answer. *After
news* each page is asked when rows of every read model changed, so that nothing counts that was
answered before.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gzip import decompress
from http.client import HTTPConnection
from statistics import median, quantiles
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.office import BARE, OFFICER, Office, office
from benchmarks.report import Row, against
from benchmarks.server import quick

ROUNDS, AFTER_NEWS = (5, 2) if quick() else (60, 20)
WARM = 3
MANY = 50
TURNS = 1 if quick() else 4
MOST_MS, MOST_KB, MOST_RATIO = 150, 300, 10

_HEADERS = {
    "Cookie": f"inkoopspoor_person={OFFICER}",
    "Accept-Encoding": "gzip",
    "Sec-Fetch-Site": "none",
}
_LINKED = re.compile(rb"""(?:src|href)="(/static/[^"]+)\"""")
_IMPORTED = re.compile(rb"""(?:@import\s+(?:url\()?|from\s+)["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Load:
    """One loading of a page: how long its HTML took in milliseconds, and the body as sent."""

    took: float
    body: bytes
    packed: bool

    @property
    def text(self) -> bytes:
        return decompress(self.body) if self.packed else self.body


class Browser:
    """Somebody of the programme office, over one connection that is kept."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._connection = HTTPConnection(place.hostname or "", place.port, timeout=120)

    def load(self, path: str) -> Load:
        """Raises `AssertionError` for a page that is not there: its time would say nothing."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=_HEADERS)
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, f"{path}: {answer.status}"
        return Load(took, body, answer.getheader("Content-Encoding") == "gzip")

    def close(self) -> None:
        self._connection.close()


def run() -> list[Row]:
    with office() as there:
        pages = main_pages(there)
        print(f"  {there.events:,} events, {there.contracts:,} contracts", flush=True)
        one = alone(there, pages)
        with psycopg.connect(there.database, autocommit=True) as connection:
            news = alone(there, pages, AFTER_NEWS, lambda: _change_everything(connection))
        fifty = {name: crowd(there, path) for name, path in pages.items()}
        weights = {name: weight(there, path) for name, path in pages.items() if name != "bare"}
    rows = [each for name in weights for each in _of_page(name, one, fifty)]
    fresh = [each for name in weights for each in _after_news(name, news)]
    slowest = max(weights, key=lambda name: _p95(one[name]))
    heaviest = max(weights, key=lambda name: weights[name])
    return [
        *(Row(f"bare: {who}, p50", median(took["bare"]), "ms") for who, took in _both(one, fifty)),
        *(Row(f"bare: {who}, p95", _p95(took["bare"]), "ms") for who, took in _both(one, fifty)),
        *rows,
        *fresh,
        Row(f"slowest: {slowest}, one, p95", _p95(one[slowest]), "ms", target=f"<= {MOST_MS}"),
        *(Row(f"{name}: first load", size, "kB") for name, size in weights.items()),
        Row(f"heaviest: {heaviest}", weights[heaviest], "kB", target=f"<= {MOST_KB}"),
    ]


def alone(
    there: Office,
    pages: Mapping[str, str],
    rounds: int = ROUNDS,
    before: Callable[[], None] = lambda: None,
) -> Mapping[str, Sequence[float]]:
    """All pages in turn, so that what else the machine does falls upon all alike.

    Whatever is to happen `before` each does not count.
    """
    browser, took = Browser(there.pages), defaultdict[str, list[float]](list)
    for turn in range(WARM + rounds):
        for name, path in pages.items():
            before()
            load = browser.load(path)
            if turn >= WARM:
                took[name].append(load.took)
    browser.close()
    return took


def _change_everything(connection: psycopg.Connection[Any]) -> None:
    """Have it look as if an event had changed rows of every read model."""
    connection.execute(
        "UPDATE projections.read_models"
        " SET changed = changed - 1, changed_known_to = position WHERE live"
    )


def crowd(there: Office, path: str) -> Sequence[float]:
    """Fifty who ask for the same page as often as it comes."""
    took: list[float] = []
    ready = Barrier(MANY)

    def look() -> None:
        browser = Browser(there.pages)
        ready.wait()
        took.extend(browser.load(path).took for _ in range(TURNS))
        browser.close()

    everybody = [Thread(target=look) for _ in range(MANY)]
    for each in everybody:
        each.start()
    for each in everybody:
        each.join()
    assert len(took) == MANY * TURNS, f"{path}: some had no answer"
    return took


def weight(there: Office, path: str) -> float:
    """Everything that a first visit loads, as it is sent, in kB of 1,000 bytes."""
    browser = Browser(there.pages)
    page = browser.load(path)
    total, seen = len(page.body), set[str]()
    waiting = [found.decode() for found in _LINKED.findall(page.text)]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        file = browser.load(address)
        total += len(file.body)
        waiting += _also(address, file.text)
    browser.close()
    return total / 1000


def _also(address: str, text: bytes) -> Iterator[str]:
    """What a stylesheet or a script brings in."""
    for found in _IMPORTED.findall(text):
        name = found.decode()
        yield name if name.startswith("/") else address.rpartition("/")[0] + "/" + name.lstrip("./")


_LIVED = {
    "contract": "SELECT key FROM projections.contracts WHERE doc->>'number' = 'OV-00042'",
    "provider": "SELECT doc->>'provider_id' FROM projections.contracts"
    " WHERE doc->>'number' = 'OV-00042'",
    "change": "SELECT doc->>'change_id' FROM projections.changes"
    " WHERE doc->>'status' = 'in_force' ORDER BY (doc->>'recipients')::int DESC LIMIT 1",
    "proposed": "SELECT doc->>'change_id' FROM projections.changes"
    " WHERE doc->>'status' = 'adopted' AND doc->>'key' LIKE '%tarieven' LIMIT 1",
    "programme": "SELECT doc->>'programme_id' FROM projections.decisions"
    " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "decision": "SELECT key FROM projections.decisions ORDER BY key LIMIT 1",
}
"""What finds the id of something of each kind that has had a long life, if it can."""


def _first(connection: psycopg.Connection[Any], query: str) -> str:
    found = connection.execute(query.encode()).fetchone()
    assert found is not None, query
    return str(found[0])


def main_pages(there: Office) -> Mapping[str, str]:
    """The addresses of the pages, with things that have had a long life."""
    with psycopg.connect(there.database) as connection:
        ids = {name: _first(connection, query) for name, query in _LIVED.items()}
    contract, provider, change, proposed, programme, decision = ids.values()
    return {
        "bare": BARE + contract,
        "today": "/",
        "since my last visit": "/sinds",
        "last call": "/laatste-oproep",
        "changes": "/wijzigingen",
        "change, in force": f"/wijzigingen/{change}",
        "change, before its letters": f"/wijzigingen/{proposed}",
        "register of a change": f"/wijzigingen/{change}/register",
        "contracts": "/overeenkomsten",
        "contracts, by provider": "/overeenkomsten?aanbieder=Gezinshuis&pagina=3",
        "contracts together": f"/overeenkomsten/samen?wie=alle&programma={programme}",
        "contract": f"/overeenkomsten/{contract}",
        "providers": "/aanbieders",
        "providers, by name": "/aanbieders?zoek=Gezinshuis",
        "provider": f"/aanbieders/{provider}",
        "programmes": "/programmas",
        "programme": f"/programmas/{programme}",
        "timeline": f"/programmas/{programme}/tijdlijn",
        "decisions": f"/programmas/{programme}/besluiten",
        "decision": f"/besluiten/{decision}",
        "matrix of decisions": f"/programmas/{programme}/besluiten/overzicht",
        "search": "/zoeken?q=tarieven",
        "audit": "/controle",
        "audit of a contract": f"/controle/dossier/{contract}",
        "audit of a change": f"/controle/dossier/{change}",
        "replay of a contract": f"/controle/overeenkomst/{contract}",
        "replay of a change": f"/controle/wijziging/{change}",
    }


def _of_page(
    name: str, one: Mapping[str, Sequence[float]], fifty: Mapping[str, Sequence[float]]
) -> Iterator[Row]:
    for who, took in _both(one, fifty):
        p50, p95 = median(took[name]), _p95(took[name])
        target = f"<= {MOST_RATIO}" if took is one else None
        yield against(f"{name}: {who}, p50", p50, "ms", median(took["bare"]))
        yield against(f"{name}: {who}, p95", p95, "ms", _p95(took["bare"]), target)


def _after_news(name: str, took: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    yield against(f"{name}: after news, p50", median(took[name]), "ms", median(took["bare"]))
    yield against(f"{name}: after news, p95", _p95(took[name]), "ms", _p95(took["bare"]))


def _both(
    one: Mapping[str, Sequence[float]], fifty: Mapping[str, Sequence[float]]
) -> tuple[tuple[str, Mapping[str, Sequence[float]]], ...]:
    return ("one", one), ("fifty", fifty)


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20)[-1]
