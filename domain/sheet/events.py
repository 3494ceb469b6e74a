"""What can have happened to a spreadsheet. Names and fields are storage format: never change."""

from uuid import UUID

from domain.base import Event


class SheetConfirmed(Event):
    """Somebody confirmed a dry run: so many rows are to be carried out, as judged then.

    `refused` were refused in the dry run and are left out.
    """

    sheet_id: UUID
    programme_id: UUID
    digest: str
    applies: int
    refused: int


class SheetApplied(Event):
    """Every row that was confirmed was carried out, or refused since its facts had changed."""

    sheet_id: UUID
    programme_id: UUID
    applied: int
    refused: int


SheetEvent = SheetConfirmed | SheetApplied
