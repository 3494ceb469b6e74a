"""How read models are asked over HTTP: from which log position on, and page by page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import Field, NonNegativeInt

from api.errors import not_found
from api.ports import Ports
from api.shapes import Input, Shape
from projections import tables
from projections.read_model import ReadModel

PATIENCE_SECONDS = 5.0

Row = TypeVar("Row")
Item = TypeVar("Item")


class ReadQuery(Input):
    """Query of every read."""

    position: NonNegativeInt = Field(
        0, description="Answer as of this log position or a later one; waits up to 5 seconds."
    )


class ListQuery(ReadQuery):
    """Query of every list."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=500)] = 50

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


class Page(Shape, Generic[Item]):
    """A page of a list; `total` counts all that fit the filters. Links are in the header."""

    items: list[Item]
    page: int
    page_size: int
    total: int


def catch_up(ports: Ports, query: ReadQuery, *models: ReadModel[Any]) -> None:
    """Wait until these models have seen the position asked for. Raises `TimeoutError`."""
    if query.position:
        ports.wait(query.position, [model.name for model in models], PATIENCE_SECONDS)


def one(ports: Ports, query: ReadQuery, model: ReadModel[Row], key: object) -> Row:
    """The row that goes by this key. Raises a 404 problem if there is none."""
    catch_up(ports, query, model)
    row = tables.get(ports.pool, model, str(key))
    if row is None:
        raise not_found()
    return row


def rows_of(
    ports: Ports,
    query: ListQuery,
    model: ReadModel[Row],
    where: Mapping[str, object],
    order: Sequence[str],
) -> tuple[list[Row], int]:
    """A page of the rows that fit, and how many fit; both from one look at the database.

    A filter that was not given says nothing.
    """
    where = {field: value for field, value in where.items() if value not in (None, [])}
    catch_up(ports, query, model)
    with ports.pool.connection() as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        found = tables.select(connection, model, where, order, query.page_size, query.offset)
        return found, tables.count(connection, model, where)


def period(first: date | None, last: date | None) -> list[object]:
    """The condition that a day lies in a period; open where there is no first or last day."""
    return [
        *([] if first is None else [tables.AtLeast(first)]),
        *([] if last is None else [tables.AtMost(last)]),
    ]


def paged(
    request: Request,
    response: Response,
    query: ListQuery,
    found: tuple[Sequence[Row], int],
    show: Callable[[Row], Item],
) -> Page[Item]:
    """The rows as they are shown; the `Link` header says where the other pages are (RFC 8288)."""
    rows, total = found
    last = max(1, -(-total // query.page_size))
    pages = {"first": 1, "prev": query.page - 1, "next": query.page + 1, "last": last}
    response.headers["Link"] = ", ".join(
        f'<{_at(request, query, page)}>; rel="{relation}"'
        for relation, page in pages.items()
        if 1 <= page <= last
    )
    return Page(
        items=[show(row) for row in rows],
        page=query.page,
        page_size=query.page_size,
        total=total,
    )


def _at(request: Request, query: ListQuery, page: int) -> str:
    kept = [each for each in request.query_params.multi_items() if each[0] not in _PAGING]
    return f"{request.url.path}?{urlencode([*kept, ('page', page), ('pageSize', query.page_size)])}"


_PAGING = {"page", "pageSize", "position"}
