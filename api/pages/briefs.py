"""The page behind the link in a letter: for one provider, about one contract, without an account.

Looking never acknowledges, since mail readers look at links ahead of their readers. The link is
the proof of who asks, so forms need no cookie; nothing here leads to other pages.
"""

from typing import cast
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp

from api.brief_links import BadLink, Brief
from api.errors import Problem
from api.headers import Headers
from api.identity import PROVIDER
from api.language import Speaking, spoken
from api.pages import failures
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, refused, wait_for_position
from api.pages.labels import LABELS
from api.pages.rendering import bare, ports_of
from api.pages.told import Told, told
from api.reacting import LONGEST, Said, acknowledge, receive
from domain.base import Refused, Sentence
from domain.change.parts import Reaction
from domain.dates import local_day
from projections import reaction_words, tables
from projections.language import say, translate
from projections.programmes import PROGRAMMES

AT = "/brief"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""The address is a secret: nobody is told it, no search engine and no next page."""

NATURES = LABELS["reaction"]
_BAD = {
    "unknown": Sentence("This link is not complete, or was changed on its way."),
    "expired": Sentence("This link is too old and does not work any more."),
}
_GONE, _MISSING = 410, 404


def create_briefs() -> ASGIApp:
    """The pages behind links as an app of their own, with failures that lead nowhere either."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(wait_for_position)],
    )
    failures.install(app, "outside_failure.html")
    app.add_exception_handler(BadLink, _bad_link)
    app.get("/{token}")(show)
    app.post("/{token}")(say_received)
    app.get("/{token}/reactie")(back)
    app.post("/{token}/reactie")(say_something)
    return Headers(Speaking(app), HEADERS)


def show(request: Request, token: str) -> HTMLResponse:
    """The letter and what it changes. Records nothing."""
    return _page(request, *_opened(request, token))


def say_received(request: Request, token: str) -> Response:
    """The provider says that it has the letter."""
    brief, seen = _opened(request, token)
    by = f"{PROVIDER}{seen.letter.provider_id}"
    try:
        position = acknowledge(
            ports_of(request), (brief.change_id, brief.letter_id), brief.edition, by
        )
    except Refused as error:
        tried = refused(Sent({}), "ontvangen", error).tried
        return _page(request, brief, seen, tried)
    return _on(token, position, "ontvangen")


def back(request: Request, token: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    _opened(request, token)
    return RedirectResponse(f"{AT}/{token}", status_code=303)


def say_something(request: Request, token: str, sent: Form) -> Response:
    """The provider reacts."""
    brief, seen = _opened(request, token)
    try:
        said = reaction(request, seen, sent)
        position = receive(ports_of(request), said, f"{PROVIDER}{said.provider_id}")
    except NotCarriedOut as error:
        return _page(request, brief, seen, error.tried)
    except Refused as error:
        return _page(request, brief, seen, refused(sent, "reactie", error).tried)
    return _on(token, position, "reactie")


def reaction(request: Request, seen: Told, sent: Sent) -> Said:
    """What was filled in. Raises `NotCarriedOut` with what is wrong by field."""
    words = reaction_words.tidy(sent.text("text"))
    wrong = {}
    if sent.text("nature") not in NATURES:
        wrong["nature"] = Sentence("Choose one.")
    if not words:
        wrong["text"] = Sentence("Fill this in.")
    elif "\0" in words:
        wrong["text"] = Sentence("This cannot be read.")
    elif len(words) > LONGEST:
        values = {"count": str(len(words)), "most": str(LONGEST)}
        wrong["text"] = Sentence("This has %(count)s characters; %(most)s fit.", values)
    if wrong:
        errors = {name: say(sentence, spoken()) for name, sentence in wrong.items()}
        raise NotCarriedOut(Tried("reactie", sent.values, errors, status=400))
    return Said(
        change_id=seen.change.change_id,
        contract_id=seen.contract.contract_id,
        provider_id=seen.letter.provider_id,
        nature=cast("Reaction", sent.text("nature")),
        words=words,
        received_on=local_day(ports_of(request).clock()),
    )


def _opened(request: Request, token: str) -> tuple[Brief, Told]:
    ports = ports_of(request)
    brief = ports.links.read(token, ports.clock())
    try:
        return brief, told(ports, brief.change_id, brief.letter_id)
    except Problem as error:
        raise BadLink("unknown") from error


def _page(request: Request, brief: Brief, seen: Told, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    today = local_day(ports.clock())
    until = seen.change.reactions_until
    return bare(
        request,
        "brief.html",
        tried.status if tried else 200,
        tried=tried,
        told=seen,
        programme=tables.get(ports.pool, PROGRAMMES, seen.change.programme_id),
        at=request.url.path.removesuffix("/reactie"),
        replaced=brief.edition != seen.letter.edition or seen.replaced,
        late=until is not None and today > until,
        natures=[(key, translate(spoken()).gettext(words)) for key, words in NATURES.items()],
        longest=LONGEST,
        said=request.query_params.get("gedaan"),
        today=today,
        lagging=getattr(request.state, "lagging", False),
    )


def _on(token: str, position: int, form: str) -> RedirectResponse:
    query = urlencode({"position": position, "gedaan": form})
    return RedirectResponse(f"{AT}/{token}?{query}", status_code=303)


def _bad_link(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, BadLink)
    return bare(
        request,
        "outside_failure.html",
        _GONE if error.why == "expired" else _MISSING,
        heading=say(Sentence("This link does not open a letter"), spoken()),
        detail=say(_BAD[error.why], spoken()),
        code=_GONE if error.why == "expired" else _MISSING,
    )
