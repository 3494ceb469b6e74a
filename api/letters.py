"""Letters over HTTP: what became of each, and what it says."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.errors import not_found
from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, catch_up, one, paged
from api.shapes import Clause, Instant, Party, Shape, party, shown
from domain.change.letters import LetterKind
from projections import address_book, letters, tables
from projections.changes import CHANGES
from projections.letters import LETTERS, LetterRow, State

router = APIRouter(prefix="/letters", tags=["letters"])


class Letter(Shape):
    """One letter to one provider about one contract."""

    letter_id: UUID
    change_id: UUID
    contract_id: UUID
    contract_number: str
    provider: Party
    clause: Clause
    latest: date
    days_to_spare: int | None
    in_time: bool | None
    state: State
    attempts: int
    drafted_at: Instant
    queued_at: Instant | None
    answer: str | None
    answered_at: Instant | None
    sent_at: Instant | None
    announced_on: date | None
    message_id: str | None
    digest: str | None
    asked_again: bool
    kind: LetterKind
    edition: int
    segment: str | None
    joined_on: date | None
    knew: bool
    acknowledged_on: date | None


class LetterWithText(Letter):
    """The letter as it would read, or read, for its recipient."""

    subject: str
    body: str


class LetterQuery(ListQuery):
    change: UUID
    state: tuple[State, ...] = ()
    kind: tuple[LetterKind, ...] = ()
    in_time: bool | None = None


@router.get("")
def list_letters(
    request: Request, response: Response, ports: World, query: Annotated[LetterQuery, Query()]
) -> Page[Letter]:
    """The letters of a change as last drafted, by contract number."""
    catch_up(ports, query, CHANGES, LETTERS)
    found = [
        letter
        for letter in letters.of_change(ports.pool, query.change)
        if (not query.state or letter.state in query.state)
        and (not query.kind or letter.kind in query.kind)
        and (query.in_time is None or letter.in_time is query.in_time)
    ]
    rows = found[query.offset : query.offset + query.page_size]
    with ports.pool.connection() as connection:
        names = address_book.many(connection, {str(row.provider_id) for row in rows})

    def show(row: LetterRow) -> Letter:
        return filled(row, names)

    return paged(request, response, query, (rows, len(found)), show)


@router.get("/{letter_id}")
def show_letter(
    letter_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> LetterWithText:
    """One letter with its text."""
    catch_up(ports, query, CHANGES)
    row = one(ports, query, LETTERS, letter_id)
    change = tables.get(ports.pool, CHANGES, row.change_id)
    if change is None:
        raise not_found()
    with ports.pool.connection() as connection:
        names = address_book.many(connection, [str(row.provider_id)])
    letter = filled(letters.as_of_change(row, change), names)
    text = ports.letter(row.change_id, letter_id)
    return LetterWithText(**dict(letter), subject=text.subject, body=text.body)


@router.get(
    "/{letter_id}/prints",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The letter as a PDF"}},
)
def show_pdf(letter_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]) -> Response:
    """One letter on paper: PDF/UA, as it would be or was sent."""
    row = one(ports, query, LETTERS, letter_id)
    pdf = ports.stationery.pdf(row.change_id, letter_id)
    headers = {"Content-Disposition": f'inline; filename="{pdf.name}"'}
    return Response(pdf.content, media_type="application/pdf", headers=headers)


def filled(row: LetterRow, names: dict[str, address_book.Party]) -> Letter:
    return shown(Letter, row, provider=party(row.provider_id, names))
