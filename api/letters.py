"""Letters over HTTP: what became of each, and what it says."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api import shapes
from api.errors import not_found
from api.identity import World
from api.reading import Page, Paging, Reading, catch_up, one, paged
from projections import address_book, letters, tables
from projections.address_book import Party
from projections.changes import CHANGES
from projections.letters import LETTERS, LetterRow, State

router = APIRouter(prefix="/letters", tags=["letters"])


class LetterQuery(Paging):
    change: UUID
    state: tuple[State, ...] = ()


@router.get("")
def list_letters(
    request: Request, response: Response, ports: World, query: Annotated[LetterQuery, Query()]
) -> Page[shapes.Letter]:
    """The letters of a change as last drafted, by contract number."""
    catch_up(ports, query, CHANGES, LETTERS)
    found = [
        letter
        for letter in letters.of_change(ports.pool, query.change)
        if not query.state or letter.state in query.state
    ]
    rows = found[query.offset : query.offset + query.page_size]
    with ports.pool.connection() as connection:
        names = address_book.many(connection, {str(row.provider_id) for row in rows})

    def show(row: LetterRow) -> shapes.Letter:
        return shown(row, names)

    return paged(request, response, query, (rows, len(found)), show)


@router.get("/{letter_id}")
def show_letter(
    letter_id: UUID, ports: World, query: Annotated[Reading, Query()]
) -> shapes.LetterWithText:
    """One letter with its text."""
    catch_up(ports, query, CHANGES)
    row = one(ports, query, LETTERS, letter_id)
    change = tables.get(ports.pool, CHANGES, row.change_id)
    if change is None:
        raise not_found()
    with ports.pool.connection() as connection:
        names = address_book.many(connection, [str(row.provider_id)])
    letter = shown(letters.as_of_change(row, change), names)
    text = ports.letter(row.change_id, letter_id)
    return shapes.LetterWithText(**dict(letter), subject=text.subject, body=text.body)


def shown(row: LetterRow, names: dict[str, Party]) -> shapes.Letter:
    return shapes.shown(shapes.Letter, row, provider=shapes.party(row.provider_id, names))
