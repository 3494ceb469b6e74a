"""Confirming a spreadsheet that was handed in."""

import pytest

from domain.base import Command
from domain.sheet.commands import CompleteSheet, ConfirmSheet
from domain.sheet.decider import SHEET
from domain.sheet.events import SheetApplied, SheetConfirmed
from tests import make
from tests.specification import Specification

sheet = Specification(SHEET)
confirm, complete = make.whole(ConfirmSheet), make.whole(CompleteSheet)


@pytest.mark.row("IN-12")
def test_a_file_is_known_by_its_digest_once_it_is_confirmed() -> None:
    (event,) = sheet.when(confirm).then(SheetConfirmed)
    assert (event.digest, event.applies, event.refused) == (confirm.digest, 3, 1)


def test_nothing_is_carried_out_that_nobody_confirmed() -> None:
    sheet.when(complete).then_refused("not_confirmed")


def test_how_it_went_is_recorded_once() -> None:
    confirmed = sheet.given_after(confirm)
    (event,) = confirmed.when(complete).then(SheetApplied)
    assert (event.applied, event.refused, event.programme_id) == (2, 1, confirm.programme_id)


@pytest.mark.parametrize("command", [confirm, complete])
def test_a_repeated_command_decides_nothing(command: Command) -> None:
    sheet.given_after(confirm, complete).when(command).then_nothing()


def test_another_file_is_not_confirmed_in_its_place() -> None:
    other = confirm.model_copy(update={"digest": "0" * 64})
    sheet.given_after(confirm).when(other).then_refused("other_sheet")
