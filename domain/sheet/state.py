"""How far a spreadsheet is that was handed in."""

from dataclasses import dataclass, replace
from typing import assert_never

from domain.sheet.events import SheetApplied, SheetConfirmed, SheetEvent


@dataclass(frozen=True, slots=True)
class Handed:
    """How far it is: not confirmed, confirmed, or carried out."""

    confirmed: SheetConfirmed | None = None
    applied: SheetApplied | None = None


def evolve(sheet: Handed, event: SheetEvent) -> Handed:
    """Apply a fact."""
    match event:
        case SheetConfirmed():
            return replace(sheet, confirmed=event)
        case SheetApplied():
            return replace(sheet, applied=event)
        case _:
            assert_never(event)
