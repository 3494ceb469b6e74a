"""Which language a caller wants to be answered in.

Programs say so in `Accept-Language`. People choose it once, and a cookie keeps it: an English
browser is no sign that its Dutch owner would rather read English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from projections.language import LANGUAGES, Language

COOKIE = "inkoopspoor_language"
_YEAR_SECONDS = 365 * 24 * 3600

_spoken: ContextVar[Language] = ContextVar("spoken", default="nl")


class Speaking:
    """Has all that a request brings about speak the language that its cookie names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        before = _spoken.set(_language(scope))
        try:
            await self.app(scope, receive, send)
        finally:
            _spoken.reset(before)


def _language(scope: Scope) -> Language:
    """A calendar speaks as its address says: programs that read it keep no cookies."""
    if scope.get("path", "").endswith(".ics"):
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("taal", [])
        return next((each for each in LANGUAGES if each in asked), "nl")
    return chosen_language(Headers(scope=scope).get("Cookie"))


def spoken() -> Language:
    """The language of the page that is being made; Dutch where nobody chose."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What is put in words within is put in this language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def chosen_language(cookies: str | None) -> Language:
    try:
        morsel = SimpleCookie(cookies or "").get(COOKIE)
    except CookieError:
        return "nl"
    return next((each for each in LANGUAGES if morsel and morsel.value == each), "nl")


def remember_language(response: Response, language: Language) -> None:
    response.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, httponly=True, samesite="lax")


def asked_language(accepted: str | None) -> Language:
    """The best of our languages by an `Accept-Language` header; Dutch where it asks for none."""
    best: Language = "nl"
    weight = 0.0
    for part in (accepted or "").split(","):
        tag, _, parameter = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        for language in LANGUAGES:
            if name == language and _weight(parameter) > weight:
                best, weight = language, _weight(parameter)
    return best


def language_of(request: Request) -> Language:
    return asked_language(request.headers.get("Accept-Language"))


Asked = Annotated[Language, Depends(language_of)]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
