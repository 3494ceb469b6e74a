"""Spreadsheets in and out: hand in, look at every verdict, confirm once, see how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from api import sheets as over_http
from api.errors import Problem, not_found
from api.language import spoken
from api.pages.forms import (
    Form,
    NotCarriedOut,
    Sent,
    Tried,
    afterwards,
    asking,
    key_of,
    refused,
    submit,
)
from api.pages.found import programme_of
from api.pages.last_call import day_or
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import ports_of, render
from api.ports import Wanted
from domain.base import Refused, Sentence
from domain.dates import local_day
from projections import sheets, tables
from projections.changes import CHANGES
from projections.language import say
from projections.sheets import LARGEST_FILE, MEBIBYTE, Sheet

router = APIRouter()

PAGE_SIZE = 50
VERDICTS: Mapping[str, str] = {
    "geweigerd": "refused",
    "gewijzigd": "changed",
    "nieuw": "new",
    "bekend": "same",
}
"""The verdicts, by the word in the address; those that ask something of people first."""

FILES: Mapping[str, str] = {
    "aanbieders": "providers",
    "overeenkomsten": "contracts",
    "tarieven": "tariffs",
    "brieven": "letters",
}
"""What can be exported, by the word in the address."""

_OVERHEAD = 64 * 1024
_NO_FILE = Sentence("Choose a file: .xlsx, .ods or .csv.")


@dataclass(frozen=True, slots=True)
class Handed:
    """A form with a file. No content: none was chosen."""

    sent: Sent
    name: str = ""
    content: bytes = b""


async def handed_of(request: Request) -> Handed:
    """The form and its file. Raises a 413 problem before anything so large is read."""
    said = request.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > LARGEST_FILE + _OVERHEAD:
        raise Problem(
            413,
            Sentence(
                "The file is larger than %(most)s MB: divide it.",
                {"most": str(LARGEST_FILE // MEBIBYTE)},
            ),
        )
    async with request.form() as form:
        sent = Sent({name: value for name, value in form.items() if isinstance(value, str)})
        file = form.get("bestand")
        if not isinstance(file, UploadFile) or not file.filename:
            return Handed(sent)
        return Handed(sent, file.filename, await file.read(LARGEST_FILE + 1))


@router.get("/programmas/{programme_id}/inlezen")
def show_import(request: Request, programme_id: UUID) -> HTMLResponse:
    return _import(request, programme_id)


@router.post("/programmas/{programme_id}/inlezen")
def hand_in(
    request: Request, programme_id: UUID, handed: Annotated[Handed, Depends(handed_of)]
) -> Response:
    """Judge the file and go to its verdicts. The same form sent twice is one file."""
    ports = ports_of(request)
    try:
        person = asking(request, handed.sent, "inlezen")
        if not handed.content:
            missing = {"bestand": say(_NO_FILE, spoken())}
            return _import(request, programme_id, Tried("inlezen", {}, missing, status=400))
        sheet_id = key_of(person, handed.sent, "inlezen")
        sheet = ports.sheets.hand_in(
            sheet_id, programme_id, handed.name, handed.content, person.person_id
        )
    except NotCarriedOut as error:
        return _import(request, programme_id, error.tried)
    except Refused as error:
        return _import(request, programme_id, refused(handed.sent, "inlezen", error).tried)
    return RedirectResponse(f"/bladen/{sheet.sheet_id}", status_code=303)


@router.get("/bladen/{sheet_id}")
def show_sheet(request: Request, sheet_id: UUID) -> HTMLResponse:
    return _sheet(request, sheet_id)


@router.get("/bladen/{sheet_id}/oordeel.{form}")
def take_verdicts(request: Request, sheet_id: UUID, form: str) -> Response:
    """Every row with its verdict, as a file."""
    ports = ports_of(request)
    sheet = over_http.sheet_of(ports, sheet_id)
    return over_http.file_answer(ports.sheets.verdicts(sheet, form))


@router.post("/bladen/{sheet_id}/bevestigen")
def confirm(request: Request, sheet_id: UUID, sent: Form) -> Response:
    """Have exactly what is shown here carried out."""
    ports = ports_of(request)
    sheet = over_http.sheet_of(ports, sheet_id)
    return submit(
        request,
        sent,
        "bevestigen",
        (),
        lambda stamp: over_http.confirmation(ports, sheet, **stamp),
        again=lambda tried: _sheet(request, sheet_id, tried),
        on=lambda position: afterwards(f"/bladen/{sheet_id}", position, "bevestigen"),
    )


@router.post("/bladen/{sheet_id}/annuleren")
def cancel(request: Request, sheet_id: UUID, sent: Form) -> Response:
    """Forget the file; nothing of it was recorded."""
    ports = ports_of(request)
    sheet = over_http.sheet_of(ports, sheet_id)
    try:
        asking(request, sent, "annuleren")
        over_http.forget(ports, sheet)
    except NotCarriedOut as error:
        return _sheet(request, sheet_id, error.tried)
    except Refused as error:
        return _sheet(request, sheet_id, refused(sent, "annuleren", error).tried)
    address = f"/programmas/{sheet.programme_id}/inlezen"
    return RedirectResponse(f"{address}?{urlencode({'gedaan': 'annuleren'})}", status_code=303)


@router.get("/programmas/{programme_id}/uitvoer/{what}.{form}")
def export(request: Request, programme_id: UUID, what: str, form: str) -> Response:
    """A file with the filters that stand in the address."""
    ports = ports_of(request)
    query = request.query_params
    if what not in FILES:
        raise not_found()
    day, _ = day_or(query.get("op", ""), local_day(ports.clock()))
    wanted = Wanted(
        what=FILES[what],  # type: ignore[arg-type]  # one of them, by the mapping
        programme_id=programme_id,
        day=day,
        segment=query.get("segment") or None,
        number=query.get("nummer") or None,
        change_id=_uuid(query.get("wijziging", "")),
    )
    return over_http.file_answer(ports.sheets.export(wanted, form))


def _import(request: Request, programme_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        handed = sheets.latest(connection, programme_id)
        changes = tables.select(connection, CHANGES, {"programme_id": programme_id}, ("effective",))
    return render(
        request,
        "sheets.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        handed=[(each, over_http.status_of(ports, each)) for each in handed],
        changes=changes,
        names=Names(ports).learn([each.handed_by for each in handed]),
        most=LARGEST_FILE // MEBIBYTE,
        kept=sheets.KEPT.days,
    )


def _sheet(request: Request, sheet_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    sheet = over_http.sheet_of(ports, sheet_id)
    chosen = request.query_params.get("oordeel", "")
    verdict = VERDICTS.get(chosen) or _first(sheet)
    total = sheet.counts.get(verdict, 0)
    page = page_of(request.query_params.get("pagina", ""))
    with ports.pool.connection() as connection:
        programme = programme_of(connection, sheet.programme_id)
        rows = sheets.lines(connection, sheet_id, verdict, PAGE_SIZE, (page - 1) * PAGE_SIZE)
        not_done = sheets.not_done(connection, sheet_id)
    return render(
        request,
        "sheet.html",
        tried.status if tried else 200,
        tried=tried,
        sheet=sheet,
        programme=programme,
        stands=over_http.status_of(ports, sheet),
        progress=over_http.progress_of(ports, sheet_id),
        verdicts=[(word, each, sheet.counts.get(each, 0)) for word, each in VERDICTS.items()],
        chosen=verdict,
        word=next(word for word, each in VERDICTS.items() if each == verdict),
        rows=rows,
        not_done=not_done,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        kept=sheets.KEPT.days,
    )


def _first(sheet: Sheet) -> str:
    """What asks most of people: rows that are refused before those that are known."""
    return next((each for each in VERDICTS.values() if sheet.counts.get(each)), "new")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
