"""Whether everybody was told the same at the same moment, from the letters alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from domain.base import derived_id
from domain.change.events import ChangeProposed
from domain.change.parts import Indexation
from projections.changes import CHANGES, ChangeRow
from projections.equal_treatment import treatment
from projections.letters import LetterRow
from tests import make

SENT_AT = make.MONDAY
DAY = SENT_AT.date()


def change() -> ChangeRow:
    row = CHANGES.project(str(make.CHANGE_ID), None, make.whole(ChangeProposed))
    assert row
    return replace(row, indexation=None)


def letter(number: int, sent_at: datetime | None = SENT_AT) -> LetterRow:
    return LetterRow(
        letter_id=derived_id("letter", number),
        change_id=make.CHANGE_ID,
        contract_id=derived_id("contract", number),
        contract_number=f"HR-W-{number:03}",
        provider_id=UUID(int=number),
        clause=make.CLAUSE,
        latest=make.LATEST,
        drafted_at=make.MONDAY,
        state="sent" if sent_at else "to_send",
        sent_at=sent_at,
        announced_on=sent_at.date() if sent_at else None,
    )


@pytest.mark.row("AD-16", "TP-08")
def test_all_were_told_the_same_on_the_same_day() -> None:
    later = SENT_AT + timedelta(hours=3)
    found = treatment(change(), [letter(1), letter(2, later)])
    assert found.equal
    assert (found.letters, found.alike, found.day) == (2, 2, DAY)
    assert (found.first, found.last) == (SENT_AT, later)


@pytest.mark.row("AD-16", "TP-08")
def test_whoever_was_told_otherwise_is_named_with_the_reason() -> None:
    indexed = replace(letter(2), terms={"tarief": "€ 61,20"})
    late = letter(3, SENT_AT + timedelta(days=2))
    unsent = letter(4, None)
    mended = replace(letter(5), kind="rectification")
    recalled = replace(letter(6, None), state="recalled")
    letters = [letter(1), indexed, late, unsent, mended, recalled, letter(7)]
    found = treatment(change(), letters)
    assert not found.equal
    assert (found.letters, found.alike, found.day) == (7, 2, DAY)
    assert [(each.letter.contract_number, each.reasons) for each in found.different] == [
        ("HR-W-002", ("own_terms",)),
        ("HR-W-003", ("other_day",)),
        ("HR-W-004", ("not_sent",)),
        ("HR-W-005", ("other_edition",)),
        ("HR-W-006", ("recalled",)),
    ]
    assert found.different[0].terms == ("tarief",)


def test_one_rule_for_all_is_the_same_for_all() -> None:
    """Each contract's own tariff follows from one percentage; a better text went to everybody."""
    indexed = replace(change(), indexation=Indexation(index="OVA", year=2022, percentage="3.24"))
    letters = [
        replace(letter(number), terms={"tarief": f"€ {number}"}, kind="rectification")
        for number in (1, 2)
    ]
    assert treatment(indexed, letters).equal
    assert treatment(indexed, []).digest != treatment(change(), []).digest


@pytest.mark.row("AD-16")
def test_a_contract_that_came_under_the_change_later_is_named() -> None:
    joined = replace(letter(2, SENT_AT + timedelta(days=40)), joined_on=date(2021, 6, 10))
    [found] = treatment(change(), [letter(1), letter(3), joined]).different
    assert found.reasons == ("joined", "other_day")


def test_letters_that_do_not_announce_do_not_count() -> None:
    answer = replace(letter(2, SENT_AT + timedelta(days=9)), kind="reply")
    assert treatment(change(), [letter(1), answer]).equal


def test_nobody_told_is_nobody_treated_alike() -> None:
    assert not treatment(change(), []).equal
    assert treatment(change(), [letter(1, None)]).day is None


def test_other_words_have_another_digest() -> None:
    other = replace(change(), terms={"wachttijd": "hooguit vier weken"})
    moved = replace(change(), effective=date(2022, 2, 1))
    digests = {treatment(each, []).digest for each in (change(), other, moved)}
    assert len(digests) == 3
