"""Bundles of evidence over HTTP: one zip, with its own verifier beside it (AU-05, TP-11)."""

from collections.abc import Iterator
from importlib.resources import files
from tempfile import TemporaryFile
from typing import IO, Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from api.errors import not_found
from api.identity import Asking, World
from api.moments import Day, Known
from api.ports import Ports
from api.shapes import Input
from domain.base import Refused
from domain.dates import local_day
from domain.document.parts import Role
from projections.bundles.asked import Asked, by_now
from projections.bundles.belonging import Kind
from projections.language import Language

router = APIRouter(prefix="/bundles", tags=["bundles"])

ZIP = "application/zip"
VERIFIER = "text/x-python"
_CHUNK = 1 << 16


class BundleQuery(Input):
    """For whom, as known when, and what is secret on which day; now and today if left out."""

    role: Annotated[Role, Field(alias="for")] = "public"
    known: Known | None = Field(None, description="A day, at its end, or an instant.")
    on: Day | None = Field(None, description="What is secret on this day is kept back.")
    language: Language = "nl"
    provider: UUID | None = Field(None, description="Which provider, if it is for one.")


@router.get(
    "/verifiers",
    response_class=Response,
    responses={200: {"content": {VERIFIER: {}}, "description": "One file of Python"}},
)
def show_verifier() -> Response:
    """The program that checks bundles. It needs nothing but Python, and no copy of ours."""
    program = (files("proofs") / "verify.py").read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="verify.py"'}
    return Response(program, media_type=VERIFIER, headers=headers)


@router.get(
    "/{kind}/{subject_id}",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}, "description": "The bundle"}},
)
def show_bundle(
    kind: Kind,
    subject_id: UUID,
    ports: World,
    caller: Asking,
    query: Annotated[BundleQuery, Query()],
) -> Response:
    """The evidence on one thing: events, proofs, letters, rules, report and verifier in one zip.

    With `known` and `on` given the same question has the same answer, to the last byte. Secrets
    that are in it are written down as read.
    """
    now = ports.clock()
    asked = Asked(
        kind=kind,
        subject_id=subject_id,
        known=by_now(query.known, now),
        role=query.role,
        on=query.on or local_day(now),
        language=query.language,
        provider=query.provider,
    )
    return download(ports, asked, caller.person_id)


def download(ports: Ports, asked: Asked, by: str) -> Response:
    """The bundle as a file to take away. Raises `Refused`, and a 404 problem if there is none."""
    if ports.bundle is None:
        raise Refused("no_bundles", "no bundles of evidence are made here")
    file = TemporaryFile()  # noqa: SIM115 (closed when it was sent)
    try:
        ports.bundle(asked, file, by)
    except BaseException as error:
        file.close()
        if isinstance(error, Refused) and error.reason == f"unknown_{asked.kind}":
            raise not_found() from error
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{asked.name}"',
        "Content-Length": str(file.tell()),
    }
    return StreamingResponse(_chunks(file), media_type=ZIP, headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
