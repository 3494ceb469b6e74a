"""Letters counted by kind are the letters counted one by one."""

import pytest

from domain.change.commands import PostponeChange, ProposeChange, WithdrawChange
from projections import letters, letters_alike, on_time, tables
from projections.changes import CHANGES
from tests import make
from tests.projections import story
from tests.projections.story import LETTER_IDS, Tell, on

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"state": "sent"},
    {"state": "recalled"},
    {"timing": "late"},
    {"timing": "in_time"},
)


def _agrees(source: tables.Source) -> int:
    change = tables.get(source, CHANGES, make.CHANGE_ID)
    assert change is not None
    whole = letters.of_change(source, make.CHANGE_ID)
    with tables.connected(source) as connection:
        alike = letters_alike.of_change(connection, change)
        assert letters_alike.number_of(alike) == len(whole)
        assert on_time.summed(alike, change) == on_time.summary(whole, change)
        for asked in ASKED:
            meant = on_time.filtered(whole, change, asked)
            chosen = on_time.fitting(alike, change, asked)
            assert letters_alike.page(connection, change, chosen) == meant
            assert letters_alike.page(connection, change, chosen, limit=1, offset=1) == meant[1:2]
            of_one = letters_alike.page(connection, change, chosen, number="HR-W-001")
            assert of_one == [each for each in meant if each.contract_number == "HR-W-001"]
    return len(alike)


@pytest.mark.row("AN-20")
def test_letters_that_are_alike_count_as_the_letters_themselves(after: Tell) -> None:
    source = after(make.a(ProposeChange))
    assert _agrees(source) == 0
    after(story.drafted(), story.drafted(story.RECIPIENTS[:2], at=on("2021-05-04")))
    assert _agrees(source) >= 1
    after(make.a(WithdrawChange))
    assert _agrees(source) >= 1


@pytest.mark.row("AN-20")
def test_letters_sent_in_time_late_and_not_at_all_are_counted_apart(after: Tell) -> None:
    sent = [story.receipt(LETTER_IDS[0]), story.receipt(LETTER_IDS[1], day="2021-07-02")]
    source = after(make.a(ProposeChange), *story.ordered(), story.queued(), *sent)
    assert _agrees(source) == 3
    after(make.a(PostponeChange))
    assert _agrees(source) == 3
