"""The one stream of a browser: it says of what something changed, and never what.

The page then asks for itself anew, so whoever listens sees what whoever looks may see. A provider
is told that something of its own changed, and of nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from secrets import randbelow
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.errors import not_found
from api.identity import COOKIE, PROVIDER, person_of, provider_of
from api.pages.own_standing import own_standing
from api.pages.rendering import ports_of
from api.ports import Ports
from api.tidings import Told
from domain.dates import local_day
from projections.tidings import ALL, merged

router = APIRouter()

OWN = "own"
"""The only topic of a provider: something that its own pages show."""
PERHAPS_OWN = {ALL, "document"}
"""What may be of any provider; else a provider's pages are looked at for what names its own."""

BEAT_SECONDS = 15.0
"""How long nothing is said at most: so each side finds out that the other is gone."""
PAUSE_SECONDS = 0.25
"""How long a stream waits between two messages: what happens meanwhile is one."""
OWN_PAUSE_SECONDS = 2.0
"""As long for that of a provider, for which its pages are looked at."""
WHOLE_SECONDS = 15 * 60.0
"""How long a stream lasts: then the browser asks again, and is asked again who it is."""
RETRY_MS = (1_000, 4_000)
"""After how long a browser comes back, at least and at most: not all of them at once."""


class Inbox:
    """What one stream has yet to say: bounded, however slow its browser."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._new = asyncio.Event()
        self._told: Told | None = None
        self.over = False

    def tell(self, told: Told | None) -> None:
        """From any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._add, told)

    async def next(self, seconds: float) -> Told | None:
        """All that was told since; none if it was nothing for so long, or if it is over."""
        if self._told is None and not self.over:
            try:
                await asyncio.wait_for(self._new.wait(), seconds)
            except TimeoutError:
                return None
        told, self._told = self._told, None
        self._new.clear()
        return told

    def _add(self, told: Told | None) -> None:
        if told is None:
            self.over = True
        else:
            known = self._told.topics if self._told else frozenset()
            self._told = Told(told.position, merged([known, told.topics]))
        self._new.set()


class Stream(StreamingResponse):
    """Stops listening when the browser goes, also one that went before the first message."""

    def __init__(self, content: AsyncIterator[str], stop: Callable[[], None]) -> None:
        # Proxies that gather answers must not gather this one.
        super().__init__(content, headers={"X-Accel-Buffering": "no"})
        self.media_type = "text/event-stream"
        self.headers["Content-Type"] = "text/event-stream; charset=utf-8"
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            # A browser that stops reading would have us wait for it for ever.
            with suppress(TimeoutError):
                async with asyncio.timeout(WHOLE_SECONDS + 2 * BEAT_SECONDS):
                    await super().__call__(scope, receive, send)
        finally:
            self._stop()


@router.get("/stroom")
async def listen(request: Request, sinds: str = "") -> Response:
    """Server-sent events: `begin` and `beat` with the day here, `told` with topics.

    Goes on after `Last-Event-ID`, or `sinds` for a page that was made before it listened. 503 when
    this process has no room for more, or is about to stop.
    """
    ports = replace(ports_of(request), clock=request.state.clock)
    provider_id = await run_in_threadpool(_provider, request, ports)
    if provider_id is None and request.cookies.get(COOKIE, "").startswith(PROVIDER):
        raise not_found()
    inbox = Inbox()
    stop = ports.tidings.listen(inbox.tell)
    if stop is None:
        return Response(status_code=503, headers={"Retry-After": "30"})
    known = request.headers.get("Last-Event-ID") or sinds
    if provider_id is None:
        return Stream(_of_everything(ports, inbox, known), stop)
    return Stream(_of_own(ports, inbox, known, provider_id), stop)


def note_moment(request: Request) -> None:
    """Before a page is made: up to where it will show what happened, for its stream to go on from.

    Empty where there is no stream, or not yet: such a page stays as it is.
    """
    request.state.moment = ""
    ports = ports_of(request)
    position = ports.tidings.position()
    asset = request.url.path.startswith("/static/")
    if request.method != "GET" or asset or position is None:
        return
    provider_id = _provider(request, ports)
    own = own_standing(ports, provider_id) if provider_id else None
    request.state.moment = own.standing if own else str(position)


async def _of_everything(ports: Ports, inbox: Inbox, known: str) -> AsyncIterator[str]:
    """The stream of somebody who sees all pages: by the log's positions."""
    position = ports.tidings.position() or 0
    after = int(known) if known.isdecimal() and len(known) < 18 else position  # noqa: PLR2004
    first = await run_in_threadpool(ports.tidings.since, after)
    yield _begin(await _day(ports), str(first.position))
    if first.topics:
        yield _told(str(first.position), first.topics)
    async for told in _each(inbox):
        yield _told(str(told.position), told.topics) if told else _beat(await _day(ports))


async def _of_own(ports: Ports, inbox: Inbox, known: str, provider_id: UUID) -> AsyncIterator[str]:
    """The stream of a provider: by what its own pages would show."""
    own = await run_in_threadpool(own_standing, ports, provider_id)
    day = await _day(ports)
    yield _begin(day, own.standing)
    if known and known != own.standing:
        yield _told(own.standing, frozenset({OWN}))
    async for told in _each(inbox, OWN_PAUSE_SECONDS):
        if told is None or ALL in told.topics:
            before, day = day, await _day(ports)
            if told is None or day != before:
                yield _beat(day)
        if told is not None and told.topics & (own.ids | PERHAPS_OWN):
            was, own = own, await run_in_threadpool(own_standing, ports, provider_id)
            if own.standing != was.standing:
                yield _told(own.standing, frozenset({OWN}))


async def _each(inbox: Inbox, pause: float = PAUSE_SECONDS) -> AsyncIterator[Told | None]:
    """What is told, in between nothing to show that we are still there; ends in time."""
    clock = asyncio.get_running_loop().time
    until = clock() + WHOLE_SECONDS
    while not inbox.over and (left := until - clock()) > 0:
        told = await inbox.next(min(BEAT_SECONDS, left))
        if not inbox.over:
            yield told
            await asyncio.sleep(pause if told else 0)


def _provider(request: Request, ports: Ports) -> UUID | None:
    return provider_of(person_of(request, ports))


async def _day(ports: Ports) -> date:
    """The day here: pages count the days that are left."""
    return local_day(await run_in_threadpool(ports.clock))


def _begin(day: date, known: str) -> str:
    least, most = RETRY_MS
    again = least + randbelow(most - least)
    return f"retry: {again}\nid: {known}\nevent: begin\ndata: {day}\n\n"


def _told(known: str, topics: frozenset[str]) -> str:
    return f"id: {known}\nevent: told\ndata: {' '.join(sorted(topics))}\n\n"


def _beat(day: date) -> str:
    return f"event: beat\ndata: {day}\n\n"
