"""Every way to say no over HTTP, as problem documents (RFC 9457), in the caller's language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.destroyed import destroyed
from api.language import language_of
from domain.base import Refused, Sentence
from projections import tables
from projections.language import N_, Language, say
from projections.proven import NotProven

MEDIA_TYPE = "application/problem+json"
REFUSED = "urn:inkoopspoor:refused:"

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_TITLES = {
    400: N_("The request is not valid"),
    401: N_("Not signed in"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("This method is not known here"),
    409: N_("Refused"),
    410: N_("Destroyed"),
    500: N_("Something went wrong"),
    503: N_("Not available at the moment"),
}
_FAULTS = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not known here"),
    "json_invalid": N_("the body is not JSON"),
    "uuid_parsing": N_("is not a UUID"),
    "date_parsing": N_("is not a date such as 2021-07-01"),
    "date_from_datetime_parsing": N_("is not a date such as 2021-07-01"),
    "date_from_datetime_inexact": N_("is not a date such as 2021-07-01"),
    "datetime_parsing": N_("is not an instant such as 2021-07-01T12:00:00Z"),
    "datetime_from_date_parsing": N_("is not an instant such as 2021-07-01T12:00:00Z"),
    "timezone_aware": N_("has no time zone: 2021-07-01T12:00:00Z has one"),
    "bool_parsing": N_("is not true or false"),
    "int_parsing": N_("is not a whole number"),
    "float_parsing": N_("is not a number"),
    "string_type": N_("is not a text"),
    "dict_type": N_("is not an object"),
    "model_attributes_type": N_("is not an object"),
    "string_too_short": N_("is shorter than %(min_length)s characters"),
    "string_pattern_mismatch": N_("does not fit the pattern %(pattern)s"),
    "too_short": N_("has fewer than %(min_length)s elements"),
    "greater_than_equal": N_("is less than %(ge)s"),
    "less_than_equal": N_("is more than %(le)s"),
    "year": N_("is not between %(first)s and %(last)s"),
    "nul": N_("has a character in it that cannot be kept"),
    "literal_error": N_("is none of these: %(expected)s"),
}
"""What is wrong with a field, by pydantic's code for it; for others pydantic's own words do."""


class FieldError(BaseModel, populate_by_name=True):
    """What is wrong with one field. `in` tells where it stands: body, query, path or header."""

    in_: str = Field(alias="in")
    field: str
    code: str
    detail: str


class ProblemDocument(BaseModel):
    """Why a request was not carried out (RFC 9457).

    `reason` is for programs and never changes; `detail` is for people, in their language.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    reason: str | None = None
    errors: list[FieldError] | None = None


class Problem(Exception):  # noqa: N818 (named as the standard names it)
    """A request that cannot be carried out, told apart by status."""

    def __init__(
        self, status: int, sentence: Sentence, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.sentence = sentence
        self.headers = headers
        super().__init__(str(sentence))


def not_found() -> Problem:
    return Problem(404, Sentence("There is nothing here, or not yet."))


def install(app: FastAPI) -> None:
    """Answer every failure of this app with a problem document."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotProven, _not_proven)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TimeoutError, _behind)
    app.add_exception_handler(psycopg.OperationalError, _unreachable)
    app.add_exception_handler(psycopg.errors.UndefinedTable, _not_made)
    app.add_exception_handler(Exception, _unexpected)


def document(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    body = ProblemDocument(
        title=say(Sentence(title), language_of(request)),
        status=status,
        detail=detail,
        instance=request.url.path,
        **more,
    )
    return JSONResponse(
        body.model_dump(by_alias=True, exclude_none=True),
        status,
        {"Content-Language": language_of(request), **(headers or {})},
        MEDIA_TYPE,
    )


def _not_proven(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NotProven)
    return document(request, 404, say(error.sentence, language_of(request)))


def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    gone = destroyed(request) if error.status == 404 else None  # noqa: PLR2004
    detail = say(gone or error.sentence, language_of(request))
    return document(request, 410 if gone else error.status, detail, error.headers)


def _refused(request: Request, error: Exception) -> JSONResponse:
    """A conflict with the facts; a thing that is named in the path and does not exist is 404."""
    assert isinstance(error, Refused)
    noun = error.reason.removeprefix("unknown_")
    missing = noun != error.reason and f"{noun}_id" in request.path_params
    return document(
        request,
        404 if missing else 409,
        say(error.sentence, language_of(request)),
        type=REFUSED + error.reason,
        reason=error.reason,
    )


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    language = language_of(request)
    errors = [_fault(each, language) for each in error.errors()]
    named = ", ".join(dict.fromkeys(each.field for each in errors if each.field))
    sentence = Sentence("The body cannot be read.")
    if named:
        sentence = Sentence("These fields are not right: %(fields)s.", {"fields": named})
    return document(request, 400, say(sentence, language), errors=errors)


def _fault(error: Mapping[str, Any], language: Language) -> FieldError:
    where, *path = error["loc"]
    code = error["type"]
    detail = error["msg"].removeprefix("Value error, ")
    if code in _FAULTS:
        values = {name: str(value) for name, value in error.get("ctx", {}).items()}
        detail = say(Sentence(_FAULTS[code], values), language)
    field = "" if code == "json_invalid" else _path(path)
    return FieldError(in_=where, field=field, code=code, detail=detail)


def _path(parts: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in parts)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    language = language_of(request)
    match error.status_code:
        case 404:
            sentence = Sentence("There is nothing at this address.")
            return document(request, 404, say(sentence, language))
        case 405:
            allowed = ", ".join(allowed_methods(request))
            sentence = Sentence("What is known here: %(methods)s.", {"methods": allowed})
            return document(request, 405, say(sentence, language), {"Allow": allowed})
        case status:
            return document(request, status, error.detail, error.headers)


def allowed_methods(request: Request) -> list[str]:
    """All methods with a route at this address; the router itself names those of one route."""
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]


def _behind(request: Request, _: Exception) -> JSONResponse:
    sentence = Sentence("What is shown here has not caught up yet. Try again in a moment.")
    detail = say(sentence, language_of(request))
    return document(request, 503, detail, {"Retry-After": "1"})


BEING_MADE = Sentence(
    "This is being put together for the first time after an upgrade, which takes some minutes. "
    "Nothing is lost. Try again in a while."
)


def being_made(error: Exception) -> bool:
    """Whether a read model was asked for that a release added, and that is not filled yet."""
    missing = isinstance(error, psycopg.errors.UndefinedTable)
    return missing and f'"{tables.SCHEMA}.' in str(error)


def _not_made(request: Request, error: Exception) -> JSONResponse:
    if not being_made(error):
        return _unexpected(request, error)
    detail = say(BEING_MADE, language_of(request))
    return document(request, 503, detail, {"Retry-After": "60"})


def _unreachable(request: Request, _: Exception) -> JSONResponse:
    sentence = Sentence("The database cannot be reached. Try again in a moment.")
    detail = say(sentence, language_of(request))
    return document(request, 503, detail, {"Retry-After": "5"})


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error.__cause__, psycopg.OperationalError):
        return _unreachable(request, error)
    sentence = Sentence("That is our fault, not yours; it has been written down.")
    return document(request, 500, say(sentence, language_of(request)))
