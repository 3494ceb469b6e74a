"""A spreadsheet of three rows, one of which somebody else had changed meanwhile."""

from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.sheet.commands import CompleteSheet, ConfirmSheet
from domain.sheet.events import SheetApplied, SheetConfirmed

SHEET_ID = derived_id("sheet", "holland-rijnland-2021", 1)
_CONFIRMED = {"sheet_id": SHEET_ID, "digest": "5f2b" * 16, "applies": 3, "refused": 1}
_COMPLETED = {"sheet_id": SHEET_ID, "applied": 2, "refused": 1}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    ConfirmSheet: _CONFIRMED,
    CompleteSheet: _COMPLETED,
    SheetConfirmed: _CONFIRMED,
    SheetApplied: _COMPLETED,
}
