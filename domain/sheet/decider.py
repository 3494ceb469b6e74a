"""The rules of a spreadsheet that was handed in."""

from typing import assert_never

from domain.base import Decider, Refused, made
from domain.sheet.commands import CompleteSheet, ConfirmSheet, SheetCommand
from domain.sheet.events import SheetApplied, SheetConfirmed, SheetEvent
from domain.sheet.state import Handed, evolve


def decide(command: SheetCommand, sheet: Handed) -> list[SheetEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case ConfirmSheet():
            return confirm(command, sheet)
        case CompleteSheet():
            return complete(command, sheet)
        case _:
            assert_never(command)


def confirm(command: ConfirmSheet, sheet: Handed) -> list[SheetEvent]:
    """Once. What is confirmed is the file of which the dry run was shown."""
    known = sheet.confirmed
    if known is not None and known.digest == command.digest:
        return []
    if known is not None:
        raise Refused(
            "other_sheet", "another file was confirmed under this id: hand this one in anew"
        )
    return [
        SheetConfirmed(
            sheet_id=command.sheet_id,
            programme_id=command.programme_id,
            digest=command.digest,
            applies=command.applies,
            refused=command.refused,
            **made(command),
        )
    ]


def complete(command: CompleteSheet, sheet: Handed) -> list[SheetEvent]:
    if sheet.confirmed is None:
        raise Refused(
            "not_confirmed", "nobody confirmed this file, so nothing of it is carried out"
        )
    if sheet.applied is not None:
        return []
    return [
        SheetApplied(
            sheet_id=command.sheet_id,
            programme_id=sheet.confirmed.programme_id,
            applied=command.applied,
            refused=command.refused,
            **made(command),
        )
    ]


SHEET = Decider(
    name="sheet",
    identity="sheet_id",
    initial=Handed(),
    decide=decide,
    evolve=evolve,
)
