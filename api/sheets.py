"""Spreadsheets over HTTP: handed in, judged row by row, confirmed once; and exports."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, UploadFile
from pydantic import Field

from api.errors import not_found
from api.identity import World
from api.language import language_of
from api.ports import File, Ports, Wanted
from api.reading import ListQuery, Page, paged
from api.recording import Order, accepted, record
from api.shapes import Accepted, Input, Instant, Shape, shown
from domain.base import Command, Refused
from domain.dates import local_day
from domain.sheet.commands import ConfirmSheet
from domain.sheet.events import SheetApplied, SheetConfirmed
from projections import sheets
from projections.language import Language, say
from projections.sheets import LARGEST_FILE, Line, Progress, Sheet

router = APIRouter(tags=["sheets"])

Form = Literal["xlsx", "csv"]
Verdict = Literal["new", "changed", "same", "refused"]
Status = Literal["mistaken", "judged", "confirmed", "applied"]
_ANY: dict[str, Any] = {"content": {"application/octet-stream": {}}}


class SheetRemark(Shape):
    """Something said of a row. `wrong` ones refuse it."""

    text: str
    cell: str | None
    column: str | None
    wrong: bool


class SheetDifference(Shape):
    field: str
    old: str
    new: str


class SheetLine(Shape):
    """A row and its verdict; `applies` says whether confirming carries it out."""

    nth: int
    kind: str
    line: int
    about: str
    verdict: Verdict
    applies: bool
    outcome: str | None
    remarks: list[SheetRemark]
    differences: list[SheetDifference]


class HandedSheet(Shape):
    """A file that was handed in, and how far it is.

    `mistaken`: its columns are wrong and no row was judged, as `mistakes` says. `judged`: nothing
    is recorded yet. `confirmed`: rows are being carried out. `applied`: all are.
    """

    sheet_id: UUID
    programme_id: UUID
    digest: str
    handed_at: Instant
    status: Status
    mistakes: list[str]
    counts: dict[str, int]
    applied: int
    refused: int
    left: int


class LineQuery(ListQuery):
    verdict: Verdict | None = None


class ExportQuery(Input):
    """Which rows, and how they stood on a day; today if none is named."""

    what: Literal["providers", "contracts", "tariffs", "letters"]
    form: Form = "xlsx"
    day: date | None = None
    segment: str | None = None
    number: str | None = None
    provider: UUID | None = None
    change: UUID | None = Field(None, description="Whose letters, if these are wanted.")


class FormQuery(Input):
    form: Form = "xlsx"


@router.post("/programmes/{programme_id}/sheets", status_code=202)
def hand_in(programme_id: UUID, file: UploadFile, order: Order) -> Accepted:
    """Have a file judged, row by row: .xlsx, .ods or CSV. Nothing is recorded: position 0."""
    content = file.file.read(LARGEST_FILE + 1)
    by = order.caller.person_id
    sheet = order.ports.sheets.hand_in(
        order.command_id, programme_id, file.filename or "", content, by
    )
    return accepted(order, 0, f"/sheets/{sheet.sheet_id}")


@router.get("/sheets/{sheet_id}")
def show_sheet(request: Request, sheet_id: UUID, ports: World) -> HandedSheet:
    """How a file was judged, and how far carrying it out is."""
    sheet = sheet_of(ports, sheet_id)
    progress = progress_of(ports, sheet_id)
    return shown(
        HandedSheet,
        sheet,
        status=status_of(ports, sheet),
        mistakes=[say(each.sentence, language_of(request)) for each in sheet.mistakes],
        applied=progress.applied,
        refused=progress.refused,
        left=progress.left,
    )


@router.get("/sheets/{sheet_id}/lines")
def list_lines(
    request: Request,
    response: Response,
    sheet_id: UUID,
    ports: World,
    query: Annotated[LineQuery, Query()],
) -> Page[SheetLine]:
    """The rows in their order, each with its verdict and why."""
    sheet = sheet_of(ports, sheet_id)
    with ports.pool.connection() as connection:
        rows = sheets.lines(connection, sheet_id, query.verdict, query.page_size, query.offset)
    total = sum(sheet.counts.get(each, 0) for each in counted(query.verdict))
    language = language_of(request)
    return paged(request, response, query, (rows, total), lambda row: _line(row, language))


@router.get("/sheets/{sheet_id}/verdicts", response_class=Response, responses={200: _ANY})
def take_verdicts(sheet_id: UUID, ports: World, query: Annotated[FormQuery, Query()]) -> Response:
    """All rows as they were handed in, with their verdicts, as a file."""
    return file_answer(ports.sheets.verdicts(sheet_of(ports, sheet_id), query.form))


@router.post("/sheets/{sheet_id}/confirmations", status_code=202)
def confirm(sheet_id: UUID, order: Order) -> Accepted:
    """Have exactly this file carried out, as it was judged."""
    command = confirmation(order.ports, sheet_of(order.ports, sheet_id), **order.stamp)
    return record(order, command, f"/sheets/{sheet_id}")


@router.post("/sheets/{sheet_id}/cancellations", status_code=202)
def cancel(sheet_id: UUID, order: Order) -> Accepted:
    """Forget a file that nobody confirmed. Nothing is recorded: position 0."""
    forget(order.ports, sheet_of(order.ports, sheet_id))
    return accepted(order, 0, "/projections")


@router.get("/programmes/{programme_id}/exports", response_class=Response, responses={200: _ANY})
def export(programme_id: UUID, ports: World, query: Annotated[ExportQuery, Query()]) -> Response:
    """Providers, contracts with their tariffs, or a change's letters, as a file."""
    wanted = Wanted(
        what=query.what,
        programme_id=programme_id,
        day=query.day or local_day(ports.clock()),
        segment=query.segment,
        number=query.number,
        provider_id=query.provider,
        change_id=query.change,
    )
    return file_answer(ports.sheets.export(wanted, query.form))


def sheet_of(ports: Ports, sheet_id: UUID) -> Sheet:
    """The file. Raises a 404 problem if there is none."""
    with ports.pool.connection() as connection:
        sheet = sheets.get(connection, sheet_id)
    if sheet is None:
        raise not_found()
    return sheet


def progress_of(ports: Ports, sheet_id: UUID) -> Progress:
    """How far carrying out is."""
    with ports.pool.connection() as connection:
        return sheets.progress_of(connection, sheet_id, ports.read(sheet_id))


def status_of(ports: Ports, sheet: Sheet) -> Status:
    """How far it is, by what was recorded."""
    told = [type(each) for each in ports.read(sheet.sheet_id)]
    if SheetApplied in told:
        return "applied"
    if SheetConfirmed in told:
        return "confirmed"
    return "mistaken" if sheet.mistakes else "judged"


def confirmation(ports: Ports, sheet: Sheet, **stamp: Any) -> Command:
    """The command that confirms it; from then on its rows are kept until they are done."""
    if not sheet.applies:
        raise Refused("nothing_to_apply", "no row of this file would be carried out")
    with ports.pool.connection() as connection:
        sheets.confirm(connection, sheet.sheet_id, stamp["at"])
    return ConfirmSheet(
        sheet_id=sheet.sheet_id,
        programme_id=sheet.programme_id,
        digest=sheet.digest,
        applies=sheet.applies,
        refused=sheet.counts.get("refused", 0),
        **stamp,
    )


def forget(ports: Ports, sheet: Sheet) -> None:
    """Erase it, if nobody confirmed it."""
    if ports.read(sheet.sheet_id):
        raise Refused(
            "confirmed_already", "this file was confirmed: it cannot be cancelled any more"
        )
    with ports.pool.connection() as connection:
        sheets.cancel(connection, sheet.sheet_id)


def counted(verdict: str | None) -> tuple[str, ...]:
    """The verdicts that a filter lets through."""
    return (verdict,) if verdict else ("new", "changed", "same", "refused")


def file_answer(file: File) -> Response:
    """A file to be saved. Names are plain ASCII: made of keys, days and digests."""
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def _line(row: Line, language: Language) -> SheetLine:
    remarks = [
        SheetRemark(
            text=say(each.sentence, language), cell=each.cell, column=each.column, wrong=each.wrong
        )
        for each in (*row.remarks, *([row.refusal] if row.refusal else []))
    ]
    return shown(SheetLine, row, applies=row.plan is not None, remarks=remarks)
