"""Pages that say what went wrong and show the way out."""

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.destroyed import destroyed
from api.errors import BEING_MADE, Problem, being_made
from api.language import spoken
from api.pages.rendering import bare
from domain.base import Refused, Sentence
from projections.language import N_, say

_HEADINGS = {
    403: N_("This was not carried out"),
    404: N_("This page does not exist"),
    405: N_("This page does not exist"),
    410: N_("This was destroyed"),
    500: N_("Something went wrong here"),
    503: N_("Not available at the moment"),
}
_NOT_HERE = Sentence("The address may have been typed wrongly, or what it showed has moved.")


def install(app: FastAPI, template: str = "failure.html") -> None:
    """Answer every failure of this app with a page."""
    app.state.failure = template
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_here)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TimeoutError, _behind)
    app.add_exception_handler(psycopg.OperationalError, _unreachable)
    app.add_exception_handler(psycopg.errors.UndefinedTable, _not_made)
    app.add_exception_handler(Exception, _unexpected)


def _page(request: Request, status: int, sentence: Sentence) -> HTMLResponse:
    heading = Sentence(_HEADINGS.get(status, _HEADINGS[500]))
    return bare(
        request,
        request.app.state.failure,
        status,
        heading=say(heading, spoken()),
        detail=say(sentence, spoken()),
        code=status,
    )


def _problem(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, Problem)
    if error.status == 404:  # noqa: PLR2004
        gone = destroyed(request)
        return _page(request, 410, gone) if gone else _page(request, 404, _NOT_HERE)
    return _page(request, error.status, error.sentence)


def _refused(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, Refused)
    return _page(request, 404 if error.reason.startswith("unknown_") else 403, error.sentence)


def _not_here(request: Request, _: Exception) -> HTMLResponse:
    return _page(request, 404, _NOT_HERE)


def _http(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    return _page(request, error.status_code, _NOT_HERE)


def _behind(request: Request, _: Exception) -> HTMLResponse:
    sentence = Sentence("What is shown here has not caught up yet. Try again in a moment.")
    return _page(request, 503, sentence)


def _unreachable(request: Request, _: Exception) -> HTMLResponse:
    sentence = Sentence("The database cannot be reached. Try again in a moment.")
    return _page(request, 503, sentence)


def _not_made(request: Request, error: Exception) -> HTMLResponse:
    return _page(request, 503, BEING_MADE) if being_made(error) else _unexpected(request, error)


def _unexpected(request: Request, error: Exception) -> HTMLResponse:
    if isinstance(error.__cause__, psycopg.OperationalError):
        return _unreachable(request, error)
    return _page(request, 500, Sentence("That is our fault, not yours; it has been written down."))
