"""The API as programs see it: its routes, and what FastAPI does not say about them by itself."""

import json
import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE, ProblemDocument
from api.headers import VERSION

CONTACT = {
    "name": "inkoopspoor",
    "url": "https://inkoopspoor.example/contact",
    "email": "api@inkoopspoor.example",
}
DESCRIPTION = """\
Keeps a regional youth-care procurement programme on its track.

Requests that change something are `POST`s with an `Idempotency-Key` and are answered with a \
position in the event log. A read with `position` answers as of that position or later. Failures \
are problem documents (RFC 9457) in the language of `Accept-Language`, Dutch or English.
"""
_PROBLEM = {
    "description": "Why the request was not carried out.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}
_VERSION = {
    "description": "The version of the API.",
    "schema": {"type": "string"},
    "example": VERSION,
}
_OF_202 = {
    "Location": {
        "description": "Where the effect can be read.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Log-Position": {"description": "As in the body.", "schema": {"type": "integer"}},
}
_OF_PAGES = {
    "Link": {
        "description": "The first, previous, next and last page (RFC 8288).",
        "schema": {"type": "string"},
    }
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of this app."""
    document = get_openapi(
        title="inkoopspoor",
        version=VERSION,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=app.routes,
        servers=[{"url": "/v1"}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        tags=app.openapi_tags,
    )
    document["info"]["contact"] = CONTACT
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["ProblemDocument"] = problem
    for path in document["paths"].values():
        for operation in path.values():
            _complete(operation["responses"])
    return _renamed(document)


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """`ChangePage` for what pydantic calls `Page_Change_`."""
    named: dict[str, Any] = json.loads(
        re.sub(r"Page[_[](\w+?)[]_]", r"\1Page", json.dumps(document))
    )
    return named


def _complete(responses: dict[str, Any]) -> None:
    """FastAPI promises 422, which the design rules do not have, and knows no problem documents."""
    responses.pop("422", None)
    responses["4XX"] = _PROBLEM
    responses["5XX"] = _PROBLEM
    for status, response in responses.items():
        if not status.startswith("2"):
            continue
        headers = {"API-Version": _VERSION, **(_OF_202 if status == "202" else {})}
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        if schema.get("$ref", "").rpartition("/")[2].startswith("Page_"):
            headers |= _OF_PAGES
        response["headers"] = headers
