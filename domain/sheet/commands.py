"""What may be asked of a spreadsheet that was handed in (IN-12).

Its dry run records nothing: it is known here from the moment somebody confirms it.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.base import Command

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of the file, in hexadecimal. Its name may be somebody's, so it is not here."""


class ConfirmSheet(Command):
    """Have the rows of exactly this file carried out. `applies` says how many there are."""

    kind: Literal["ConfirmSheet"] = "ConfirmSheet"
    sheet_id: UUID
    programme_id: UUID
    digest: Digest
    applies: PositiveInt
    refused: NonNegativeInt = 0


class CompleteSheet(Command):
    """All its rows were carried out, but for those that were refused on the way."""

    kind: Literal["CompleteSheet"] = "CompleteSheet"
    sheet_id: UUID
    applied: NonNegativeInt
    refused: NonNegativeInt


SheetCommand = Annotated[ConfirmSheet | CompleteSheet, Field(discriminator="kind")]
