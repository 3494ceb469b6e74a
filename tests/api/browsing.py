"""Somebody with a browser: reads pages and sends their forms, as the page has them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.identity import COOKIE
from api.ports import Person
from tests import make

CHANGE = f"/wijzigingen/{make.CHANGE_ID}"

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}

ENDING = {
    "title": "Eerder einde",
    "what": "end",
    "last_day": "2021-12-31",
    "decided_by": "colleges",
    "reason": "Geen cliënten meer",
    "ground": "agreement",
    "continuity": "Anderen nemen het over",
}
"""How contracts together end early."""


class _Reader(HTMLParser):
    """The words of a page, and its forms with what is filled in already."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: dict[str, dict[str, str]] = {}
        self.action = ""
        self.writing: str | None = None
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given.get("action", "")
            self.forms[self.action] = {}
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if tag == "input" and "name" in given and ticked:
            self.forms[self.action][given["name"]] = given.get("value", "")
        if tag == "select":
            self.choosing = given.get("name", "")
        if tag == "option" and "selected" in given:
            self.forms[self.action][self.choosing] = given.get("value", "")
        self.writing = given.get("name") if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.writing = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.writing is not None:
            self.forms[self.action][self.writing] = data


class Page:
    def __init__(self, answer: Any) -> None:
        reader = _Reader()
        reader.feed(answer.text)
        self.status: int = answer.status_code
        self.headers = answer.headers
        self.html: str = answer.text
        self.address: str = str(answer.request.url).removeprefix("http://testserver")
        self.forms = reader.forms
        self.text = re.sub(r"\s+", " ", " ".join(reader.words))

    def form(self, name: str) -> dict[str, str]:
        """The fields of the form that goes to an address that ends so."""
        return self.forms[self.action(name)]

    def action(self, name: str) -> str:
        return next(
            each
            for each in self.forms
            if each.partition("#")[0].endswith(name) or each.partition("?")[0].endswith(name)
        )


class Browser:
    def __init__(self, app: ASGIApp, person: Person | None = None) -> None:
        self.client = TestClient(app, raise_server_exceptions=False)
        if person is not None:
            self.client.cookies.set(COOKIE, person.person_id)

    def get(self, address: str, **query: str | list[str]) -> Page:
        return Page(self.client.get(address, params=query))

    def send(
        self, address: str, fields: Mapping[str, str], headers: Mapping[str, str] = SAME_SITE
    ) -> Page:
        """Send a form and follow where it leads."""
        return Page(self.client.post(address, data=fields, headers=headers))

    def fill(self, page: Page, name: str, **fields: str) -> Page:
        """Fill in a form of this page and send it, with what stood in it already."""
        action = page.action(name)
        return self.send(action.partition("#")[0], {**page.forms[action], **fields})
