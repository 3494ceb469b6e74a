from datetime import date, timedelta

import pytest

from domain.base import derived_id
from domain.change.commands import (
    ChangeCommand,
    DraftAnnouncement,
    MissAnnouncement,
    OrderDispatch,
    ProposeChange,
    PutInForce,
    QueueLetters,
    RecordReceipts,
    RemindOffice,
    WithdrawChange,
)
from domain.change.decider import CHANGE
from domain.change.outlook import Step, brought_about, next_step
from domain.dates import start_of_day
from tests import make
from tests.domain import change_stories as story
from tests.specification import Specification

EARLY, LATEST, NEW_YEAR = date(2021, 3, 1), make.LATEST, make.NEW_YEAR


def after(commands: list[ChangeCommand], day: date) -> Step:
    return next_step(Specification(CHANGE).given_after(*commands).state, story.noon(day))


@pytest.mark.row("AN-06")
def test_letters_are_drafted_by_themselves_when_the_last_day_comes_near() -> None:
    waiting = after(story.proposed(), EARLY)
    assert waiting == Step(kind="wait", wake_at=start_of_day(date(2021, 4, 8)))
    assert after(story.proposed(), date(2021, 4, 8)).kind == "draft"


@pytest.mark.row("AN-06", "ST-29")
def test_the_office_is_reminded_at_each_lead_and_on_the_last_day() -> None:
    days = {56: date(2021, 5, 6), 7: date(2021, 6, 24), 1: date(2021, 6, 30), 0: LATEST}
    for days_before, day in days.items():
        assert after(story.drafted(), day) == Step(kind="remind", days_before=days_before)
    reminded = [*story.drafted(), make.a(RemindOffice, days_before=7)]
    assert after(reminded, date(2021, 6, 24)).wake_at == start_of_day(date(2021, 6, 30))


def test_the_day_after_the_last_the_announcement_is_missed_once() -> None:
    assert after(story.drafted(), LATEST + timedelta(days=1)).kind == "miss"
    missed = [*story.drafted(), make.a(MissAnnouncement, at=story.noon(date(2021, 7, 2)))]
    assert after(missed, date(2021, 7, 2)).wake_at == start_of_day(NEW_YEAR)


def test_ordered_letters_wait_for_their_time_then_go_out_and_are_asked_again() -> None:
    later = make.MONDAY + timedelta(days=2)
    ordered = [*story.approved(), make.a(OrderDispatch, send_at=later)]
    assert after(ordered, make.MONDAY.date()) == Step(kind="wait", wake_at=later)
    queued = [*story.ordered(), make.a(QueueLetters, letter_ids=story.LETTERS[:1])]
    for commands in (story.ordered(), queued):
        assert after(commands, make.MONDAY.date()).kind == "send"
    receipts = (story.receipt(story.LETTERS[0], EARLY, "deferred"),)
    deferred = [*queued, make.a(RecordReceipts, receipts=receipts)]
    assert after(deferred, make.MONDAY.date()).kind == "resend"


def test_the_effective_day_goes_before_letters_that_never_left() -> None:
    assert after(story.ordered(), NEW_YEAR).kind == "put_in_force"


def test_what_is_settled_needs_nothing_and_what_is_held_back_waits_for_people() -> None:
    at = story.noon(NEW_YEAR)
    put = make.a(PutInForce, contract_ids=story.CONTRACTS[:1], at=at)
    assert after([*story.sent(), put], NEW_YEAR) == Step(kind="end")
    assert after([*story.sent(day=NEW_YEAR), put], NEW_YEAR) == Step(kind="wait")
    assert after([*story.proposed(), make.a(WithdrawChange)], EARLY) == Step(kind="end")
    assert next_step(CHANGE.initial, at) == Step(kind="end")


def test_one_step_names_no_more_than_a_batch() -> None:
    many = tuple(
        story.recipient().model_copy(
            update={"contract_id": derived_id(n), "letter_id": derived_id("letter", n)}
        )
        for n in range(450)
    )
    assert len(after(story.ordered(*many), make.MONDAY.date()).letter_ids) == 200
    drafted = [*story.adopted(), make.a(DraftAnnouncement, recipients=many)]
    assert len(after(drafted, NEW_YEAR).contract_ids) == 200


def test_a_change_tells_which_plan_items_it_has_brought_about_and_when() -> None:
    items = {"announce_item": "announced", "effect_item": "in-force"}

    def told(commands: list[ChangeCommand]) -> list[tuple[str, date]]:
        [_, *later] = commands
        state = Specification(CHANGE).given_after(make.a(ProposeChange, **items), *later).state
        return list(brought_about(state))

    assert told(story.proposed()) == told(story.ordered()) == []
    assert told(story.sent(day=LATEST)) == [("announced", LATEST)]
    put = make.a(PutInForce, contract_ids=story.CONTRACTS[:1], at=story.noon(NEW_YEAR))
    assert told([*story.sent(), put])[1:] == [("in-force", NEW_YEAR)]
    assert list(brought_about(CHANGE.initial)) == []
