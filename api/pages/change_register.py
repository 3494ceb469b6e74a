"""The on-time register of a change, for auditors: to read, to filter, to print, to take along."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.language import spoken
from api.pages.found import programme_of, with_programme
from api.pages.labels import LABELS
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.pages.today import segments
from domain.base import Sentence
from projections import changes, letters, letters_alike, on_time
from projections.changes import CHANGES, ChangeRow
from projections.language import N_, say
from projections.letters import LetterRow
from projections.letters_alike import Alike
from projections.on_time import Entry

router = APIRouter()

PAGE_SIZE = 50
FILTERS = {
    "staat": "state",
    "tijdig": "timing",
    "segment": "segment",
    "clausule": "clause",
    "soort": "kind",
    "nummer": "number",
}
"""The filters in the address, and what each is called in the register."""

COLUMNS = (
    N_("Contract"),
    N_("Provider"),
    N_("Segment"),
    N_("Kind of letter"),
    N_("Clause"),
    N_("Months"),
    N_("Latest day"),
    N_("Announced on"),
    N_("Days to spare"),
    N_("In time"),
    N_("State"),
    N_("Received, says the provider"),
    N_("What became of it"),
    N_("Message id"),
    N_("Digest"),
    N_("Answer of the mail server"),
)


@router.get("/programmas/{programme_id}/aankondigingen")
def list_registers(request: Request, programme_id: UUID) -> HTMLResponse:
    """Every change of a programme, and how many of its contracts were told in time."""
    with ports_of(request).pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        found = changes.of_programme(connection, programme_id)
        rows = [(each, on_time.summary_of(connection, each)) for each in found]
    return render(
        request,
        "announcements.html",
        programme=programme,
        rows=rows,
        segments=segments([programme]),
    )


@router.get("/wijzigingen/{change_id}/register")
def show_register(request: Request, change_id: UUID, pagina: str = "") -> HTMLResponse:
    ports = ports_of(request)
    asked = _asked(request)
    with ports.pool.connection() as connection:
        change, programme = with_programme(connection, CHANGES, change_id)
        whole = letters_alike.of_change(connection, change)
        chosen = on_time.fitting(whole, change, _meant(asked))
        total = _total(connection, change, chosen, asked["nummer"])
        pages = max(1, -(-total // PAGE_SIZE))
        page = page_of(pagina, pages)
        rows = letters_alike.page(
            connection,
            change,
            chosen,
            number=asked["nummer"],
            limit=PAGE_SIZE,
            offset=(page - 1) * PAGE_SIZE,
        )
        shown = on_time.entries(connection, change, rows)
    return render(
        request,
        "change_register.html",
        change=change,
        programme=programme,
        segments=segments([programme]),
        summary=on_time.summed(whole, change),
        entries=shown,
        total=total,
        page=page,
        pages=pages,
        asked=asked,
        choices=_choices([each.letter for each in whole], change),
        csv=here(request).replace("/register", "/register.csv", 1),
        turned=lambda number: here(request, pagina=number),
        names=Names(ports).learn([each.letter.provider_id for each in shown]),
    )


@router.get("/wijzigingen/{change_id}/register.csv")
def download_register(request: Request, change_id: UUID) -> Response:
    """All rows that answer to the filters, for a spreadsheet."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        change, _ = with_programme(connection, CHANGES, change_id)
        whole = letters.of_change(connection, change_id)
        found = on_time.filtered(whole, change, _meant(_asked(request)))
        shown = on_time.entries(connection, change, found)
    names = Names(ports).learn([each.letter.provider_id for each in shown])
    headers = {"Content-Disposition": f'attachment; filename="register-{change.key}.csv"'}
    return Response(
        spreadsheet(shown, change, names), media_type="text/csv; charset=utf-8", headers=headers
    )


def spreadsheet(shown: Iterable[Entry], change: ChangeRow, names: Names) -> bytes:
    """The register as CSV with semicolons, as Dutch spreadsheets read it without asking."""
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\r\n")
    write.writerow([say(Sentence(each), spoken()) for each in COLUMNS])
    for each in shown:
        write.writerow([_cell(value) for value in _values(each, change, names)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _values(entry: Entry, change: ChangeRow, names: Names) -> Sequence[object]:
    letter = entry.letter
    return (
        letter.contract_number,
        names(letter.provider_id),
        letter.segment or change.segment,
        _label("letter_kind", letter.kind),
        letter.clause.clause_id,
        letter.clause.months,
        letter.latest,
        letter.announced_on,
        letter.days_to_spare,
        _label("timing_of_letter", entry.timing),
        _label("letter", letter.state),
        letter.acknowledged_on,
        _label("outcome_of_letter", entry.outcome),
        letter.message_id,
        letter.digest,
        letter.answer,
    )


def _cell(value: object) -> str:
    """As text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    is_number = text.removeprefix("-").isdecimal()
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else text


def _label(kind: str, value: str) -> str:
    return say(Sentence(LABELS[kind][value]), spoken())


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in FILTERS}


def _meant(asked: Mapping[str, str]) -> dict[str, str]:
    return {FILTERS[name]: value for name, value in asked.items()}


def _total(
    connection: Connection[Any], change: ChangeRow, chosen: Sequence[Alike], number: str
) -> int:
    """How many letters fit; of one contract there are few, which are read to count them."""
    if number:
        return len(letters_alike.page(connection, change, chosen, number=number))
    return letters_alike.number_of(chosen)


def _choices(whole: Sequence[LetterRow], change: ChangeRow) -> dict[str, list[str]]:
    """What can be chosen in each filter: what occurs in the register."""
    return {
        "staat": sorted({each.state for each in whole}),
        "tijdig": sorted({on_time.timing(each, change) for each in whole}),
        "segment": sorted({each.segment or change.segment for each in whole}),
        "clausule": sorted({each.clause.clause_id for each in whole}),
        "soort": sorted({each.kind for each in whole}),
    }
