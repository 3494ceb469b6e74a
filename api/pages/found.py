"""What a page is about, out of the read models. A page about nothing is not there."""

from typing import Protocol, TypeVar
from uuid import UUID

from api.errors import not_found
from projections import tables
from projections.programmes import PROGRAMMES, ProgrammeRow
from projections.read_model import ReadModel


class OfProgramme(Protocol):
    """A row that says which programme it is of."""

    @property
    def programme_id(self) -> UUID: ...


Row = TypeVar("Row", bound=OfProgramme)


def programme_of(source: tables.Source, programme_id: UUID) -> ProgrammeRow:
    """The programme. Raises a 404 problem if there is none."""
    programme = tables.get(source, PROGRAMMES, programme_id)
    if programme is None:
        raise not_found()
    return programme


def with_programme(
    source: tables.Source, model: ReadModel[Row], key: object
) -> tuple[Row, ProgrammeRow]:
    """The row that goes by this key and the programme it is of. Raises a 404 problem without."""
    row = tables.get(source, model, str(key))
    if row is None:
        raise not_found()
    return row, programme_of(source, row.programme_id)
