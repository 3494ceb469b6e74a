"""What became of spreadsheets that were handed in, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.sheet.events import SheetApplied, SheetConfirmed, SheetEvent
from projections.language import N_
from projections.narration.words import say


def tell_sheet(event: SheetEvent) -> Sentence:
    """The sentence of an event of a spreadsheet."""
    match event:
        case SheetConfirmed():
            return say(
                N_("A spreadsheet is confirmed; rows to be carried out: %(applies)s."),
                applies=event.applies,
            )
        case SheetApplied():
            return say(
                N_(
                    "A spreadsheet is carried out: %(applied)s rows recorded, %(refused)s refused "
                    "because their facts had changed."
                ),
                applied=event.applied,
                refused=event.refused,
            )
        case _:
            assert_never(event)
