"""Sends pages packed to browsers that can unpack them, and to nobody whom another site sent.

What is packed shows by its length what in it is alike. Somebody who sees only the lengths, and can
have a browser ask for a page with words of his choice, could so guess what else stands on it
(BREACH). A browser says whether another site had it ask: then, and if it does not say, the page
goes as it is.
"""

import gzip
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEVEL: Final = 3
"""A fifth larger than what is packed best, in a third of the time."""

LEAST: Final = 1_000
"""Bytes below which packing saves nothing."""

VARY: Final = "Accept-Encoding, Sec-Fetch-Site"

_OWN_WISH = ("same-origin", "none")


class Packed:
    """What another app answers as HTML, in one piece, goes out packed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not may_pack(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        started: Message | None = None

        async def pack(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and _is_page(message):
                started = message
                return
            if started is not None:
                message = _packed(started, message)
                await send(started)
                started = None
            await send(message)

        await self.app(scope, receive, pack)


def may_pack(asked: Headers) -> bool:
    """Whether the browser can unpack, and asked of its own accord or for this site."""
    return takes_gzip(asked) and asked.get("Sec-Fetch-Site") in _OWN_WISH


def takes_gzip(asked: Headers) -> bool:
    return "gzip" in asked.get("Accept-Encoding", "")


def _is_page(started: Message) -> bool:
    headers = Headers(raw=started["headers"])
    is_html = headers.get("Content-Type", "").startswith("text/html")
    return is_html and "Content-Encoding" not in headers


def _packed(started: Message, message: Message) -> Message:
    """The body packed, if all of it is here; the headers that were held back say so."""
    body: bytes = message.get("body", b"")
    if message.get("more_body") or len(body) < LEAST:
        return message
    packed = gzip.compress(body, LEVEL, mtime=0)
    headers = MutableHeaders(scope=started)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    return {**message, "body": packed}
