"""Drafts of forms: kept while somebody types, gone on with or thrown away later."""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.identity import person_of, ports_of
from api.pages import typed
from api.pages.addresses import way_back
from api.pages.forms import Form
from api.pages.typed import Typed
from projections import drafts

router = APIRouter()

_CARRIED_OUT = 303
_SHORT = 200


@router.post("/concepten")
def keep_draft(request: Request, sent: Form) -> Response:
    """Keep what is typed so far: 204 if it is kept, 202 if there was nothing to keep, 413 if it
    cannot be kept; what was kept before stays then.
    """
    person = person_of(request, ports_of(request))
    action, page = way_back(sent.text("naar")), way_back(sent.text("pagina"))
    if person is None:
        return Response(status_code=403)
    values = _values(sent.values.get("velden", ""))
    action = urlsplit(action).path
    if values is None:
        return Response(status_code=413)
    if not values:
        typed.forget(request, person, action)
        return Response(status_code=202)
    content = Typed(
        form=sent.text("formulier")[:_SHORT],
        page=page,
        what=sent.text("wat")[:_SHORT],
        about=sent.text("over")[:_SHORT],
        values=values,
    )
    kept = typed.keep(request, person, action, content)
    return Response(status_code=204 if kept else 413)


@router.post("/concepten/{draft_id}/weg")
def throw_away(request: Request, draft_id: UUID, sent: Form) -> Response:
    ports = ports_of(request)
    person = person_of(request, ports)
    if person is not None:
        with ports.pool.connection() as connection:
            drafts.throw_away(connection, person.person_id, draft_id)
    back = way_back(sent.text("terug"))
    joint = "&" if "?" in back else "?"
    return RedirectResponse(f"{back}{joint}gedaan=concept-weg", 303)


@router.get("/concepten/{draft_id}/weg")
def show_thrown_away(draft_id: UUID) -> Response:  # noqa: ARG001 (a reload may ask for it)
    return RedirectResponse("/", 303)


class Finishing:
    """Once a form was carried out, what was typed in it is kept no longer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return

        async def finishing(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _CARRIED_OUT:
                await run_in_threadpool(_finish, scope)
            await send(message)

        await self.app(scope, receive, finishing)


def _finish(scope: Scope) -> None:
    request = Request(scope)
    person = person_of(request, ports_of(request))
    if person is not None:
        typed.forget(request, person, request.url.path)


def _values(text: str) -> dict[str, str] | None:
    """What was typed by field; none if it cannot be read, or is too long to keep."""
    try:
        found: Any = json.loads(text) if len(text) <= typed.LONGEST else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
