from datetime import date

import pytest

from domain.base import Command, Event
from domain.change.commands import PostponeChange, ReaddressLetter, WithdrawChange
from domain.change.events import AnnouncementDrafted
from projections.changes import CHANGES
from projections.letters import LETTERS, LetterRow, as_of_change
from tests import make
from tests.projections import story
from tests.projections.story import CONTRACT_IDS, LETTER_IDS, RECIPIENTS, on

FIRST = str(LETTER_IDS[0])


def letters_after(*commands: Command) -> dict[str, LetterRow]:
    return story.table(LETTERS, story.change(*commands))


def in_its_change(*commands: Command) -> list[LetterRow]:
    events = story.change(*commands)
    change = story.only(CHANGES, events)
    return [as_of_change(row, change) for row in story.table(LETTERS, events).values()]


def test_a_draft_makes_one_letter_for_every_contract() -> None:
    rows = letters_after(story.drafted())
    assert list(rows) == [str(each) for each in LETTER_IDS]
    letter = rows[FIRST]
    assert (letter.contract_id, letter.contract_number) == (CONTRACT_IDS[0], "HR-W-001")
    assert (letter.state, letter.latest, letter.attempts) == ("to_send", make.LATEST, 0)
    assert (letter.in_time, letter.days_to_spare) == (None, None)


@pytest.mark.row("AN-07")
def test_a_letter_goes_from_to_send_by_way_of_sending_to_sent() -> None:
    assert letters_after(*story.ordered(), story.queued())[FIRST].state == "sending"
    letter = letters_after(*story.ordered(), story.queued(), story.receipt(LETTER_IDS[0]))[FIRST]
    assert (letter.state, letter.attempts, letter.answer) == ("sent", 1, make.MESSAGE["answer"])
    assert (letter.sent_at, letter.announced_on) == (on("2021-06-01"), date(2021, 6, 1))
    assert (letter.message_id, letter.digest) == (
        make.MESSAGE["message_id"],
        make.MESSAGE["digest"],
    )


@pytest.mark.row("AN-20")
def test_the_register_shows_for_each_letter_the_days_to_spare() -> None:
    steps = [*story.ordered(), story.queued(), story.receipt(LETTER_IDS[0], day="2021-06-01")]
    steps += [story.receipt(LETTER_IDS[1], day="2021-07-01")]
    steps += [story.receipt(LETTER_IDS[2], day="2021-07-02")]
    found = [(row.days_to_spare, row.in_time) for row in letters_after(*steps).values()]
    assert found == [(30, True), (0, True), (-1, False)]


@pytest.mark.row("AN-07")
def test_a_letter_put_off_waits_and_one_refused_needs_a_better_address() -> None:
    sending = [*story.ordered(), story.queued()]
    letter = letters_after(*sending, story.receipt(LETTER_IDS[0], "deferred", answer="451"))[FIRST]
    assert (letter.state, letter.answer) == ("retrying", "451")
    refused = [*sending, story.receipt(LETTER_IDS[0], "refused", answer="550")]
    letter = letters_after(*refused)[FIRST]
    assert (letter.state, letter.answer, letter.attempts) == ("refused", "550", 1)
    mended = [*refused, make.a(ReaddressLetter, letter_id=LETTER_IDS[0])]
    assert letters_after(*mended)[FIRST].state == "to_send"


def test_a_letter_sent_again_after_silence_says_so() -> None:
    sent = story.receipt(LETTER_IDS[0], asked_again=True)
    assert letters_after(*story.ordered(), story.queued(), sent)[FIRST].asked_again is True


def test_a_new_draft_starts_its_letters_anew() -> None:
    clause = make.CLAUSE.model_copy(update={"months": 7})
    changed = RECIPIENTS[0].model_copy(update={"clause": clause, "latest": date(2021, 6, 1)})
    again = story.drafted((changed,), at=on("2021-05-04"))
    rows = letters_after(story.drafted(), again)
    assert (rows[FIRST].latest, rows[FIRST].drafted_at) == (date(2021, 6, 1), on("2021-05-04"))
    assert rows[str(LETTER_IDS[1])].drafted_at == make.MONDAY


@pytest.mark.row("AN-20")
def test_a_postponement_moves_the_last_lawful_day_of_letters_already_sent() -> None:
    late = story.announced("2021-07-01")
    postponed = make.a(PostponeChange, effective=date(2022, 2, 1))
    assert {row.days_to_spare for row in in_its_change(*late)} == {0}
    assert {row.days_to_spare for row in in_its_change(*late, postponed)} == {31}


def test_withdrawing_a_change_recalls_the_letters_that_had_not_left() -> None:
    steps = [*story.ordered(), story.queued(letter_ids=LETTER_IDS[:2])]
    steps += [story.receipt(LETTER_IDS[0]), story.receipt(LETTER_IDS[1], "deferred")]
    assert [row.state for row in in_its_change(*steps)] == ["sent", "retrying", "to_send"]
    *letters, withdrawal = in_its_change(*steps, make.a(WithdrawChange))
    assert [row.state for row in letters] == ["sent", "recalled", "recalled"]
    assert (withdrawal.contract_id, withdrawal.kind) == (story.CONTRACT_IDS[0], "withdrawal")
    assert (withdrawal.state, withdrawal.in_time) == ("to_send", None)


def test_events_of_letters_that_nobody_drafted_make_no_row() -> None:
    events = story.change(*story.ordered(), story.queued(), story.receipt(LETTER_IDS[0]))
    drafts = [event for event in events if not isinstance(event, AnnouncementDrafted)]
    assert story.table(LETTERS, drafts) == {}
    assert LETTERS.project(str(LETTER_IDS[1]), None, make.a(AnnouncementDrafted)) is None


def test_other_events_are_none_of_its_business() -> None:
    letter = letters_after(story.drafted())[FIRST]
    assert LETTERS.project(FIRST, letter, make.a(Event)) == letter
